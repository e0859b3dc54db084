#pragma once
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "memory_allocation.h"

/// Room for one line: parabolas at `where` of height `height`, each lowest up to `until`.
struct envelope {
  int32_t *where;
  double *height;
  double *until;
  double *inverse;  // 1 / (2 * spacing^2 * k)
  int32_t count;
};

static inline int make_envelope(struct envelope *envelope, int32_t length, double spacing) {
  const size_t room = (size_t)length + 1;
  envelope->where = seg_allocate(room, sizeof(int32_t));
  envelope->height = seg_allocate(room, sizeof(double));
  envelope->until = seg_allocate(room, sizeof(double));
  envelope->inverse = seg_allocate(room, sizeof(double));
  envelope->count = 0;
  if (!envelope->where || !envelope->height || !envelope->until || !envelope->inverse) return 0;
  envelope->inverse[0] = 0;
  for (int32_t k = 1; k <= length; k++) envelope->inverse[k] = 1 / (2 * spacing * spacing * k);
  return 1;
}

static inline void free_envelope(struct envelope *envelope) {
  free(envelope->where);
  free(envelope->height);
  free(envelope->until);
  free(envelope->inverse);
}

/// Adds a parabola to the right of those there.
static inline void push(struct envelope *envelope, int32_t place, double height) {
  int32_t last = envelope->count - 1;
  double crossing = -INFINITY;
  while (last >= 0) {
    const int32_t other = envelope->where[last];
    // where the two are equal, as a place on the line
    crossing = 0.5 * (place + other) +
               (height - envelope->height[last]) * envelope->inverse[place - other];
    if (last == 0 || crossing > envelope->until[last - 1]) break;
    last--;
  }
  if (last >= 0) envelope->until[last] = crossing;
  last++;
  envelope->where[last] = place;
  envelope->height[last] = height;
  envelope->count = last + 1;
}
