/* asking.h - many searches of one library, on every processor
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/search/search.h"

G_BEGIN_DECLS

/**
 * SemAskFunc:
 * @searcher: of the library; the task's alone until it returns
 * @task: writes its own results only
 *
 * One task of sem_asking_run(), in any thread.
 *
 * Returns: %FALSE with @error set
 */
typedef gboolean (*SemAskFunc) (SemSearcher *searcher, gsize task, gpointer data, GError **error);

/**
 * sem_asking_run:
 * @path: (type filename): a library with codes
 * @func: called for every task from 0 to @n_tasks - 1, in any order
 * @progress: (nullable): reported to from this thread
 *
 * Returns: %FALSE with the first error of a task, or %G_IO_ERROR_CANCELLED
 */
gboolean sem_asking_run (const char *path,
                         SemBackbone *backbone,
                         gsize n_tasks,
                         SemAskFunc func,
                         gpointer data,
                         const SemProgress *progress,
                         GError **error);

G_END_DECLS
