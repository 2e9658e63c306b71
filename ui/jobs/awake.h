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
 * While a job of the library, or one beside it, runs, the session is asked not to suspend by
 * itself, with the reason. Not while all that runs is paused, nor on battery or while power is to
 * be saved, where work goes easy: there the computer is to last. For the main thread. A session
 * that knows no such wish changes nothing.
 */
G_DECLARE_FINAL_TYPE (SemAwake, sem_awake, SEM, AWAKE, GObject)

/* @window: (not owned): it has to outlive this, or sem_awake_release() is called before. */
SemAwake *
sem_awake_new (GtkWindow *window, SemLibrary *library, SemCalm *calm) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for nothing any more. */
void sem_awake_release (SemAwake *self);

G_END_DECLS
