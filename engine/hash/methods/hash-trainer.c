/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/methods/hash-trainer-private.h"

#include "engine/hash/mathematics/blas.h"
#include "engine/hash/mathematics/linear.h"
#include "engine/hash/methods/method-table.h"
#include "engine/kernels/panels.h"
#include "engine/base/random.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Approximate shares of a training's time at which its parts end. */
#define PREPARED 0.08
#define LEARNED 0.97

static gboolean
all_finite (const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return FALSE;
  return TRUE;
}

/* Falls back to LSH if there is nothing to train on, so that all photos get codes. */
static gboolean
learn_map (SemWork *job, const SemHashInput *input, SemHashMap *map, GError **error)
{
  if (input->varies)
    return sem_hash_method_funcs[input->options->method](job, input, map, error);
  sem_hash_fill_random (input->d, input->options, map);
  if (input->options->method != SEM_HASH_LSH)
    map->remark = input->n < 2 ? SEM_HASH_REMARK_ONE_PHOTO : SEM_HASH_REMARK_ALL_EQUAL;
  return TRUE;
}

/* The principal directions of x, or random ones if there is no variance. */
static gboolean
fill_pca (const SemHashInput *input, const SemEigen *eigen, SemHashModel *model)
{
  gsize k = eigen->k;
  g_autofree float *v = g_new0 (float, input->d *SEM_VECTOR_DIM);
  g_autofree double *frame = g_new (double, input->d *k);
  gboolean known = input->varies;

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

/* Codes that were learned from scenes have left the order of the features, by which a search at 256
 * bits, though not at 64, undid part of what they learned (tests/bench/ABLATION.md): their vectors
 * are the outputs, of which any 256 are a fair sample. */
static void
fill_own_space (const SemHashInput *input, const SemHashMap *map, SemHashModel *model)
{
  guint n_bits = input->options->n_bits, step = MAX (1, n_bits / SEM_VECTOR_DIM);
  g_autofree float *v = g_new0 (float, input->d *SEM_VECTOR_DIM);

  for (gsize i = 0; i < input->d; i++)
    for (guint j = 0; j < MIN (n_bits, SEM_VECTOR_DIM); j++)
      v[i * SEM_VECTOR_DIM + j] = map->v[i * n_bits + j * step];
  sem_k_panels_pack (v, input->d, SEM_VECTOR_DIM, model->pca);
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
  model->uncentred = map->uncentred;
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
  if (options->method == SEM_HASH_BCDH && input->varies)
    fill_own_space (input, map, model);
  return g_steal_pointer (&model);
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

/* The eigenproblem of the vectors is solved while the method trains. */
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
                         const SemProgress *progress,
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
  sem_work_init (&job, n_threads, progress);
  sem_work_stage (&job, 0.0, PREPARED);
  if (sem_hash_input_init (&input, &job, options, features, n, d, NULL))
    model = learn (&job, &input, &local);
  sem_hash_input_clear (&input);
  if (!model && !local)
    g_cancellable_set_error_if_cancelled (job.progress.cancellable, &local);
  if (local)
    g_propagate_error (error, local);
  return model;
}

SemHashModel *
sem_hash_train (const SemHashOptions *options,
                const float *features,
                gsize n,
                gsize d,
                const SemProgress *progress,
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

  return sem_hash_train_threaded (options, features, n, d, 0, progress, error);
}
