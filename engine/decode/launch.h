/* launch.h - start a worker, in namespaces of its own where that works
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/**
 * SemLaunch:
 * @program: (type filename): path of the worker
 * @wrapped: whether bubblewrap starts it
 * @socket, @memory: descriptors for the worker, both above those that it expects them at; they
 *   stay the caller's
 */
typedef struct
{
  const char *program;
  gboolean wrapped;
  int socket;
  int memory;
} SemLaunch;

/**
 * sem_launch_can_wrap:
 *
 * Returns: whether bubblewrap is installed, and has not been found to fail on this computer
 */
gboolean sem_launch_can_wrap (void);

/**
 * sem_launch_note_wrapped:
 * @works: TRUE after a wrapped worker has started; FALSE after a wrapped worker has not started,
 *   and one without bubblewrap has
 *
 * The first call decides for as long as the program runs: once bubblewrap has worked, it is always
 * used.
 */
void sem_launch_note_wrapped (gboolean works);

/**
 * sem_launch_worker:
 * @pid: (out): of the child to wait for: the worker, or bubblewrap, which ends as the worker does
 *
 * The worker inherits the two descriptors, an environment without anything that it does not need,
 * and nothing else. It is started by a thread that lives as long as the program, so that the kernel
 * ends it with the program and not with the thread that wanted it. Callable from any thread.
 *
 * Returns: 0, or an errno
 */
int sem_launch_worker (const SemLaunch *self, pid_t *pid);

G_END_DECLS
