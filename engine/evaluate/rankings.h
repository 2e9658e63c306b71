/* rankings.h - writes the rankings of all queries to a file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/trials/trial.h"

G_BEGIN_DECLS

/**
 * SemRankings:
 *
 * Writes a line for each query and photo of the gallery: the query, the place of the photo from 1,
 * the photo, and "relevant", "other" or "junk", with tabs between. Queries come in the order of the
 * split, photos in that of the ranking. A tab, line break or backslash in a name is written as \t,
 * \n or \\. Junk are the ignored photos, including the query itself; but with @self_counts the
 * query is relevant.
 */
typedef struct _SemRankings SemRankings;

/**
 * sem_rankings_new:
 * @path: (type filename): the file to write, by a SemOutput
 * @names: (array): by row of the set; borrowed
 * @self_counts: whether a query that is in the gallery is written as relevant
 * @error: return location; SEM_ERROR_FAILED
 *
 * Returns: (transfer full)
 */
SemRankings *sem_rankings_new (const char *path,
                               const char *const *names,
                               gboolean self_counts,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Discards the file unless sem_rankings_finish() has succeeded. */
void sem_rankings_free (SemRankings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRankings, sem_rankings_free)

/* Adds the ranking of one query; any thread, in any order, once for each query. */
void sem_rankings_take (SemRankings *self, const SemTrial *trial, const SemRanking *ranking);

/* Renames the complete file. FALSE with SEM_ERROR_FAILED where any part of it could not be written;
 * the sentence names the file. */
gboolean sem_rankings_finish (SemRankings *self, GError **error);

G_END_DECLS
