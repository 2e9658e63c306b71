/* pgvector.h - an optional extension of PostgreSQL that compares codes, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/link.h"

G_BEGIN_DECLS

/**
 * SemPgvector:
 * @version: (nullable): of the extension, such as "0.8.0"; %NULL where it is not installed, or
 *   older than 0.7, the first that compares codes
 * @operator: (nullable): distance of two codes, as a statement names it
 * @hnsw: whether codes have an approximate index
 * @goes_on: whether a search of the index continues until it has enough results, from 0.8 on
 */
typedef struct
{
  char *version;
  char *operator;
  gboolean hnsw;
  gboolean goes_on;
} SemPgvector;

void sem_pgvector_clear (SemPgvector *self);

/* Adds the extension to the database where the server has it and the user of the connection is
 * allowed to. Call in a transaction, after sem_schema_make(); the session acts as the owner
 * afterwards. FALSE with an error of the link. */
gboolean sem_pgvector_add (SemLink *link, GError **error);
/* @self: (out): to be cleared; of an archive that lists changes, see schema.h. FALSE with an error
 * of the link. */
gboolean
sem_pgvector_find (SemPgvector *self, SemLink *link, GCancellable *cancellable, GError **error);
/* Makes the tables of later models get an index. Returns: FALSE with SEM_ERROR_FAILED where the
 * extension is not installed, or an error of the link. */
gboolean sem_pgvector_want_index (SemLink *link, GError **error);
/* Makes the index of the codes of a model, if sem_pgvector_want_index() was called. Call it as the
 * owner. */
gboolean sem_pgvector_add_index (SemLink *link, gint64 model, GError **error);

G_END_DECLS
