/* map-file.h - a map in a file of the user's cache folder; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/map/map-source.h"

G_BEGIN_DECLS

/**
 * SemMapFile:
 * @key: identifies the photos and the model that the map was made from
 * @columns: of the grid
 * @order: (array length=n): a permutation of the numbers below @n
 * @colours: (array): shape (n, 3)
 */
typedef struct
{
  guint8 key[SEM_MAP_KEY_SIZE];
  guint columns;
  guint n;
  guint32 *order;
  guint8 *colours;
} SemMapFile;

/* Frees what it points to. */
void sem_map_file_clear (SemMapFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemMapFile, sem_map_file_clear)

/* The file is a cache: failures to read or write it are ignored. Both functions block. */

/* @self: (inout): with the key and the number of photos that the map must have; filled in
 * Returns: %FALSE where the file does not exist, is not a complete map, or has another key or
 *   size */
gboolean sem_map_file_read (SemMapFile *self, const char *path);
void sem_map_file_write (const SemMapFile *self, const char *path);

G_END_DECLS
