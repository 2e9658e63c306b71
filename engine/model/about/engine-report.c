/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/decode/decoder.h"
#include "engine/kernels/cpu.h"
#include "engine/model/about/engine-report.h"

void
sem_engine_report_free (SemEngineReport *self)
{
  g_free (self->sandbox);
  g_free (self->text);
  g_free (self);
}

static void
report_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  GError *error = NULL;
  SemEngineReport *report;
  SemSandbox sandbox;

  if (!sem_decoder_read_sandbox (decoder, &sandbox, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  report = g_new (SemEngineReport, 1);
  report->sandbox = sem_sandbox_describe (&sandbox);
  report->text =
    g_strdup_printf ("Semblance %s\n"
                     "kernels: %s\n"
                     "decoder: %s\n"
                     "sandbox: %s (layers %x, Landlock %u)\n",
                     SEM_VERSION, sem_k_set_name (sem_k_get_set ()), sem_decoder_get_version (),
                     sem_sandbox_get_level_name (&sandbox), sandbox.layers, sandbox.landlock_abi);
  g_task_return_pointer (task, report, (GDestroyNotify) sem_engine_report_free);
}

void
sem_engine_report_async (GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_run_in_thread (task, report_worker);
}

SemEngineReport *
sem_engine_report_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
