/* photos.h - photos: contents that one or more files hold
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/* Bytes of the SHA-256 by which a photo's contents are known. */
#define SEM_STORE_HASH_SIZE 32

/**
 * SemStorePhoto:
 * @width: of the upright photo, in pixels
 * @height: of the upright photo, in pixels
 * @path: (nullable): of a file that holds the photo: the first of sem_store_list_photo_files();
 *   absolute bytes, not necessarily UTF-8; NULL where no file holds it
 */
typedef struct
{
  gint64 id;
  guint8 hash[SEM_STORE_HASH_SIZE];
  guint width;
  guint height;
  char *path;
} SemStorePhoto;

void sem_store_photo_clear (SemStorePhoto *photo);
/* @photo: (out): its id is 0 where there is no photo @id. */
gboolean sem_store_get_photo (SemStore *self, gint64 id, SemStorePhoto *photo, GError **error);

/* @hash: (array fixed-size=32).
 * Returns: the photo with these contents and a feature of the @backbone; 0 where there is none */
gint64
sem_store_find_photo (SemStore *self, const guint8 *hash, const char *backbone, GError **error);

/* The same for a photo with these contents, whatever features it has. */
gint64 sem_store_find_contents (SemStore *self, const guint8 *hash, GError **error);

/**
 * sem_store_put_photo:
 * @hash: (array fixed-size=32)
 *
 * Inserts the photo, or updates the size of the one with that @hash, and notes that it has a
 * feature of the @backbone. Call in a transaction.
 *
 * Returns: its id; never 0
 */
gint64 sem_store_put_photo (SemStore *self,
                            const guint8 *hash,
                            guint width,
                            guint height,
                            const char *backbone,
                            GError **error);

/* A photo is hidden while all its files are missing. This recomputes which photos are, and reads
 * every row. Call in the transaction that marks or removes files. */
gboolean sem_store_update_hidden (SemStore *self, GError **error);
/* The same for one photo. Call in the transaction that changes one of its files. */
gboolean sem_store_update_photo_hidden (SemStore *self, gint64 photo, GError **error);
/* Returns: a number that grows whenever a photo is hidden, shown again or removed, or codes are
 * replaced */
gint64 sem_store_get_generation (SemStore *self, GError **error);
/* Increases the generation, so that searchers reload codes, sketches and other data that they hold
 * in memory. Call in the transaction that replaces the data. */
gboolean sem_store_renew_generation (SemStore *self, GError **error);

/* Returns: 1 where there is a visible photo, else 0; -1 with @error set */
gint64 sem_store_has_photos (SemStore *self, GError **error);
/* Returns: (transfer full) (element-type gint64): visible photos with ids above @after, ascending
 */
GArray *sem_store_list_photos (SemStore *self, gint64 after, GError **error);
/* Returns: (transfer full) (element-type gint64): hidden photos, ascending */
GArray *sem_store_list_hidden (SemStore *self, GError **error);

/**
 * SemStoreCounts:
 * @photos: visible photos
 * @files: indexed files that are not missing
 * @failed: failed files that are not missing
 * @skipped: files that are not images and not missing
 */
typedef struct
{
  guint photos;
  guint files;
  guint failed;
  guint skipped;
} SemStoreCounts;

/* @counts: (out). Reads every row: call it once per run, not once per batch. */
gboolean sem_store_count (SemStore *self, SemStoreCounts *counts, GError **error);

G_END_DECLS
