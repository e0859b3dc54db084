// nifti2_io.h asks for this header without the folder that Debian puts it in.
#pragma once
#include <nifti/znzlib.h>
