/* owner.h - the owner that a library publishes as, for engine/archive only
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
 * @thumbnails: whether the user agreed to publish thumbnails
 * @paths: whether the user agreed to publish paths
 * @whole: whether the user agreed to publish the whole library, and not only some folders
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
 * Adds the owner where there is none, and records what was agreed: the present choice of thumbnails
 * and paths, and the whole library if that was ever agreed. Fails as sem_owner_find() does, and
 * with %SEM_ERROR_FAILED where another user has the name.
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
