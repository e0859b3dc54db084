#pragma once
#include <stdint.h>

/// The square of the norm of `count` values, added up in an order that does not depend on the
/// threads. `scratch` holds count / 65536 + 1 doubles.
double seg_squared_norm(const float *values, int64_t count, double *scratch, int threads);

/// One step of stochastic gradient descent with momentum, as PyTorch's `SGD`:
/// g = scale * gradient + decay * w; m = momentum * m + g;
/// w -= rate * (nesterov ? g + momentum * m : m).
void seg_sgd_step(
    float *weights, const float *gradients, float *momenta, int64_t count, float rate,
    float momentum, float decay, int nesterov, float scale, int threads);

/// One step of AdamW, as PyTorch's `AdamW`; the corrections are 1 - beta^t.
void seg_adamw_step(
    float *weights, const float *gradients, float *first, float *second, int64_t count, float rate,
    float beta1, float beta2, float epsilon, float decay, float correction1, float correction2,
    float scale, int threads);

/// The momentum of Muon, with Nesterov's correction: g = scale * gradient; m = momentum * m + g;
/// update = g + momentum * m.
void seg_nesterov_momentum(
    float *update, const float *gradients, float *momenta, int64_t count, float momentum,
    float scale, int threads);

/// w = keep * w - rate * update.
void seg_decayed_step(
    float *weights, const float *update, int64_t count, float keep, float rate, int threads);

/// average = decay * average + (1 - decay) * weights.
void seg_moving_average(
    float *average, const float *weights, int64_t count, float decay, int threads);
