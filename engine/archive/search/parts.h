/* parts.h - statements to all reachable parts of an archive, for engine/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/archive.h"
#include "engine/archive/schema.h"

G_BEGIN_DECLS

/* Time limit of a statement of a search, and of the check whether a shard answers, in seconds. */
#define SEM_PARTS_PATIENCE 20
#define SEM_PARTS_SHARD_PATIENCE 3

/**
 * SemParts:
 * @uri: of the archive
 * @archive: opened; replaced where the connection has to be made again
 * @missing: by shard, whether it has not answered
 * @n_missing: number of shards that have not answered
 */
typedef struct
{
  char *uri;
  SemArchive *archive;
  gboolean missing[SEM_ARCHIVE_MAX_PARTITIONS];
  guint n_missing;
} SemParts;

/**
 * SemPartsForm:
 * @head: (nullable): before all arms
 * @table: such as "codes"; the number of the model follows where @of_model, then that of the part
 * @of_model: whether there is such a table for each model
 * @before: of each arm, up to the name of the table
 * @after: of each arm, from there on
 * @tail: (nullable): after all arms
 *
 * A statement that asks every part: its arms are joined by UNION ALL.
 */
typedef struct
{
  const char *head;
  const char *table;
  gboolean of_model;
  const char *before;
  const char *after;
  const char *tail;
} SemPartsForm;

/* Opens an archive for searching. Returns: FALSE with an error of sem_archive_open(); to be cleared
 * in any case */
gboolean
sem_parts_open (SemParts *self, const char *uri, GCancellable *cancellable, GError **error);
/* Connects again where the connection is lost, with the time limit of a search. */
gboolean sem_parts_renew (SemParts *self, GCancellable *cancellable, GError **error);
void sem_parts_clear (SemParts *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemParts, sem_parts_clear)

/* (transfer full): the text of the statement, of the parts that are not missing. */
char *sem_parts_make_sql (const SemParts *self, const SemPartsForm *form) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_parts_run:
 *
 * Where the statement fails and the archive has shards, finds the shards that do not answer, and
 * repeats it without them. So it takes at most %SEM_PARTS_PATIENCE, and once for each shard
 * %SEM_PARTS_SHARD_PATIENCE, and the time to connect again.
 *
 * Returns: (transfer full): %NULL with an error of the link, or %SEM_ERROR_UNREADABLE where no
 *   shard answers
 */
SemRows *sem_parts_run (SemParts *self,
                        const SemPartsForm *form,
                        const SemValues *values,
                        GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
