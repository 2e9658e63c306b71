/* method.h - what a way of learning hash functions gets and gives
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/hash/models/hash-model-private.h"

G_BEGIN_DECLS

/**
 * SemHashInput:
 * @features: shape (n, d): as the backbone gave them
 * @n: photos, at least 2, not all equal
 * @mean: shape (d): of the features
 * @x: shape (n, d): l2 (f - mean)
 * @x_mean: shape (d): of the rows of @x
 * @covariance: shape (d, d): X'X / n of the centred @x
 * @trace: of @covariance, greater than 0
 */
typedef struct
{
  const SemHashOptions *options;
  const float *features;
  gsize n;
  gsize d;
  float *mean;
  float *x;
  float *x_mean;
  double *covariance;
  double trace;
} SemHashInput;

/**
 * SemHashMap:
 * @v: shape (d, K), row-major
 * @offset: shape (K): t = V' x - offset
 * @frequency: shape (K), at least 0: u = cos (frequency t), or t where it is 0
 *
 * What a method fills in; zero at first.
 */
typedef struct
{
  float *v;
  float *offset;
  float *frequency;
  SemHashRemark remark;
  guint remark_value;
} SemHashMap;

/**
 * sem_hash_input_init:
 * @mean: (nullable): shape (d): to centre by, or %NULL for that of the features
 *
 * Fills in everything; takes the work's stage. @options and @features must outlive the input, which
 * is to be cleared on %FALSE, too.
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_hash_input_init (SemHashInput *input,
                              SemWork *job,
                              const SemHashOptions *options,
                              const float *features,
                              gsize n,
                              gsize d,
                              const float *mean) G_GNUC_WARN_UNUSED_RESULT;
void sem_hash_input_clear (SemHashInput *input);

/* Zeros. */
void sem_hash_map_init (SemHashMap *map, gsize d, guint n_bits);
void sem_hash_map_clear (SemHashMap *map);

/* The training function of each method; they return %FALSE when cancelled (without @error) or
 * failed (with @error). */
gboolean
sem_hash_train_gs_itq (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
gboolean
sem_hash_train_itq (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
gboolean
sem_hash_train_lsh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

gboolean
sem_hash_train_ddh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

gboolean
sem_hash_train_pcah (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
gboolean
sem_hash_train_sh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
gboolean
sem_hash_train_knnh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
gboolean
sem_hash_train_cibhash (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

gboolean
sem_hash_train_bcdh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

/* Gaussian directions without an offset, for whatever cannot be learned from. */
void sem_hash_fill_random (gsize d, const SemHashOptions *options, SemHashMap *map);

/**
 * sem_hash_principal:
 * @r: (out): directions, at least 1; at most the number of bits and the rank of the features
 *
 * Returns: (transfer full) (nullable): shape (d, r), row-major: the principal directions of the
 *   centred features, by falling variance; %NULL when cancelled (without @error) or where it failed
 */
float *sem_hash_principal (SemWork *job, const SemHashInput *input, gsize *r, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): shape (r): W' x_mean of a @w of shape (d, r), what centres the projections. */
float *
sem_hash_shift (const SemHashInput *input, const float *w, gsize r) G_GNUC_WARN_UNUSED_RESULT;

/* Fewer directions than bits: the photos span only @r. */
void sem_hash_note_rank (const SemHashInput *input, gsize r, SemHashMap *map);

/**
 * sem_hash_rotate:
 * @w: (array): shape (d, r), row-major: an embedding of the centred features
 * @r: columns; at most the number of bits
 *
 * Learns the rotation of ITQ for the photos embedded by @w and fills @map with the product.
 */
gboolean sem_hash_rotate (SemWork *job,
                          const SemHashInput *input,
                          const float *w,
                          gsize r,
                          SemHashMap *map,
                          GError **error);

/**
 * sem_hash_rotate_points:
 * @w: (array): as for sem_hash_rotate()
 * @points: (array): shape (n, r), row-major: what to learn the rotation for instead of the photos
 */
gboolean sem_hash_rotate_points (SemWork *job,
                                 const SemHashInput *input,
                                 const float *w,
                                 gsize r,
                                 const float *points,
                                 SemHashMap *map,
                                 GError **error);

/* Sets @error: LAPACK gave up. Returns: %FALSE */
gboolean sem_hash_set_numeric_error (GError **error);

G_END_DECLS
