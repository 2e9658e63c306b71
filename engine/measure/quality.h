/* quality.h - the quality of codes, measured without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-model.h"

G_BEGIN_DECLS

/* Number of query photos, drawn at random. */
#define SEM_QUALITY_QUERIES 500
#define SEM_QUALITY_N_DEPTHS 7
/* 10, 20, 50, 100, 200, 500, 1000 */
extern const guint sem_quality_depths[SEM_QUALITY_N_DEPTHS];

/**
 * SemCodedSet:
 * @model: encodes the features
 * @features: (array): shape (n, d) with the model's d, row-major, finite; of the model's backbone
 * @n: number of photos, at least 2
 *
 * Photos and the model that encodes them, both borrowed.
 */
typedef struct
{
  SemHashModel *model;
  const float *features;
  gsize n;
} SemCodedSet;

/**
 * SemQuality:
 * @nn10: share of a query's ten nearest other photos by the centred float cosine that are among its
 *   first R others by Hamming distance, for each R of sem_quality_depths; ties at random
 * @lift: mean float cosine of the first ten by Hamming distance over that of the ten nearest
 * @imbalance: mean over the bits of |2 p - 1|, p the share of photos with the bit set; 0 is best
 * @n_dead: number of bits that are equal for all photos
 * @correlation: mean magnitude of the correlation of two bits, over all pairs of bits that vary
 * @unique: number of different codes over number of photos
 * @largest_bucket: number of photos that share the most frequent code
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
 * @seed: of the choice of queries and of the ties
 * @progress: (nullable): reported to from this thread
 * @quality: (out caller-allocates):
 *
 * Blocks. The result does not depend on the number of threads.
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED when cancelled
 */
gboolean sem_quality_measure (const SemCodedSet *set,
                              guint64 seed,
                              const SemProgress *progress,
                              SemQuality *quality,
                              GError **error);

G_END_DECLS
