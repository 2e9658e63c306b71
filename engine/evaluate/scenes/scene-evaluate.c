/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/scenes/scene-private.h"

#include "engine/base/work.h"
#include "engine/evaluate/trials/steps.h"
#include "engine/evaluate/trials/trial-private.h"
#include "engine/index/rerank.h"
#include "engine/measure/metrics.h"
#include "engine/measure/ranking.h"
#include "engine/measure/scene-metrics.h"
#include "engine/base/random.h"

#include <cblas.h>

#include <glib/gi18n-lib.h>

#define QUERIES_A_TASK 4
#define ENCODE_ROWS 256
/* Hits that a search shows first. */
#define RESULTS 10

/* One fold. Rows are compared by their @codes, which @table holds as well, and if @by_score, the
 * head of this order by the score of a search; where @table is NULL, by the cosine of their unit
 * @vectors. */
typedef struct
{
  const SemSceneTestOptions *options;
  const float *features;
  gsize d;
  const SemScenes *truth;
  const SemSceneFold *fold;
  guint64 seed;
  SemWork *job;
  float *vectors;
  guint64 *codes;
  SemRankerTable *table;
  guint n_words;
  SemHashModel *model;
  float *outputs;   /* shape (n, K) */
  gint8 *features8; /* shape (n, SEM_VECTOR_DIM) */
  gboolean by_score;
  SemSceneFigures *figures;
} Trial;

void
sem_scene_test_options_init (SemSceneTestOptions *options)
{
  g_return_if_fail (options != NULL);

  *options = (SemSceneTestOptions){
    .methods = { SEM_HASH_ITQ, SEM_HASH_GS_ITQ, SEM_HASH_DDH, SEM_HASH_BCDH },
    .n_methods = 4,
    .bits = { 64, 256 },
    .n_bits = 2,
    .split = SEM_SCENE_SPLIT_PHOTOS,
    .n_folds = 5,
    .first_seed = 1,
    .n_seeds = 1,
  };
  sem_hash_options_init (&options->hash);
}

void
sem_scene_result_free (SemSceneResult *self)
{
  if (!self)
    return;
  g_free (self->set);
  g_array_unref (self->rows);
  g_array_unref (self->samples);
  g_free (self);
}

/* Scores the nearest codes as a search does: they get distances below all others. */
static void
reorder_head (const Trial *trial,
              guint32 query,
              const guint16 *bits,
              const guint32 *ties,
              float *distances)
{
  const gsize n = trial->truth->n, n_head = MIN (n, sem_rerank_candidates (RESULTS));
  const guint n_bits = sem_hash_model_get_n_bits (trial->model);
  g_autofree guint32 *order = g_new (guint32, n);

  sem_metrics_order_by_distance (bits, n, n_bits + 1, ties, order);
  for (gsize i = 0; i < n_head; i++)
    {
      gsize row = order[i];
      SemRankedHit hit;

      sem_rerank_score (trial->outputs + (gsize) query * n_bits,
                        trial->codes + row * trial->n_words, n_bits,
                        trial->features8 + (gsize) query * SEM_VECTOR_DIM,
                        trial->features8 + row * SEM_VECTOR_DIM, SEM_VECTOR_DIM, &hit);
      distances[row] = -10.0f - hit.score;
    }
}

/* @distances: (out): shape (n): from the query to each row; smaller is nearer */
static void
find_distances (const Trial *trial,
                SemRanker *ranker,
                guint32 query,
                const guint32 *ties,
                float *distances)
{
  const gsize n = trial->truth->n, d = trial->d;
  const guint16 *bits;

  if (!trial->table)
    {
      /* -1: the nearest has the greatest cosine. */
      cblas_sgemv (CblasRowMajor, CblasNoTrans, (int) n, (int) d, -1.0f, trial->vectors, (int) d,
                   trial->vectors + query * d, 1, 0.0f, distances, 1);
      return;
    }
  bits = sem_ranker_get_distances (ranker, trial->table, trial->codes + query * trial->n_words);
  for (gsize i = 0; i < n; i++)
    distances[i] = (float) bits[i];
  if (trial->by_score)
    reorder_head (trial, query, bits, ties, distances);
}

