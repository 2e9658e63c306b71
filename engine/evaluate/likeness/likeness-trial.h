/* likeness-trial.h - a small library made of some photos, and searches of it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-model.h"
#include "engine/photos/reference.h"

G_BEGIN_DECLS

/**
 * SemLikenessHit:
 * @row: of the features
 * @score: what the hits are ordered by
 * @likeness: from 0 to 1, falling along the order
 */
typedef struct
{
  guint32 row;
  float score;
  float likeness;
} SemLikenessHit;

/**
 * SemLikenessTrial:
 *
 * A model by GS-ITQ of 256 bits, trained on the photos of a gallery alone, their codes and vectors,
 * and the likeness by its mean, as in a library of these photos. Any thread may search it.
 */
typedef struct _SemLikenessTrial SemLikenessTrial;

/**
 * sem_likeness_trial_new:
 * @reference: of the backbone of @features
 * @features: (array): shape (any, %SEM_BACKBONE_DIM); borrowed
 * @gallery: (element-type guint32): rows, at least one, ascending
 *
 * Returns: (transfer full): %NULL with %G_IO_ERROR_CANCELLED or an error of sem_hash_train()
 */
SemLikenessTrial *sem_likeness_trial_new (const SemReference *reference,
                                          const float *features,
                                          const GArray *gallery,
                                          const SemProgress *progress,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_likeness_trial_free (SemLikenessTrial *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemLikenessTrial, sem_likeness_trial_free)

/* @query: a row of the features
 * Returns: (transfer full) (element-type SemLikenessHit): the whole gallery without @query, ordered
 * as by a search for as many hits */
GArray *sem_likeness_trial_ask (const SemLikenessTrial *self,
                                guint32 query) G_GNUC_WARN_UNUSED_RESULT;

/* The same by the cosine of the features alone. @centred: whether the gallery's mean is subtracted
 * first. The likeness is not set. */
GArray *sem_likeness_trial_ask_cosine (const SemLikenessTrial *self,
                                       guint32 query,
                                       gboolean centred) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
