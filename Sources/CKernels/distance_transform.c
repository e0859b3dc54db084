#include "distance_transform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

enum { none = 0xFFFF };

/// Room for one line: parabolas at `where` of height `height`, each lowest up to `until`.
struct envelope {
  int32_t *where;
  double *height;
  double *until;
  double *inverse;  // 1 / (2 * spacing^2 * k)
  int32_t count;
};

static int make_envelope(struct envelope *envelope, int32_t length, double spacing) {
  const size_t room = (size_t)length + 1;
  envelope->where = malloc(room * sizeof(int32_t));
  envelope->height = malloc(room * sizeof(double));
  envelope->until = malloc(room * sizeof(double));
  envelope->inverse = malloc(room * sizeof(double));
  envelope->count = 0;
  if (!envelope->where || !envelope->height || !envelope->until || !envelope->inverse) return 0;
  envelope->inverse[0] = 0;
  for (int32_t k = 1; k <= length; k++) envelope->inverse[k] = 1 / (2 * spacing * spacing * k);
  return 1;
}

static void free_envelope(struct envelope *envelope) {
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

/// The distance along x to the nearest site of each row; `none` where the row has no site. Returns whether any row has one.
static int nearest_in_rows(const uint8_t *sites, int32_t rows, int32_t width, uint16_t *nearest) {
  int any = 0;
  for (int32_t y = 0; y < rows; y++) {
    const uint8_t *row = sites + (size_t)y * (size_t)width;
    uint16_t *out = nearest + (size_t)y * (size_t)width;
    const uint8_t *first = memchr(row, 1, (size_t)width);
    if (!first) {
      memset(out, 0xFF, (size_t)width * sizeof *out);
      continue;
    }
    any = 1;
    int32_t last = -1;
    for (int32_t x = (int32_t)(first - row); x < width; x++) {
      if (!row[x]) continue;
      // between two sites the nearer one changes half way
      const int32_t middle = last < 0 ? 0 : (last + x) / 2 + 1;
      for (int32_t i = last < 0 ? 0 : last; i < middle; i++) out[i] = (uint16_t)(i - last);
      for (int32_t i = middle; i <= x; i++) out[i] = (uint16_t)(x - i);
      last = x;
    }
    for (int32_t i = last; i < width; i++) out[i] = (uint16_t)(i - last);
  }
  return any;
}

/// For every wanted point of a plane the packed offsets (x | y << 16) to the nearest site of the plane, which has one.
static void nearest_in_plane(
    const uint16_t *nearest, int32_t height, int32_t width, const double *squares,
    struct envelope *envelope, const uint8_t *wanted, uint32_t *out) {
  for (int32_t x = 0; x < width; x++) {
    int32_t y = 0;
    while (y < height && !wanted[(size_t)y * (size_t)width + (size_t)x]) y++;
    if (y == height) continue;
    envelope->count = 0;
    for (int32_t row = 0; row < height; row++) {
      const uint16_t offset = nearest[(size_t)row * (size_t)width + (size_t)x];
      if (offset != none) push(envelope, row, squares[offset]);
    }
    int32_t part = 0;
    for (; y < height; y++) {
      const size_t place = (size_t)y * (size_t)width + (size_t)x;
      if (!wanted[place]) continue;
      while (part < envelope->count - 1 && envelope->until[part] < y) part++;
      const int32_t where = envelope->where[part];
      const uint32_t dy = (uint32_t)abs(y - where);
      out[place] = dy << 16 | nearest[(size_t)where * (size_t)width + (size_t)x];
    }
  }
}

struct state {
  const struct seg_distance_problem *problem;
  double *square_x, *square_y;
  uint16_t *nearest;
  /// Where a column along z has a query, and which planes have a site.
  uint8_t *wanted, *occupied;
  struct envelope along_y, along_z;
};

static int prepare(struct state *state, const struct seg_distance_problem *problem) {
  const int32_t depth = problem->size[0], height = problem->size[1], width = problem->size[2];
  state->problem = problem;
  state->square_x = malloc(((size_t)width + 1) * sizeof(double));
  state->square_y = malloc(((size_t)height + 1) * sizeof(double));
  state->nearest = malloc((size_t)height * (size_t)width * sizeof(uint16_t) + 1);
  state->wanted = malloc((size_t)height * (size_t)width + 1);
  state->occupied = malloc((size_t)depth + 1);
  const int rooms = make_envelope(&state->along_y, height, problem->spacing[1]) &
                    make_envelope(&state->along_z, depth, problem->spacing[0]);
  if (!rooms || !state->square_x || !state->square_y || !state->nearest || !state->wanted ||
      !state->occupied)
    return 0;
  for (int32_t k = 0; k < width; k++)
    state->square_x[k] = (k * problem->spacing[2]) * (k * problem->spacing[2]);
  for (int32_t k = 0; k < height; k++)
    state->square_y[k] = (k * problem->spacing[1]) * (k * problem->spacing[1]);
  return 1;
}

static void finish(struct state *state) {
  free(state->square_x);
  free(state->square_y);
  free(state->nearest);
  free(state->wanted);
  free(state->occupied);
  free_envelope(&state->along_y);
  free_envelope(&state->along_z);
}

SEG_KERNEL static void collect(uint8_t *restrict set, const uint8_t *restrict more, size_t count) {
  for (size_t i = 0; i < count; i++) set[i] |= more[i];
}

/// Marks the columns along z in which any query is.
static void mark_wanted(struct state *state) {
  const struct seg_distance_problem *problem = state->problem;
  const size_t plane = (size_t)problem->size[1] * (size_t)problem->size[2];
  memset(state->wanted, problem->queries ? 0 : 1, plane);
  for (int32_t z = 0; problem->queries && z < problem->size[0]; z++)
    collect(state->wanted, problem->queries + (size_t)z * plane, plane);
}

/// Where the results go.
struct results {
  double *distances;
  uint8_t *codes;
  double *map;
  int64_t count;
};

/// The last pass, along z at one place of the plane.
static void nearest_in_column(
    struct state *state, size_t base, const uint32_t *work, struct results *results) {
  const struct seg_distance_problem *problem = state->problem;
  const int32_t depth = problem->size[0];
  const size_t plane = (size_t)problem->size[1] * (size_t)problem->size[2];
  const double step = problem->spacing[0];
  struct envelope *envelope = &state->along_z;
  envelope->count = 0;
  for (int32_t z = 0; z < depth; z++) {
    if (!state->occupied[z]) continue;
    const uint32_t offsets = work[base + (size_t)z * plane];
    push(envelope, z, state->square_x[offsets & 0xFFFF] + state->square_y[offsets >> 16]);
  }
  int32_t part = 0;
  for (int32_t z = 0; z < depth; z++) {
    const size_t place = base + (size_t)z * plane;
    const uint8_t code = problem->queries ? problem->queries[place] : 1;
    if (!code) continue;
    double distance = INFINITY;
    if (envelope->count > 0) {
      while (part < envelope->count - 1 && envelope->until[part] < z) part++;
      const double along = (z - envelope->where[part]) * step;
      distance = sqrt(envelope->height[part] + along * along);
    }
    if (results->distances) results->distances[results->count] = distance;
    if (results->codes) results->codes[results->count] = code;
    if (results->map) results->map[place] = distance;
    results->count++;
  }
}

int64_t seg_distance_transform(
    const struct seg_distance_problem *problem, uint32_t *work, double *distances, uint8_t *codes,
    double *map) {
  const int32_t depth = problem->size[0], height = problem->size[1], width = problem->size[2];
  struct state state = {0};
  struct results results = {distances, codes, map, 0};
  if (!prepare(&state, problem)) {
    finish(&state);
    return -1;
  }
  mark_wanted(&state);
  const size_t plane = (size_t)height * (size_t)width;
  for (int32_t z = 0; z < depth; z++) {
    const uint8_t *sites = problem->sites + (size_t)z * plane;
    state.occupied[z] = (uint8_t)nearest_in_rows(sites, height, width, state.nearest);
    if (state.occupied[z])
      nearest_in_plane(
          state.nearest, height, width, state.square_x, &state.along_y, state.wanted,
          work + (size_t)z * plane);
  }
  for (size_t base = 0; base < plane; base++)
    if (state.wanted[base]) nearest_in_column(&state, base, work, &results);
  finish(&state);
  return results.count;
}
