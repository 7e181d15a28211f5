#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The loops over rows of weights and of word meanings, where most of the time of tagging and training
// goes. In C for one reason: clang compiles each of them twice, for AVX2 and for what every CPU of the
// architecture has, and the program takes the one its CPU can run. Swift has no such thing yet.
//
// Numbers are multiplied, rounded, added and rounded, one after the other in the order of the rows:
// never fused, so the bits are the same in both and on every CPU.
//
// Caller's duty: each pointer holds what is said here, and floats that are written to overlap nothing
// that is read.

/// sums[k] <- sums[k] + Σ_j values[j] · weights[columns[j] · stride + k] for k < stride, j < count; a
/// null `columns` stands for 0, 1, 2, ...
void ckernels_accumulate(float *sums, const uint32_t *columns,
                         const float *values, size_t count,
                         const float *weights, size_t stride);

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

#endif
