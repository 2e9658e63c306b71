/* places.h - taking places of an owner out of an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/archive.h"

G_BEGIN_DECLS

/**
 * SemPlacesKeepFunc:
 * @hash: (array fixed-size=32): of the photo
 * @path_hash: (array fixed-size=32): SHA-256 of the path
 *
 * Returns: whether the place stays
 */
typedef gboolean (*SemPlacesKeepFunc) (const guint8 *hash,
                                       const guint8 *path_hash,
                                       gpointer user_data);

/**
 * SemPlaces:
 * @archive: opened
 * @owner: number of the owner
 * @cancellable: (nullable)
 *
 * What an owner has in an archive.
 */
typedef struct
{
  const SemArchive *archive;
  gint64 owner;
  GCancellable *cancellable;
} SemPlaces;

/**
 * sem_places_remove:
 * @folder: (nullable) (type filename): absolute: only places below it
 * @keep: (nullable) (scope call): asked for each place; %NULL to remove all
 * @removed: (inout): the number of places that were removed is added
 *
 * In transactions of some thousand places each. What is left without a place goes with
 * sem_places_sweep().
 */
gboolean sem_places_remove (const SemPlaces *self,
                            const char *folder,
                            SemPlacesKeepFunc keep,
                            gpointer user_data,
                            guint *removed,
                            GError **error);
/* Removes photos without a place, whosever they were, and then what was made of photos that are
 * gone. What others are busy with at this moment stays until the next time. */
gboolean sem_places_sweep (const SemPlaces *self, GError **error);

G_END_DECLS
