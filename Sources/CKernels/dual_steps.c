#include "blocks.h"

// Duals are kept above this, so that their logarithms stay finite.
static const float least = 1e-12f;

FOR_EACH_CPU
void ckernels_softmax_step(float *p, const float *scores, float *change, float *space, size_t width,
                           size_t labels, float curvature, bool is_first_visit, float tolerance,
                           float *entropy, float *log_sum_exp) {
  // `change` holds a = z + R · p while the new duals are built in place, then the change.
  float *old = space, *residuals = space + width, *inverses = space + 2 * width;
  const block R = SPLAT(curvature), floor = SPLAT(least);
  const float start = is_first_visit ? 0.5f / (float)labels : 0;
  for (size_t b = 0; b < width; b += 16) {
    const block current = load(p + b);
    store(old + b, current);
    store(change + b, load(scores + b) + R * current);
    // The first dual is one-hot, whose logarithms are useless as a start.
    const block guess = is_first_visit ? current * 0.5f + start : current;
    store(p + b, masked(largest(guess, floor), labels - b));
  }
  float nu = 0;
  for (int round = 0; round < 12; round++) {
    // Residual r = a − ν − ln p − R p without ν, and the sums that give ν's Newton step:
    // δp_k = p_k (r_k − ν) / (1 + R p_k), Σ δp_k = 1 − Σ p_k.
    block weighted = {}, weights = {}, mass = {};
    for (size_t b = 0; b < width; b += 16) {
      const block current = load(p + b);
      const block r = load(change + b) - logarithm(largest(current, floor)) - R * current;
      const block inverse = 1 / (R * current + 1), share = current * inverse;
      store(residuals + b, r);
      store(inverses + b, inverse);
      weighted += share * r;
      weights += share;
      mass += current;
    }
    nu = (total(weighted) - (1 - total(mass))) / total(weights);
    block moved = {};
    for (size_t b = 0; b < width; b += 16) {
      const block current = load(p + b), step = (load(residuals + b) - nu) * load(inverses + b);
      // In p for steps up, in 1/p for steps down: both undershoot, so no step leaves (0, ∞).
      const block up = current * (step + 1), down = current / (1 - step);
      const block next = masked(largest(SELECT(step > SPLAT(0), up, down), floor), labels - b);
      moved = largest(moved, magnitude(next - current));
      store(p + b, next);
    }
    // An inexact step is still a step up: the gap is measured, not assumed.
    if (top(moved) < tolerance)
      break;
  }
  block mass = {};
  for (size_t b = 0; b < width; b += 16)
    mass += load(p + b);
  const float scale = 1 / total(mass);
  // At the solution z_k = ln p′_k + ν − R · δ_k with δ = p − p′, so with means over p′
  //
  //     ln Σ_k exp z_k = ν + ln mean exp(−R δ) ≈ ν − R mean(δ) + ½ R² var(δ),  at most ν + max(−R δ).
  block sum = {}, mean = {}, square = {}, down = {};
  for (size_t b = 0; b < width; b += 16) {
    const block next = load(p + b) * scale, delta = load(old + b) - next;
    store(p + b, next);
    store(change + b, delta);
    sum -= next * logarithm(largest(next, floor));
    mean += next * delta;
    square += next * delta * delta;
    down = largest(down, -delta);
  }
  const float first = total(mean), second = total(square) - first * first;
  const float bend = 0.5f * curvature * curvature * second - curvature * first;
  const float most = curvature * top(down);
  *entropy = total(sum);
  *log_sum_exp = nu + (bend < most ? bend : most);
}

FOR_EACH_CPU
float ckernels_logistic_step(float *p, const float *scores, float *change, size_t width, size_t labels,
                             float curvature) {
  const block R = SPLAT(curvature);
  block entropy = {};
  for (size_t b = 0; b < width; b += 16) {
    const block old = load(p + b), target = load(scores + b) + R * old;
    // Duals of exactly 0 or 1 are those before the first visit, a bad place to start from.
    const bits is_first = (old == 0) | (old == 1);
    const block start = SELECT(is_first, SPLAT(0.5f), smallest(largest(old, SPLAT(1e-6f)), SPLAT(1 - 1e-6f)));
    block v = logarithm(start / (1 - start));
    for (int round = 0; round < 20; round++) {
      const block guess = 1 / (exponential(-v) + 1), slope = R * guess * (1 - guess) + 1;
      // Newton on v + R σ(v) can overshoot where σ bends; three units a step keep it inside.
      const block step =
          masked(smallest(largest((target - v - R * guess) / slope, SPLAT(-3)), SPLAT(3)), labels - b);
      v += step;
      // It converges quadratically: the next step would be far smaller.
      if (top(magnitude(step)) < 1e-2f)
        break;
    }
    const block next = masked(1 / (exponential(-v) + 1), labels - b);
    const block q = largest(next, SPLAT(least)), r = largest(1 - next, SPLAT(least));
    // −(1 − p) ln(1 − p) as a series where 1 − p would lose p's digits.
    const block series = (next * (float)(1.0 / 3) + 0.5f) * next + 1, small = next * (1 - next) * series;
    const block rest = SELECT(next < 1e-3f, small, -r * logarithm(r));
    entropy += masked(rest - q * logarithm(q), labels - b);
    store(p + b, next);
    store(change + b, old - next);
  }
  return in_order(entropy);
}

FOR_EACH_CPU
float ckernels_scale(float *values, size_t width, float factor) {
  block most = {};
  for (size_t b = 0; b < width; b += 16) {
    const block current = load(values + b);
    most = largest(most, magnitude(current));
    store(values + b, current * factor);
  }
  return top(most);
}
