/* task.h - tasks that are answered in a worker thread; for engine/service and engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_task_release:
 * @task: (transfer full): a task that has returned
 *
 * Drops a worker's reference in the task's main context. The last reference may free the source
 * object, whose dispose waits for the worker threads and must run in the main thread.
 */
void sem_task_release (GTask *task);

G_END_DECLS
