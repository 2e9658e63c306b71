/* keeper.h - keep a worker running
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/process.h"

G_BEGIN_DECLS

/**
 * SemKeeper:
 * @program: (type filename): path of the worker
 * @process: the worker, or none
 * @sandbox: how well it is locked in
 * @bare: whether to do without bubblewrap
 * @most_files: number of files after which the worker is replaced
 * @most_cpu: CPU time in microseconds after which it is replaced
 * @n_files: number of files that it was given
 * @n_deaths: number of workers in a row that ended while decoding a file
 *
 * Starts a worker where there is none, with all layers of the sandbox that this computer provides,
 * and replaces it. For one thread at a time.
 */
typedef struct
{
  char *program;
  SemDecodeProcess process;
  SemSandbox sandbox;
  gboolean bare;
  guint most_files;
  gint64 most_cpu;
  guint n_files;
  guint n_deaths;
} SemKeeper;

/* @program: (transfer full) */
void sem_keeper_init (SemKeeper *self, char *program);
void sem_keeper_clear (SemKeeper *self);

/**
 * sem_keeper_ensure:
 * @error: return location; %SEM_ERROR_NO_DECODER
 *
 * Returns: whether there is a worker that waits for a file. One that died between two files, or
 *   sent something unrequested, is replaced silently.
 */
gboolean sem_keeper_ensure (SemKeeper *self, GCancellable *cancellable, GError **error);

/* To be called after a valid reply of the worker. */
void sem_keeper_note_answer (SemKeeper *self);

/* To be called after a file on which the worker ended, hung or sent an invalid reply; kills the
 * worker. @status: (out) (optional): as of sem_decode_process_stop() */
void sem_keeper_note_death (SemKeeper *self, int *status);

G_END_DECLS
