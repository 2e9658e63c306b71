/* owner.h - who a library is to an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"

G_BEGIN_DECLS

/**
 * SemOwner:
 * @id: its number; 0 for none
 * @thumbnails: whether it was agreed that thumbnails are published
 * @paths: whether it was agreed that paths are
 * @whole: whether it was agreed that the whole library is, and not only some folders
 */
typedef struct
{
  gint64 id;
  gboolean thumbnails;
  gboolean paths;
  gboolean whole;
} SemOwner;

/* (transfer full): USER@HOST, valid as a name of an owner. */
char *sem_owner_get_default_name (void) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a name can be that of an owner: 1 to %SEM_ARCHIVE_MAX_NAME bytes of UTF-8 without control
 * characters. */
gboolean sem_owner_is_name (const char *name);

/**
 * sem_owner_find:
 * @library: (nullable) (type filename): the library that publishes under the name; %NULL for any
 * @owner: (out): @id is 0 where the user of the connection has no owner of this name
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where another library publishes under this name, or an
 *   error of the link
 */
gboolean sem_owner_find (SemLink *link,
                         const char *name,
                         const char *library,
                         SemOwner *owner,
                         GCancellable *cancellable,
                         GError **error);

/**
 * sem_owner_agree:
 * @owner: (inout): what was agreed; its number is set
 *
 * Adds the owner where there is none, and writes down what was agreed, where that was something
 * else: last of thumbnails and paths; the whole library stays agreed. Otherwise like
 * sem_owner_find(), and %SEM_ERROR_FAILED where another user has the name.
 */
gboolean sem_owner_agree (SemLink *link,
                          const char *name,
                          const char *library,
                          SemOwner *owner,
                          GCancellable *cancellable,
                          GError **error);

/* Removes an owner that has no places. */
gboolean
sem_owner_remove (SemLink *link, const SemOwner *owner, GCancellable *cancellable, GError **error);

G_END_DECLS
