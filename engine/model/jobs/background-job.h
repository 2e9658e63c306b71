/* background-job.h - one long work beside the library's own jobs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SEM_TYPE_BACKGROUND_JOB (sem_background_job_get_type ())

/**
 * SemBackgroundJob:
 *
 * An item of sem_library_get_jobs(): searching for duplicates, sorting the map, measuring. It is in
 * the list while it runs or is paused. For the main thread. Properties:
 *
 * - "title" (string): a short translated description
 * - "progress" (double): completed share, 0 to 1; -1 while it is unknown
 * - "paused" (boolean, read-write): whether it waits between two steps
 *
 * Signal "stop": the job is to end; results so far are kept.
 */
G_DECLARE_FINAL_TYPE (SemBackgroundJob, sem_background_job, SEM, BACKGROUND_JOB, GObject)

/* For the owner of the work, who adds the job to the list and removes it. @title: translated */
SemBackgroundJob *sem_background_job_new (const char *title) G_GNUC_WARN_UNUSED_RESULT;
/* For the owner of the work. @progress: 0 to 1, or -1 */
void sem_background_job_set_progress (SemBackgroundJob *self, double progress);

/* Returns: (transfer none): valid as long as the job */
const char *sem_background_job_get_title (SemBackgroundJob *self);
double sem_background_job_get_progress (SemBackgroundJob *self);
gboolean sem_background_job_get_paused (SemBackgroundJob *self);
void sem_background_job_set_paused (SemBackgroundJob *self, gboolean paused);
void sem_background_job_stop (SemBackgroundJob *self);

G_END_DECLS
