/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/trial.h"

#include "engine/evaluate/metrics.h"
#include "engine/hash/random.h"
#include "engine/index/rerank.h"

#include <math.h>

#include <cblas.h>

#define RESULTS 10
#define NEAREST 10
#define QUERIES_A_TASK 8
#define ENCODE_ROWS 1024

/* Buffers of one task, one entry a photo of the database. */
typedef struct
{
  guint32 *ties;
  guint32 *order;
  guint8 *relevant;
} Ranking;

typedef struct
{
  const SemTrial *trial;
  const float *features;
  gsize n;
  guint64 *codes;
  float *outputs;
  gint8 *vectors;
} Encoding;

static void
ranking_init (Ranking *ranking, const SemTrial *trial, gsize query)
{
  gsize n = trial->split->n_database;
  SemRandom random;

  if (ranking->ties == NULL)
    {
      ranking->ties = g_new (guint32, n);
      ranking->order = g_new (guint32, n);
      ranking->relevant = g_new (guint8, n);
    }
  /* Odd multiples keep the streams of a seed's queries apart. */
  sem_random_init (&random, trial->seed + (query + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15),
                   SEM_RANDOM_TIES);
  sem_random_permutation (&random, ranking->ties, n);
}

static void
ranking_clear (Ranking *ranking)
{
  g_free (ranking->ties);
  g_free (ranking->order);
  g_free (ranking->relevant);
}

static void
measure (const SemTrial *trial, const Ranking *ranking, gsize query, double *figures)
{
  const SemSplit *split = trial->split;
  const guint32 *labels = trial->labels;
  const guint8 *relevant = ranking->relevant;
  gsize n = split->n_database;

  for (gsize i = 0; i < n; i++)
    ranking->relevant[i]
      = labels[split->database[ranking->order[i]]] == labels[split->queries[query]];
  figures[SEM_EVALUATION_MAP_ALL] = sem_metrics_average_precision (relevant, n, n);
  figures[SEM_EVALUATION_MAP_1000] = sem_metrics_average_precision (relevant, n, 1000);
  figures[SEM_EVALUATION_P_1] = sem_metrics_precision (relevant, n, 1);
  figures[SEM_EVALUATION_P_10] = sem_metrics_precision (relevant, n, 10);
  figures[SEM_EVALUATION_P_100] = sem_metrics_precision (relevant, n, 100);
  figures[SEM_EVALUATION_NN10_100]
    = sem_metrics_overlap (trial->nearest + query * NEAREST, MIN (NEAREST, n), ranking->order, n,
                           100);
}

/* By cosine. The centred run goes first and leaves each query's nearest for all others. */
static void
cosine_task (gsize task, gpointer data)
{
  SemTrial *trial = data;
  gsize d = trial->d;
  gsize n = trial->split->n_database;
  gsize first = task * QUERIES_A_TASK;
  gsize rows = MIN (QUERIES_A_TASK, trial->split->n_queries - first);
  g_autofree float *cosines = g_new (float, rows * n);
  Ranking ranking = { 0 };

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, rows, n, d, 1.0f,
               trial->query_x + first * d, d, trial->database_x, d, 0.0f, cosines, n);
  for (gsize q = first; q < first + rows; q++)
    {
      ranking_init (&ranking, trial, q);
      sem_metrics_order_by_similarity (cosines + (q - first) * n, n, ranking.ties, ranking.order);
      if (trial->find_nearest)
        for (gsize i = 0; i < MIN (NEAREST, n); i++)
          trial->nearest[q * NEAREST + i] = ranking.order[i];
      measure (trial, &ranking, q, trial->figures[0] + q * SEM_EVALUATION_N_FIGURES);
    }
  ranking_clear (&ranking);
}

/* The head in the order that a search gives it; equal scores keep their random order. */
static void
reorder_head (const SemTrial *trial, gsize query, guint32 *order)
{
  guint n_bits = sem_hash_model_get_n_bits (trial->model);
  gsize n = MIN (trial->split->n_database, sem_rerank_candidates (RESULTS));
  g_autoptr (GArray) hits = g_array_sized_new (FALSE, TRUE, sizeof (SemRankedHit), n);
  g_autofree guint32 *head = g_memdup2 (order, n * sizeof *order);

  for (gsize i = 0; i < n; i++)
    {
      SemRankedHit hit = { .photo_id = (gint64) i };

      sem_rerank_score (trial->outputs + query * n_bits,
                        trial->codes + head[i] * SEM_HASH_WORDS (n_bits), n_bits,
                        trial->query_vectors + query * SEM_VECTOR_DIM,
                        trial->vectors + (gsize) head[i] * SEM_VECTOR_DIM, SEM_VECTOR_DIM, &hit);
      g_array_append_val (hits, hit);
    }
  sem_rerank_sort (hits);
  for (gsize i = 0; i < n; i++)
    order[i] = head[g_array_index (hits, SemRankedHit, i).photo_id];
}

