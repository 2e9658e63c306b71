/* awake.h - keeps the computer from suspending while there is work
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/jobs/calm.h"
#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_AWAKE (sem_awake_get_type ())

/**
 * SemAwake:
 *
 * While a job of the library or a background job runs, asks the desktop session not to suspend
 * automatically, with the reason; not while all jobs are paused, nor on battery or in power-saving
 * mode, where work is slowed down. Has no effect in a session without that service. For the main
 * thread.
 */
G_DECLARE_FINAL_TYPE (SemAwake, sem_awake, SEM, AWAKE, GObject)

/* @window: (not owned): it has to outlive this, or sem_awake_release() is called before. */
SemAwake *
sem_awake_new (GtkWindow *window, SemLibrary *library, SemCalm *calm) G_GNUC_WARN_UNUSED_RESULT;
/* Withdraws the request for good. */
void sem_awake_release (SemAwake *self);

G_END_DECLS
