/* hash-trainer.h - learn a hash function from features, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/hash-model.h"

G_BEGIN_DECLS

/* Training looks at no more photos than this; the caller samples. */
#define SEM_HASH_MAX_TRAINING 20000

/**
 * SemHashOptions:
 * @method: how to learn
 * @n_bits: code length: 16, 32, 64, 128, 256 or 512
 * @seed: of every random number used
 * @rho: GS-ITQ's ridge, greater than 0; 2 by default
 * @lambda: DDH's quantisation weight at 10,000 photos (scaled by N / 10,000), at least 0; 0.1 by
 *   default, 15 in the paper: measured without labels, 15 makes bits repeat each other and loses
 *   more of each photo's float neighbours
 * @k1: DDH's neighbours in N(i); 0 to choose by N
 * @k2: DDH's neighbours in T(i); 0 to choose by N
 * @epochs: DDH's passes over the photos; 0 for 30, or as many as make 700 steps
 */
typedef struct
{
  SemHashMethod method;
  guint n_bits;
  guint64 seed;
  double rho;
  double lambda;
  guint k1;
  guint k2;
  guint epochs;
} SemHashOptions;

/* GS-ITQ, 256 bits, seed 1, and every other field at its default. */
void sem_hash_options_init (SemHashOptions *options);

/**
 * sem_hash_train:
 * @features: (array): shape (n, d), row-major, finite; the caller sorts rows by content hash, so
 *   that the same photos give the same model
 * @n: rows, at least 1, at most SEM_HASH_MAX_TRAINING
 * @d: columns, at least 1
 * @progress: (nullable) (scope call): called from this thread
 * @cancellable: (nullable): looked at at least every half second
 * @error: return location; SEM_ERROR_FAILED, SEM_ERROR_TOO_FEW or G_IO_ERROR_CANCELLED
 *
 * Blocks. The same rows, options and kernel set give the same model at any thread count.
 *
 * Returns: (transfer full): the model, or %NULL with @error set
 */
SemHashModel *sem_hash_train (const SemHashOptions *options,
                              const float *features,
                              gsize n,
                              gsize d,
                              SemProgressFunc progress,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
