/* altered-queries.h - draws the photos that are altered, and their alterations
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/copies/altered-set.h"
#include "engine/evaluate/pictures/alteration.h"

G_BEGIN_DECLS

/**
 * SemAlteredQuery:
 * @id: the photo
 * @path: (type filename): a file of it
 * @sources: (element-type gint64): its own photo, and others of the same picture
 * @views: (array): for each alteration, what the decoder does
 */
typedef struct
{
  gint64 id;
  char *path;
  GHashTable *sources;
  SemDecodeView *views;
} SemAlteredQuery;

/**
 * sem_altered_queries_draw:
 * @folder: (nullable) (type filename): absolute; only photos below it are drawn
 * @n_queries: number of photos; fewer if there are fewer
 * @error: return location; SEM_ERROR_TOO_FEW, or an error of the store
 *
 * Draws everything that is random from @seed. Photos that cannot be read are left out.
 *
 * Returns: (transfer full) (element-type SemAlteredQuery): %NULL with @error set
 */
GArray *sem_altered_queries_draw (SemStore *store,
                                  const SemAlteredSet *set,
                                  const char *folder,
                                  guint n_queries,
                                  guint64 seed,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The photo that the picture of query @query shows at @place: itself first, then the next ones. */
static inline SemAlteredQuery *
sem_altered_queries_get (const GArray *queries, gsize query, guint place)
{
  return &g_array_index (queries, SemAlteredQuery, (query + place) % queries->len);
}

/* The random numbers of one alteration of one query. */
void
sem_altered_queries_init_random (SemRandom *random, guint64 seed, gsize query, gsize alteration);

G_END_DECLS
