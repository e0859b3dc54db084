#pragma once
#include "fast_math.h"
#include "kernel.h"
#include "memory_allocation.h"
#include "parallel.h"
#include "split.h"
