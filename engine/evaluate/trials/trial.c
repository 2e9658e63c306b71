/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/trials/trial-private.h"

#include "engine/hash/mathematics/blas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cblas.h>

/* Photos that vote on the class of a query. */
#define CLASSIFYING 10

typedef struct
{
  SemTrial *trial;
  gboolean find_nearest;
  float *queries;  /* shape (n_queries, d), normalised */
  float *database; /* shape (n_database, d), normalised */
  SemRecord *sums; /* one per task */
} Cosines;

float *
sem_trial_gather (const float *features, const guint32 *rows, gsize n, gsize d)
{
  float *out = g_new (float, n *d);

  for (gsize i = 0; i < n; i++)
    memcpy (out + i * d, features + (rows != NULL ? rows[i] : i) * d, d * sizeof *out);
  return out;
}

float *
sem_trial_normalise (const float *features,
                     const guint32 *rows,
                     gsize n,
                     gsize d,
                     const double *mean)
{
  float *out = sem_trial_gather (features, rows, n, d);

  for (gsize i = 0; i < n; i++)
    {
      float *row = out + i * d;
      double squares = 0.0;
      double scale;

      for (gsize j = 0; j < d; j++)
        squares += ((double) row[j] - mean[j]) * ((double) row[j] - mean[j]);
      scale = squares > 0.0 ? 1.0 / sqrt (squares) : 0.0;
      for (gsize j = 0; j < d; j++)
        row[j] = (float) (((double) row[j] - mean[j]) * scale);
    }
  return out;
}

gsize
sem_trial_count_tasks (gsize n, gsize per_task)
{
  return (n + per_task - 1) / per_task;
}

static void
relevant_by_label (const SemTrial *trial, gsize query, guint8 *relevant, gpointer user_data)
{
  const SemSplit *split = trial->split;
  guint32 label = trial->labels[split->queries[query]];

  for (gsize i = 0; i < split->n_database; i++)
    relevant[i] = trial->labels[split->database[i]] == label;
}

static int
compare_rows (const void *a, const void *b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

gsize
sem_trial_find_self (const SemTrial *trial, gsize query)
{
  const SemSplit *split = trial->split;
  const guint32 *found = trial->keeps_self
                           ? NULL
                           : bsearch (&split->queries[query], split->database, split->n_database,
                                      sizeof *split->database, compare_rows);

  return found != NULL ? (gsize) (found - split->database) : G_MAXSIZE;
}

void
sem_trial_seed_ties (SemRandom *random, const SemTrial *trial, gsize query)
{
  sem_random_init_part (random, trial->seed, SEM_RANDOM_TIES, query + 1);
}

void
sem_trial_find_relevant (const SemTrial *trial, gsize query, guint8 *relevant)
{
  memset (relevant, 0, trial->split->n_database);
  trial->relevant (trial, query, relevant, trial->relevant_data);
}

/* @order: (out caller-allocates): shape (ranking->n): the ranking without ignored photos
 * Returns: how many are left */
static gsize
skip_ignored (const SemRanking *ranking, const guint8 *relevant, guint32 *order)
{
  gsize n = 0;

  for (gsize i = 0; i < ranking->n; i++)
    if (relevant[ranking->order[i]] != SEM_TRIAL_IGNORED)
      order[n++] = ranking->order[i];
  return n;
}

/* Whether most of the nearest photos that have a class have that of the query. */
static double
classify (const SemTrial *trial, const SemRanking *ranking)
{
  const SemSplit *split = trial->split;
  guint32 classes[CLASSIFYING];
  guint votes[CLASSIFYING] = { 0 };
  guint n = 0, best = 0;

  for (gsize i = 0, taken = 0; i < ranking->n && taken < CLASSIFYING; i++)
    {
      const guint32 label = trial->labels[split->database[ranking->order[i]]];
      guint c = 0;

      if (label == SEM_NO_CLASS)
        continue;
      while (c < n && classes[c] != label)
        c++;
      if (c == n)
        classes[n++] = label;
      votes[c]++;
      taken++;
    }
  for (guint c = 1; c < n; c++)
    if (votes[c] > votes[best])
      best = c;
  return n > 0 && classes[best] == trial->labels[split->queries[ranking->query]] ? 1.0 : 0.0;
}

void
sem_trial_measure (const SemTrial *trial,
                   SemEvaluationOrder order,
                   const SemRanking *ranking,
                   const guint8 *relevant,
                   SemRecord *sum)
{
  g_autofree guint32 *left = trial->keeps_self ? g_new (guint32, ranking->n + 1) : NULL;
  SemRanking kept = *ranking;
  SemRecord record;

  if (left)
    {
      kept.n = skip_ignored (ranking, relevant, left);
      kept.order = left;
    }
  sem_record_measure (trial->measuring, &kept, relevant,
                      trial->nearest + kept.query * SEM_RECORD_NEAREST,
                      MIN (SEM_RECORD_NEAREST, kept.n), &record);
  if (trial->labels)
    record.figures[SEM_EVALUATION_KNN_10] = classify (trial, &kept);
  if (trial->judge)
    trial->judge (trial, ranking, &record, trial->relevant_data);
  sem_record_add (sum, &record);
  if (trial->ranked)
    trial->ranked (trial, order, ranking, &record, trial->ranked_data);
}

/* The sums are added in the order of the tasks, so that the result does not depend on threads. */
void
sem_trial_summarise (const SemTrial *trial, const SemRecord *sums, SemRecord *record)
{
  gsize n_tasks = sem_trial_count_tasks (trial->split->n_queries, SEM_TRIAL_QUERIES_A_TASK);

  memset (record, 0, sizeof *record);
  for (gsize i = 0; i < n_tasks; i++)
    sem_record_add (record, &sums[i]);
  sem_record_scale (record, 1.0 / (double) trial->split->n_queries);
  for (guint f = 0; trial->factors && f < SEM_EVALUATION_N_FIGURES; f++)
    record->figures[f] *= trial->factors[f];
}

static void
keep_nearest (const SemRanking *ranking, const guint8 *relevant, guint32 *nearest)
{
  guint n = 0;

  for (gsize i = 0; i < ranking->n && n < SEM_RECORD_NEAREST; i++)
    if (relevant[ranking->order[i]] != SEM_TRIAL_IGNORED)
      nearest[n++] = ranking->order[i];
}

static void
cosine_task (gsize task, gpointer data)
{
  Cosines *c = data;
  SemTrial *trial = c->trial;
  gsize d = trial->d;
  gsize n = trial->split->n_database;
  gsize first = task * SEM_TRIAL_QUERIES_A_TASK;
  gsize rows = MIN (SEM_TRIAL_QUERIES_A_TASK, trial->split->n_queries - first);
  g_autofree float *cosines = g_new (float, rows *n);
  g_autofree guint8 *relevant = g_new (guint8, n);
  SemRanker ranker;

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, rows, n, d, 1.0f, c->queries + first * d, d,
               c->database, d, 0.0f, cosines, n);
  sem_ranker_init (&ranker, n);
  for (gsize q = first; q < first + rows; q++)
    {
      SemRanking ranking;
      SemRandom random;

      sem_trial_seed_ties (&random, trial, q);
      sem_ranker_by_similarity (&ranker, cosines + (q - first) * n, n,
                                sem_trial_find_self (trial, q), &random, &ranking);
      ranking.query = q;
      sem_trial_find_relevant (trial, q, relevant);
      if (c->find_nearest)
        keep_nearest (&ranking, relevant, trial->nearest + q * SEM_RECORD_NEAREST);
      sem_trial_measure (trial, SEM_EVALUATION_SCORE, &ranking, relevant, &c->sums[task]);
    }
  sem_ranker_clear (&ranker);
}

