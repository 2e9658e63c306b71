/* weights-setup.h - getting the network's weights where an installation has none
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemWeightsState:
 * @SEM_WEIGHTS_UNKNOWN: not looked for yet
 * @SEM_WEIGHTS_MISSING: not there, and nobody gets them
 * @SEM_WEIGHTS_COMING: the command semblance-weights gets them
 * @SEM_WEIGHTS_READY: there; whether they are the published ones, the engine finds out
 */
typedef enum
{
  SEM_WEIGHTS_UNKNOWN,
  SEM_WEIGHTS_MISSING,
  SEM_WEIGHTS_COMING,
  SEM_WEIGHTS_READY,
} SemWeightsState;

#define SEM_TYPE_WEIGHTS_SETUP (sem_weights_setup_get_type ())
G_DECLARE_FINAL_TYPE (SemWeightsSetup, sem_weights_setup, SEM, WEIGHTS_SETUP, GObject)

/**
 * SemWeightsSetup:
 *
 * Whether the weights are there, and the command that gets them, which runs while it is wanted: it
 * ends with this object. The signal "changed" is emitted when anything below has changed. To be
 * used in the main thread, which it never blocks.
 */

/**
 * sem_weights_setup_new:
 * @program: (nullable) (type filename): the command, %NULL for the installed one
 *
 * Begins to look whether they are there.
 *
 * Returns: (transfer full)
 */
SemWeightsSetup *sem_weights_setup_new (const char *program) G_GNUC_WARN_UNUSED_RESULT;

SemWeightsState sem_weights_setup_get_state (SemWeightsSetup *self);
/* How far the command is, from 0 to 1. */
double sem_weights_setup_get_progress (SemWeightsSetup *self);
/* (nullable): why the weights could not be got the last time: sentences. */
const char *sem_weights_setup_get_problem (SemWeightsSetup *self);

/**
 * sem_weights_setup_get:
 * @file: (nullable): a file that has them, or %NULL to download them
 *
 * Does nothing while they come, or where they are there.
 */
void sem_weights_setup_get (SemWeightsSetup *self, GFile *file);
/* Ends the command; what has come is not kept. */
void sem_weights_setup_stop (SemWeightsSetup *self);

G_END_DECLS
