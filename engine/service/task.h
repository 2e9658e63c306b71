/* task.h - tasks that a thread of the engine answers; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_task_release:
 * @task: (transfer full): answered
 *
 * Drops a worker's reference in the task's main context. The last one takes the source object with
 * it, whose end waits for the very threads that work for it, and belongs into the main thread.
 */
void sem_task_release (GTask *task);

G_END_DECLS
