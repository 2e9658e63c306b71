/* weights-setup.h - gets the network's weights where an installation has none
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemWeightsState:
 * @SEM_WEIGHTS_UNKNOWN: not checked yet
 * @SEM_WEIGHTS_MISSING: missing, and not being downloaded
 * @SEM_WEIGHTS_COMING: the command semblance-weights is getting them
 * @SEM_WEIGHTS_READY: the file exists; the engine checks whether it has the published weights
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
 * Whether the weights exist, and the command that gets them, which ends with this object. The
 * signal "changed" is emitted when anything below has changed. To be used in the main thread, which
 * it never blocks.
 */

/**
 * sem_weights_setup_new:
 * @program: (nullable) (type filename): the command, %NULL for the installed one
 *
 * Starts to check whether the weights exist.
 *
 * Returns: (transfer full)
 */
SemWeightsSetup *sem_weights_setup_new (const char *program) G_GNUC_WARN_UNUSED_RESULT;

SemWeightsState sem_weights_setup_get_state (SemWeightsSetup *self);
/* The completed share of the command, from 0 to 1. */
double sem_weights_setup_get_progress (SemWeightsSetup *self);
/* (nullable): translated sentences: why the last attempt to get the weights failed. */
const char *sem_weights_setup_get_problem (SemWeightsSetup *self);

/**
 * sem_weights_setup_get:
 * @file: (nullable): a file that has them, or %NULL to download them
 *
 * Starts the command. Does nothing while it runs, or where the weights exist.
 */
void sem_weights_setup_get (SemWeightsSetup *self, GFile *file);
/* Ends the command; an incomplete download is not kept. */
void sem_weights_setup_stop (SemWeightsSetup *self);

G_END_DECLS
