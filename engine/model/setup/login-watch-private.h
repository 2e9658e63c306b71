/* login-watch-private.h - which of the two starts it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/setup/login-watch.h"

G_BEGIN_DECLS

/* As sem_login_watch_new(). @portal: whether the program is in a Flatpak, and its portal is asked.
 * @bus: of the session. */
SemLoginWatch *sem_login_watch_new_on (GDBusConnection *bus,
                                       gboolean portal,
                                       gboolean allowed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
