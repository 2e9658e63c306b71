/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/methods/hash-trainer.h"

#include "engine/hash/mathematics/blas.h"
#include "engine/hash/mathematics/linear.h"
#include "engine/hash/methods/method.h"
#include "engine/kernels/panels.h"
#include "engine/base/random.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CENTRE_ROWS 1024

/* Share of a training run that each part takes, roughly. */
#define PREPARED 0.08
#define LEARNED 0.97

void
sem_hash_options_init (SemHashOptions *options)
{
  g_return_if_fail (options != NULL);

  *options = (SemHashOptions){
    .method = SEM_HASH_GS_ITQ,
    .n_bits = 256,
    .seed = 1,
    .rho = 2.0,
    .lambda = -1.0,
  };
}

void
sem_hash_options_open (SemHashOptions *options)
{
  SemHashOptions open;

  sem_hash_options_init (&open);
  options->rho = open.rho;
  options->preset = open.preset;
  options->lambda = open.lambda;
  options->k1 = open.k1;
  options->k2 = open.k2;
  options->epochs = open.epochs;
  options->start = open.start;
  options->early_stop = open.early_stop;
}

gboolean
sem_hash_set_numeric_error (GError **error)
{
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                       _("Learning hash codes failed in the linear algebra library. Try another "
                         "method, or report this as a bug."));
  return FALSE;
}

static void
centre_task (gsize task, gpointer data)
{
  SemHashInput *input = data;
  gsize end = MIN ((task + 1) * CENTRE_ROWS, input->n);

  for (gsize i = task * CENTRE_ROWS; i < end; i++)
    sem_hash_centre (input->features + i * input->d, input->mean, input->d,
                     input->x + i * input->d);
}

static void
mean_of_rows (const float *rows, gsize n, gsize d, float *mean)
{
  g_autofree double *sum = g_new0 (double, d);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      sum[j] += (double) rows[i * d + j];
  for (gsize j = 0; j < d; j++)
    mean[j] = (float) (sum[j] / (double) n);
}

static void
finish_covariance (SemHashInput *input)
{
  gsize d = input->d;

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      input->covariance[i * d + j] = input->covariance[i * d + j] / (double) input->n
                                     - (double) input->x_mean[i] * (double) input->x_mean[j];
  for (gsize i = 0; i < d; i++)
    input->trace += input->covariance[i * d + i];
}

gboolean
sem_hash_input_init (SemHashInput *input,
                     SemWork *job,
                     const SemHashOptions *options,
                     const float *features,
                     gsize n,
                     gsize d,
                     const float *mean)
{
  double from = job->from;
  double to = job->to;

  *input = (SemHashInput){
    .options = options,
    .features = features,
    .n = n,
    .d = d,
    .mean = g_new (float, d),
    .x = g_new (float, n *d),
    .x_mean = g_new (float, d),
    .covariance = g_new (double, d *d),
  };
  if (mean != NULL)
    for (gsize i = 0; i < d; i++)
      input->mean[i] = mean[i];
  else
    mean_of_rows (features, n, d, input->mean);
  sem_work_stage (job, from, from + 0.2 * (to - from));
  if (!sem_work_parallel (job, (n + CENTRE_ROWS - 1) / CENTRE_ROWS, centre_task, input))
    return FALSE;
  mean_of_rows (input->x, n, d, input->x_mean);
  sem_work_stage (job, from + 0.2 * (to - from), to);
  if (!sem_linear_gram (job, input->x, n, d, input->covariance))
    return FALSE;
  finish_covariance (input);
  return TRUE;
}

void
sem_hash_input_clear (SemHashInput *input)
{
  g_free (input->mean);
  g_free (input->x);
  g_free (input->x_mean);
  g_free (input->covariance);
}

static gboolean
all_finite (const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}

/* Photos that teach nothing still get codes. */
static gboolean
learn_map (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  if (input->trace > 1e-9)
    return sem_hash_methods[input->options->method].train (job, input, map, error);
  sem_hash_fill_random (input->d, input->options, map);
  if (input->options->method != SEM_HASH_LSH)
    map->remark = input->n < 2 ? SEM_HASH_REMARK_ONE_PHOTO : SEM_HASH_REMARK_ALL_EQUAL;
  return TRUE;
}

/* The same x through its own principal directions; random ones where there are none. */
static gboolean
fill_pca (const SemHashInput *input, const SemEigen *eigen, SemHashModel *model)
{
  gsize k = eigen->k;
  g_autofree float *v = g_new0 (float, input->d *SEM_VECTOR_DIM);
  g_autofree double *frame = g_new (double, input->d *k);
  gboolean known = input->trace > 1e-9;

  if (known
        ? eigen->info != 0
        : !sem_linear_random_frame (k, input->d, input->options->seed, SEM_RANDOM_VECTORS, frame))
    return FALSE;
  for (gsize i = 0; i < input->d; i++)
    for (gsize j = 0; j < k; j++)
      v[i * SEM_VECTOR_DIM + j] =
        (float) (known ? eigen->vectors[i * k + j] : frame[j * input->d + i]);
  sem_k_panels_pack (v, input->d, SEM_VECTOR_DIM, model->pca);
  return TRUE;
}

