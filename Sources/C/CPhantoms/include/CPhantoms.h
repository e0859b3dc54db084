#pragma once
#include "phantom.h"
