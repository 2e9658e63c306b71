/* mirror-file.h - the codes of an archive in a local file, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/index/hamming-index.h"

G_BEGIN_DECLS

#define SEM_MIRROR_BASE_SIZE 16

/**
 * SemMirrorHead:
 * @archive: identifies the archive, see SemMirrorMoment
 * @snapshot: which of its transactions are in the rows, as PostgreSQL writes it
 * @model: number of the model that the codes are of
 * @bits: their length
 * @most: how much memory the mirror may take, in bytes
 * @base: random: identifies a file of all codes; a file of changes has that of the file that it
 *   belongs to
 */
typedef struct
{
  char *archive;
  char *snapshot;
  gint64 model;
  guint bits;
  guint64 most;
  guint8 base[SEM_MIRROR_BASE_SIZE];
} SemMirrorHead;

/**
 * SemMirrorRows:
 * @ids: (element-type gint64): photos, ascending; of changes, those that are gone are negative, in
 *   the order of the photos all the same
 * @codes: (element-type guint64): shape (n, SEM_HASH_WORDS (bits)); of those that are gone, 0
 */
typedef struct
{
  GArray *ids;
  GArray *codes;
} SemMirrorRows;

/**
 * SemMirrorFile:
 * @head: the header of the file
 * @n: rows
 * @bytes: the contents of the file, which hold the rows
 *
 * A parsed file; its rows are not copied.
 */
typedef struct
{
  SemMirrorHead head;
  gsize n;
  GBytes *bytes;
} SemMirrorFile;

void sem_mirror_head_clear (SemMirrorHead *self);
void sem_mirror_rows_init (SemMirrorRows *self);
void sem_mirror_rows_clear (SemMirrorRows *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemMirrorRows, sem_mirror_rows_clear)
void sem_mirror_file_clear (SemMirrorFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemMirrorFile, sem_mirror_file_clear)

/**
 * sem_mirror_file_parse:
 * @self: (out): to be cleared, also on failure
 * @gone: whether the file may have rows of removed photos, as a file of changes does
 *
 * Checks all of it: lengths, the checksum, and the order of the photos.
 *
 * Returns: whether it is a file of a mirror
 */
gboolean sem_mirror_file_parse (SemMirrorFile *self, GBytes *bytes, gboolean gone);
/* As sem_mirror_file_parse(), for the file at @path; FALSE where it does not exist. */
gboolean sem_mirror_file_read (SemMirrorFile *self, const char *path, gboolean gone);
/* Size of a file with @n rows of codes of @bits bits, in bytes. */
guint64 sem_mirror_file_measure (gsize n, guint bits);
gint64 sem_mirror_file_get_id (const SemMirrorFile *self, gsize row);
/* @code: (out caller-allocates): SEM_HASH_WORDS (bits) words */
void sem_mirror_file_get_code (const SemMirrorFile *self, gsize row, guint64 *code);

/* Replaces the file atomically, readable by its owner only, and syncs it to disk. FALSE with an
 * error of the file. */
gboolean sem_mirror_file_write (const char *path,
                                const SemMirrorHead *head,
                                const SemMirrorRows *rows,
                                GError **error);

/* Merges newer changes into older ones. @self: (out): initialised; receives the merged rows. */
void sem_mirror_rows_merge (SemMirrorRows *self,
                            const SemMirrorFile *older,
                            const SemMirrorRows *newer,
                            guint bits);

/* (transfer full) (nullable): an index of all rows with the changes applied; NULL where the changes
 * do not fit the rows. @rows: (nullable) (out): receives the same rows. */
SemHammingIndex *sem_mirror_file_index (const SemMirrorFile *self,
                                        const SemMirrorRows *changes,
                                        SemMirrorRows *rows);

G_END_DECLS
