/* archive.h - a database into which libraries publish, and which all of them can search
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"
#include "engine/archive/pgvector.h"
#include "engine/hash/models/hash-model.h"

G_BEGIN_DECLS

/**
 * SemArchive:
 * @link: the connection
 * @version: of its tables; an older one lacks what schema.h says
 * @backbone: id of the only backbone whose features it holds
 * @model: number of the model that is searched by
 * @bits: length of its codes
 * @next: number of a later model that will be searched by once all photos have its codes; 0 for
 *   none
 * @next_bits: length of its codes
 * @pgvector: the extension that compares codes in the server, if any
 * @n_parts: tables that the codes lie in
 * @n_shards: servers that have these tables; 0 where they are on the archive's own server
 *
 * An open archive that this version of the program can read.
 */
typedef struct
{
  SemLink *link;
  gint64 version;
  char *backbone;
  gint64 model;
  guint bits;
  gint64 next;
  guint next_bits;
  SemPgvector pgvector;
  guint n_parts;
  guint n_shards;
} SemArchive;

/**
 * sem_archive_open:
 * @uri: as for sem_link_open()
 *
 * Returns: (transfer full): %NULL with an error of the link, %SEM_ERROR_NEWER where a newer version
 *   of the program made the archive, %SEM_ERROR_DAMAGED, or %SEM_ERROR_NOT_FOUND where the database
 *   is no archive
 */
SemArchive *sem_archive_open (const char *uri,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_archive_close (SemArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemArchive, sem_archive_close)

/**
 * sem_archive_load_model:
 *
 * Returns: (transfer full): the model that the archive is searched by; %NULL with
 * %SEM_ERROR_DAMAGED, %SEM_ERROR_BUSY where the archive has changed to another one since it was
 * opened, or an error of the link
 */
SemHashModel *sem_archive_load_model (const SemArchive *self,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As sem_archive_load_model(), for the model with the number @next. Returns: (transfer full) */
SemHashModel *sem_archive_load_next_model (const SemArchive *self,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets %SEM_ERROR_BUSY: another session is changing the archive. Returns: %FALSE */
gboolean sem_archive_set_changing (const SemLink *link, GError **error);

/* Returns: the number of photos in the archive; -1 with an error of the link */
gint64 sem_archive_count (const SemArchive *self, GCancellable *cancellable, GError **error);

G_END_DECLS
