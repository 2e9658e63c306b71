/* version.h - the versions of an archive's model, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"

G_BEGIN_DECLS

/**
 * SemVersionMaker:
 * @link: in a transaction, as the owner
 * @shards: (element-type SemLink): likewise; empty where the archive has none
 * @n_parts: partitions of each table
 * @indexes: whether codes get an index of pgvector
 *
 * The settings that new tables are made with.
 */
typedef struct
{
  SemLink *link;
  const GPtrArray *shards;
  guint n_parts;
  gboolean indexes;
} SemVersionMaker;

/* Makes a partitioned table and grants the rights to it. FALSE with an error of the link. */
gboolean sem_version_add_table (const SemVersionMaker *self,
                                const char *table,
                                const char *columns,
                                GError **error);
/* Returns: the number of a new version of the model, with its tables; -1 with an error */
gint64 sem_version_add (const SemVersionMaker *self,
                        guint bits,
                        const char *method,
                        GBytes *data,
                        GError **error);

G_END_DECLS
