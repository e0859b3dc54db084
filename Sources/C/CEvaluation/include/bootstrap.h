#pragma once
#include <stdint.h>

/// Draws samples of `count` of the values with replacement and takes the mean of each.
///
/// - count: 1 to 2^31.
/// - seed: the draws depend on it alone; SplitMix64, Steele et al. 2014.
/// - means: `samples` means, in the order of the draws.
void seg_bootstrap_means(
    const double *values, int64_t count, int64_t samples, uint64_t seed, double *means);
