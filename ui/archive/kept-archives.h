/* kept-archives.h - the archives that the window knows
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemKeptArchive:
 * @name: the user's name for it
 * @uri: its address, without a password
 *
 * Kept in the settings, for all windows.
 */
typedef struct
{
  char *name;
  char *uri;
} SemKeptArchive;

/* Returns: (transfer full) (element-type SemKeptArchive): in the order in which they were added */
GPtrArray *sem_kept_archives_list (void) G_GNUC_WARN_UNUSED_RESULT;
/* @name: "" to call it by its address. One with this address gets the name. Does not check. */
void sem_kept_archives_add (const char *name, const char *uri);
void sem_kept_archives_remove (const char *uri);

G_END_DECLS
