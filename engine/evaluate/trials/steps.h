/* steps.h - the progress of an evaluation that consists of steps
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * SemSteps:
 * @progress: (nullable): of the whole evaluation
 * @n: number of steps, at least 1; each takes the same share of the progress
 * @done: number of finished steps
 */
typedef struct
{
  const SemProgress *progress;
  guint n;
  guint done;
} SemSteps;

/* A SemProgressFunc, with a SemSteps as its data: @fraction, 0 to 1, of the current step. */
void sem_steps_report (double fraction, gpointer steps);

/**
 * sem_steps_fail:
 * @local: (transfer full) (nullable): why a step failed, or %NULL where it was cancelled
 * @error: return location; receives @local or %G_IO_ERROR_CANCELLED
 */
void sem_steps_fail (const SemSteps *self, GError *local, GError **error);

G_END_DECLS
