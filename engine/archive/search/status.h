/* status.h - counts and settings of an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/mirror/mirror.h"

G_BEGIN_DECLS

/**
 * SemArchiveOwner:
 * @name: the name that its publisher chose; UTF-8 without control characters
 * @role: the user of the server that it belongs to, likewise
 * @photos: photos that it has in the archive
 * @places: files of these; without paths as many as photos
 */
typedef struct
{
  char *name;
  char *role;
  gint64 photos;
  gint64 places;
} SemArchiveOwner;

/**
 * SemArchivePart:
 * @shard: number of the server that has it; -1 for the archive's own
 * @rows: codes in it; -1 where it does not answer
 * @size: disk space of these, in bytes; -1 where it is not known, as for shards of
 *   archives that were made by earlier versions
 * @reason: (nullable): why it does not answer
 */
typedef struct
{
  gint shard;
  gint64 rows;
  gint64 size;
  char *reason;
} SemArchivePart;

/**
 * SemArchiveStatus:
 * @name: the display name of the archive, see sem_link_get_name()
 * @backbone: id of the only network whose features it holds
 * @method: the hash method of its model
 * @bits: length of its codes
 * @next_method: (nullable): the method of a newer model, which becomes the active one once all
 *   photos have its codes; %NULL where there is none
 * @next_bits: length of the codes of that model
 * @left: about how many photos have no code of that model yet
 * @photos: photos in it
 * @pgvector: (nullable): version of the pgvector that compares codes; %NULL for PostgreSQL itself
 * @hnsw: whether it does so by an index, which may miss some of the nearest
 * @mirror: whether there is a mirror of it on this computer, and whether a search uses it
 * @mirror_photos: photos in a mirror that is used
 * @size: disk space of the database, in bytes, without shards
 * @owners: (element-type SemArchiveOwner): by name
 * @parts: (element-type SemArchivePart): in their order
 */
typedef struct
{
  char *name;
  char *backbone;
  char *method;
  guint bits;
  char *next_method;
  guint next_bits;
  gint64 left;
  gint64 photos;
  char *pgvector;
  gboolean hnsw;
  SemMirrorState mirror;
  gsize mirror_photos;
  gint64 size;
  GPtrArray *owners;
  GPtrArray *parts;
} SemArchiveStatus;

/* @self: (nullable) */
void sem_archive_status_free (SemArchiveStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemArchiveStatus, sem_archive_status_free)

/**
 * sem_archive_get_status:
 * @uri: as for sem_link_open()
 *
 * Counts the rows of each part, which takes as long as a search. A part that does not answer within
 * ten seconds is said not to.
 *
 * Returns: (transfer full): %NULL with an error of sem_archive_open() or the link
 */
SemArchiveStatus *sem_archive_get_status (const char *uri,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
