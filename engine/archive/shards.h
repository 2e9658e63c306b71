/* shards.h - other servers that have the parts of an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"

G_BEGIN_DECLS

/**
 * sem_shards_open:
 * @uris: (array zero-terminated): without passwords
 *
 * Returns: (transfer full) (element-type SemLink): a connection to each, in a transaction; none of
 *   them has parts of an archive yet, or gets some from another connection meanwhile; %NULL with
 * %SEM_ERROR_FAILED or an error of the link
 */
GPtrArray *sem_shards_open (char **uris, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_shards_reopen:
 * @link: the archive's
 * @n: shards
 *
 * Returns: (transfer full) (element-type SemLink): a connection to each shard of an archive, as its
 *   server has it, in a transaction; %NULL with an error of the link
 */
GPtrArray *sem_shards_reopen (SemLink *link, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the servers shard_0 and so on to the database of @link, as a superuser, and for each a table
 * sizes_0 and so on, of the name and bytes of each of its tables; call in a transaction, after
 * sem_schema_make(), and the session acts as the owner again afterwards. */
gboolean sem_shards_add (SemLink *link, const GPtrArray *shards, GError **error);

/* Makes the tables of the partitions of @table that the shards have, as sem_schema_add_parts()
 * expects them. */
gboolean sem_shards_make_parts (const GPtrArray *shards,
                                const char *table,
                                const char *columns,
                                guint n,
                                GError **error);
/* Commits the transactions one after another. @n: (out): number of those committed, also where one
 * fails. */
gboolean sem_shards_commit (const GPtrArray *shards, guint *n, GError **error);
/* Removes the tables that sem_shards_commit() has committed on the first @n shards, since another
 * one failed. Open transactions are rolled back when their connections close. */
void sem_shards_undo (const GPtrArray *shards, guint n);

G_END_DECLS
