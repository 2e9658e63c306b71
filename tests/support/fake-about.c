/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/about/engine-report.h"

void
sem_engine_report_free (SemEngineReport *self)
{
  g_free (self->sandbox);
  g_free (self->text);
  g_free (self);
}

void
sem_engine_report_async (GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  SemEngineReport *report = g_new (SemEngineReport, 1);

  report->sandbox = g_strdup ("reduced (missing: wall)");
  report->text = g_strdup ("sandbox: reduced\n");
  g_task_return_pointer (task, report, (GDestroyNotify) sem_engine_report_free);
}

SemEngineReport *
sem_engine_report_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
