#pragma once
#include "resampling.h"
