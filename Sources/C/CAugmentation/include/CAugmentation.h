#pragma once
#include "intensity.h"
#include "motion.h"
#include "patch_sampling.h"
