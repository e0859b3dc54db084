#define BLOCK 8
#define named(base) base##_f32x8
#include "templates/winograd_blocks.h"
