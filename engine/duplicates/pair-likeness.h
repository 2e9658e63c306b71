/* pair-likeness.h - how alike two photos of the library are; for engine/duplicates only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/search/likeness/likeness.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * SemPairLikeness:
 * @row: of the active model; its id is 0 where there is none
 * @model: (nullable): %NULL where there is none
 * @likeness: (nullable): %NULL where the backbone has no reference
 *
 * Computes the likeness that a search with one of two photos shows for the other. For one thread at
 * a time.
 */
typedef struct
{
  SemStore *store;
  SemStoreModel row;
  SemHashModel *model;
  SemLikeness *likeness;
  gint64 last; /* the photo of @centred */
  float centred[SEM_BACKBONE_DIM];
} SemPairLikeness;

/* @self: (out caller-allocates): to be cleared, also on failure. @store: kept */
gboolean sem_pair_likeness_init (SemPairLikeness *self, SemStore *store, GError **error);
void sem_pair_likeness_clear (SemPairLikeness *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemPairLikeness, sem_pair_likeness_clear)

/**
 * sem_pair_likeness_measure:
 * @otherwise: the result where a feature is missing, or there is no model yet
 * @likeness: (out): 0 to 1
 *
 * Several calls with the same @a in a row read its feature once.
 */
gboolean sem_pair_likeness_measure (SemPairLikeness *self,
                                    gint64 a,
                                    gint64 b,
                                    double otherwise,
                                    double *likeness,
                                    GError **error);

G_END_DECLS
