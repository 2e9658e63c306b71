/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/judging.h"

#include "engine/measure/average-precision.h"

G_STATIC_ASSERT ((int) SEM_TRIAL_IGNORED == (int) SEM_MARK_IGNORED);

/* Photos of a group in UKBench. */
#define GROUP 4
#define PRECISION_PLACES 10

typedef struct
{
  SemTruthSetup setup;
  SemEvaluationMetric map;
  SemEvaluationMetric precision;
} Grade;

static const Grade grades[] = {
  { SEM_TRUTH_ONLY_EASY, SEM_EVALUATION_MAP_EASY, SEM_EVALUATION_MP_10_EASY },
  { SEM_TRUTH_MEDIUM, SEM_EVALUATION_MAP, SEM_EVALUATION_MP_10 },
  { SEM_TRUTH_ONLY_HARD, SEM_EVALUATION_MAP_HARD, SEM_EVALUATION_MP_10_HARD },
};

static void
find_relevant (const SemTrial *trial, gsize query, guint8 *relevant, gpointer truth)
{
  sem_truth_mark (truth, SEM_TRUTH_MEDIUM, trial->split, query, relevant);
}

/* @ranks: (out caller-allocates): of the relevant photos, from 1, without the ignored ones.
 * Returns: their number */
static gsize
list_ranks (const SemRanking *ranking, const guint8 *marks, guint32 *ranks)
{
  guint32 rank = 0;
  gsize n = 0;

  for (gsize i = 0; i < ranking->n; i++)
    if (marks[ranking->order[i]] != SEM_MARK_IGNORED)
      {
        rank++;
        if (marks[ranking->order[i]] == SEM_MARK_RELEVANT)
          ranks[n++] = rank;
      }
  return n;
}

/* Precision at k = min (10, rank of the last relevant photo), as in the authors' evaluation. */
static double
measure_precision (const guint32 *ranks, gsize n)
{
  const guint32 k = n > 0 ? MIN (PRECISION_PLACES, ranks[n - 1]) : 1;
  gsize within = 0;

  while (within < n && ranks[within] <= k)
    within++;
  return (double) within / (double) k;
}

static void
judge_grades (const SemTrial *trial, const SemRanking *ranking, SemRecord *record, gpointer truth)
{
  g_autofree guint8 *marks = g_new (guint8, trial->split->n_database + 1);
  g_autofree guint32 *ranks = g_new (guint32, ranking->n + 1);

  for (guint g = 0; g < G_N_ELEMENTS (grades); g++)
    {
      gsize n;

      sem_truth_mark (truth, grades[g].setup, trial->split, ranking->query, marks);
      n = list_ranks (ranking, marks, ranks);
      record->figures[grades[g].map] = sem_average_precision (SEM_AP_TRAPEZOIDAL, ranks, n, n, 0);
      record->figures[grades[g].precision] = measure_precision (ranks, n);
    }
}

/* The query is ranked as well, and counts wherever it stands. */
static void
judge_group (const SemTrial *trial, const SemRanking *ranking, SemRecord *record, gpointer data)
{
  const SemTruth *truth = data;
  const SemSplit *split = trial->split;
  const guint32 group = sem_truth_get_row (truth, split->queries[ranking->query])->group;
  guint found = 0;

  for (gsize i = 0; i < MIN (GROUP, ranking->n); i++)
    found += sem_truth_get_row (truth, split->database[ranking->order[i]])->group == group;
  record->figures[SEM_EVALUATION_NS] = (double) found / GROUP;
}

/* Means are over the queries that have anything relevant in a grade. */
static void
set_factors (const SemTrial *trial, const SemTruth *truth, double *factors)
{
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    factors[f] = 1.0;
  if (truth->kind != SEM_TRUTH_BY_LISTS)
    return;
  for (guint g = 0; g < G_N_ELEMENTS (grades); g++)
    {
      const gsize n = sem_truth_count_asking (truth, grades[g].setup, trial->split);
      const double factor = n > 0 ? (double) trial->split->n_queries / (double) n : 0.0;

      factors[grades[g].map] = factor;
      factors[grades[g].precision] = factor;
    }
}

void
sem_judging_set_up (SemTrial *trial, const SemTruth *truth, double *factors)
{
  trial->relevant = find_relevant;
  trial->relevant_data = (gpointer) truth;
  trial->keeps_self = TRUE;
  trial->judge = truth->kind == SEM_TRUTH_BY_LISTS    ? judge_grades
                 : truth->kind == SEM_TRUTH_BY_GROUPS ? judge_group
                                                      : NULL;
  set_factors (trial, truth, factors);
  trial->factors = factors;
}