static void
find_distances (const SemTrial *trial, gsize query, guint16 *distances)
{
  guint n_words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (trial->model));
  const guint64 *asked = trial->query_codes + query * n_words;

  for (gsize i = 0; i < trial->split->n_database; i++)
    {
      const guint64 *code = trial->codes + i * n_words;
      int distance = 0;

      for (guint w = 0; w < n_words; w++)
        distance += __builtin_popcountll (asked[w] ^ code[w]);
      distances[i] = (guint16) distance;
    }
}

static void
code_task (gsize task, gpointer data)
{
  SemTrial *trial = data;
  gsize end = MIN ((task + 1) * QUERIES_A_TASK, trial->split->n_queries);
  g_autofree guint16 *distances = g_new (guint16, trial->split->n_database);
  Ranking ranking = { 0 };

  for (gsize q = task * QUERIES_A_TASK; q < end; q++)
    {
      ranking_init (&ranking, trial, q);
      find_distances (trial, q, distances);
      sem_metrics_order_by_distance (distances, trial->split->n_database, SEM_HASH_MAX_BITS + 1,
                                     ranking.ties, ranking.order);
      measure (trial, &ranking, q, trial->figures[0] + q * SEM_EVALUATION_N_FIGURES);
      reorder_head (trial, q, ranking.order);
      measure (trial, &ranking, q, trial->figures[1] + q * SEM_EVALUATION_N_FIGURES);
    }
  ranking_clear (&ranking);
}

static gsize
count_tasks (gsize n, gsize per_task)
{
  return (n + per_task - 1) / per_task;
}

/* Means over the queries. */
static void
summarise (const SemTrial *trial, guint which, double *figures)
{
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    {
      double sum = 0.0;

      for (gsize q = 0; q < trial->split->n_queries; q++)
        sum += trial->figures[which][q * SEM_EVALUATION_N_FIGURES + f];
      figures[f] = sum / (double) trial->split->n_queries;
    }
}

static void
centre_rows (const float *rows, gsize n, gsize d, const double *mean, float *out)
{
  for (gsize i = 0; i < n; i++)
    {
      double squares = 0.0;
      double scale;

      for (gsize j = 0; j < d; j++)
        {
          double value = (double) rows[i * d + j] - mean[j];

          squares += value * value;
        }
      scale = squares > 0.0 ? 1.0 / sqrt (squares) : 0.0;
      for (gsize j = 0; j < d; j++)
        out[i * d + j] = (float) (((double) rows[i * d + j] - mean[j]) * scale);
    }
}

gboolean
sem_trial_rank_by_cosine (SemTrial *trial, gboolean centred, double *figures)
{
  gsize d = trial->d;
  const SemSplit *split = trial->split;
  g_autofree double *mean = g_new0 (double, d);

  if (centred)
    for (gsize i = 0; i < split->n_database * d; i++)
      mean[i % d] += (double) trial->database[i] / (double) split->n_database;
  centre_rows (trial->queries, split->n_queries, d, mean, trial->query_x);
  centre_rows (trial->database, split->n_database, d, mean, trial->database_x);
  trial->find_nearest = centred;
  sem_work_stage (&trial->job, centred ? 0.0 : 0.5, centred ? 0.5 : 1.0);
  if (!sem_work_parallel (&trial->job, count_tasks (split->n_queries, QUERIES_A_TASK),
                              cosine_task, trial))
    return FALSE;
  summarise (trial, 0, figures);
  return TRUE;
}

/* Larger databases teach by a sample. Its rows keep their order. */
static SemHashModel *
train (SemTrial *trial, const SemHashOptions *options, GError **error)
{
  gsize d = trial->d;
  gsize n = trial->split->n_database;
  gsize n_kept = 0;
  g_autofree guint32 *order = NULL;
  g_autofree gboolean *kept = NULL;
  g_autofree float *sample = NULL;
  SemRandom random;

  if (n <= SEM_HASH_MAX_TRAINING)
    return sem_hash_train (options, trial->database, n, d, trial->job.progress,
                           trial->job.user_data, trial->job.cancellable, error);
  order = g_new (guint32, n);
  kept = g_new0 (gboolean, n);
  sample = g_new (float, SEM_HASH_MAX_TRAINING * d);
  sem_random_init (&random, trial->seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, order, n);
  for (gsize i = 0; i < SEM_HASH_MAX_TRAINING; i++)
    kept[order[i]] = TRUE;
  for (gsize i = 0; i < n; i++)
    if (kept[i])
      {
        for (gsize j = 0; j < d; j++)
          sample[n_kept * d + j] = trial->database[i * d + j];
        n_kept++;
      }
  return sem_hash_train (options, sample, n_kept, d, trial->job.progress, trial->job.user_data,
                         trial->job.cancellable, error);
}

