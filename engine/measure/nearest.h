/* nearest.h - the nearest photos of a sample by their features, one block of photos after the other
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

#define SEM_NEAREST_K 10

/* The cosine is that of the features, centred on the mean of the SemNearest. */
typedef struct
{
  gint64 photo;
  double cosine;
} SemNear;

/**
 * SemNearest:
 *
 * For each of some query photos the SEM_NEAREST_K others with the largest cosines, equal ones by
 * rising id. What it finds does not depend on the blocks in which photos are compared, on their
 * order, or on the number of threads: float products only propose candidates, whose cosines are
 * then computed in double, one number after the other.
 *
 * For one thread at a time.
 */
typedef struct _SemNearest SemNearest;

/* @mean: (array length=d): copied */
SemNearest *sem_nearest_new (const float *mean, gsize d) G_GNUC_WARN_UNUSED_RESULT;
void sem_nearest_free (SemNearest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemNearest, sem_nearest_free)

/* @feature: (array): shape (d), finite, not centred. Queries are numbered from 0 on. */
void sem_nearest_add_query (SemNearest *self, gint64 photo, const float *feature);
/* Adds @near, which an earlier run found, to the nearest of @query, an index from 0. */
void sem_nearest_restore (SemNearest *self, guint query, const SemNear *near);

/**
 * sem_nearest_compare:
 * @photos: (array): n ids, none of which was compared with a wanted query before
 * @features: (array): shape (n, d), finite, not centred
 * @wanted: (array): one flag a query: whether to compare it with these photos
 * @work: for parallel parts; its progress is not reported
 *
 * Returns: FALSE when cancelled; the nearest are incomplete then
 */
gboolean sem_nearest_compare (SemNearest *self,
                              const gint64 *photos,
                              const float *features,
                              gsize n,
                              const guint8 *wanted,
                              SemWork *work) G_GNUC_WARN_UNUSED_RESULT;

/* @n: (out): how many there are, at most SEM_NEAREST_K
 * Returns: (transfer none): the nearest first; valid until the next call of another function */
const SemNear *sem_nearest_get (SemNearest *self, guint query, guint *n);

/* Returns: the cosine of @query and a photo with @feature, shape (d) */
double sem_nearest_get_cosine (SemNearest *self, guint query, const float *feature);

/**
 * sem_nearest_reach:
 * @counts: (array): by distance in bits: how many other photos have it from the query
 * @wanted: (array): n_wanted distances: those of the photos that are to be found
 * @depth: R
 *
 * nn10@R: the share of the wanted photos that is expected among the first R by Hamming distance,
 * where ties are broken at random.
 *
 * Returns: from 0 to 1; 1 where nothing is wanted
 */
double
sem_nearest_reach (const guint32 *counts, const guint16 *wanted, guint n_wanted, guint depth);

G_END_DECLS
