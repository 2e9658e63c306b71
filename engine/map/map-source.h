/* map-source.h - the photos and codes that a map of a library is made of
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

#define SEM_MAP_KEY_SIZE 32

/**
 * SemMapSource:
 * @photos: (element-type gint64): the visible photos that have codes, by the hash of their
 *   contents; at least one
 * @codes: (array): shape (photos->len, words): those of the active model
 * @bits: length of a code
 * @key: SHA-256 of the model's id, the photos' ids and the codes
 */
typedef struct
{
  GArray *photos;
  guint64 *codes;
  guint words;
  guint bits;
  guint8 key[SEM_MAP_KEY_SIZE];
} SemMapSource;

void sem_map_source_free (SemMapSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemMapSource, sem_map_source_free)

/* Returns: (transfer full): %NULL with SEM_ERROR_NO_MODEL where there are no codes, or with an
 * error of the store. Blocks. */
SemMapSource *sem_map_source_read (SemStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_map_source_sort:
 * @columns: (out): of the grid, about four for every three rows
 * @work: reports the progress and cancels
 *
 * Sorts the photos by the 32 main components of their codes, see sem_sorting_new(). The same photos
 * and codes give the same order, whatever order the photos were indexed in.
 *
 * Returns: (transfer full) (nullable) (array length=photos->len): positions in @photos by rows of
 *   the grid; %NULL where it is cancelled
 */
guint32 *sem_map_source_sort (const SemMapSource *self,
                              guint *columns,
                              SemWork *work) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