static void
measure_task (gsize task, gpointer data)
{
  const Trial *trial = data;
  gsize n = trial->truth->n;
  gsize end = MIN ((task + 1) * QUERIES_A_TASK, trial->fold->n_queries);
  g_autofree float *distances = g_new (float, n);
  g_autofree guint32 *ties = g_new (guint32, n);
  SemRanker ranker;

  sem_ranker_init (&ranker, n);
  for (gsize q = task * QUERIES_A_TASK; q < end; q++)
    {
      guint32 query = trial->fold->queries[q];
      SemRandom random;

      sem_random_init_part (&random, trial->seed, SEM_RANDOM_TIES, (guint64) query + 1);
      sem_random_permutation (&random, ties, n);
      find_distances (trial, &ranker, query, ties, distances);
      sem_scene_measure (trial->truth, query, distances, ties, trial->figures + q);
    }
  sem_ranker_clear (&ranker);
}

/* Appends the means over the queries that have a figure. Returns: %FALSE when cancelled */
static gboolean
measure (Trial *trial, GArray *samples)
{
  gsize n_queries = trial->fold->n_queries;
  g_autofree SemSceneFigures *figures = g_new (SemSceneFigures, n_queries);
  double sums[2] = { 0.0, 0.0 };
  guint counts[2] = { 0, 0 };

  trial->figures = figures;
  if (!sem_work_parallel (trial->job, (n_queries + QUERIES_A_TASK - 1) / QUERIES_A_TASK,
                          measure_task, trial))
    return FALSE;
  for (gsize q = 0; q < n_queries; q++)
    {
      if (figures[q].map >= 0.0)
        {
          sums[0] += figures[q].map;
          counts[0]++;
        }
      if (figures[q].correlation >= -1.0)
        {
          sums[1] += figures[q].correlation;
          counts[1]++;
        }
    }
  for (guint f = 0; f < 2; f++)
    sums[f] = counts[f] > 0 ? sums[f] / counts[f] : 0.0;
  g_array_append_vals (samples, sums, 2);
  return TRUE;
}

/* @mean: shape (d): of the training set, or zero */
static gboolean
measure_cosines (Trial *trial, const double *mean, GArray *samples)
{
  g_autofree float *vectors =
    sem_trial_normalise (trial->features, NULL, trial->truth->n, trial->d, mean);

  trial->vectors = vectors;
  trial->table = NULL;
  return measure (trial, samples);
}

static gboolean
run_cosines (Trial *trial, GArray *samples)
{
  gsize d = trial->d;
  const SemSceneFold *fold = trial->fold;
  g_autofree double *mean = g_new0 (double, d);

  if (!measure_cosines (trial, mean, samples))
    return FALSE;
  for (gsize i = 0; i < fold->n_training; i++)
    for (gsize j = 0; j < d; j++)
      mean[j] += (double) trial->features[fold->training[i] * d + j] / (double) fold->n_training;
  return measure_cosines (trial, mean, samples);
}

static void
encode_task (gsize task, gpointer data)
{
  Trial *trial = data;
  gsize first = task * ENCODE_ROWS, n = MIN (ENCODE_ROWS, trial->truth->n - first);
  const float *features = trial->features + first * trial->d;

  sem_hash_model_encode (trial->model, features, n, trial->codes + first * trial->n_words,
                         trial->outputs + first * sem_hash_model_get_n_bits (trial->model));
  sem_hash_model_vectors (trial->model, features, n, trial->features8 + first * SEM_VECTOR_DIM);
}

static gboolean
run_model (Trial *trial, GArray *samples)
{
  gsize n = trial->truth->n;
  guint n_bits = sem_hash_model_get_n_bits (trial->model);
  g_autofree guint64 *codes = NULL;
  g_autofree float *outputs = g_new (float, n *n_bits);
  g_autofree gint8 *vectors = g_new (gint8, n * SEM_VECTOR_DIM);
  g_autoptr (SemRankerTable) table = NULL;
  gboolean done;

  trial->n_words = SEM_HASH_WORDS (n_bits);
  codes = g_new (guint64, n * trial->n_words);
  trial->codes = codes;
  trial->outputs = outputs;
  trial->features8 = vectors;
  sem_work_stage (trial->job, 1.0, 1.0);
  if (!sem_work_parallel (trial->job, (n + ENCODE_ROWS - 1) / ENCODE_ROWS, encode_task, trial))
    return FALSE;
  table = sem_ranker_table_new (codes, n, n_bits);
  trial->table = table;
  done = measure (trial, samples);
  trial->by_score = TRUE;
  done = done && measure (trial, samples);
  trial->by_score = FALSE;
  return done;
}

