#pragma once
#include "intensity_statistics.h"
