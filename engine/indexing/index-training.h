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
/* Trains on the calling thread where it is due at the end of a run. */
gboolean sem_index_trainer_finish (SemIndexTrainer *self, SemStore *store, GError **error);

G_END_DECLS