/* Trains the network as well, and ranks by its features. */
static gboolean
run_finetuned (Trial *trial,
               const SemHashOptions *hash,
               SemFinetuneDepth depth,
               GArray *samples,
               GError **error)
{
  const SemFinetuneRows rows = { trial->features, trial->fold->training, trial->fold->n_training,
                                 trial->job };
  const float *before = trial->features;
  SemFinetuneTrial tuning = *trial->options->tuning;
  g_autoptr (SemHashModel) model = NULL;
  g_autofree float *features = NULL;
  gboolean done;

  tuning.depth = depth;
  model = sem_finetune_trial_learn (&tuning, &rows, hash, &features, error);
  if (!model)
    return FALSE;
  trial->model = model;
  trial->features = features;
  done = run_model (trial, samples);
  trial->features = before;
  return done;
}

static gboolean
run_methods (Trial *trial,
             const SemScenes *scenes,
             SemSteps *steps,
             GArray *samples,
             GError **error)
{
  const SemSceneTestOptions *options = trial->options;
  g_autofree float *rows =
    sem_trial_gather (trial->features, trial->fold->training, trial->fold->n_training, trial->d);
  SemHashOptions hash = options->hash;

  hash.seed = trial->seed;
  hash.scenes = scenes;
  for (guint b = 0; b < options->n_bits; b++)
    for (guint m = 0; m < options->n_methods; m++, steps->done++)
      {
        g_autoptr (SemHashModel) model = NULL;

        hash.method = options->methods[m];
        hash.n_bits = options->bits[b];
        if (options->depths[m] != SEM_FINETUNE_NONE)
          {
            if (!run_finetuned (trial, &hash, options->depths[m], samples, error))
              return FALSE;
            continue;
          }
        model = sem_hash_train (&hash, rows, trial->fold->n_training, trial->d,
                                &trial->job->progress, error);
        trial->model = model;
        if (!model || !run_model (trial, samples))
          return FALSE;
      }
  return TRUE;
}

static gboolean
run_fold (Trial *trial, SemSteps *steps, GArray *samples, GError **error)
{
  const SemSceneTestOptions *options = trial->options;
  g_autoptr (SemScenes) own = NULL;

  if (options->scene_func && !options->scene_func (trial->fold, &own, options->scene_data, error))
    return FALSE;
  sem_work_stage (trial->job, 0.0, 1.0);
  if (!run_cosines (trial, samples))
    return FALSE;
  steps->done++;
  return run_methods (trial, own != NULL ? own : trial->fold->scenes, steps, samples, error);
}

static void
add_row (SemSceneResult *self, const char *method, guint n_bits, SemEvaluationOrder order)
{
  SemSceneRow row = { .method = method, .n_bits = n_bits, .order = order };

  g_array_append_val (self->rows, row);
}

static SemSceneResult *
prepare (const SemSceneTestOptions *options, const SemScenes *truth)
{
  SemSceneResult *self = g_new0 (SemSceneResult, 1);

  self->set = g_strdup (options->set);
  self->split = options->split;
  self->n_scenes = truth->n_scenes;
  for (gsize i = 0; i < truth->n; i++)
    self->n_queries += truth->scene[i] >= 0;
  self->n_database = truth->n - 1;
  self->first_seed = options->first_seed;
  self->n_seeds = options->n_seeds;
  self->own_pairs = options->scene_func != NULL;
  self->rows = g_array_new (FALSE, TRUE, sizeof (SemSceneRow));
  self->samples = g_array_new (FALSE, FALSE, sizeof (double));
  add_row (self, "float", 0, SEM_EVALUATION_SCORE);
  add_row (self, "float-centred", 0, SEM_EVALUATION_SCORE);
  for (guint b = 0; b < options->n_bits; b++)
    for (guint m = 0; m < options->n_methods; m++)
      {
        const char *name =
          sem_evaluate_name_method (&options->hash, options->methods[m], options->depths[m]);

        add_row (self, name, options->bits[b], SEM_EVALUATION_HAMMING);
        add_row (self, name, options->bits[b], SEM_EVALUATION_SCORE);
      }
  return self;
}

