#pragma once
#include "blending.h"
#include "resampling.h"
