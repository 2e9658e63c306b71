/* work.h - threads, progress and cancelling of one long computation
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"

G_BEGIN_DECLS

/**
 * SemWork:
 * @n_threads: threads to use, at least 1
 * @progress: what to report to, and what cancels
 * @from, @to: share of the whole, 0 to 1, at which the present stage starts and ends
 * @reported: the largest share reported so far, -1 before the first report
 *
 * One long computation. Lives on the stack of the thread that starts it, and only that thread calls
 * the functions below. Results must not depend on @n_threads: the work is divided into tasks by its
 * size alone, each task writes only its own results, and sums over tasks are computed afterwards in
 * the order of the tasks.
 */
typedef struct
{
  guint n_threads;
  SemProgress progress;
  double from;
  double to;
  double reported;
} SemWork;

/**
 * sem_work_init:
 * @n_threads: at most 64, or 0 for one per processor
 * @progress: (nullable): copied; what it points to must outlive the work
 */
void sem_work_init (SemWork *self, guint n_threads, const SemProgress *progress);

/* The stage that starts now covers @from to @to of the whole, each 0 to 1. */
void sem_work_stage (SemWork *self, double from, double to);

/* Reports that @fraction of the stage, 0 to 1, is done. Reports never decrease.
 * Returns: %FALSE when the work has been cancelled */
gboolean sem_work_tick (SemWork *self, double fraction);

typedef void (*SemThreadFunc) (void);

/* @func: (nullable): called at the start of each thread that SemWork or SemErrand starts from now
 * on, in that thread: for libraries that keep settings per thread. One for the whole process; any
 * thread may set it. */
void sem_work_set_thread_func (SemThreadFunc func);

typedef void (*SemTaskFunc) (gsize task, gpointer data);

/**
 * sem_work_parallel:
 * @n_tasks: number of tasks, each well below half a second long, since cancellation is checked
 *   between tasks
 *
 * Calls @func for every task from 0 to n_tasks - 1, in any order and on any thread, the caller's
 * among them, and waits for all of them.
 *
 * Returns: %FALSE when cancelled; some tasks have not run then
 */
gboolean sem_work_parallel (SemWork *self, gsize n_tasks, SemTaskFunc func, gpointer data)
  G_GNUC_WARN_UNUSED_RESULT;

/**
 * SemErrand:
 *
 * One call that cannot be interrupted (such as an eigenproblem), on its own thread. When the work
 * is cancelled, the thread continues in the background, then frees its data and ends; the process
 * may exit meanwhile; handlers of atexit() are then not run.
 */
typedef struct _SemErrand SemErrand;

/**
 * sem_errand_start:
 * @func: called with @data and %NULL; where no thread can be started, before this returns
 * @destroy: (nullable): frees @data when the thread and the owner of the call are both done with it
 *
 * Returns: (transfer full): the running call, to wait for with sem_errand_wait()
 */
SemErrand *
sem_errand_start (GFunc func, gpointer data, GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

/* Waits for the call to end, reporting progress to @job. Returns: %FALSE when @job is cancelled;
 * @data of sem_errand_start() must not be read then */
gboolean sem_errand_wait (SemErrand *self, SemWork *job) G_GNUC_WARN_UNUSED_RESULT;

/* Does not wait: a call that still runs continues without a waiter. */
void sem_errand_free (SemErrand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemErrand, sem_errand_free)

G_END_DECLS
