/* hash-model.h - a learned hash function: feature in, binary code out
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/* Dimensions of the int8 vectors that order the head of a search. */
#define SEM_VECTOR_DIM 256

/* 64-bit words a code takes: 1 for up to 64 bits; unused high bits are 0. */
#define SEM_HASH_WORDS(n_bits) (((n_bits) + 63) / 64)

/**
 * SemHashModel:
 *
 * Every method here ends as one affine map of the centred, normalised feature:
 *
 *   x = l2 (f - mean),   t = V' x - offset,   bit k = u_k > 0
 *
 * with f (d), mean (d), V (d, K) and offset (K), and a PCA of the same x to SEM_VECTOR_DIM
 * dimensions for the int8 vectors of ALGORITHMS section 5. The output u_k is t_k itself, or with
 * spectral hashing cos (w_k t_k), w_k greater than 0. Immutable; any thread may use it.
 */
typedef struct _SemHashModel SemHashModel;

void sem_hash_model_free (SemHashModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemHashModel, sem_hash_model_free)

SemHashMethod sem_hash_model_get_method (SemHashModel *self);
guint sem_hash_model_get_n_bits (SemHashModel *self);
/* d: the length of the features that it takes. A stored model may be of another backbone. */
gsize sem_hash_model_get_n_features (SemHashModel *self);
guint64 sem_hash_model_get_seed (SemHashModel *self);
/* (nullable): a translated sentence where training could not do what was asked (such as a fall
 * back to LSH), owned by the model */
const char *sem_hash_model_get_remark (SemHashModel *self);

/* A self-contained, checksummed, little-endian serialisation, version 2. Reading takes version 1
 * as well, which had no w, and trusts nothing: SEM_ERROR_DAMAGED or SEM_ERROR_NEWER. */
GBytes *sem_hash_model_to_bytes (SemHashModel *self) G_GNUC_WARN_UNUSED_RESULT;
SemHashModel *sem_hash_model_new_from_bytes (GBytes *bytes,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_hash_model_encode:
 * @features: (array): shape (n, d), row-major, finite
 * @n: rows
 * @codes: (out caller-allocates) (nullable): shape (n, SEM_HASH_WORDS (K)); bit i of a code is bit
 *   i % 64 of word i / 64, least significant first
 * @outputs: (out caller-allocates) (nullable): shape (n, K), the real-valued u
 *
 * Single-threaded. The result for a row does not depend on the other rows.
 */
void sem_hash_model_encode (SemHashModel *self,
                            const float *features,
                            gsize n,
                            guint64 *codes,
                            float *outputs);

/**
 * sem_hash_model_vectors:
 * @features: (array): shape (n, d), row-major
 * @vectors: (out caller-allocates): shape (n, SEM_VECTOR_DIM), int8; a row's cosine with another
 *   row approximates the cosine of the centred features. All zero where the feature is the mean.
 */
void sem_hash_model_vectors (SemHashModel *self, const float *features, gsize n, gint8 *vectors);

G_END_DECLS
