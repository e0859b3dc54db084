#include "kernel.h"

const char *seg_kernels(void) {
#if defined(SEG_KERNELS_V3)
  return "v3";
#elif defined(SEG_KERNELS_DEFAULT)
  return "default";
#else
  return "all";
#endif
}
