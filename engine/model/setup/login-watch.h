/* login-watch.h - indexing in the background after every log-in
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemLoginWatchState:
 * @SEM_LOGIN_WATCH_UNKNOWN: not found out yet
 * @SEM_LOGIN_WATCH_ABSENT: nothing here can start the program at a log-in: there is no systemd, it
 *   does not know the unit since the program is not installed, or there is no portal
 * @SEM_LOGIN_WATCH_OFF: `semblance-cli watch` does not start
 * @SEM_LOGIN_WATCH_ON: it starts at every log-in
 */
typedef enum
{
  SEM_LOGIN_WATCH_UNKNOWN,
  SEM_LOGIN_WATCH_ABSENT,
  SEM_LOGIN_WATCH_OFF,
  SEM_LOGIN_WATCH_ON,
} SemLoginWatchState;

#define SEM_TYPE_LOGIN_WATCH (sem_login_watch_get_type ())

/**
 * SemLoginWatch:
 *
 * Whether `semblance-cli watch` starts when the user logs in, which nobody is asked for who does
 * not look for it: the installed unit semblance-watch.service of the user's systemd, or in a
 * Flatpak what the Background portal allows. The signal "changed" is emitted when anything below
 * has changed. To be used in the main thread, which it never blocks.
 */
G_DECLARE_FINAL_TYPE (SemLoginWatch, sem_login_watch, SEM, LOGIN_WATCH, GObject)

/**
 * sem_login_watch_new:
 * @allowed: what the portal allowed the last time, which it does not tell: the caller keeps it.
 *   systemd is asked itself
 *
 * Begins to find out.
 *
 * Returns: (transfer full)
 */
SemLoginWatch *sem_login_watch_new (gboolean allowed) G_GNUC_WARN_UNUSED_RESULT;

SemLoginWatchState sem_login_watch_get_state (SemLoginWatch *self);
/* (nullable): why the last change failed: a translated sentence. */
const char *sem_login_watch_get_problem (SemLoginWatch *self);

/**
 * sem_login_watch_set:
 * @on: whether it is to start at every log-in; it starts now, too, or ends now
 *
 * Does nothing while it is %SEM_LOGIN_WATCH_ABSENT, or another change is on its way. Where it fails
 * the state stays, and there is a problem.
 */
void sem_login_watch_set (SemLoginWatch *self, gboolean on);

G_END_DECLS