static void
mean_of_rows (const float *features, const guint32 *rows, gsize n, gsize d, double *mean)
{
  memset (mean, 0, d * sizeof *mean);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      mean[j] += (double) features[rows[i] * d + j];
  for (gsize j = 0; j < d; j++)
    mean[j] /= (double) n;
}

gboolean
sem_trial_rank_by_cosine (SemTrial *trial, gboolean centred, SemRecord *record)
{
  const SemSplit *split = trial->split;
  gsize n_tasks = sem_trial_count_tasks (split->n_queries, SEM_TRIAL_QUERIES_A_TASK);
  g_autofree double *mean = g_new0 (double, trial->d);
  g_autofree SemRecord *sums = g_new0 (SemRecord, n_tasks);
  g_autofree float *queries = NULL;
  g_autofree float *database = NULL;
  Cosines cosines;

  if (centred)
    mean_of_rows (trial->features, split->database, split->n_database, trial->d, mean);
  queries = sem_trial_normalise (trial->features, split->queries, split->n_queries, trial->d, mean);
  database =
    sem_trial_normalise (trial->features, split->database, split->n_database, trial->d, mean);
  cosines = (Cosines){ trial, centred, queries, database, sums };
  if (!sem_work_parallel (&trial->job, n_tasks, cosine_task, &cosines))
    return FALSE;
  sem_trial_summarise (trial, sums, record);
  return TRUE;
}

SemHashModel *
sem_trial_train (SemTrial *trial, const SemHashOptions *options, GError **error)
{
  const SemSplit *split = trial->split;
  gsize d = trial->d;
  g_autofree float *rows =
    sem_trial_gather (trial->features, split->training, split->n_training, d);

  return sem_hash_train (options, rows, split->n_training, d, &trial->job.progress, error);
}

void
sem_trial_init (SemTrial *trial,
                const float *features,
                const guint32 *labels,
                gsize d,
                SemSplit *split,
                guint64 seed)
{
  sem_blas_use_one_thread ();
  *trial = (SemTrial){
    .features = features,
    .labels = labels,
    .d = d,
    .seed = seed,
    .split = split,
    .relevant = relevant_by_label,
    .nearest = g_new0 (guint32, split->n_queries * SEM_RECORD_NEAREST),
  };
}

void
sem_trial_clear (SemTrial *trial)
{
  g_free (trial->nearest);
  sem_split_free (trial->split);
}
