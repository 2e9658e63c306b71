/* work.h - threads, progress and cancelling of one long computation
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemWork:
 * @n_threads: threads to use, at least 1
 *
 * Lives on the stack of the thread that asked for the work. Results must not depend on @n_threads:
 * work is cut into tasks by its size alone, a task writes only what is its own, and sums over
 * tasks are taken afterwards in the order of the tasks. OpenBLAS runs single-threaded inside.
 */
typedef struct
{
  guint n_threads;
  SemProgressFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
  double from;
  double to;
  double reported;
} SemWork;

/* @n_threads: 0 for one a processor. Sets OpenBLAS to one thread for the whole process. */
void sem_work_init (SemWork *self,
                    guint n_threads,
                    SemProgressFunc progress,
                    gpointer user_data,
                    GCancellable *cancellable);
/* What follows takes the job's progress from @from to @to. */
void sem_work_stage (SemWork *self, double from, double to);
/* Report @fraction of the stage. Returns: %FALSE when the job has been cancelled */
gboolean sem_work_tick (SemWork *self, double fraction);

typedef void (*SemTaskFunc) (gsize task, gpointer data);

/**
 * sem_work_parallel:
 * @n_tasks: tasks, each well below half a second long
 *
 * Calls @func for every task of 0 … n_tasks - 1 in any order on any thread, and waits for them.
 *
 * Returns: %FALSE when cancelled: some tasks have not run then
 */
gboolean sem_work_parallel (SemWork *self, gsize n_tasks, SemTaskFunc func, gpointer data)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemErrand:
 *
 * One call that cannot be interrupted (an eigenproblem), on a thread of its own. A cancelled job
 * leaves the thread behind; it ends by itself and frees what it holds.
 */
typedef struct _SemErrand SemErrand;

/* @destroy frees @data once nobody needs it: neither the thread nor the errand's owner. */
SemErrand *sem_errand_start (GFunc func, gpointer data, GDestroyNotify destroy);
/* Waits, ticking. Returns: %FALSE when cancelled: what the errand's data holds is not ready then */
gboolean sem_errand_wait (SemErrand *self, SemWork *job) G_GNUC_WARN_UNUSED_RESULT;
void sem_errand_free (SemErrand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemErrand, sem_errand_free)

G_END_DECLS
