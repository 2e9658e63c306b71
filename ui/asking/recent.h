/* recent.h - recent searches, stored in the settings
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/session.h"

G_BEGIN_DECLS

/* Maximum number of stored searches; the oldest are removed first. */
#define SEM_RECENT_MOST 12

/* Stores the searches of @session, after those that are stored already: searches for similar photos
 * or copies of one file, or by words only, since other pictures and the ids of photos may not exist
 * later. */
void sem_recent_remember (SemSession *session);
/* Returns: (transfer full) (array zero-terminated=1): stored searches that are not in the history
 * of @session, newest first, with words only where the library's network takes some; for
 * sem_recent_new_query() */
char **sem_recent_list (SemSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): the query; %NULL where @entry is malformed */
SemQuery *sem_recent_new_query (const char *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
