#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The loops over rows of weights, of word meanings and of scores, where most of the time of tagging and
// training goes. In C for one reason: clang compiles each of them for AVX-512, for AVX2 and for what every CPU of the
// architecture has, and the program takes the one its CPU can run. Swift has no such thing yet.
//
// Numbers are multiplied, rounded, added and rounded, one after the other in the order of the rows:
// never fused, so the bits are the same in all and on every CPU.
//
// Caller's duty: each pointer holds what is said here, and floats that are written to overlap nothing
// that is read.

/// sums[k] <- sums[k] + Σ_j values[j] · weights[columns[j] · stride + k] for k < stride, j < count; a
/// null `columns` stands for 0, 1, 2, ... `stride` is a multiple of 4, here and below.
void ckernels_accumulate(float *sums, const uint32_t *columns,
                         const float *values, size_t count,
                         const float *weights, size_t stride);

/// `ckernels_accumulate` of two dense rows, `values` into `sums` and `next` into `next_sums`, in one pass over the weights.
void ckernels_accumulate_two(float *sums, float *next_sums, const float *values, const float *next,
                             size_t count, const float *weights, size_t stride);

/// weights[columns[j] · stride + k] <- itself + values[j] · change[k].
void ckernels_update(float *weights, const uint32_t *columns,
                     const float *values, size_t count, const float *change,
                     size_t stride);

/// `ckernels_update` of all `count` rows with `values`, then `ckernels_accumulate` with `next`, in one
/// pass over the weights.
void ckernels_update_then_accumulate(float *weights, const float *values,
                                     const float *change, const float *next,
                                     float *sums, size_t count, size_t stride);

/// sums[k] <- sums[k] + Σ_i scales[ids[i]] · rows[ids[i] · dimension + k] for k < dimension, i < count.
void ckernels_pool(float *sums, const uint32_t *ids, size_t count,
                   const int8_t *rows, const float *scales, size_t dimension);

/// One record's step of dual coordinate ascent, softmax; see DualSteps.swift for the problem.
///
/// `duals`, `scores` and `change` have `width` floats, a multiple of 16, zeros from `labels` on, `space`
/// three times as many. Replaces the duals, puts old − new into `change`, and returns the new entropy and
/// about ln Σ exp scores.
void ckernels_softmax_step(float *duals, const float *scores, float *change, float *space, size_t width,
                           size_t labels, float curvature, bool is_first_visit, float tolerance,
                           float *entropy, float *log_sum_exp);

/// The same, one-vs-rest. Returns the new entropy.
float ckernels_logistic_step(float *duals, const float *scores, float *change, size_t width,
                             size_t labels, float curvature);

/// values[k] <- values[k] · factor for k < width, a multiple of 16. Returns the largest magnitude there was.
float ckernels_scale(float *values, size_t width, float factor);

/// eˣ with the same bits on every CPU, relative error below 3e-7; x is clamped to −87…88.
float ckernels_exp(float x);

/// ln x of a positive normal float with the same bits on every CPU, absolute error below 2e-7 near x = 1.
float ckernels_log(float x);

/// The largest value; −∞ of none.
float ckernels_maximum(const float *values, size_t count);

/// results[k] <- exp((scores[k] − shift) · factor) for k < count.
void ckernels_exponentials(float *results, const float *scores, size_t count, float shift, float factor);

/// results[k] <- 1 / (1 + exp(−scores[k] / temperature)) for k < count.
void ckernels_sigmoids(float *results, const float *scores, size_t count, float temperature);

/// Σ_k exp(scores[k] − shift), k < count.
float ckernels_sum_of_exponentials(const float *scores, size_t count, float shift);

/// Σ_k ln(1 + exp(scores[k])), k < count.
float ckernels_softplus_sum(const float *scores, size_t count);

/// The first of the largest values[k] ≥ floors[k], k < count; `count` where there is none.
size_t ckernels_largest(const float *values, const float *floors, size_t count);

#endif
