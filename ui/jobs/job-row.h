/* job-row.h - one line about work in the background
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/jobs/background-job.h"

G_BEGIN_DECLS

#define SEM_TYPE_JOB_ROW (sem_job_row_get_type ())

/**
 * SemJobRow:
 *
 * Description, progress and remaining time of a job, with buttons to pause, resume and stop it.
 */
G_DECLARE_FINAL_TYPE (SemJobRow, sem_job_row, SEM, JOB_ROW, GtkWidget)

GtkWidget *sem_job_row_new (SemBackgroundJob *job);

/* @status: description of the job; @seconds: remaining time; -1 where it is not known.
 * Returns: (transfer full): both in one line */
char *sem_job_row_describe (const char *status, double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
