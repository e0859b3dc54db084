#define BLOCK 16
#define named(base) base##_f32x16
#include "templates/winograd_blocks.h"
