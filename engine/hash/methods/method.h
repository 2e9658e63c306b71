/* method.h - the input and output of a hash method, and helpers that methods share
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
 * @options: (unowned): the options of the training
 * @features: (unowned): shape (n, d): from the backbone
 * @n: number of photos; methods get at least 2, whose features are not all equal
 * @d: length of a feature
 * @mean: shape (d): mean of the features; of few or uniform photos, it leans on the mean in general
 *   (hash-options.h) by the share @lean: (1 - lean) mean + lean reference
 * @lean: from 0 to 1; 0 for 1,000 photos that differ as photos do, and for more
 * @x: shape (n, d): l2 (f - mean)
 * @x_mean: shape (d): mean of the rows of @x, times (1 - lean): in general it is 0
 * @covariance: shape (d, d): X'X / n of @x less @x_mean
 * @trace: trace of @covariance; greater than 0 in methods
 * @varies: whether there are two different features
 *
 * The input of a method. Read-only for methods.
 */
typedef struct
{
  const SemHashOptions *options;
  const float *features;
  gsize n;
  gsize d;
  float *mean;
  double lean;
  float *x;
  float *x_mean;
  double *covariance;
  double trace;
  gboolean varies;
} SemHashInput;

/**
 * SemHashMap:
 * @v: shape (d, K), row-major
 * @offset: shape (K): t = V' x - offset
 * @frequency: shape (K), at least 0: u = cos (frequency t), or t if it is 0
 * @uncentred: whether x is l2 (f) instead of l2 (f - mean)
 * @remark: what training could not do
 * @remark_value: see SemHashModel
 *
 * The output of a method, all 0 before the training.
 */
typedef struct
{
  float *v;
  float *offset;
  float *frequency;
  gboolean uncentred;
  SemHashRemark remark;
  guint remark_value;
} SemHashMap;

/**
 * sem_hash_input_init:
 * @features: (array): shape (n, d), row-major, finite
 * @like: (nullable): an input of features of the same length: its mean and lean are taken; or %NULL
 *   for the mean of @features
 *
 * Computes all fields, within the present stage of @job. @options and @features must outlive the
 * input. sem_hash_input_clear() must be called even if this returns %FALSE.
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_hash_input_init (SemHashInput *input,
                              SemWork *job,
                              const SemHashOptions *options,
                              const float *features,
                              gsize n,
                              gsize d,
                              const SemHashInput *like) G_GNUC_WARN_UNUSED_RESULT;
/* Frees the arrays that sem_hash_input_init() computed, once; @options and @features stay the
 * caller's. */
void sem_hash_input_clear (SemHashInput *input);

/* Allocates arrays of zeros, for features of length @d and codes of @n_bits = K bits. */
void sem_hash_map_init (SemHashMap *map, gsize d, guint n_bits);
/* Frees the arrays; may be called again. */
void sem_hash_map_clear (SemHashMap *map);

/*
 * The training function of each method.
 * @job: progress is reported within its present stage
 * @input: at least 2 photos with @trace greater than 0
 * @map: initialised by sem_hash_map_init() for d and K of @input; filled by the method, with a
 *   remark where it could not do what @input->options ask for
 *
 * Returns: %FALSE when cancelled (without @error) or failed (with @error); @map is then undefined,
 *   but must still be cleared
 */
gboolean
sem_hash_train_gs_itq (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
/* ITQ: the principal directions, rotated so that outputs are near their signs. */
gboolean
sem_hash_train_itq (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
/* LSH: Gaussian directions. */
gboolean
sem_hash_train_lsh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

/* DDH: descent on a loss of pairs by shared neighbours. */
gboolean
sem_hash_train_ddh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

/* PCAH: the principal directions. */
gboolean
sem_hash_train_pcah (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
/* Spectral hashing: cosines along the principal directions; the only outputs that are not affine.
 */
gboolean
sem_hash_train_sh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
/* KNNH: ITQ's rotation for the means of each photo's neighbours. */
gboolean
sem_hash_train_knnh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);
/* CIBHash: a photo and a neighbour find each other in a batch. */
gboolean
sem_hash_train_cibhash (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

/* BCDH: descent on a loss of pairs from reconstructions; fails without enough of them, see
 * sem_bcdh_has_enough(). */
gboolean
sem_hash_train_bcdh (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error);

/* Sets Gaussian directions without an offset: LSH, and the fallback if there is nothing to train
 * on. */
void sem_hash_fill_random (gsize d, const SemHashOptions *options, SemHashMap *map);

/**
 * sem_hash_principal:
 * @wanted: number of directions, at least 1
 * @r: (out): number of directions: at least 1, at most @wanted and the rank of the features
 *
 * Returns: (transfer full) (nullable): shape (d, r), row-major: the principal directions of the
 *   centred features, by descending variance; %NULL when cancelled (without @error) or failed
 */
float *sem_hash_principal (SemWork *job,
                           const SemHashInput *input,
                           gsize wanted,
                           gsize *r,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): shape (r): W' x_mean, the offset that centres the projections by @w, shape (d,
 * r). */
float *
sem_hash_shift (const SemHashInput *input, const float *w, gsize r) G_GNUC_WARN_UNUSED_RESULT;

/* Sets the remark that the features span only @r dimensions, if that is less than the number of
 * bits. */
void sem_hash_note_rank (const SemHashInput *input, gsize r, SemHashMap *map);

/**
 * sem_hash_rotate:
 * @w: (array): shape (d, r), row-major: an embedding of the centred features
 * @r: columns of @w, at most the number of bits
 *
 * Trains the rotation of ITQ on the photos embedded by @w, and sets @map to the product of both.
 *
 * Returns: %FALSE when cancelled (without @error) or failed
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
 * @points: (array): shape (n, r), row-major: points to train the rotation on instead of the photos
 *
 * Returns: as sem_hash_rotate()
 */
gboolean sem_hash_rotate_points (SemWork *job,
                                 const SemHashInput *input,
                                 const float *w,
                                 gsize r,
                                 const float *points,
                                 SemHashMap *map,
                                 GError **error);

/* Sets @error to the failure of a LAPACK routine. Returns: %FALSE */
gboolean sem_hash_set_numeric_error (GError **error);

G_END_DECLS
