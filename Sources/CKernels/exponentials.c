#include "blocks.h"

/// The floats at `p`, `used` of them at most sixteen, the other lanes filled.
#define load_some(p, used, filling) ({ block f_ = SPLAT(filling); fill(&f_, (p), (used)); f_; })
INLINE void fill(block *x, const float *p, size_t used) { memcpy(x, p, (used < 16 ? used : 16) * sizeof *p); }

#define store_some(p, x, used) ({ const block g_ = (x); memcpy((p), &g_, ((used) < 16 ? (used) : 16) * sizeof *(p)); })

FOR_EACH_CPU
float ckernels_exp(float x) { return exponential(SPLAT(x))[0]; }

FOR_EACH_CPU
float ckernels_log(float x) { return logarithm(SPLAT(x))[0]; }

FOR_EACH_CPU
float ckernels_maximum(const float *values, size_t count) {
  const float none = -__builtin_inff();
  block most = SPLAT(none);
  for (size_t k = 0; k < count; k += 16)
    most = largest(most, load_some(values + k, count - k, none));
  return top(most);
}

FOR_EACH_CPU
void ckernels_exponentials(float *results, const float *scores, size_t count, float shift, float factor) {
  for (size_t k = 0; k < count; k += 16)
    store_some(results + k, exponential((load_some(scores + k, count - k, shift) - shift) * factor), count - k);
}

FOR_EACH_CPU
void ckernels_sigmoids(float *results, const float *scores, size_t count, float temperature) {
  for (size_t k = 0; k < count; k += 16)
    store_some(results + k, 1 / (1 + exponential(-(load_some(scores + k, count - k, 0) / temperature))), count - k);
}

FOR_EACH_CPU
float ckernels_sum_of_exponentials(const float *scores, size_t count, float shift) {
  block sums = {};
  for (size_t k = 0; k < count; k += 16)
    sums += exponential(load_some(scores + k, count - k, -__builtin_inff()) - shift);
  return in_order(sums);
}

FOR_EACH_CPU
float ckernels_softplus_sum(const float *scores, size_t count) {
  block sums = {};
  for (size_t k = 0; k < count; k += 16) {
    const block z = load_some(scores + k, count - k, -__builtin_inff());
    // exp(−|z|); where it is so small that 1 + u would lose its digits, a series for ln(1 + u): many labels are
    // nearly impossible, and their small losses add up.
    const block u = exponential(SELECT(z > 0, -z, z));
    const block series = u * (1 - u * (0.5f - u * (float)(1.0 / 3)));
    sums += SELECT(u < 1e-3f, series, logarithm(1 + u)) + SELECT(z > 0, z, SPLAT(0));
  }
  return in_order(sums);
}
