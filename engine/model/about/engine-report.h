/* engine-report.h - versions and sandbox of the engine, for the About window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemEngineReport:
 * @sandbox: how well the process that opens image files is locked in, for people
 * @text: lines for a bug report: version, kernels, decoder, sandbox; no paths, nothing private
 */
typedef struct
{
  char *sandbox;
  char *text;
} SemEngineReport;

void sem_engine_report_free (SemEngineReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemEngineReport, sem_engine_report_free)

/**
 * sem_engine_report_async:
 * @cancellable: (nullable)
 * @callback: (scope async): called in the main thread
 *
 * Starts a decoder in another thread to test its sandbox, which takes some tenths of a second.
 */
void sem_engine_report_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* Returns: (transfer full): the report, or %NULL with @error set. */
SemEngineReport *sem_engine_report_finish (GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
