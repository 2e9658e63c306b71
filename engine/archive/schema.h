/* schema.h - the tables, roles and rights of an archive
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"

G_BEGIN_DECLS

/* The version of the tables that this program makes and reads. */
#define SEM_ARCHIVE_VERSION 2
/* From this version on an archive lists what has changed. */
#define SEM_ARCHIVE_LISTS_CHANGES 2
/* Default and maximum number of tables that the codes lie in. */
#define SEM_ARCHIVE_PARTITIONS 4
#define SEM_ARCHIVE_MAX_PARTITIONS 64

/* The number of the advisory lock that publishers hold shared, and a change of the model
 * exclusively: the bytes "SEMB", as 64 bits. */
#define SEM_ARCHIVE_LOCK "1397050690"

/* The channel of NOTIFY for added and removed photos, and changes of the model. */
#define SEM_ARCHIVE_CHANNEL "semblance"

/**
 * sem_schema_check_roles:
 *
 * Roles belong to the server and outlive a database.
 *
 * Returns: %FALSE with %SEM_ERROR_FAILED where roles of the names that sem_schema_make() takes are
 *   there and have members, or with an error of the link
 */
gboolean sem_schema_check_roles (SemLink *link, GError **error);

/**
 * sem_schema_make:
 *
 * Makes the schema "semblance" with all tables that do not depend on a model, and the roles
 * DATABASE_owner, which owns it, DATABASE_publisher and DATABASE_reader. Afterwards, until the end
 * of the transaction, the session acts as the owner. Call in a transaction.
 *
 * What a publisher may do is its rights and row-level security together: everyone reads all; a
 * publisher adds owners, photos and places in its own name only, and what is made of a photo only
 * where it has added that, and a thumbnail also where a photo that it publishes has none; it
 * removes its own owners and places only; photos, features, codes and vectors nobody but the owner
 * changes or removes. A photo of which no place is left is removed by a function of the owner,
 * semblance.sweep(), and rows without a photo by semblance.sweep_parts(), as are thumbnails of
 * photos that no owner publishes with thumbnails any more.
 *
 * Returns: %FALSE with an error of the link
 */
gboolean sem_schema_make (SemLink *link, GError **error);

/* Upgrades the tables of an archive of version 1 to this version. Call in a transaction, as the
 * owner.
 * Returns: FALSE with an error of the link */
gboolean sem_schema_upgrade (SemLink *link, GError **error);

/**
 * sem_schema_add_parts:
 * @table: "features", "codes_N" or "vectors_N"
 * @columns: its columns but for "photo", a constant
 * @n: partitions
 * @n_shards: servers "shard_0" and so on that have them; 0 for this one
 *
 * Makes a table partitioned by a hash of the photo. On a shard, partition i is the table
 * semblance_shard.TABLE_i. Call in a transaction, as the owner.
 */
gboolean sem_schema_add_parts (SemLink *link,
                               const char *table,
                               const char *columns,
                               guint n,
                               guint n_shards,
                               GError **error);

/* Photos that are given the codes of a new model in one transaction. */
#define SEM_ARCHIVE_PIECE 512

/* Statements after which the session acts as the archive's owner: until the end of the transaction,
 * and until its own end. */
extern const char sem_schema_become_owner[];
extern const char sem_schema_stay_owner[];

/* The columns of "features" and "vectors_N"; those of "codes_N" have one, "code bit (BITS)". */
extern const char sem_schema_features[];
extern const char sem_schema_vectors[];

G_END_DECLS
