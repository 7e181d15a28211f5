#ifndef BLOCKS_H
#define BLOCKS_H

#include "CKernels.h"
#include <string.h>

// Not fused where a CPU could (arm64): see CKernels.h.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_CPU __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_CPU
#endif
#define INLINE static inline __attribute__((always_inline))

/// Sixteen floats, or the bits of sixteen: one register with AVX-512, two with AVX2, four without.
typedef float block __attribute__((vector_size(64)));
typedef int32_t bits __attribute__((vector_size(64)));

// Macros where a block would be passed by value, which has another ABI with AVX-512 than without: clang refuses such
// calls between functions for different CPUs, inlined or not.

#define SPLAT(x) ((block){} + (x))
/// Lane by lane: where `mask` (all ones or all zeros) is set, `a`, elsewhere `b`.
#define SELECT(mask, a, b) ((block)(((mask) & (bits)(a)) | (~(mask) & (bits)(b))))
/// `x` after `change(&x)`.
#define CHANGED(change, x) ({ block x_ = (x); change(&x_); x_; })

#define load(p) ({ block p_; memcpy(&p_, (p), sizeof p_); p_; })
#define store(p, x) ({ const block s_ = (x); memcpy((p), &s_, sizeof s_); })
#define largest(x, y) ({ const block l_ = (x), m_ = (y); SELECT(l_ < m_, m_, l_); })
#define smallest(x, y) ({ const block l_ = (x), m_ = (y); SELECT(l_ > m_, m_, l_); })
#define magnitude(x) ({ const block n_ = (x); SELECT(n_ < SPLAT(0), -n_, n_); })

/// The sum of all lanes, halves first.
#define total(x) ({ const block t_ = (x); total_of(&t_); })
INLINE float total_of(const block *x) {
  float s[16];
  memcpy(s, x, sizeof s);
  for (int half = 8; half > 0; half /= 2)
    for (int k = 0; k < half; k++)
      s[k] += s[k + half];
  return s[0];
}

/// The sum of all lanes, one after the other.
#define in_order(x) ({ const block t_ = (x); in_order_of(&t_); })
INLINE float in_order_of(const block *x) {
  float sum = (*x)[0];
  for (int k = 1; k < 16; k++)
    sum += (*x)[k];
  return sum;
}

/// The largest lane.
#define top(x) ({ const block t_ = (x); top_of(&t_); })
INLINE float top_of(const block *x) {
  float s[16];
  memcpy(s, x, sizeof s);
  for (int half = 8; half > 0; half /= 2)
    for (int k = 0; k < half; k++)
      s[k] = s[k] < s[k + half] ? s[k + half] : s[k];
  return s[0];
}

/// Zero in the lanes from `used` on.
#define masked(x, used) ({ block k_ = (x); mask(&k_, (used)); k_; })
INLINE void mask(block *x, size_t used) {
  if (used >= 16)
    return;
  const bits lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  *x = SELECT(lanes < (bits){} + (int32_t)used, *x, SPLAT(0));
}

// exp and log with the same bits on every CPU: glibc chooses its own by CPU, so two machines can differ in
// the last bit. These use only additions, multiplications and integer operations, which IEEE 754 fixes.

/// x within −87…88, by the signs of x + 87 and 88 − x, so that what is not a number stays harmless.
INLINE void clamp(block *x) {
  const bits below = (bits)(*x + 87) >> 31, above = (bits)(88 - *x) >> 31;
  *x = (block)(((bits)*x & ~(below | above)) | ((bits)SPLAT(-87) & below) | ((bits)SPLAT(88) & above));
}

/// eˣ, relative error below 3e-7; x is clamped to −87…88.
///
///     eˣ = 2ᵏ · e^r,  k = round(x / ln 2),  r = x − k · ln 2,  e^r = 1 + r + r² · p(r)
///
/// with the minimax polynomial p of Cephes (Moshier 1989, expf.c).
#define exponential(x) CHANGED(exponentiate, x)
INLINE void exponentiate(block *x) {
  const float rounder = 12582912; // 1.5 · 2²³: adding and subtracting it rounds to the nearest integer
  clamp(x);
  const block rounded = *x * 1.442695041f + rounder, k = rounded - rounder;
  // ln 2 in two parts (Cody & Waite 1980): 355/512 has 9 significant bits, so k times it is exact.
  const block r = (*x - k * 0.693359375f) - k * -2.12194440e-4f;
  block p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1;
  // The integer k stands in the low bits of `rounded`.
  *x = p * (block)(((bits)rounded - 0x4b400000 + 127) << 23);
}

/// ln x of positive normal floats, absolute error below 2e-7 for x near 1.
///
///     ln x = e · ln 2 + ln m,  x = 2ᵉ · m,  √½ ≤ m < √2
///
/// with the degree-8 minimax polynomial of Cephes (Moshier 1989, logf.c) for ln m.
#define logarithm(x) CHANGED(take_logarithm, x)
INLINE void take_logarithm(block *x) {
  // Subtracting √½'s bits puts the cut between exponents at √½ instead of 1.
  const bits e = ((bits)*x - 0x3f3504f3) >> 23;
  const block m = (block)((bits)*x - (e << 23)) - 1, m2 = m * m, k = __builtin_convertvector(e, block);
  block p = m * 7.0376836292e-2f + -1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m + -1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m + -1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m + -2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  *x = m + (p * m * m2 + k * -2.12194440e-4f - m2 * 0.5f) + k * 0.693359375f;
}

#endif
