/* index-training.h - the training that indexing triggers
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-context.h"

G_BEGIN_DECLS

/**
 * SemIndexTrainer:
 *
 * Starts training when it is due: for the first model at 100 photos, again when the library has
 * doubled, and at the end of a run. All functions are for the thread of the run.
 */
typedef struct _SemIndexTrainer SemIndexTrainer;

/* @enabled: FALSE for one that never trains */
SemIndexTrainer *sem_index_trainer_new (const SemIndexContext *context,
                                        gboolean enabled) G_GNUC_WARN_UNUSED_RESULT;
/* Cancels the training that runs meanwhile, and waits for its end. */
void sem_index_trainer_free (SemIndexTrainer *self);

/* Starts training on a thread of its own where it is due at @n_photos and none runs. */
void sem_index_trainer_poll (SemIndexTrainer *self, SemStore *store, guint n_photos);
/* Cancels the training that runs meanwhile, and waits for its end. */
void sem_index_trainer_cancel (SemIndexTrainer *self);
/**
 * SemIndexRest:
 * @SEM_INDEX_REST_NONE: no photo is quick, or too few are to matter
 * @SEM_INDEX_REST_COMES: some are, and are refined next: a provisional model is trained unless
 *   there is a better one
 * @SEM_INDEX_REST_CHANGED: some are, since their files do not exist, and most of the library was
 *   refined
 * @SEM_INDEX_REST_STAYS: some are, and little has changed
 *
 * The quick photos that are left at the end of a run: models trained on them are provisional.
 * Photos that can never be refined, because their disk does not come back, do not cause additional
 * trainings.
 */
typedef enum
{
  SEM_INDEX_REST_NONE,
  SEM_INDEX_REST_COMES,
  SEM_INDEX_REST_CHANGED,
  SEM_INDEX_REST_STAYS,
} SemIndexRest;

/* Trains on the calling thread where it is due at the end of a run. */
gboolean sem_index_trainer_finish (SemIndexTrainer *self,
                                   SemStore *store,
                                   SemIndexRest rest,
                                   GError **error);

G_END_DECLS
