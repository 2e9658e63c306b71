/* stopping.h - the quality of a training, measured without labels on photos held out of it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/hash/methods/head.h"

G_BEGIN_DECLS

/* Minimum number of photos, and of photos held out: with fewer the measure would be too noisy. */
#define SEM_STOPPING_FEWEST 400
#define SEM_STOPPING_FEWEST_HELD 40
/* Training ends after this many measurements in a row without an improvement. */
#define SEM_STOPPING_PATIENCE 3

/**
 * SemStopping:
 *
 * Holds some photos out of training and uses them as queries. The measure is nn10@R: the mean share
 * of a query's ten nearest photos by the float cosine that are among its first R hits by Hamming
 * distance. A twentieth of the photos is held out, at least %SEM_STOPPING_FEWEST_HELD and at most
 * 500, or as many as may be. The gallery is at most 4,000 of the other photos; R is 100, or a tenth
 * of the gallery if that is less. Ties count as the mean over all their orders, so that no random
 * numbers are involved.
 *
 * How to use it: train on the kept rows only; every few epochs, call sem_stopping_measure_head() or
 * sem_stopping_measure_all(), and sem_stopping_judge() with the result, keep a copy of the
 * weights if they are better, and restore the copy at the end. For one thread at a time.
 */
typedef struct _SemStopping SemStopping;

/* Whether there are enough of @n photos to hold some out. @bound: as for sem_stopping_new() */
gboolean sem_stopping_can (gsize n, const guint8 *bound);

/**
 * sem_stopping_new:
 * @x: (array): shape (n, d): rows of length 1 or 0, centred or not as the cosine is to be; not
 * needed after this call
 * @n: number of photos, for which sem_stopping_can() is TRUE
 * @seed: chooses the photos that are held out
 * @bound: (nullable): shape (n): not 0 for photos that are never held out
 *
 * Returns: (transfer full) (nullable): %NULL when cancelled
 */
SemStopping *
sem_stopping_new (SemWork *job, const float *x, gsize n, gsize d, guint64 seed, const guint8 *bound)
  G_GNUC_WARN_UNUSED_RESULT;
void sem_stopping_free (SemStopping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemStopping, sem_stopping_free)

/* (transfer none): the rows to train on, ascending: all that are not held out. */
const guint32 *sem_stopping_get_kept (const SemStopping *self, gsize *n_kept);
/* (transfer none): the rows that are held out, ascending. */
const guint32 *sem_stopping_get_held (const SemStopping *self, gsize *n_held);

/**
 * sem_stopping_measure:
 * @outputs: (array): shape (n_watched, k): real outputs; bits are set for outputs greater than 0
 * @k: bits
 *
 * Returns: nn10@R, from 0 to 1
 */
double sem_stopping_measure (const SemStopping *self, const float *outputs, gsize k);

/* As sem_stopping_measure() for the outputs of @head. @x: shape (n, d): its inputs for all
 * photos */
double
sem_stopping_measure_head (const SemStopping *self, SemHashHead *head, const float *x, gsize k);
/* As sem_stopping_measure(), from the outputs of all photos. @outputs: shape (n, k) */
double sem_stopping_measure_all (const SemStopping *self, const float *outputs, gsize k);

typedef enum
{
  SEM_STOPPING_BETTER,
  SEM_STOPPING_NO_BETTER,
  SEM_STOPPING_ENOUGH,
} SemStoppingVerdict;

/* SEM_STOPPING_BETTER if @quality is the best so far, SEM_STOPPING_ENOUGH if it is the
 * SEM_STOPPING_PATIENCE-th in a row that is not, else SEM_STOPPING_NO_BETTER. */
SemStoppingVerdict sem_stopping_judge (SemStopping *self, double quality);

G_END_DECLS
