/* files.h - the files that a scan found, and what became of each
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemFileState:
 * @SEM_FILE_SKIPPED: neither its contents nor its name are those of an image
 * @SEM_FILE_INDEXED: it has a photo
 * @SEM_FILE_FAILED: quarantined; the row's reason says why. It is tried again when the file or the
 *   decoder changes
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_FILE_SKIPPED = 1,
  SEM_FILE_INDEXED = 2,
  SEM_FILE_FAILED = 3,
} SemFileState;

/**
 * SemFileIdentity:
 * @size: bytes
 * @mtime: nanoseconds since 1970
 * @ctime: when its inode was last changed, in nanoseconds since 1970; 0 where that is not known, as
 *   of files that an older version indexed
 *
 * Tells whether a file is unchanged without reading its contents, see sem_content_is_unchanged().
 */
typedef struct
{
  guint64 device;
  guint64 inode;
  gint64 size;
  gint64 mtime;
  gint64 ctime;
} SemFileIdentity;

/**
 * SemStoreFile:
 * @folder: the id of its folder
 * @path: absolute; bytes, not necessarily UTF-8
 * @state: 0 in a damaged library: index the file again
 * @missing: whether the last scan of its folder did not find it
 * @photo: the id of its photo, or 0
 * @attempts: how often decoding it was tried
 * @reason: (nullable): why it failed, or what is unusual about an indexed file; UTF-8: a record,
 *   see base/told.h, or of older versions a sentence
 * @decoder: (nullable): the version of the decoder that failed, or of an indexed file that was
 *   decoded SEM_DECODE_LOOK; UTF-8
 */
typedef struct
{
  gint64 id;
  gint64 folder;
  char *path;
  SemFileIdentity identity;
  SemFileState state;
  gboolean missing;
  gint64 photo;
  guint attempts;
  char *reason;
  char *decoder;
} SemStoreFile;

void sem_store_file_clear (SemStoreFile *file);
void sem_store_file_free (SemStoreFile *file);

/* @path: (type filename). @file: (out): its id is 0 where the library does not have the path. */
gboolean sem_store_find_file (SemStore *self, const char *path, SemStoreFile *file, GError **error);

/* Returns: the photo of any indexed file with this identity, such as a hard link, that has a
 * feature of the @backbone; 0 where there is none, or the inode has very many names. With a ctime
 * of 0 it may be a moved file as well, or one that has taken the inode of another */
gint64 sem_store_find_identity (SemStore *self,
                                const SemFileIdentity *identity,
                                const char *backbone,
                                GError **error);
/* @found: (out): whether a file of the photo has this @decoder. */
gboolean sem_store_is_decoded_by (SemStore *self,
                                  gint64 photo,
                                  const char *decoder,
                                  gboolean *found,
                                  GError **error);
/* The @reason and @decoder that were stored when an indexed file of the photo was decoded. @reason,
 * @decoder: (out) (transfer full) (nullable). */
gboolean
sem_store_dup_notes (SemStore *self, gint64 photo, char **reason, char **decoder, GError **error);
/* Inserts or replaces the row of file->path, and sets file->id. */
gboolean sem_store_put_file (SemStore *self, SemStoreFile *file, GError **error);
/* Returns: the largest id of a file; 0 where there are none */
gint64 sem_store_last_file (SemStore *self, GError **error);

/**
 * sem_store_mark_missing:
 * @seen: (array length=n_seen): indexed by file id: not 0 where the scan found the file
 * @keep: (element-type filename): folders that could not be read; files below them are not marked
 * @n_missing: (out): rows that were marked
 *
 * Marks the other files of the folder with ids below @n_seen as missing. Call in a transaction.
 */
gboolean sem_store_mark_missing (SemStore *self,
                                 gint64 folder,
                                 const guint8 *seen,
                                 gint64 n_seen,
                                 GPtrArray *keep,
                                 guint *n_missing,
                                 GError **error);

/* Returns: (transfer full) (element-type SemStoreFile): failed files that are not missing, by path
 */
GPtrArray *sem_store_list_failed (SemStore *self, GError **error);
/* The same for files that are no images, by their names. */
GPtrArray *sem_store_list_skipped (SemStore *self, GError **error);
/* The same for indexed files that have a reason. */
GPtrArray *sem_store_list_noted (SemStore *self, GError **error);
/* Returns: the number of failed files that are not missing. Cheap: reads an index. */
gint64 sem_store_count_failed (SemStore *self, GError **error);

/* Returns: FALSE to end sem_store_read_files() */
typedef gboolean (*SemStoreFileFunc) (const char *path,
                                      const SemFileIdentity *identity,
                                      gpointer user_data);

/**
 * sem_store_read_files:
 * @below: (type filename): a folder, absolute
 * @func: (scope call): called for each file below @below that is not missing, whatever its state,
 *   until it returns FALSE. It must not use @self
 */
gboolean sem_store_read_files (SemStore *self,
                               const char *below,
                               SemStoreFileFunc func,
                               gpointer user_data,
                               GError **error);
/* The same for indexed files alone. */
gboolean sem_store_read_indexed (SemStore *self,
                                 const char *below,
                                 SemStoreFileFunc func,
                                 gpointer user_data,
                                 GError **error);

G_END_DECLS
