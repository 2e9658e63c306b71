/* stopping.h - early stopping of iterative training, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

/* With fewer photos, the measure would be too noisy. */
#define SEM_STOPPING_FEWEST 400
/* Training ends after this many measurements in a row without an improvement. */
#define SEM_STOPPING_PATIENCE 3

/**
 * SemStopping:
 *
 * Holds some photos out of training and uses them as queries. The measure is nn10@R: the mean share
 * of a query's ten nearest photos by the float cosine that are among its first R hits by Hamming
 * distance. A twentieth of the photos is held out, at least 40 and at most 500. The gallery is at
 * most 4,000 of the other photos; R is 100, or a tenth of the gallery if that is less. Ties count
 * as the mean over all their orders, so that no random numbers are involved.
 *
 * How to use it: train on the kept rows only; every few epochs, call sem_stopping_measure() with
 * the outputs of the watched rows and sem_stopping_judge() with the result, keep a copy of the
 * weights if they are better, and restore the copy at the end. For one thread at a time.
 */
typedef struct _SemStopping SemStopping;

/**
 * sem_stopping_new:
 * @x: (array): shape (n, d): rows of length 1 or 0, centred or not as the cosine is to be; not
 * needed after this call
 * @n: at least SEM_STOPPING_FEWEST
 * @seed: chooses the photos that are held out
 *
 * Returns: (transfer full) (nullable): %NULL when cancelled
 */
SemStopping *sem_stopping_new (SemWork *job, const float *x, gsize n, gsize d, guint64 seed)
  G_GNUC_WARN_UNUSED_RESULT;
void sem_stopping_free (SemStopping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemStopping, sem_stopping_free)

/* (transfer none): the rows to train on, ascending: all that are not held out. */
const guint32 *sem_stopping_get_kept (const SemStopping *self, gsize *n_kept);
/* (transfer none): the rows whose outputs sem_stopping_measure() takes: first the queries, then the
 * gallery. */
const guint32 *sem_stopping_get_watched (const SemStopping *self, gsize *n_watched);

/**
 * sem_stopping_measure:
 * @outputs: (array): shape (n_watched, k): real outputs; bits are set for outputs greater than 0
 * @k: bits
 *
 * Returns: nn10@R, from 0 to 1
 */
double sem_stopping_measure (const SemStopping *self, const float *outputs, gsize k);

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
