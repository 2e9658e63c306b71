/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/trials/trial-private.h"

#include "engine/index/rerank.h"

#include <string.h>

#define RESULTS 10
#define ROWS_A_TASK 256

/* The codes of the queries and of the gallery by one model. */
typedef struct
{
  const SemTrial *trial;
  SemHashModel *model;
  const float *features;
  guint n_bits;
  gsize n_words;
  guint64 *query_codes;
  float *outputs;
  gint8 *query_vectors;
  guint64 *codes;
  gint8 *vectors;
  SemRankerTable *table;
  SemRecord *hamming; /* one per task */
  SemRecord *score;
} Codes;

/* Re-ranks the first hits as a search does; equal scores keep their random order. */
static void
reorder_head (const Codes *c, SemRanking *ranking, guint32 *order)
{
  gsize n = MIN (ranking->n, sem_rerank_candidates (RESULTS));
  g_autoptr (GArray) hits = g_array_sized_new (FALSE, TRUE, sizeof (SemRankedHit), n);

  memcpy (order, ranking->order, ranking->n * sizeof *order);
  for (gsize i = 0; i < n; i++)
    {
      SemRankedHit hit = { .photo_id = (gint64) i };
      gsize position = order[i];

      sem_rerank_score (c->outputs + ranking->query * c->n_bits, c->codes + position * c->n_words,
                        c->n_bits, c->query_vectors + ranking->query * SEM_VECTOR_DIM,
                        c->vectors + position * SEM_VECTOR_DIM, SEM_VECTOR_DIM, &hit);
      g_array_append_val (hits, hit);
    }
  sem_rerank_sort (hits);
  for (gsize i = 0; i < n; i++)
    order[i] = ranking->order[g_array_index (hits, SemRankedHit, i).photo_id];
  ranking->order = order;
  ranking->distances = NULL;
}

static void
code_task (gsize task, gpointer data)
{
  const Codes *c = data;
  const SemTrial *trial = c->trial;
  gsize n = trial->split->n_database;
  gsize end = MIN ((task + 1) * SEM_TRIAL_QUERIES_A_TASK, trial->split->n_queries);
  g_autofree guint8 *relevant = g_new (guint8, n);
  g_autofree guint32 *order = g_new (guint32, n);
  SemRanker ranker;

  sem_ranker_init (&ranker, n);
  for (gsize q = task * SEM_TRIAL_QUERIES_A_TASK; q < end; q++)
    {
      SemRanking ranking;
      SemRandom random;

      sem_trial_seed_ties (&random, trial, q);
      sem_ranker_by_codes (&ranker, c->table, c->query_codes + q * c->n_words,
                           sem_trial_find_self (trial, q), &random, &ranking);
      ranking.query = q;
      sem_trial_find_relevant (trial, q, relevant);
      sem_trial_measure (trial, SEM_EVALUATION_HAMMING, &ranking, relevant, &c->hamming[task]);
      reorder_head (c, &ranking, order);
      sem_trial_measure (trial, SEM_EVALUATION_SCORE, &ranking, relevant, &c->score[task]);
    }
  sem_ranker_clear (&ranker);
}

/* Gathers the rows, because a model encodes many rows at once faster than single ones. */
static void
encode_rows (const Codes *c,
             const guint32 *rows,
             gsize n,
             guint64 *codes,
             float *outputs,
             gint8 *vectors)
{
  gsize d = sem_hash_model_get_n_features (c->model);
  g_autofree float *features = sem_trial_gather (c->features, rows, n, d);

  sem_hash_model_encode (c->model, features, n, codes, outputs);
  sem_hash_model_vectors (c->model, features, n, vectors);
}

/* The tasks of the queries come first, then those of the gallery. */
static void
encode_task (gsize task, gpointer data)
{
  const Codes *c = data;
  const SemSplit *split = c->trial->split;
  gsize n_query_tasks = sem_trial_count_tasks (split->n_queries, ROWS_A_TASK);
  gboolean of_queries = task < n_query_tasks;
  gsize first = (of_queries ? task : task - n_query_tasks) * ROWS_A_TASK;

  if (of_queries)
    encode_rows (c, split->queries + first, MIN (ROWS_A_TASK, split->n_queries - first),
                 c->query_codes + first * c->n_words, c->outputs + first * c->n_bits,
                 c->query_vectors + first * SEM_VECTOR_DIM);
  else
    encode_rows (c, split->database + first, MIN (ROWS_A_TASK, split->n_database - first),
                 c->codes + first * c->n_words, NULL, c->vectors + first * SEM_VECTOR_DIM);
}

static void
codes_init (Codes *c, const SemTrial *trial, SemHashModel *model, const float *features)
{
  gsize n_queries = trial->split->n_queries;
  gsize n_database = trial->split->n_database;
  gsize n_tasks = sem_trial_count_tasks (n_queries, SEM_TRIAL_QUERIES_A_TASK);
  guint n_bits = sem_hash_model_get_n_bits (model);
  gsize n_words = SEM_HASH_WORDS (n_bits);

  *c = (Codes){
    .trial = trial,
    .model = model,
    .features = features,
    .n_bits = n_bits,
    .n_words = n_words,
    .query_codes = g_new (guint64, n_queries * n_words),
    .outputs = g_new (float, n_queries *n_bits),
    .query_vectors = g_new (gint8, n_queries * SEM_VECTOR_DIM),
    .codes = g_new (guint64, n_database * n_words),
    .vectors = g_new (gint8, n_database * SEM_VECTOR_DIM),
    .hamming = g_new0 (SemRecord, n_tasks),
    .score = g_new0 (SemRecord, n_tasks),
  };
}

static void
codes_clear (Codes *c)
{
  g_free (c->query_codes);
  g_free (c->outputs);
  g_free (c->query_vectors);
  g_free (c->codes);
  g_free (c->vectors);
  sem_ranker_table_free (c->table);
  g_free (c->hamming);
  g_free (c->score);
}

gboolean
sem_trial_rank_by_model (SemTrial *trial,
                         SemHashModel *model,
                         const float *features,
                         SemRecord *hamming,
                         SemRecord *score)
{
  gsize n_tasks = sem_trial_count_tasks (trial->split->n_queries, ROWS_A_TASK)
                  + sem_trial_count_tasks (trial->split->n_database, ROWS_A_TASK);
  gboolean done;
  Codes codes;

  codes_init (&codes, trial, model, features);
  done = sem_work_parallel (&trial->job, n_tasks, encode_task, &codes);
  if (done)
    {
      codes.table = sem_ranker_table_new (codes.codes, trial->split->n_database, codes.n_bits);
      n_tasks = sem_trial_count_tasks (trial->split->n_queries, SEM_TRIAL_QUERIES_A_TASK);
      done = sem_work_parallel (&trial->job, n_tasks, code_task, &codes);
    }
  if (done)
    {
      sem_trial_summarise (trial, codes.hamming, hamming);
      sem_trial_summarise (trial, codes.score, score);
    }
  codes_clear (&codes);
  return done;
}
