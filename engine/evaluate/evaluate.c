/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/evaluate-private.h"

#include "engine/evaluate/metrics.h"
#include "engine/evaluate/split.h"
#include "engine/base/work.h"
#include "engine/hash/random.h"
#include "engine/index/rerank.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include <cblas.h>

#define RESULTS 10
#define NEAREST 10
#define QUERIES_A_TASK 8

typedef struct
{
  const SemEvaluateOptions *options;
  const float *features;
  const guint32 *labels;
  gsize n;
  gsize d;
  SemProgressFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
  guint n_steps;
  guint step;
  SemEvaluation *result;
} Run;

/* One split. @query_x and @database_x serve whichever cosine is at work. */
typedef struct
{
  Run *run;
  SemWork job;
  SemSplit *split;
  guint64 seed;
  float *queries;
  float *database;
  float *query_x;
  float *database_x;
  guint32 *nearest;
  gboolean find_nearest;
  SemHashModel *model;
  guint64 *query_codes;
  guint64 *codes;
  float *outputs;
  gint8 *query_vectors;
  gint8 *vectors;
  double *figures[2];
} Trial;

/* Buffers of one task, one entry a photo of the database. */
typedef struct
{
  guint32 *ties;
  guint32 *order;
  guint8 *relevant;
} Ranking;

void
sem_evaluate_options_init (SemEvaluateOptions *options)
{
  g_return_if_fail (options != NULL);

  *options = (SemEvaluateOptions){
    .methods = { SEM_HASH_LSH, SEM_HASH_ITQ, SEM_HASH_DDH, SEM_HASH_GS_ITQ },
    .n_methods = 4,
    .bits = { 64, 256 },
    .n_bits = 2,
    .first_seed = 1,
    .n_seeds = 5,
    .with_float = TRUE,
  };
  sem_hash_options_init (&options->hash);
}

void
sem_evaluation_free (SemEvaluation *self)
{
  if (self == NULL)
    return;
  g_free (self->set);
  g_free (self->protocol);
  g_free (self->samples);
  g_array_unref (self->rows);
  g_free (self);
}

gsize
sem_evaluation_get_n_queries (SemEvaluation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_queries;
}

gsize
sem_evaluation_get_n_database (SemEvaluation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_database;
}

