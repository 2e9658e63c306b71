/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/trials/outcome.h"

#include <string.h>

SemOutcome *
sem_outcome_new (const SemSplit *split)
{
  SemOutcome *self = g_new (SemOutcome, 1);

  *self = (SemOutcome){
    .n = split->n_queries,
    .queries = g_memdup2 (split->queries, split->n_queries * sizeof *split->queries),
    .figures = g_new0 (double, split->n_queries *SEM_EVALUATION_N_FIGURES),
    .head = g_new (guint32, split->n_queries * SEM_OUTCOME_HEAD),
  };
  for (gsize i = 0; i < self->n * SEM_OUTCOME_HEAD; i++)
    self->head[i] = G_MAXUINT32;
  return self;
}

void
sem_outcome_free (SemOutcome *self)
{
  if (!self)
    return;
  g_free (self->queries);
  g_free (self->figures);
  g_free (self->head);
  g_free (self);
}

/* Each query has its own place, so that threads need no lock. */
void
sem_outcome_take (const SemTrial *trial,
                  SemEvaluationOrder order,
                  const SemRanking *ranking,
                  const SemRecord *record,
                  gpointer outcomes)
{
  SemOutcome *self = ((SemOutcomes *) outcomes)->by_order[order];
  gsize q = ranking->query;

  memcpy (self->figures + q * SEM_EVALUATION_N_FIGURES, record->figures, sizeof record->figures);
  for (gsize i = 0; i < MIN (SEM_OUTCOME_HEAD, ranking->n); i++)
    self->head[q * SEM_OUTCOME_HEAD + i] = trial->split->database[ranking->order[i]];
}
