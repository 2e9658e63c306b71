/* rankings.h - the rankings of all queries in a file
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
 * \n or \\. Junk is what figures skip, the query itself among it; but with @self_counts the query
 * is relevant.
 */
typedef struct _SemRankings SemRankings;

/**
 * sem_rankings_new:
 * @path: (type filename): written as a SemOutput is
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
/* Drops the file that was written so far, if it was not finished. */
void sem_rankings_free (SemRankings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRankings, sem_rankings_free)

/* Takes one ranking; from any thread, in any order, each query once. */
void sem_rankings_take (SemRankings *self, const SemTrial *trial, const SemRanking *ranking);

/* Gives the file its name. Fails where any part of it could not be written, with a translated
 * sentence that names it. */
gboolean sem_rankings_finish (SemRankings *self, GError **error);

G_END_DECLS