guint
sem_evaluation_get_n_rows (SemEvaluation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

const SemEvaluationRow *
sem_evaluation_get_row (SemEvaluation *self, guint position)
{
  g_return_val_if_fail (self != NULL && position < self->rows->len, NULL);

  return &g_array_index (self->rows, SemEvaluationRow, position);
}

static void
ranking_init (Ranking *ranking, const Trial *trial, gsize query)
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
measure (const Trial *trial, const Ranking *ranking, gsize query, double *figures)
{
  const SemSplit *split = trial->split;
  const guint32 *labels = trial->run->labels;
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
  Trial *trial = data;
  gsize d = trial->run->d;
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
reorder_head (const Trial *trial, gsize query, guint32 *order)
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
find_distances (const Trial *trial, gsize query, guint16 *distances)
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
  Trial *trial = data;
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

static void
step_progress (double fraction, gpointer user_data)
{
  Run *run = user_data;

  if (run->progress != NULL)
    run->progress (((double) run->step + fraction) / (double) run->n_steps, run->user_data);
}

/* Means over the queries of the trial, kept for row @row. */
static void
keep_sample (const Trial *trial, guint row, guint which)
{
  Run *run = trial->run;
  guint n_seeds = run->options->n_seeds;
  gsize seed = trial->seed - run->options->first_seed;
  double *sample
    = run->result->samples + (row * n_seeds + seed) * SEM_EVALUATION_N_FIGURES;

  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    {
      double sum = 0.0;

      for (gsize q = 0; q < trial->split->n_queries; q++)
        sum += trial->figures[which][q * SEM_EVALUATION_N_FIGURES + f];
      sample[f] = sum / (double) trial->split->n_queries;
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

static gboolean
rank_by_cosine (Trial *trial, gboolean centred)
{
  gsize d = trial->run->d;
  const SemSplit *split = trial->split;
  g_autofree double *mean = g_new0 (double, d);

  if (centred)
    for (gsize i = 0; i < split->n_database * d; i++)
      mean[i % d] += (double) trial->database[i] / (double) split->n_database;
  centre_rows (trial->queries, split->n_queries, d, mean, trial->query_x);
  centre_rows (trial->database, split->n_database, d, mean, trial->database_x);
  trial->find_nearest = centred;
  sem_work_stage (&trial->job, centred ? 0.0 : 0.5, centred ? 0.5 : 1.0);
  return sem_work_parallel (&trial->job,
                            (split->n_queries + QUERIES_A_TASK - 1) / QUERIES_A_TASK,
                            cosine_task, trial);
}

/* Larger databases teach by a sample. Its rows keep their order. */
static SemHashModel *
train (Trial *trial, const SemHashOptions *options, GError **error)
{
  gsize d = trial->run->d;
  gsize n = trial->split->n_database;
  gsize n_kept = 0;
  g_autofree guint32 *order = NULL;
  g_autofree gboolean *kept = NULL;
  g_autofree float *sample = NULL;
  SemRandom random;

  if (n <= SEM_HASH_MAX_TRAINING)
    return sem_hash_train (options, trial->database, n, d, step_progress, trial->run,
                           trial->run->cancellable, error);
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
  return sem_hash_train (options, sample, n_kept, d, step_progress, trial->run,
                         trial->run->cancellable, error);
}

typedef struct
{
  const Trial *trial;
  const float *features;
  gsize n;
  guint64 *codes;
  float *outputs;
  gint8 *vectors;
} Encoding;

static void
encode_task (gsize task, gpointer data)
{
  const Encoding *e = data;
  SemHashModel *model = e->trial->model;
  guint n_bits = sem_hash_model_get_n_bits (model);
  gsize first = task * 1024;
  gsize rows = MIN (1024, e->n - first);
  const float *features = e->features + first * e->trial->run->d;

  sem_hash_model_encode (model, features, rows, e->codes + first * SEM_HASH_WORDS (n_bits),
                         e->outputs != NULL ? e->outputs + first * n_bits : NULL);
  sem_hash_model_vectors (model, features, rows, e->vectors + first * SEM_VECTOR_DIM);
}

static gboolean
encode (Trial *trial)
{
  const SemSplit *split = trial->split;
  Encoding asked = { trial, trial->queries, split->n_queries, trial->query_codes, trial->outputs,
                     trial->query_vectors };
  Encoding searched
    = { trial, trial->database, split->n_database, trial->codes, NULL, trial->vectors };

  return sem_work_parallel (&trial->job, (asked.n + 1023) / 1024, encode_task, &asked)
         && sem_work_parallel (&trial->job, (searched.n + 1023) / 1024, encode_task, &searched);
}

/* Rows @row (Hamming order) and @row + 1 (score). */
static gboolean
rank_by_codes (Trial *trial, SemHashMethod method, guint n_bits, guint row, GError **error)
{
  const SemEvaluateOptions *options = trial->run->options;
  SemHashOptions hash = options->hash;
  gboolean ranked;

  hash.method = method;
  hash.n_bits = n_bits;
  hash.seed = trial->seed;
  trial->model = train (trial, &hash, error);
  if (trial->model == NULL)
    return FALSE;
  sem_work_stage (&trial->job, 1.0, 1.0);
  ranked = encode (trial)
           && sem_work_parallel (
             &trial->job, (trial->split->n_queries + QUERIES_A_TASK - 1) / QUERIES_A_TASK,
             code_task, trial);
  g_clear_pointer (&trial->model, sem_hash_model_unref);
  if (!ranked)
    return FALSE;
  keep_sample (trial, row, 0);
  keep_sample (trial, row + 1, 1);
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

static void
trial_init (Trial *trial, Run *run, guint64 seed)
{
  gsize d = run->d;
  gsize n_queries, n_database;

  *trial = (Trial){ .run = run, .seed = seed };
  trial->split = sem_split_new (run->labels, run->n, run->options->queries_per_class, seed);
  n_queries = trial->split->n_queries;
  n_database = trial->split->n_database;
  trial->queries = gather (run->features, trial->split->queries, n_queries, d);
  trial->database = gather (run->features, trial->split->database, n_database, d);
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
  sem_work_init (&trial->job, 0, step_progress, run, run->cancellable);
}

static void
trial_clear (Trial *trial)
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

static gboolean
run_trial (Run *run, guint64 seed, GError **error)
{
  const SemEvaluateOptions *options = run->options;
  gboolean ranked;
  guint row = 0;
  Trial trial;

  trial_init (&trial, run, seed);
  run->result->n_queries = trial.split->n_queries;
  run->result->n_database = trial.split->n_database;
  ranked = rank_by_cosine (&trial, TRUE);
  if (ranked && options->with_float)
    {
      keep_sample (&trial, 1, 0);
      ranked = rank_by_cosine (&trial, FALSE);
      keep_sample (&trial, 0, 0);
      row = 2;
    }
  run->step++;
  for (guint b = 0; b < options->n_bits && ranked; b++)
    for (guint m = 0; m < options->n_methods && ranked; m++, row += 2)
      {
        ranked = rank_by_codes (&trial, options->methods[m], options->bits[b], row, error);
        run->step++;
      }
  trial_clear (&trial);
  return ranked;
}

static void
add_row (SemEvaluation *self, const char *method, guint n_bits, SemEvaluationOrder order)
{
  SemEvaluationRow row = { .method = method, .n_bits = n_bits, .order = order };

  g_array_append_val (self->rows, row);
}

static SemEvaluation *
prepare (const SemEvaluateOptions *options)
{
  SemEvaluation *self = g_new0 (SemEvaluation, 1);

  self->set = g_strdup (options->set);
  self->first_seed = options->first_seed;
  self->n_seeds = options->n_seeds;
  self->rows = g_array_new (FALSE, TRUE, sizeof (SemEvaluationRow));
  if (options->queries_per_class > 0)
    self->protocol = g_strdup_printf (_("%u queries of each class, the rest is the database and "
                                        "what is learned from; ties at random"),
                                      options->queries_per_class);
  else
    self->protocol = g_strdup (_("10 % of each class as queries, the rest is the database and what "
                                 "is learned from; ties at random"));
  if (options->with_float)
    {
      add_row (self, "float", 0, SEM_EVALUATION_SCORE);
      add_row (self, "float-centred", 0, SEM_EVALUATION_SCORE);
    }
  for (guint b = 0; b < options->n_bits; b++)
    for (guint m = 0; m < options->n_methods; m++)
      {
        const char *name = sem_hash_method_get_name (options->methods[m]);

        add_row (self, name, options->bits[b], SEM_EVALUATION_HAMMING);
        add_row (self, name, options->bits[b], SEM_EVALUATION_SCORE);
      }
  self->samples
    = g_new0 (double, self->rows->len * options->n_seeds * SEM_EVALUATION_N_FIGURES);
  return self;
}

static void
summarise (SemEvaluation *self)
{
  g_autofree double *values = g_new (double, self->n_seeds);

  for (guint r = 0; r < self->rows->len; r++)
    for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
      {
        SemEvaluationFigure *figure
          = &g_array_index (self->rows, SemEvaluationRow, r).figures[f];

        for (guint s = 0; s < self->n_seeds; s++)
          values[s] = self->samples[(r * self->n_seeds + s) * SEM_EVALUATION_N_FIGURES + f];
        sem_metrics_summarise (values, self->n_seeds, &figure->mean, &figure->sd);
      }
}

static gboolean
anybody_asks (const SemEvaluateOptions *options, const guint32 *labels, gsize n, GError **error)
{
  g_autoptr (SemSplit) split
    = sem_split_new (labels, n, options->queries_per_class, options->first_seed);

  if (split->n_queries > 0)
    return TRUE;
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                       _("There is nothing to evaluate: no class has two photos. Put the photos of "
                         "each class into a folder of their own."));
  return FALSE;
}

SemEvaluation *
sem_evaluate (const SemEvaluateOptions *options,
              const float *features,
              const guint32 *labels,
              gsize n,
              gsize d,
              SemProgressFunc progress,
              gpointer user_data,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (SemEvaluation) result = NULL;
  GError *local = NULL;
  gboolean done = TRUE;
  Run run;

  g_return_val_if_fail (options != NULL && features != NULL && labels != NULL, NULL);
  g_return_val_if_fail (options->n_seeds >= 1 && d >= 1, NULL);
  g_return_val_if_fail (options->n_methods <= SEM_EVALUATE_MAX_ROWS, NULL);
  g_return_val_if_fail (options->n_bits <= SEM_EVALUATE_MAX_ROWS, NULL);

  if (!anybody_asks (options, labels, n, error))
    return NULL;
  result = prepare (options);
  run = (Run){ options, features, labels, n, d, progress, user_data, cancellable,
               options->n_seeds * (1 + options->n_methods * options->n_bits), 0, result };
  for (guint s = 0; s < options->n_seeds && done; s++)
    done = run_trial (&run, options->first_seed + s, &local);
  if (done)
    {
      summarise (result);
      return g_steal_pointer (&result);
    }
  if (local == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, &local);
  g_propagate_error (error, local);
  return NULL;
}
