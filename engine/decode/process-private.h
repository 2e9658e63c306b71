/* process-private.h - CPU time of worker processes, for benchmarks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/process.h"

G_BEGIN_DECLS

/**
 * sem_decode_process_get_unwaited_cpu:
 *
 * Returns: the CPU time, in microseconds, of all workers that were stopped and that the kernel does
 *   not count for this process' children, since what wraps them was the child
 */
gint64 sem_decode_process_get_unwaited_cpu (void);

G_END_DECLS
