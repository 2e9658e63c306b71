/* stopping.h - when to end learning in passes, without labels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"

G_BEGIN_DECLS

/* With fewer photos than this nothing is held out: the measure would be noise. */
#define SEM_STOPPING_FEWEST 400
/* Measurements in a row without a better one that end training. */
#define SEM_STOPPING_PATIENCE 3

/**
 * SemStopping:
 *
 * Holds some photos out of training and asks with them: the share of a held-out photo's ten nearest
 * photos by the float cosine that are among its first R by Hamming distance, nn10@R, as a mean. A
 * twentieth of the photos is held out, 40 at least and 500 at most. What they ask is a gallery of
 * at most 4,000 of the others; R is 100, or a tenth of the gallery where that is less. Equal
 * distances count as in the mean over all their orders, so that no random number is involved.
 *
 * The use: learn from the kept rows alone; every few passes sem_stopping_measure() what the watched
 * rows are mapped to, sem_stopping_judge() it, keep a copy of what was learned where that was
 * better, and go back to the copy at the end. For one thread at a time.
 */
typedef struct _SemStopping SemStopping;

/**
 * sem_stopping_new:
 * @x: (array): shape (n, d): rows of length 1 or 0, centred if the cosine is to be; only looked at
 *   here
 * @n: at least SEM_STOPPING_FEWEST
 * @seed: of what is held out
 *
 * Returns: (nullable): %NULL when cancelled
 */
SemStopping *sem_stopping_new (SemWork *job, const float *x, gsize n, gsize d, guint64 seed)
  G_GNUC_WARN_UNUSED_RESULT;
void sem_stopping_free (SemStopping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemStopping, sem_stopping_free)

/* Rows to learn from, rising: all that are not held out. Owned by @self. */
const guint32 *sem_stopping_get_kept (const SemStopping *self, gsize *n_kept);
/* Rows whose outputs sem_stopping_measure() takes: the held-out ones, then the gallery. Owned by
 * @self. */
const guint32 *sem_stopping_get_watched (const SemStopping *self, gsize *n_watched);

/**
 * sem_stopping_measure:
 * @outputs: (array): shape (n_watched, k): real outputs; a bit is set where they are greater than 0
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

/* Better than all before, or the SEM_STOPPING_PATIENCE-th in a row that is not, or neither. */
SemStoppingVerdict sem_stopping_judge (SemStopping *self, double quality);

G_END_DECLS
