/* recent.h - searches of earlier times, kept in the settings
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/session.h"

G_BEGIN_DECLS

/* More are forgotten, the oldest first. */
#define SEM_RECENT_MOST 12

/* Keeps the searches of @session, and before them those that were kept: for similar photos or
 * copies of one file, since other pictures and the numbers of photos may be gone by then, or with
 * words alone. */
void sem_recent_remember (SemSession *session);
/* Returns: (transfer full) (array zero-terminated=1): searches that are kept and are not in the
 * history of @session, newest first, with words only where the library's network takes some; for
 * sem_recent_new_query() */
char **sem_recent_list (SemSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): the query; %NULL where @entry is malformed */
SemQuery *sem_recent_new_query (const char *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
