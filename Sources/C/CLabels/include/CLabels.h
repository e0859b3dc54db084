#pragma once
#include "activation.h"
#include "decision.h"
