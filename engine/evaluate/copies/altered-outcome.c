/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/copies/altered-outcome.h"

static void
add_outcome (SemAlteredRow *row, const SemAlteredOutcome *outcome, double share)
{
  for (guint k = 0; k < SEM_ALTERED_N_ORDERS; k++)
    {
      const SemAlteredVerdict *verdict = &outcome->verdicts[k];

      row->first[k] += verdict->first * share;
      row->first_ten[k] += verdict->first_ten * share;
      row->each_first[k] += verdict->each_first * share;
      row->all_ten[k] += verdict->all_ten * share;
      row->seconds[k] += outcome->seconds[k] * share;
    }
  row->proof_seconds += outcome->proof_seconds * share;
  row->labelled += outcome->labelled * share;
  row->right += outcome->right * share;
  row->n_wrong += outcome->n_wrong;
  row->n_hits += outcome->n_hits;
}

GArray *
sem_altered_outcomes_count (const SemAlteredJob *job, const SemAlteredOutcome *outcomes)
{
  const guint n_queries = job->queries->len, n = job->n_chosen;
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (SemAlteredRow));

  g_array_set_size (rows, n);
  for (guint i = 0; i < n; i++)
    {
      SemAlteredRow *row = &g_array_index (rows, SemAlteredRow, i);
      const SemAlteration *alteration = sem_altered_job_get_picture (job, i).alteration;

      row->id = alteration->id;
      row->name = alteration->name;
      for (guint q = 0; q < n_queries; q++)
        add_outcome (row, &outcomes[(gsize) q * n + i], 1.0 / n_queries);
    }
  return rows;
}
