/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/trials/steps.h"

void
sem_steps_report (double fraction, gpointer steps)
{
  const SemSteps *self = steps;

  sem_progress_report (self->progress, MIN (1.0, ((double) self->done + fraction) / self->n));
}

void
sem_steps_fail (const SemSteps *self, GError *local, GError **error)
{
  if (!local)
    g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (self->progress), &local);
  g_propagate_error (error, local);
}
