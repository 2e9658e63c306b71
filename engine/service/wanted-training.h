/* wanted-training.h - a training that outlives the program; for engine/service and engine/model
 * only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/service/engine.h"

G_BEGIN_DECLS

/* A training that somebody asked for is noted in a small file beside the library until it is done,
 * has failed or was stopped, so that the next start goes on with it after an end of any kind.
 *
 * @path: (type filename): the library, in all of these */

/* Replaces what was noted. A note that cannot be written is no error: the training itself is not
 * touched by it. */
void sem_wanted_training_note (const char *path, const SemEngineRequest *request);
void sem_wanted_training_forget (const char *path);
/**
 * sem_wanted_training_read:
 * @request: (out): its method is @method's
 * @method: (out) (transfer full) (nullable): %NULL to do as the codes in use do
 *
 * Returns: FALSE where none is noted, or the note makes no sense
 */
gboolean sem_wanted_training_read (const char *path, SemEngineRequest *request, char **method);

G_END_DECLS