static void
encode_task (gsize task, gpointer data)
{
  const Encoding *e = data;
  SemHashModel *model = e->trial->model;
  guint n_bits = sem_hash_model_get_n_bits (model);
  gsize first = task * ENCODE_ROWS;
  gsize rows = MIN (ENCODE_ROWS, e->n - first);
  const float *features = e->features + first * e->trial->d;

  sem_hash_model_encode (model, features, rows, e->codes + first * SEM_HASH_WORDS (n_bits),
                         e->outputs != NULL ? e->outputs + first * n_bits : NULL);
  sem_hash_model_vectors (model, features, rows, e->vectors + first * SEM_VECTOR_DIM);
}

static gboolean
encode (SemTrial *trial)
{
  const SemSplit *split = trial->split;
  Encoding asked = { trial, trial->queries, split->n_queries, trial->query_codes, trial->outputs,
                     trial->query_vectors };
  Encoding searched
    = { trial, trial->database, split->n_database, trial->codes, NULL, trial->vectors };

  return sem_work_parallel (&trial->job, count_tasks (asked.n, ENCODE_ROWS), encode_task, &asked)
         && sem_work_parallel (&trial->job, count_tasks (searched.n, ENCODE_ROWS), encode_task,
                               &searched);
}

gboolean
sem_trial_rank_by_codes (SemTrial *trial,
                         const SemHashOptions *options,
                         double *hamming,
                         double *score,
                         GError **error)
{
  gboolean ranked;

  trial->model = train (trial, options, error);
  if (trial->model == NULL)
    return FALSE;
  sem_work_stage (&trial->job, 1.0, 1.0);
  ranked = encode (trial)
           && sem_work_parallel (&trial->job,
                                     count_tasks (trial->split->n_queries, QUERIES_A_TASK),
                                     code_task, trial);
  g_clear_pointer (&trial->model, sem_hash_model_unref);
  if (!ranked)
    return FALSE;
  summarise (trial, 0, hamming);
  summarise (trial, 1, score);
  return TRUE;
}

static float *
gather (const float *features, const guint32 *rows, gsize n, gsize d)
{
  float *out = g_new (float, n * d);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      out[i * d + j] = features[rows[i] * d + j];
  return out;
}

void
sem_trial_init (SemTrial *trial,
                const float *features,
                const guint32 *labels,
                gsize n,
                gsize d,
                guint queries_per_class,
                guint64 seed)
{
  gsize n_queries, n_database;

  *trial = (SemTrial){ .labels = labels, .d = d, .seed = seed };
  trial->split = sem_split_new (labels, n, queries_per_class, seed);
  n_queries = trial->split->n_queries;
  n_database = trial->split->n_database;
  trial->queries = gather (features, trial->split->queries, n_queries, d);
  trial->database = gather (features, trial->split->database, n_database, d);
  trial->query_x = g_new (float, n_queries * d);
  trial->database_x = g_new (float, n_database * d);
  trial->nearest = g_new0 (guint32, n_queries * NEAREST);
  trial->query_codes = g_new (guint64, n_queries * SEM_HASH_WORDS (SEM_HASH_MAX_BITS));
  trial->codes = g_new (guint64, n_database * SEM_HASH_WORDS (SEM_HASH_MAX_BITS));
  trial->outputs = g_new (float, n_queries * SEM_HASH_MAX_BITS);
  trial->query_vectors = g_new (gint8, n_queries * SEM_VECTOR_DIM);
  trial->vectors = g_new (gint8, n_database * SEM_VECTOR_DIM);
  for (guint i = 0; i < G_N_ELEMENTS (trial->figures); i++)
    trial->figures[i] = g_new0 (double, n_queries * SEM_EVALUATION_N_FIGURES);
}

void
sem_trial_clear (SemTrial *trial)
{
  g_free (trial->queries);
  g_free (trial->database);
  g_free (trial->query_x);
  g_free (trial->database_x);
  g_free (trial->nearest);
  g_free (trial->query_codes);
  g_free (trial->codes);
  g_free (trial->outputs);
  g_free (trial->query_vectors);
  g_free (trial->vectors);
  for (guint i = 0; i < G_N_ELEMENTS (trial->figures); i++)
    g_free (trial->figures[i]);
  sem_split_free (trial->split);
}
