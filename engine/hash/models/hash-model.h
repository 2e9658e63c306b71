/* hash-model.h - a learned hash function, from features to binary codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/* Dimensions of the int8 vectors by which a search orders its first hits. */
#define SEM_VECTOR_DIM 256

/* 64-bit words per code: 1 for up to 64 bits; unused high bits are 0. */
#define SEM_HASH_WORDS(n_bits) (((n_bits) + 63) / 64)
/* Limit of the length of a feature, in training and in stored models. */
#define SEM_HASH_MAX_FEATURES 8192

/**
 * SemHashModel:
 *
 * Every method yields an affine map of the centred, normalised feature:
 *
 *   x = l2 (f - mean),   t = V' x - offset,   bit k = u_k > 0
 *
 * with f (d), mean (d), V (d, K) and offset (K). Some models map l2 (f) instead, without centring.
 * The output u_k is t_k, or for spectral hashing cos (w_k t_k) with w_k greater than 0. The model
 * also holds a PCA of the centred x to SEM_VECTOR_DIM dimensions, for the int8 vectors whose cosine
 * a search combines with the Hamming distance; a model that was trained on scenes holds V instead,
 * since it does not follow the order of the features. Immutable; any thread may use it.
 */
typedef struct _SemHashModel SemHashModel;

/* @self: not %NULL */
void sem_hash_model_free (SemHashModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemHashModel, sem_hash_model_free)

/* The method of the options, also where training fell back to LSH. */
SemHashMethod sem_hash_model_get_method (SemHashModel *self);
/* K: the code length: 16, 32, 64, 128, 256 or 512. */
guint sem_hash_model_get_n_bits (SemHashModel *self);
/* d: the length of the features. That of a stored model may differ from the present backbone's. */
gsize sem_hash_model_get_n_features (SemHashModel *self);
/* (transfer none): shape (d): the mean that it centres features with. */
const float *sem_hash_model_get_mean (SemHashModel *self);
/* SemHashOptions.seed of the training. */
guint64 sem_hash_model_get_seed (SemHashModel *self);
/* (nullable) (transfer none): a translated sentence if training could not do what was asked, such
 * as a fallback to LSH */
const char *sem_hash_model_get_remark (SemHashModel *self);

/* (transfer full): a self-contained, little-endian serialisation with a checksum: version 2,
 * or 3 where the codes are of features that are not centred. */
GBytes *sem_hash_model_to_bytes (SemHashModel *self) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): reads version 1, which had no w, as well. Does not trust @bytes:
 * SEM_ERROR_DAMAGED or SEM_ERROR_NEWER. */
SemHashModel *sem_hash_model_new_from_bytes (GBytes *bytes,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_hash_model_encode:
 * @features: (array): shape (n, d), row-major, finite
 * @n: rows
 * @codes: (out caller-allocates) (nullable): shape (n, SEM_HASH_WORDS (K)); bit i of a code is bit
 *   i % 64 of word i / 64, least significant first
 * @outputs: (out caller-allocates) (nullable): shape (n, K): the real-valued u
 *
 * Computes in the calling thread. A row's result does not depend on the other rows.
 */
void sem_hash_model_encode (SemHashModel *self,
                            const float *features,
                            gsize n,
                            guint64 *codes,
                            float *outputs);

/**
 * sem_hash_model_project:
 * @x: (array): shape (n, d), row-major: differences of features
 * @n: rows
 * @projected: (out caller-allocates): shape (n, K): V' x, without mean, normalisation and offset
 *
 * The linear part of the map: what a difference of features, or a part of a feature, adds to the
 * outputs. Computes in the calling thread; a row's result does not depend on the other rows.
 */
void sem_hash_model_project (SemHashModel *self, const float *x, gsize n, float *projected);

/**
 * sem_hash_model_vectors:
 * @features: (array): shape (n, d), row-major
 * @n: rows
 * @vectors: (out caller-allocates): shape (n, SEM_VECTOR_DIM): the cosine of two rows approximates
 * the cosine of the centred features, or of the outputs without the offset where the model was
 * learned from scenes. All 0 if the feature is the mean.
 */
void sem_hash_model_vectors (SemHashModel *self, const float *features, gsize n, gint8 *vectors);

G_END_DECLS
