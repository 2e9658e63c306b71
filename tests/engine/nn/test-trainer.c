/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/nn/trainer-fixture.h"

#include <glib/gstdio.h>

#define N_IMAGES 2

/* Loss: half the squared distance of the features from a target. */
static double
get_loss (const float *features, const float *target, gsize n, float *slopes)
{
  double loss = 0;

  for (gsize i = 0; i < n; i++)
    {
      slopes[i] = features[i] - target[i];
      loss += 0.5 * (double) slopes[i] * (double) slopes[i];
    }

  return loss;
}

/* A small step down the gradient lowers the loss by the amount that the gradient predicts. */
static void
test_descent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (fixture->backbone, SEM_TRAIN_ALL, SEM_POOLING_MEAN);
  g_autofree guint8 *rgb = make_images (N_IMAGES, 8);
  g_autofree float *target = make_slopes (N_IMAGES, 9);
  g_autofree float *features = g_new (float, N_IMAGES *SEM_BACKBONE_DIM);
  g_autofree float *slopes = g_new (float, N_IMAGES *SEM_BACKBONE_DIM);
  const float *gradient = sem_backbone_trainer_get_gradient (trainer);
  gsize n;
  float *parameters = sem_backbone_trainer_get_parameters (trainer, &n);
  double before, after, promised, rate;
  double square = 0;

  run_forward (trainer, &fixture->work, rgb, N_IMAGES, features);
  before = get_loss (features, target, N_IMAGES * SEM_BACKBONE_DIM, slopes);
  g_assert_true (sem_backbone_trainer_backward_tail (trainer, &fixture->work, slopes, NULL));
  for (gsize i = 0; i < n; i++)
    square += (double) gradient[i] * (double) gradient[i];
  rate = 1e-3 * before / square;
  for (gsize i = 0; i < n; i++)
    parameters[i] -= (float) rate * gradient[i];
  run_forward (trainer, &fixture->work, rgb, N_IMAGES, features);
  after = get_loss (features, target, N_IMAGES * SEM_BACKBONE_DIM, slopes);
  promised = rate * square;
  g_test_message ("loss %g, fell by %g, promised %g", before, before - after, promised);
  g_assert_cmpfloat (fabs ((before - after) / promised - 1), <, 0.05);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (fixture->backbone, SEM_TRAIN_LAST_STAGE, SEM_POOLING_MEAN);
  g_autofree guint8 *rgb = make_images (1, 10);
  g_autofree float *features = g_new (float, SEM_BACKBONE_DIM);
  g_autofree float *loaded_features = g_new (float, SEM_BACKBONE_DIM);
  g_autofree char *path = g_build_filename (fixture->folder, "trained.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) same = NULL;
  g_autoptr (SemBackbone) trained = NULL;
  g_autoptr (SemBackboneTrainer) again = NULL;
  gsize n, n_again;
  float *parameters = sem_backbone_trainer_get_parameters (trainer, &n);

  /* Without training the file is the same. */
  g_assert_true (sem_backbone_trainer_save (trainer, path, &error));
  same = sem_backbone_new (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sem_backbone_get_id (same), ==, sem_backbone_get_id (fixture->backbone));

  for (gsize i = 0; i < n; i++)
    parameters[i] *= 1.01f;
  g_assert_true (sem_backbone_trainer_save (trainer, path, &error));
  trained = sem_backbone_new (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sem_backbone_get_id (trained), !=, sem_backbone_get_id (fixture->backbone));
  again = sem_backbone_trainer_new (trained, SEM_TRAIN_LAST_STAGE, SEM_POOLING_MEAN);
  g_assert_cmpmem (parameters, n * sizeof (float),
                   sem_backbone_trainer_get_parameters (again, &n_again), n_again * sizeof (float));
  run_forward (trainer, &fixture->work, rgb, 1, features);
  run_forward (again, &fixture->work, rgb, 1, loaded_features);
  g_assert_cmpmem (features, SEM_BACKBONE_DIM * sizeof (float), loaded_features,
                   SEM_BACKBONE_DIM * sizeof (float));
}

/* A failed save keeps the previous file. */
static void
test_save_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (fixture->backbone, SEM_TRAIN_LAST_STAGE, SEM_POOLING_MEAN);
  g_autofree char *path = g_build_filename (fixture->folder, "old", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "new", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_false (sem_backbone_trainer_save (trainer, nowhere, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_clear_error (&error);

  sem_backbone_trainer_get_parameters (trainer, NULL)[17] = NAN;
  g_assert_false (sem_backbone_trainer_save (trainer, path, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");
  dir = g_dir_open (fixture->folder, 0, NULL);
  while (g_dir_read_name (dir))
    n_files++;
  g_assert_cmpuint (n_files, ==, 2);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (fixture->backbone, SEM_TRAIN_LAST_STAGE, SEM_POOLING_MEAN);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree guint8 *rgb = make_images (1, 11);
  g_autofree float *entry = g_new0 (float, sem_backbone_trainer_get_entry_size (trainer));
  g_autofree float *features = g_new (float, SEM_BACKBONE_DIM);
  SemWork work;

  sem_work_init (&work, 2, &(SemProgress){ .cancellable = cancellable });
  g_assert_true (sem_backbone_trainer_forward_tail (trainer, &work, entry, 1, features));
  g_cancellable_cancel (cancellable);
  g_assert_false (sem_backbone_trainer_forward_trunk (trainer, &work, rgb, 1, entry));
  g_assert_false (sem_backbone_trainer_forward_tail (trainer, &work, entry, 1, features));
  g_assert_false (sem_backbone_trainer_backward_tail (trainer, &work, features, NULL));
}

#define ADD(name, data, func) g_test_add (name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  openblas_set_num_threads (1);

  ADD ("/nn/trainer/descent", NULL, test_descent);
  ADD ("/nn/trainer/save", NULL, test_save);
  ADD ("/nn/trainer/save-fails", NULL, test_save_fails);
  ADD ("/nn/trainer/cancel", NULL, test_cancel);

  return g_test_run ();
}
