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
 * Returns: (transfer full) (element-type SemLink): a connection to each, none of which has parts of
 *   an archive yet; %NULL with %SEM_ERROR_FAILED or an error of the link
 */
GPtrArray *sem_shards_open (char **uris, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the servers shard_0 and so on to the database of @link, as a superuser; call in a
 * transaction. */
gboolean sem_shards_add (SemLink *link, const GPtrArray *shards, GError **error);

/* Makes the tables of the partitions of @table that the shards have, as sem_schema_add_parts()
 * expects them. */
gboolean sem_shards_make_parts (const GPtrArray *shards,
                                const char *table,
                                const char *columns,
                                guint n,
                                GError **error);
/* Removes them all, after a failure. */
void sem_shards_undo (const GPtrArray *shards);

G_END_DECLS
