#include "components.h"

#include <stdlib.h>

#include "kernel.h"
#include "memory_allocation.h"

struct builder {
  struct seg_run *runs;
  uint16_t *labels;
  int64_t count, capacity;
};

static int append(
    struct builder *builder, int64_t row, int32_t begin, int32_t end, uint16_t label) {
  if (builder->count == builder->capacity) {
    const int64_t capacity = builder->capacity ? builder->capacity * 2 : 4096;
    struct seg_run *runs = seg_reallocate(builder->runs, (size_t)capacity, sizeof *runs);
    if (runs) builder->runs = runs;
    uint16_t *labels = seg_reallocate(builder->labels, (size_t)capacity, sizeof *labels);
    if (labels) builder->labels = labels;
    if (!runs || !labels) return 0;
    builder->capacity = capacity;
  }
  builder->runs[builder->count] = (struct seg_run){row, begin, end, (int32_t)builder->count};
  builder->labels[builder->count++] = label;
  return 1;
}

/// The first place from `x` on where the row differs from `value`.
SEG_KERNEL static int32_t skip(const uint16_t *row, int32_t x, int32_t width, uint16_t value) {
  while (x + 32 <= width) {
    uint16_t difference = 0;
    for (int32_t lane = 0; lane < 32; lane++) difference |= row[x + lane] ^ value;
    if (difference) break;
    x += 32;
  }
  while (x < width && row[x] == value) x++;
  return x;
}

static int scan_row(
    struct builder *builder, const uint16_t *row, int64_t number, int32_t width,
    const uint16_t *classes) {
  for (int32_t x = 0; x < width;) {
    const uint16_t value = row[x];
    int32_t end = skip(row, x + 1, width, value);
    const uint16_t label = classes ? classes[value] : value;
    while (classes && label && end < width && classes[row[end]] == label)
      end = skip(row, end + 1, width, row[end]);
    if (label && !append(builder, number, x, end, label)) return 0;
    x = end;
  }
  return 1;
}

static int32_t root(struct seg_run *runs, int32_t index) {
  while (runs[index].component != index) {
    runs[index].component = runs[runs[index].component].component;
    index = runs[index].component;
  }
  return index;
}

static void join(struct seg_run *runs, int32_t a, int32_t b) {
  a = root(runs, a);
  b = root(runs, b);
  if (a < b) runs[b].component = a;
  if (b < a) runs[a].component = b;
}

/// Joins the runs of two neighbouring rows that touch, corners included.
static void join_rows(struct builder *builder, int64_t a, int64_t a_end, int64_t b, int64_t b_end) {
  struct seg_run *runs = builder->runs;
  while (a < a_end && b < b_end) {
    if (runs[a].begin <= runs[b].end && runs[b].begin <= runs[a].end &&
        builder->labels[a] == builder->labels[b])
      join(runs, (int32_t)a, (int32_t)b);
    if (runs[a].end < runs[b].end)
      a++;
    else
      b++;
  }
}

static void include(struct seg_component *component, const int32_t place[3], int32_t last_x) {
  for (int axis = 0; axis < 3; axis++) {
    if (place[axis] < component->first[axis]) component->first[axis] = place[axis];
    if (place[axis] > component->last[axis]) component->last[axis] = place[axis];
  }
  if (last_x > component->last[2]) component->last[2] = last_x;
}

/// Numbers the roots in order and sums up their runs.
static int collect(struct builder *builder, int32_t height, struct seg_components *result) {
  int32_t count = 0;
  for (int64_t i = 0; i < builder->count; i++) count += builder->runs[i].component == i;
  result->components = seg_allocate((size_t)count, sizeof *result->components);
  int32_t *numbers = seg_allocate((size_t)builder->count, sizeof *numbers);
  if (!result->components || !numbers) {
    free(result->components);
    free(numbers);
    result->components = NULL;
    return 0;
  }
  count = 0;
  for (int64_t i = 0; i < builder->count; i++) {
    struct seg_run *run = &builder->runs[i];
    const int32_t place[3] = {
        (int32_t)(run->row / height), (int32_t)(run->row % height), run->begin};
    if (run->component == i) {
      numbers[i] = count;
      result->components[count++] = (struct seg_component){
          0, {place[0], place[1], place[2]}, {place[0], place[1], place[2]}, builder->labels[i], 0};
    } else {
      // a root is never behind its members
      numbers[i] = numbers[root(builder->runs, (int32_t)i)];
    }
    struct seg_component *component = &result->components[numbers[i]];
    component->voxels += run->end - run->begin;
    include(component, place, run->end - 1);
  }
  for (int64_t i = 0; i < builder->count; i++) builder->runs[i].component = numbers[i];
  free(numbers);
  result->runs = builder->runs;
  result->run_count = builder->count;
  result->count = count;
  return 1;
}

int seg_find_components(
    const uint16_t *map, int32_t depth, int32_t height, int32_t width, const uint16_t *classes,
    struct seg_components *components) {
  struct builder builder = {0};
  const int64_t rows = (int64_t)depth * height;
  // where each row's runs begin
  int64_t *starts = seg_allocate((size_t)rows + 1, sizeof *starts);
  int is_done = starts != NULL;
  for (int64_t row = 0; row < rows && is_done; row++) {
    starts[row] = builder.count;
    is_done =
        scan_row(&builder, map + row * width, row, width, classes) && builder.count < INT32_MAX;
    starts[row + 1] = builder.count;
    if (!is_done) break;
    const int32_t y = (int32_t)(row % height);
    const int64_t neighbours[4] = {
        y > 0 ? row - 1 : -1, y > 0 ? row - height - 1 : -1, row - height,
        y + 1 < height ? row - height + 1 : -1};
    for (int i = 0; i < 4; i++)
      if (neighbours[i] >= 0)
        join_rows(
            &builder, starts[neighbours[i]], starts[neighbours[i] + 1], starts[row],
            starts[row + 1]);
  }
  free(starts);
  if (is_done) is_done = collect(&builder, height, components);
  free(builder.labels);
  if (!is_done) free(builder.runs);
  return is_done ? 0 : -1;
}

void seg_match_components(struct seg_components *a, struct seg_components *b) {
  int64_t i = 0, j = 0;
  while (i < a->run_count && j < b->run_count) {
    const struct seg_run *p = &a->runs[i], *q = &b->runs[j];
    if (p->row != q->row) {
      if (p->row < q->row)
        i++;
      else
        j++;
      continue;
    }
    struct seg_component *c = &a->components[p->component], *d = &b->components[q->component];
    if (p->begin < q->end && q->begin < p->end && c->label == d->label)
      c->is_matched = d->is_matched = 1;
    if (p->end < q->end)
      i++;
    else
      j++;
  }
}

void seg_free_components(struct seg_components *components) {
  free(components->runs);
  free(components->components);
  *components = (struct seg_components){0};
}
