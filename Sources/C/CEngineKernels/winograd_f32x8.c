#define BLOCK 8
#define NAME(base) base##_f32x8
#include "templates/winograd_blocks.h"
