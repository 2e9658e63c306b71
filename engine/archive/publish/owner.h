/* owner.h - who a library is to an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"

G_BEGIN_DECLS

/* (transfer full): USER@HOST, valid as a name of an owner. */
char *sem_owner_get_default_name (void) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a name can be that of an owner: 1 to %SEM_ARCHIVE_MAX_NAME bytes of UTF-8 without control
 * characters. */
gboolean sem_owner_is_name (const char *name);

/**
 * sem_owner_find:
 * @library: (nullable) (type filename): the library that publishes under the name; %NULL for any
 * @id: (out): 0 where the user of the connection has no owner of this name
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where another library publishes under this name, or an
 *   error of the link
 */
gboolean
sem_owner_find (SemLink *link, const char *name, const char *library, gint64 *id, GError **error);
/* The same, and adds the owner where there is none. */
gboolean
sem_owner_add (SemLink *link, const char *name, const char *library, gint64 *id, GError **error);

G_END_DECLS
