/* quality.h - how good codes are, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"

G_BEGIN_DECLS

/* Photos that ask, drawn at random. */
#define SEM_QUALITY_QUERIES 500
#define SEM_QUALITY_N_DEPTHS 7
/* 10, 20, 50, 100, 200, 500, 1000 */
extern const guint sem_quality_depths[SEM_QUALITY_N_DEPTHS];

/**
 * SemQuality:
 * @nn10: share of a photo's ten nearest others by the centred float cosine that are among its
 *   first R others by Hamming distance, for each R of sem_quality_depths; ties at random
 * @lift: mean float cosine of the first ten by Hamming distance over that of the ten nearest
 * @imbalance: mean over the bits of |2 p - 1|, p the share of photos with the bit set; 0 is best
 * @n_dead: bits that are equal for all photos
 * @correlation: mean magnitude of the correlation of two bits, over all pairs of bits that live
 * @unique: different codes over photos
 * @largest_bucket: photos that share the commonest code
 */
typedef struct
{
  double nn10[SEM_QUALITY_N_DEPTHS];
  double lift;
  double imbalance;
  guint n_dead;
  double correlation;
  double unique;
  gsize largest_bucket;
} SemQuality;

/**
 * sem_quality_measure:
 * @features: (array): shape (n, d) with the model's d, row-major
 * @n: photos, at least 2
 * @seed: of the photos that ask and of the ties
 * @quality: (out caller-allocates):
 *
 * Blocks. The same at any thread count.
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED when cancelled
 */
gboolean sem_quality_measure (SemHashModel *model,
                              const float *features,
                              gsize n,
                              guint64 seed,
                              SemProgressFunc progress,
                              gpointer user_data,
                              GCancellable *cancellable,
                              SemQuality *quality,
                              GError **error);

G_END_DECLS
