#include "winograd.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include "weight_parts.h"
#include "winograd_product.h"
#include "winograd_tile.h"

// What is computed on its own: 32 inputs by 32 outputs (16 where 32 do not divide them) over a part of the tiles.
// Scratch: the parts' weights and biases, then for each thread a block of tiles of the source, [tile][position][32], one
// of the gradient, and the sum of their products, [position][32][32]. Padded, lest all tiles, or all positions, fall into
// the same lines of the first cache.
enum { slice = 32, block_tiles = 12, padding = 16, depth = 4 };
enum { sum_stride = slice * slice + padding };

static int64_t tile_stride(const seg_winograd *w) { return position_count(w) * slice + padding; }
static int64_t own_size(const seg_winograd *w) {
  return 2 * block_tiles * tile_stride(w) + position_count(w) * sum_stride;
}
static int64_t slice_of(int64_t channels) { return channels % slice ? 16 : slice; }

static int64_t item_count(const seg_winograd *w) {
  return w->inputs / slice_of(w->inputs) * (w->outputs / slice_of(w->outputs));
}

static int64_t part_total(const seg_winograd *w) {
  int64_t parts = (16 + item_count(w) - 1) / item_count(w);
  int64_t blocks = (tile_count(w) + block_tiles - 1) / block_tiles;
  return parts < blocks ? parts : blocks;
}

static int64_t weight_count(const seg_winograd *w) { return w->outputs * w->inputs * tap_count(w); }

int64_t seg_winograd_weights_scratch(const seg_winograd_weights *work, int threads) {
  const seg_winograd *w = &work->shape;
  return part_total(w) * (weight_count(w) + w->outputs) + threads * own_size(w);
}

// Adds the products of some tiles, four inputs by sixteen outputs at one position: summed in registers first, which also
// keeps rounding errors of long sums small.
INLINE void add_products(
    const float *source, const float *gradient, int64_t count, int64_t tile, int64_t outputs, float *sums) {
  vector sum[depth][2];
  sum_products(depth, count, source, 1, tile, gradient, tile, sum);
  UNROLL for (int i = 0; i < depth; i++) {
    add(sums + i * outputs, sum[i][0]);
    add(sums + i * outputs + 8, sum[i][1]);
  }
}

// The gradient of a window of weights, eight at a time.
INLINE void write_weights(int planes, const float *sums, float *weights) {
  int deep = planes == 4;
  vector flat[3][16];
  for (int i = 0; i < 16; i++) {
    if (!deep) {
      flat[0][i] = load(sums + i * sum_stride);
      continue;
    }
    vector u[4], g[3];
    UNROLL for (int d = 0; d < 4; d++) u[d] = load(sums + (d * 16 + i) * sum_stride);
    gather_weights(u, g);
    UNROLL for (int d = 0; d < 3; d++) flat[d][i] = g[d];
  }
  for (int d = 0; d < (deep ? 3 : 1); d++) {
    vector rows[3][4];
    UNROLL for (int c = 0; c < 4; c++) {
      vector u[4] = {flat[d][c], flat[d][4 + c], flat[d][8 + c], flat[d][12 + c]}, g[3];
      gather_weights(u, g);
      UNROLL for (int h = 0; h < 3; h++) rows[h][c] = g[h];
    }
    UNROLL for (int h = 0; h < 3; h++) {
      vector g[3];
      gather_weights(rows[h], g);
      UNROLL for (int c = 0; c < 3; c++) store(weights + ((d * 3 + h) * 3 + c) * 64, g[c]);
    }
  }
}

struct item {
  int64_t input, output, first_tile, last_tile;
};