static SemHashModel *
build_model (const SemHashInput *input,
             const SemHashMap *map,
             const SemEigen *eigen,
             GError **error)
{
  const SemHashOptions *options = input->options;
  g_autoptr (SemHashModel) model =
    sem_hash_model_alloc (options->method, options->n_bits, input->d);

  model->seed = options->seed;
  model->n_trained = input->n;
  sem_hash_model_set_remark (model, map->remark, map->remark_value);
  for (gsize i = 0; i < input->d; i++)
    model->mean[i] = input->mean[i];
  for (guint i = 0; i < options->n_bits; i++)
    {
      model->offset[i] = map->offset[i];
      model->frequency[i] = map->frequency[i];
    }
  sem_k_panels_pack (map->v, input->d, options->n_bits, model->v);
  if (!fill_pca (input, eigen, model)
      || !all_finite (model->v, SEM_K_PANELS_SIZE (input->d, options->n_bits))
      || !all_finite (model->offset, options->n_bits)
      || !all_finite (model->frequency, options->n_bits)
      || !all_finite (model->pca, SEM_K_PANELS_SIZE (input->d, SEM_VECTOR_DIM)))
    {
      sem_hash_set_numeric_error (error);
      return NULL;
    }
  return g_steal_pointer (&model);
}

void
sem_hash_map_init (SemHashMap *map, gsize d, guint n_bits)
{
  *map = (SemHashMap){
    .v = g_new0 (float, d *n_bits),
    .offset = g_new0 (float, n_bits),
    .frequency = g_new0 (float, n_bits),
  };
}

void
sem_hash_map_clear (SemHashMap *map)
{
  g_clear_pointer (&map->v, g_free);
  g_clear_pointer (&map->offset, g_free);
  g_clear_pointer (&map->frequency, g_free);
}

static SemEigen *
prepare_vectors (const SemHashInput *input)
{
  gsize d = input->d;

  return sem_eigen_new (g_memdup2 (input->covariance, d * d * sizeof (double)), NULL, d,
                        MIN (d, SEM_VECTOR_DIM));
}

SemHashModel *
sem_hash_finish (SemWork *job, const SemHashInput *input, const SemHashMap *map, GError **error)
{
  SemEigen *eigen = prepare_vectors (input);
  g_autoptr (SemErrand) errand =
    sem_errand_start (sem_eigen_solve, eigen, (GDestroyNotify) sem_eigen_free);

  return sem_errand_wait (errand, job) ? build_model (input, map, eigen, error) : NULL;
}

/* The eigenproblem of the vectors runs beside whatever the method does. */
static SemHashModel *
learn (SemWork *job, const SemHashInput *input, GError **error)
{
  SemEigen *eigen = prepare_vectors (input);
  g_autoptr (SemErrand) errand =
    sem_errand_start (sem_eigen_solve, eigen, (GDestroyNotify) sem_eigen_free);
  SemHashModel *model = NULL;
  SemHashMap map;

  sem_hash_map_init (&map, input->d, input->options->n_bits);
  sem_work_stage (job, PREPARED, LEARNED);
  if (learn_map (job, input, &map, error))
    {
      sem_work_stage (job, LEARNED, 1.0);
      if (sem_errand_wait (errand, job))
        model = build_model (input, &map, eigen, error);
    }
  sem_hash_map_clear (&map);
  return model;
}

SemHashModel *
sem_hash_train_threaded (const SemHashOptions *options,
                         const float *features,
                         gsize n,
                         gsize d,
                         guint n_threads,
                         SemProgressFunc progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error)
{
  SemHashModel *model = NULL;
  SemHashInput input;
  SemWork job;
  GError *local = NULL;

  if (!all_finite (features, n * d))
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                           _("Some photos' features are not numbers. Index the folder again, then "
                             "train again."));
      return NULL;
    }
  sem_blas_use_one_thread ();
  sem_work_init (&job, n_threads, &(SemProgress){ progress, user_data, cancellable });
  sem_work_stage (&job, 0.0, PREPARED);
  if (sem_hash_input_init (&input, &job, options, features, n, d, NULL))
    model = learn (&job, &input, &local);
  sem_hash_input_clear (&input);
  if (model == NULL && local == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return model;
}

SemHashModel *
sem_hash_train (const SemHashOptions *options,
                const float *features,
                gsize n,
                gsize d,
                SemProgressFunc progress,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  g_return_val_if_fail (options != NULL && features != NULL, NULL);
  g_return_val_if_fail (n >= 1 && n <= SEM_HASH_MAX_TRAINING, NULL);
  g_return_val_if_fail (d >= 1 && d <= SEM_HASH_MAX_FEATURES, NULL);
  g_return_val_if_fail (sem_hash_method_exists (options->method), NULL);
  g_return_val_if_fail (sem_hash_bits_valid (options->n_bits), NULL);
  g_return_val_if_fail (options->rho > 0.0 && isfinite (options->lambda), NULL);
  g_return_val_if_fail ((guint) options->preset <= SEM_HASH_PRESET_PAPER, NULL);
  g_return_val_if_fail ((guint) options->start <= SEM_HASH_START_ITQ, NULL);

  return sem_hash_train_threaded (options, features, n, d, 0, progress, user_data, cancellable,
                                  error);
}
