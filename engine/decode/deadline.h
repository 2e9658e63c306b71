/* deadline.h - how long the client waits for a reply
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/process.h"

G_BEGIN_DECLS

/**
 * sem_deadline_wait:
 * @milliseconds: of CPU time that the worker may use, at least 1
 * @cancellable: (nullable): ends the wait at once
 * @reply: (out): not trusted
 *
 * Waits for the reply to a request that was just sent. The limit counts the CPU time of the worker:
 * on a busy computer it may take several times as long by the clock, up to a fixed multiple. A
 * worker that uses no CPU time for that long has hung, or waits for a disk that does not answer.
 */
SemDecodeWait sem_deadline_wait (const SemDecodeProcess *process,
                                 guint milliseconds,
                                 GCancellable *cancellable,
                                 SemDecodeReply *reply);

G_END_DECLS
