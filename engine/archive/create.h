/* create.h - making an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemArchivePlan:
 * @uri: of an existing database, see sem_link_open(). The user must be allowed to make schemas and
 *   roles in it; with shards it must be a superuser
 * @library: (type filename): the library whose active model and backbone the archive gets
 * @n_parts: tables that the codes lie in, from 1 to %SEM_ARCHIVE_MAX_PARTITIONS; 0 for as many as
 *   is usual
 * @hnsw: whether codes get an approximate index, which finds nearly all of the nearest codes in
 *   less time than a scan; needs pgvector, and no shards
 * @shards: (nullable) (array zero-terminated): addresses of other databases, without passwords,
 *   which then have the codes, vectors, features and thumbnails; the server of the archive has to
 *   reach them by these addresses as well
 */
typedef struct
{
  const char *uri;
  const char *library;
  guint n_parts;
  gboolean hnsw;
  char **shards;
} SemArchivePlan;

/**
 * SemArchiveMade:
 * @name: (owned): the display name of the archive, see sem_link_get_name()
 * @publisher: (owned): the role that may publish, quoted as in SQL where its name needs that
 * @reader: (owned): likewise the role that may search
 */
typedef struct
{
  char *name;
  char *publisher;
  char *reader;
} SemArchiveMade;

/* Frees the members. */
void sem_archive_made_clear (SemArchiveMade *self);

/**
 * sem_archive_create:
 * @made: (out caller-allocates): what there is now, to be cleared with sem_archive_made_clear();
 *   all %NULL on failure
 *
 * Makes schema, tables and roles in one transaction; on failure nothing is left. Each shard has a
 * transaction of its own, committed just before that of the archive's server: only an interruption
 * between these commits leaves tables on a shard.
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where there is an archive already, or a shard's address
 * has a password, there are more shards than parts, or others have roles of the names that it
 * makes; %SEM_ERROR_NO_MODEL where the library has none; an error of the store or the link
 */
gboolean sem_archive_create (const SemArchivePlan *plan, SemArchiveMade *made, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemArchiveMade, sem_archive_made_clear)

G_END_DECLS
