/* process.h - one worker process and its channels
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

#include <sys/types.h>

G_BEGIN_DECLS

/**
 * SemDecodeProcess:
 * @pid: of the child to wait for, 0 while there is none: the worker, or what wraps it
 * @worker: of the worker itself, 0 until it has greeted, or where it cannot be known
 * @worker_fd: a pidfd of it, or -1
 * @wrapped: whether it was started by bubblewrap
 * @socket: our end of the pair, -1 while there is no worker
 * @memory: (array fixed-size=SEM_DECODE_MEMORY_SIZE): shared with the worker, read-only for us
 */
typedef struct
{
  pid_t pid;
  pid_t worker;
  int worker_fd;
  gboolean wrapped;
  int socket;
  const guint8 *memory;
} SemDecodeProcess;

/**
 * sem_decode_process_find:
 *
 * Looks for semblance-decoder: SEMBLANCE_DECODER, or else the place where it is installed.
 *
 * Returns: (transfer full) (type filename): a path, which need not exist
 */
char *sem_decode_process_find (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_decode_process_start:
 * @self: (out caller-allocates): filled, also on failure, so that it can be stopped
 * @program: (type filename): path of the worker
 * @wrapped: whether to start it by bubblewrap
 * @error: return location; %SEM_ERROR_NO_DECODER
 *
 * Does not wait for the worker to be ready: sem_decode_process_greet() does. The worker inherits
 * the socket and the memory, nothing else.
 */
gboolean sem_decode_process_start (SemDecodeProcess *self,
                                   const char *program,
                                   gboolean wrapped,
                                   GError **error);

/**
 * sem_decode_process_stop:
 * @status: (out) (optional): as from waitpid(), or -1 if unknown
 *
 * Kills and reaps the worker and closes the channels. Never blocks for long: a worker that the
 * kernel cannot kill now (a dead network disk) is reaped by a thread of its own.
 */
void sem_decode_process_stop (SemDecodeProcess *self, int *status);

/**
 * sem_decode_process_is_idle:
 *
 * Returns: whether the worker is alive and has sent nothing, as it must between requests
 */
gboolean sem_decode_process_is_idle (const SemDecodeProcess *self);

/**
 * sem_decode_process_send:
 * @request: what to do with the file
 * @fd: the file, stays the caller's
 *
 * Returns: whether the worker received it
 */
gboolean
sem_decode_process_send (const SemDecodeProcess *self, const SemDecodeRequest *request, int fd);

/**
 * SemDecodeWait:
 * @SEM_DECODE_WAIT_REPLY: the reply has come
 * @SEM_DECODE_WAIT_GONE: the worker closed its channel
 * @SEM_DECODE_WAIT_NONSENSE: the message was not a reply
 * @SEM_DECODE_WAIT_LATE: the time limit has passed
 * @SEM_DECODE_WAIT_CANCELLED: the cancellable was cancelled
 */
typedef enum
{
  SEM_DECODE_WAIT_REPLY,
  SEM_DECODE_WAIT_GONE,
  SEM_DECODE_WAIT_NONSENSE,
  SEM_DECODE_WAIT_LATE,
  SEM_DECODE_WAIT_CANCELLED
} SemDecodeWait;

/**
 * sem_decode_process_wait:
 * @milliseconds: maximum time to wait
 * @cancellable: (nullable): ends the wait at once
 * @reply: (out): not trusted
 */
SemDecodeWait sem_decode_process_wait (const SemDecodeProcess *self,
                                       guint milliseconds,
                                       GCancellable *cancellable,
                                       SemDecodeReply *reply);

/**
 * sem_decode_process_greet:
 *
 * As sem_decode_process_wait(), for the first message of a worker, before it gets any file.
 */
SemDecodeWait sem_decode_process_greet (SemDecodeProcess *self,
                                        guint milliseconds,
                                        GCancellable *cancellable,
                                        SemDecodeReply *reply);

/**
 * sem_decode_process_get_cpu:
 *
 * Returns: the CPU time that all threads of the worker have used, in microseconds; -1 where it
 *   cannot be known
 */
gint64 sem_decode_process_get_cpu (const SemDecodeProcess *self);

G_END_DECLS
