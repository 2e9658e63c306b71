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
 * @uri: of a database that is there, see sem_link_open(). The user must be allowed to make schemas
 *   and roles in it; with shards it must be a superuser
 * @library: (type filename): the library whose active model and backbone the archive gets
 * @n_parts: tables that the codes lie in, from 1 to %SEM_ARCHIVE_MAX_PARTITIONS; 0 for as many as
 *   is usual
 * @hnsw: whether codes get an index that finds nearly all of the nearest ones in less time than all
 *   take; needs pgvector, and no shards
 * @shards: (nullable) (array zero-terminated): addresses of other databases, without passwords,
 *   which then have the codes, vectors, features and thumbnails; by these addresses the server of
 *   the archive has to reach them as well
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
 * sem_archive_create:
 * @name: (out) (transfer full) (nullable): what the archive is called, without user and password
 *
 * Makes schema, tables and roles in one transaction; where it fails, nothing is left. On shards
 * that is one transaction each, and they end just before that of the archive's server: only what
 * breaks off between these leaves something on a shard.
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where there is an archive already, or a shard's address
 * has a password, there are more shards than parts, or others have roles of the names that it
 * makes; %SEM_ERROR_NO_MODEL where the library has none; an error of the store or the link
 */
gboolean sem_archive_create (const SemArchivePlan *plan, char **name, GError **error);

G_END_DECLS
