/* hash-model-private.h - the fields of a model, for training and serialisation
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"

G_BEGIN_DECLS

/* Photos are counted in 32 bits, and a feature or a code is at most this long: no product of both
 * overflows, nor does the size of a stored model (GByteArray counts in guint). */
G_STATIC_ASSERT (G_MAXUINT32 <= G_MAXSIZE / SEM_HASH_MAX_FEATURES / sizeof (double));
G_STATIC_ASSERT (SEM_HASH_MAX_BITS <= SEM_HASH_MAX_FEATURES);
G_STATIC_ASSERT (SEM_HASH_MAX_FEATURES
                 <= G_MAXUINT / 2 / sizeof (float) / (SEM_HASH_MAX_BITS + SEM_VECTOR_DIM + 4));

/**
 * SemHashRemark:
 * @SEM_HASH_REMARK_NONE: training did what was asked
 * @SEM_HASH_REMARK_ONE_PHOTO: LSH was used, since there is only one photo to train on
 * @SEM_HASH_REMARK_ALL_EQUAL: LSH was used, since all features are equal
 * @SEM_HASH_REMARK_RANK: the features span fewer dimensions than there are bits
 * @SEM_HASH_REMARK_NEIGHBOURS: DDH's authors compare more neighbours than so few photos have
 */
typedef enum
{
  SEM_HASH_REMARK_NONE,
  SEM_HASH_REMARK_ONE_PHOTO,
  SEM_HASH_REMARK_ALL_EQUAL,
  SEM_HASH_REMARK_RANK,
  SEM_HASH_REMARK_NEIGHBOURS,
} SemHashRemark;

/**
 * SemHashModel:
 * @d: length of a feature, 1 … SEM_HASH_MAX_FEATURES
 * @remark_value: the number of dimensions for %SEM_HASH_REMARK_RANK, of neighbours for
 *   %SEM_HASH_REMARK_NEIGHBOURS
 * @remark_text: (nullable): the remark in the user's language
 * @uncentred: whether the bits are of x = l2 (f); the vectors are of l2 (f - mean) all the same
 * @mean: shape (d)
 * @v: shape (d, K), in panels (panels.h)
 * @offset: shape (K)
 * @frequency: shape (K), at least 0: w, or 0 for bits whose output is affine
 * @pca: shape (d, SEM_VECTOR_DIM), in panels; columns beyond d are zero
 */
struct _SemHashModel
{
  SemHashMethod method;
  guint n_bits;
  gsize d;
  guint64 seed;
  guint64 n_trained;
  SemHashRemark remark;
  guint remark_value;
  char *remark_text;
  gboolean uncentred;
  float *mean;
  float *v;
  float *offset;
  float *frequency;
  float *pca;
};

/* (transfer full): a model with arrays of the right size, all 0, for the caller to fill in before
 * it is shared. */
SemHashModel *sem_hash_model_alloc (SemHashMethod method, guint n_bits, gsize d);
/* Sets the remark on the training; @value: see @remark_value of SemHashModel. */
void sem_hash_model_set_remark (SemHashModel *self, SemHashRemark remark, guint value);

/**
 * sem_hash_centre:
 * @f: (array): shape (d)
 * @mean: (array) (nullable): shape (d); %NULL is 0
 * @x: (out caller-allocates): shape (d): l2 (f - mean), or 0 if f is the mean
 */
void sem_hash_centre (const float *f, const float *mean, gsize d, float *x);

/* Number of photos that the model was trained on. */
gsize sem_hash_model_get_n_trained (SemHashModel *self);

G_END_DECLS
