#include "optimizer.h"
#include "kernel.h"
#include "parallel.h"
#include "split.h"
#include <math.h>

enum { part = 65536 };

struct step {
  float *weights;
  const float *gradients;
  float *first, *second;
  double *sums;
  int64_t count;
  float rate, beta1, beta2, epsilon, decay, correction1, correction2, scale;
  int nesterov;
  // What is done with the elements from `begin` to `end`.
  void (*move)(const struct step *step, int64_t begin, int64_t end);
};

static void move_body(int index, int count, void *context) {
  const struct step *s = context;
  int64_t begin, end;
  seg_split(s->count, index, count, &begin, &end);
  s->move(s, begin, end);
}

static void move(
    struct step *s, void (*part_of)(const struct step *step, int64_t begin, int64_t end),
    int threads) {
  s->move = part_of;
  seg_parallel(threads, move_body, s);
}

SEG_KERNEL
double seg_squared_norm_part(const float *values, int64_t count) {
  float lanes[64] = {0};
  int64_t i = 0;
  for (; i + 64 <= count; i += 64)
    for (int l = 0; l < 64; l++) lanes[l] += values[i + l] * values[i + l];
  double sum = 0;
  for (; i < count; i++) sum += (double)values[i] * values[i];
  for (int l = 0; l < 64; l++) sum += lanes[l];
  return sum;
}

static void norm_body(int index, int count, void *context) {
  const struct step *s = context;
  int64_t begin, end;
  seg_split((s->count + part - 1) / part, index, count, &begin, &end);
  for (int64_t i = begin; i < end; i++) {
    int64_t length = s->count - i * part < part ? s->count - i * part : part;
    s->sums[i] = seg_squared_norm_part(s->gradients + i * part, length);
  }
}

double seg_squared_norm(const float *values, int64_t count, double *scratch, int threads) {
  struct step s = {.gradients = values, .sums = scratch, .count = count};
  seg_parallel(threads, norm_body, &s);
  double sum = 0;
  for (int64_t i = 0; i < (count + part - 1) / part; i++) sum += scratch[i];
  return sum;
}

SEG_KERNEL
void seg_sgd_part(const struct step *s, int64_t begin, int64_t end) {
  float *restrict w = s->weights, *restrict m = s->first;
  const float *restrict gradients = s->gradients;
  float rate = s->rate, momentum = s->beta1, decay = s->decay, scale = s->scale;
  float own = s->nesterov ? 1 : 0, old = s->nesterov ? momentum : 1;
  for (int64_t i = begin; i < end; i++) {
    float g = gradients[i] * scale + decay * w[i];
    float v = momentum * m[i] + g;
    m[i] = v;
    w[i] -= rate * (own * g + old * v);
  }
}

void seg_sgd_step(
    float *weights, const float *gradients, float *momenta, int64_t count, float rate,
    float momentum, float decay, int nesterov, float scale, int threads) {
  struct step s = {
      .weights = weights,
      .gradients = gradients,
      .first = momenta,
      .count = count,
      .rate = rate,
      .beta1 = momentum,
      .decay = decay,
      .scale = scale,
      .nesterov = nesterov};
  move(&s, seg_sgd_part, threads);
}

SEG_KERNEL
void seg_adamw_part(const struct step *s, int64_t begin, int64_t end) {
  float *restrict w = s->weights, *restrict first = s->first, *restrict second = s->second;
  const float *restrict gradients = s->gradients;
  float keep = 1 - s->rate * s->decay, rate = s->rate / s->correction1;
  float root = 1 / sqrtf(s->correction2), scale = s->scale;
  float beta1 = s->beta1, beta2 = s->beta2, epsilon = s->epsilon;
  for (int64_t i = begin; i < end; i++) {
    float g = gradients[i] * scale;
    float m = beta1 * first[i] + (1 - beta1) * g;
    float v = beta2 * second[i] + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    w[i] = w[i] * keep - rate * m / (__builtin_sqrtf(v) * root + epsilon);
  }
}

void seg_adamw_step(
    float *weights, const float *gradients, float *first, float *second, int64_t count, float rate,
    float beta1, float beta2, float epsilon, float decay, float correction1, float correction2,
    float scale, int threads) {
  struct step s = {
      .weights = weights,
      .gradients = gradients,
      .first = first,
      .second = second,
      .count = count,
      .rate = rate,
      .beta1 = beta1,
      .beta2 = beta2,
      .epsilon = epsilon,
      .decay = decay,
      .correction1 = correction1,
      .correction2 = correction2,
      .scale = scale};
  move(&s, seg_adamw_part, threads);
}

SEG_KERNEL
void seg_momentum_part(const struct step *s, int64_t begin, int64_t end) {
  float *restrict update = s->second, *restrict m = s->first;
  const float *restrict gradients = s->gradients;
  float momentum = s->beta1, scale = s->scale;
  for (int64_t i = begin; i < end; i++) {
    float g = gradients[i] * scale;
    float v = momentum * m[i] + g;
    m[i] = v;
    update[i] = g + momentum * v;
  }
}

void seg_nesterov_momentum(
    float *update, const float *gradients, float *momenta, int64_t count, float momentum,
    float scale, int threads) {
  struct step s = {
      .second = update,
      .gradients = gradients,
      .first = momenta,
      .count = count,
      .beta1 = momentum,
      .scale = scale};
  move(&s, seg_momentum_part, threads);
}

SEG_KERNEL
void seg_decayed_part(const struct step *s, int64_t begin, int64_t end) {
  float *restrict w = s->weights;
  const float *restrict update = s->gradients;
  float keep = s->decay, rate = s->rate;
  for (int64_t i = begin; i < end; i++) w[i] = keep * w[i] - rate * update[i];
}

void seg_decayed_step(
    float *weights, const float *update, int64_t count, float keep, float rate, int threads) {
  struct step s = {
      .weights = weights, .gradients = update, .count = count, .decay = keep, .rate = rate};
  move(&s, seg_decayed_part, threads);
}

SEG_KERNEL
void seg_average_part(const struct step *s, int64_t begin, int64_t end) {
  float *restrict average = s->first;
  const float *restrict w = s->weights;
  float share = 1 - s->decay;
  for (int64_t i = begin; i < end; i++) average[i] += share * (w[i] - average[i]);
}

void seg_moving_average(
    float *average, const float *weights, int64_t count, float decay, int threads) {
  struct step s = {.weights = (float *)weights, .first = average, .count = count, .decay = decay};
  move(&s, seg_average_part, threads);
}
