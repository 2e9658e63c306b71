/* progress-strip.h - the jobs that run, on every page
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_PROGRESS_STRIP (sem_progress_strip_get_type ())

/**
 * SemProgressStrip:
 *
 * One line with progress, rate, remaining time and buttons to pause, resume and stop; hidden while
 * no job runs. The job of the library comes first, and its buttons use the actions win.pause,
 * win.resume and win.cancel. A button opens the lines of all other jobs.
 */
G_DECLARE_FINAL_TYPE (SemProgressStrip, sem_progress_strip, SEM, PROGRESS_STRIP, GtkWidget)

void sem_progress_strip_set_library (SemProgressStrip *self, SemLibrary *library);
/* @held_back: whether a training is shown elsewhere, with buttons of its own. */
void sem_progress_strip_set_held_back (SemProgressStrip *self, gboolean held_back);

/* @note: (nullable): a translated sentence about all jobs, such as why they are slow. */
void sem_progress_strip_set_note (SemProgressStrip *self, const char *note);

G_END_DECLS