INLINE void compute_item(
    const seg_winograd_weights *work, int planes, struct item item, float *scratch, float *weights, float *bias) {
  const seg_winograd *w = &work->shape;
  int64_t inputs = slice_of(w->inputs), outputs = slice_of(w->outputs);
  int64_t map_size = voxel_count(w) * 8, positions = planes * 16;
  int64_t stride = tile_stride(w);
  float *source = scratch, *gradient = source + block_tiles * stride;
  float *sums = gradient + block_tiles * stride;
  memset(sums, 0, (size_t)(positions * sum_stride) * sizeof(float));
  vector total[slice / 8];
  for (int i = 0; i < slice / 8; i++) total[i] = (vector){0};

  for (int64_t first = item.first_tile; first < item.last_tile; first += block_tiles) {
    int64_t count = item.last_tile - first < block_tiles ? item.last_tile - first : block_tiles;
    for (int64_t t = 0; t < count; t++) {
      struct tile tile = tile_at(w, planes, first + t);
      const float *map = w->source + (tile.sample * w->inputs + item.input) / 8 * map_size;
      for (int64_t c = 0; c < inputs; c += 8)
        source_positions(w, planes, map + c / 8 * map_size, tile, source + t * stride + c, inputs);
      map = work->gradient + (tile.sample * w->outputs + item.output) / 8 * map_size;
      for (int64_t c = 0; c < outputs; c += 8)
        gradient_positions(
            w, planes, map + c / 8 * map_size, tile, gradient + t * stride + c, outputs);
    }
    for (int64_t p = 0; p < positions; p++)
      for (int64_t o = 0; o < outputs; o += 16)
        for (int64_t i = 0; i < inputs; i += depth)
          add_products(
              source + p * inputs + i, gradient + p * outputs + o, count, stride, outputs,
              sums + p * sum_stride + i * outputs + o);
    if (!bias) continue;
    // All of a tile's voxels are summed where each axis has its second position.
    const float *voxels = gradient + (planes == 4 ? 21 : 5) * outputs;
    for (int64_t c = 0; c < outputs; c += 8) {
      vector sum = {0};
      for (int64_t t = 0; t < count; t++) sum += load(voxels + t * stride + c);
      total[c / 8] += sum;
    }
  }

  for (int64_t o = 0; o < outputs; o += 8)
    for (int64_t i = 0; i < inputs; i++) {
      int64_t input = item.input + i, output = item.output + o;
      write_weights(
          planes, sums + i * outputs + o,
          weights + (output / 8 * (w->inputs / 8) + input / 8) * tap_count(w) * 64 + input % 8 * 8);
    }
  for (int64_t c = 0; bias && c < outputs; c += 8) store(bias + item.output + c, total[c / 8]);
}

SEG_KERNEL
void seg_winograd_weights_item(
    const seg_winograd_weights *work, int64_t input, int64_t output, int64_t first_tile, int64_t last_tile,
    float *scratch, float *weights, float *bias) {
  struct item item = {input, output, first_tile, last_tile};
  if (work->shape.is_deep)
    compute_item(work, 4, item, scratch, weights, bias);
  else
    compute_item(work, 1, item, scratch, weights, bias);
}

static void item_body(int64_t number, int index, void *context) {
  const seg_winograd_weights *work = context;
  const seg_winograd *w = &work->shape;
  int64_t items = item_count(w), parts = part_total(w), weights = weight_count(w);
  int64_t inputs = slice_of(w->inputs), columns = w->inputs / inputs;
  float *biases = work->scratch + parts * weights;
  float *scratch = biases + parts * w->outputs + index * own_size(w);
  int64_t part = number / items, item = number % items, first, last;
  seg_split(tile_count(w), (int)part, (int)parts, &first, &last);
  seg_winograd_weights_item(
      work, item % columns * inputs, item / columns * slice_of(w->outputs), first, last, scratch,
      parts > 1 ? work->scratch + part * weights : work->result,
      !work->bias || item % columns ? NULL : parts > 1 ? biases + part * w->outputs : work->bias);
}

void seg_winograd_weights_run(const seg_winograd_weights *work, int threads) {
  const seg_winograd *w = &work->shape;
  seg_parallel_items(threads, item_count(w) * part_total(w), item_body, (void *)work);
  if (part_total(w) == 1) return;
  struct weight_parts sums = {
      part_total(w), weight_count(w), w->outputs, work->scratch, work->result, work->bias};
  sum_weight_parts(&sums, threads);
}
