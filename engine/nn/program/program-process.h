/* program-process.h - one running program that describes pictures
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/program/program-settings.h"
#include "engine/nn/program/program-wire.h"

G_BEGIN_DECLS

/**
 * SemProgramProcess:
 *
 * The program runs in a process group of its own, with its folder as the working directory, a short
 * environment, and no descriptor but its standard input, output and errors; the latter are ours.
 * One thread at a time.
 */
typedef struct _SemProgramProcess SemProgramProcess;

/**
 * sem_program_process_start:
 * @settings: what to run; copied
 * @hello: (out): what the program says of itself
 * @title: (out) (transfer full): likewise
 * @cancellable: (nullable)
 *
 * Starts the program and waits for its hello, at most as many seconds as the settings say.
 *
 * Returns: (transfer full): NULL with SEM_ERROR_NO_PROGRAM or
 *   G_IO_ERROR_CANCELLED
 */
SemProgramProcess *sem_program_process_start (const SemProgramSettings *settings,
                                              SemWireHello *hello,
                                              char **title,
                                              GCancellable *cancellable,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Closes the program's standard input, and kills the group if it does not end within a second.
 * @self: (nullable) */
void sem_program_process_free (SemProgramProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemProgramProcess, sem_program_process_free)

/**
 * sem_program_process_ask:
 * @asked: the question; its size that of @body
 * @body: (array): what follows the header
 * @numbers: (out caller-allocates): n · d numbers
 * @refused: (out): whether the program answered with a sentence, which is in @error: it can be
 *   asked again. After any other failure it has to be freed
 * @cancellable: (nullable)
 *
 * Reads while it writes, so that full pipes on both sides do no harm.
 *
 * Returns: FALSE with SEM_ERROR_NO_PROGRAM or G_IO_ERROR_CANCELLED
 */
gboolean sem_program_process_ask (SemProgramProcess *self,
                                  const SemWireHeader *asked,
                                  const guint8 *body,
                                  float *numbers,
                                  gboolean *refused,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
