#include "distance_transform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "lower_envelope.h"
#include "memory_allocation.h"

enum { none = 0xFFFF };

/// The distance along x to the nearest site of each row; `none` where the row has no site. Returns
/// whether any row has one.
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

/// For every wanted point of a plane the packed offsets (x | y << 16) to the nearest site of the
/// plane, which has one.
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
  /// The distance along x to the nearest site of the row, for the whole grid.
  uint16_t *nearest;
  /// Where a column along z has a query, and which planes have a site.
  uint8_t *wanted, *occupied;
  struct envelope along_y, along_z;
};

static int prepare(struct state *state, const struct seg_distance_problem *problem) {
  const int32_t depth = problem->size[0], height = problem->size[1], width = problem->size[2];
  state->problem = problem;
  state->square_x = seg_allocate((size_t)width + 1, sizeof(double));
  state->square_y = seg_allocate((size_t)height + 1, sizeof(double));
  state->nearest = seg_allocate((size_t)depth * (size_t)height * (size_t)width, sizeof(uint16_t));
  state->wanted = seg_allocate((size_t)height * (size_t)width, 1);
  state->occupied = seg_allocate((size_t)depth, 1);
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

/// Where the results go.
struct results {
  double *distances;
  uint8_t *codes;
  double *map;
  int64_t count;
};

static inline void emit(struct results *results, size_t place, uint8_t code, double distance) {
  if (results->distances) results->distances[results->count] = distance;
  if (results->codes) results->codes[results->count] = code;
  if (results->map) results->map[place] = distance;
  results->count++;
}

/// A row near a query: how many rows and planes away, and the square of that distance.
struct near_row {
  int32_t z, y;
  double square_y, square_z;
};

/// Rows up to this many places away are looked at before the envelopes are built.
enum { reach = 7, near_rows = (2 * reach + 1) * (2 * reach + 1) };

static int compare_rows(const void *a, const void *b) {
  const struct near_row *p = a, *q = b;
  const double difference = (p->square_y + p->square_z) - (q->square_y + q->square_z);
  return (difference > 0) - (difference < 0);
}

/// Fills a list of the rows around a query, nearest first, up to the distance at which rows begin
/// to be left out.
static int32_t list_near_rows(const struct seg_distance_problem *problem, struct near_row *rows) {
  const double sy = problem->spacing[1], sz = problem->spacing[0];
  const double limit = (reach + 1) * (sy < sz ? sy : sz);
  int32_t count = 0;
  for (int32_t z = -reach; z <= reach; z++)
    for (int32_t y = -reach; y <= reach; y++) {
      const struct near_row row = {z, y, (y * sy) * (y * sy), (z * sz) * (z * sz)};
      if (row.square_y + row.square_z < limit * limit) rows[count++] = row;
    }
  qsort(rows, (size_t)count, sizeof *rows, compare_rows);
  rows[count].square_y = limit * limit;  // what lies beyond the list
  rows[count].square_z = 0;
  return count;
}

/// Answers a query from the rows around it. Returns the square of the distance, or infinity where
/// the nearest site may be farther.
static inline double search_near(
    const struct state *state, const struct near_row *rows, int32_t count, int32_t z, int32_t y,
    size_t place) {
  const int32_t *size = state->problem->size;
  const int64_t width = size[2], plane = width * size[1];
  double best = INFINITY;
  for (int32_t i = 0; i < count; i++) {
    const struct near_row *row = &rows[i];
    if (row->square_y + row->square_z >= best) return best;
    if ((uint32_t)(z + row->z) >= (uint32_t)size[0] || (uint32_t)(y + row->y) >= (uint32_t)size[1])
      continue;
    const uint16_t offset = state->nearest[(int64_t)place + row->z * plane + row->y * width];
    if (offset == none) continue;
    const double square = (state->square_x[offset] + row->square_y) + row->square_z;
    if (square < best) best = square;
  }
  return best <= rows[count].square_y ? best : INFINITY;
}

/// Answers and clears the queries whose nearest site is near, which are most of them for a good
/// prediction. Returns how many are left.
static int64_t answer_near(struct state *state, struct results *results) {
  const struct seg_distance_problem *problem = state->problem;
  const int32_t width = problem->size[2];
  struct near_row rows[near_rows + 1];
  const int32_t count = list_near_rows(problem, rows);
  int64_t left = 0;
  for (int32_t z = 0; z < problem->size[0]; z++)
    for (int32_t y = 0; y < problem->size[1]; y++) {
      const size_t start = ((size_t)z * (size_t)problem->size[1] + (size_t)y) * (size_t)width;
      uint8_t *queries = problem->queries + start;
      for (int32_t x = 0; x < width; x++) {
        uint64_t eight = 0;
        while (x + 8 <= width && (memcpy(&eight, queries + x, 8), eight == 0)) x += 8;
        if (x >= width || !queries[x]) continue;
        const double square = search_near(state, rows, count, z, y, start + (size_t)x);
        if (square == INFINITY) {
          left++;
          continue;
        }
        emit(results, start + (size_t)x, queries[x], sqrt(square));
        queries[x] = 0;
      }
    }
  return left;
}

/// Marks the columns along z in which any query is.
static void mark_wanted(struct state *state) {
  const struct seg_distance_problem *problem = state->problem;
  const size_t plane = (size_t)problem->size[1] * (size_t)problem->size[2];
  memset(state->wanted, problem->queries ? 0 : 1, plane);
  for (int32_t z = 0; problem->queries && z < problem->size[0]; z++)
    collect(state->wanted, problem->queries + (size_t)z * plane, plane);
}

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
    emit(results, place, code, distance);
  }
}

/// The passes along y and z, for the queries that are left.
static int answer_far(struct state *state, struct results *results) {
  const struct seg_distance_problem *problem = state->problem;
  const int32_t height = problem->size[1], width = problem->size[2];
  const size_t plane = (size_t)height * (size_t)width;
  uint32_t *work = seg_allocate((size_t)problem->size[0] * plane, sizeof *work);
  if (!work) return 0;
  mark_wanted(state);
  for (int32_t z = 0; z < problem->size[0]; z++)
    if (state->occupied[z])
      nearest_in_plane(
          state->nearest + (size_t)z * plane, height, width, state->square_x, &state->along_y,
          state->wanted, work + (size_t)z * plane);
  for (size_t base = 0; base < plane; base++)
    if (state->wanted[base]) nearest_in_column(state, base, work, results);
  free(work);
  return 1;
}

int64_t seg_distance_transform(
    const struct seg_distance_problem *problem, double *distances, uint8_t *codes, double *map) {
  const int32_t height = problem->size[1], width = problem->size[2];
  const size_t plane = (size_t)height * (size_t)width;
  struct state state = {0};
  struct results results = {distances, codes, map, 0};
  int is_done = prepare(&state, problem);
  if (is_done) {
    for (int32_t z = 0; z < problem->size[0]; z++)
      state.occupied[z] = (uint8_t)nearest_in_rows(
          problem->sites + (size_t)z * plane, height, width, state.nearest + (size_t)z * plane);
    if (!problem->queries || answer_near(&state, &results) > 0)
      is_done = answer_far(&state, &results);
  }
  finish(&state);
  return is_done ? results.count : -1;
}