static void
summarise (SemSceneResult *self)
{
  guint n_rows = self->rows->len;
  guint n = self->samples->len / (2 * n_rows);
  g_autofree double *values = g_new (double, n);

  for (guint r = 0; r < n_rows; r++)
    {
      SemSceneRow *row = &g_array_index (self->rows, SemSceneRow, r);
      SemSceneFigure *figures[] = { &row->map, &row->correlation };

      for (guint f = 0; f < 2; f++)
        {
          for (guint s = 0; s < n; s++)
            values[s] = g_array_index (self->samples, double, (s * n_rows + r) * 2 + f);
          sem_metrics_summarise (values, n, &figures[f]->mean, &figures[f]->sd);
        }
    }
}

static gboolean
enough (const SemSceneTestOptions *options, const SemScenes *truth, GError **error)
{
  guint wanted = options->split == SEM_SCENE_SPLIT_SCENES ? SEM_SCENE_FOLD_SCENES + 1 : 1;

  if (truth->n_scenes >= wanted)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               ngettext ("There is nothing to evaluate: %u scene was found among the photos. "
                         "Choose folders with many photos of the same scene.",
                         "There is nothing to evaluate: %u scenes were found among the photos. "
                         "Choose folders with many photos of the same scene.",
                         truth->n_scenes),
               truth->n_scenes);
  return FALSE;
}

static gboolean
run_seed (Trial *trial, SemSteps *steps, SemSceneResult *result, GError **error)
{
  const SemSceneTestOptions *options = trial->options;
  g_autoptr (GPtrArray) folds =
    sem_scene_folds_new (trial->truth, options->split, options->n_folds, trial->seed);

  result->n_folds = folds->len;
  steps->n = folds->len * options->n_seeds * (1 + options->n_methods * options->n_bits);
  for (guint f = 0; f < folds->len; f++)
    {
      trial->fold = g_ptr_array_index (folds, f);
      if (!run_fold (trial, steps, result->samples, error))
        return FALSE;
    }
  return TRUE;
}

SemSceneResult *
sem_scene_evaluate (const SemSceneTestOptions *options,
                    const float *features,
                    gsize d,
                    const SemScenes *truth,
                    const SemProgress *progress,
                    GError **error)
{
  g_autoptr (SemSceneResult) result = NULL;
  SemSteps steps = { progress, 1, 0 };
  GError *local = NULL;
  gboolean done = TRUE;
  SemWork job;
  Trial trial = { .options = options, .features = features, .d = d, .truth = truth, .job = &job };

  g_return_val_if_fail (options != NULL && features != NULL && truth != NULL, NULL);
  g_return_val_if_fail (options->n_seeds >= 1 && options->n_seeds <= SEM_EVALUATE_MAX_SEEDS, NULL);
  g_return_val_if_fail (options->n_folds >= 2 && options->n_folds <= SEM_SCENE_MAX_FOLDS, NULL);
  g_return_val_if_fail (options->n_methods <= SEM_EVALUATE_MAX_ROWS, NULL);
  g_return_val_if_fail (options->n_bits <= SEM_EVALUATE_MAX_ROWS, NULL);
  g_return_val_if_fail (d >= 1, NULL);

  if (!enough (options, truth, error))
    return NULL;
  result = prepare (options, truth);
  sem_work_init (&job, 0,
                 &(SemProgress){ sem_steps_report, &steps,
                                 sem_progress_get_cancellable (progress) });
  for (guint s = 0; s < options->n_seeds && done; s++)
    {
      trial.seed = options->first_seed + s;
      done = run_seed (&trial, &steps, result, &local);
    }
  if (done)
    {
      summarise (result);
      return g_steal_pointer (&result);
    }
  sem_steps_fail (&steps, local, error);
  return NULL;
}
