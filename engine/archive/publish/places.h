/* places.h - removes places of an owner from an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/archive.h"

G_BEGIN_DECLS

/**
 * SemPlacesKeepFunc:
 * @hash: (array fixed-size=32): content hash of the photo
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
 * The places of an owner in an archive.
 */
typedef struct
{
  const SemArchive *archive;
  gint64 owner;
  GCancellable *cancellable;
} SemPlaces;

/**
 * sem_places_remove:
 * @folder: (nullable) (type filename): absolute: remove only places below it; "" for those without
 *   a path
 * @keep: (nullable) (scope call): called for each place; %NULL to remove all
 * @removed: (inout): the number of places that were removed is added
 *
 * Removes places in transactions of some thousand each. Photos that have no place then are removed
 * by sem_places_sweep().
 */
gboolean sem_places_remove (const SemPlaces *self,
                            const char *folder,
                            SemPlacesKeepFunc keep,
                            gpointer user_data,
                            guint *removed,
                            GError **error);
/* @found: (out): whether the owner has places without a path. FALSE with an error of the link. */
gboolean sem_places_find_nameless (const SemPlaces *self, gboolean *found, GError **error);
/* Removes photos of any owner that have no place, and then codes, vectors, features and thumbnails
 * of photos that do not exist. Rows that other sessions hold at the moment are left for the next
 * call. */
gboolean sem_places_sweep (const SemPlaces *self, GError **error);

G_END_DECLS
