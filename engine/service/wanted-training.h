/* wanted-training.h - the requested training or network, kept across restarts; for engine/service
 * and engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/service/engine.h"

G_BEGIN_DECLS

/* A requested training, or switch to another network, is recorded in a small file beside the
 * library until it has ended, failed or was stopped, so that the next start of the program begins
 * it again; fine-tuning then resumes from its checkpoint, and photos that were described are not
 * described again. In any thread; one writes at a time.
 *
 * @path: (type filename): the library, in all functions */

/* Replaces the record. A record that cannot be written is not an error: the training runs anyway.
 */
void sem_wanted_training_note (const char *path, const SemEngineRequest *request);
/* Removes the record, if there is one. */
void sem_wanted_training_forget (const char *path);
/**
 * sem_wanted_training_read:
 * @request: (out): what to begin; its method, or the name of the network, points to @word
 * @word: (out) (transfer full) (nullable): %NULL for the method of the active model
 *
 * Returns: FALSE where there is no record or it is not valid
 */
gboolean sem_wanted_training_read (const char *path, SemEngineRequest *request, char **word);

G_END_DECLS
