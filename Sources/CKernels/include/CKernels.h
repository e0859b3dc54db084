#pragma once
#include "parallel.h"
