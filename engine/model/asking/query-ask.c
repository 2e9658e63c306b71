/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/asking/query-private.h"
#include "engine/model/results-private.h"

SemSearchAnswer *
sem_query_ask (SemQuery *self,
               SemSearcher *searcher,
               guint k,
               const SemBounds *bounds,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_query_make_request (self, k, cancellable, error);

  if (!request)
    return NULL;
  request->spread = !bounds;
  if (bounds)
    {
      request->min_likeness = (float) bounds->min;
      request->max_likeness = (float) bounds->max;
    }
  return sem_search (searcher, request, error);
}

SemSearchAnswer *
sem_query_prove (SemQuery *self,
                 SemSearcher *searcher,
                 const SemSearchAnswer *answer,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (SemSearchRequest) request =
    sem_query_make_request (self, MAX (answer->n_hits, 1), cancellable, error);

  return request ? sem_search_prove (searcher, request, answer, error) : NULL;
}
