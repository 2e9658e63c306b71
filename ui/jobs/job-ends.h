/* job-ends.h - notices that a long job has ended
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

/* Minimum duration of a job that is reported. */
#define SEM_LONG_JOB_SECONDS 15

#define SEM_TYPE_JOB_ENDS (sem_job_ends_get_type ())

/**
 * SemJobEnds:
 *
 * Follows the jobs of a library: its own one and those in the background. Signal "ended" (title:
 * string, sentence: string), both translated: a job that ran for long, paused or not, has ended by
 * itself. Jobs that the user has stopped are not reported.
 */
G_DECLARE_FINAL_TYPE (SemJobEnds, sem_job_ends, SEM, JOB_ENDS, GObject)

/* @seconds: from which on a job is long, such as %SEM_LONG_JOB_SECONDS */
SemJobEnds *sem_job_ends_new (SemLibrary *library, guint seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
