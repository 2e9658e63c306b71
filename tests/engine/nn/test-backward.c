/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/nn/trainer-fixture.h"

#include <string.h>

/* Tolerances of training the whole network.
 *
 *   features against sem_backbone_forward(), as a share of the largest   FORWARD_TOLERANCE
 *   each layer's gradient against numpy in double precision: length of
 *   the difference as a share of the gradient's length                   GOLDEN_TOLERANCE
 *   the same between the network's tail alone and the whole network      TAIL_TOLERANCE
 *
 * A value within rounding error of a bound of ReLU6 may be clamped or not, which concerns about ten
 * of ten million values; the second tolerance allows for that, not for the sums. test-part.c is
 * strict.
 */
#define FORWARD_TOLERANCE 2e-5
#define GOLDEN_TOLERANCE 2e-2
#define TAIL_TOLERANCE 1e-3

#define N_IMAGES 2

/* The features are those of the backbone for every split into trunk and tail. */
static void
test_forward (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *rgb = make_images (N_IMAGES, 1);
  g_autofree float *features = g_new (float, N_IMAGES *SEM_BACKBONE_DIM);
  g_autofree float *expected = g_new (float, N_IMAGES *SEM_BACKBONE_DIM);
  g_autoptr (SemBackboneWorkspace) workspace = sem_backbone_workspace_new (fixture->backbone);

  for (gsize i = 0; i < N_IMAGES; i++)
    sem_backbone_forward (fixture->backbone, workspace, rgb + i * SEM_BACKBONE_INPUT_SIZE,
                          expected + i * SEM_BACKBONE_DIM);
  for (guint stage = SEM_TRAIN_ALL; stage <= SEM_TRAIN_LAST_STAGE; stage++)
    {
      g_autoptr (SemBackboneTrainer) trainer =
        sem_backbone_trainer_new (fixture->backbone, stage, SEM_POOLING_MEAN);
      double largest = 0;
      double difference = 0;

      run_forward (trainer, &fixture->work, rgb, N_IMAGES, features);
      for (gsize i = 0; i < N_IMAGES * SEM_BACKBONE_DIM; i++)
        {
          g_assert_true (isfinite (features[i]));
          largest = MAX (largest, fabs ((double) expected[i]));
          difference = MAX (difference, fabs ((double) features[i] - (double) expected[i]));
        }
      g_test_message ("stage %u: largest relative difference %.2g", stage, difference / largest);
      g_assert_cmpfloat (difference / largest, <, FORWARD_TOLERANCE);
    }
}

static float *
read_floats (const char *folder, const char *name, gsize n)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *contents;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpuint (size, ==, n * sizeof (float));

  return (float *) (gpointer) contents;
}

/* The layers in order, with the names of the script. */
static void
compare_layers (const char *folder, const float *gradient, gsize n)
{
  g_autofree float *expected = read_floats (folder, "gradient.f32", n);
  g_autofree char *path = g_build_filename (folder, "layout", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double worst = 0;
  gsize at = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize size = g_ascii_strtoull (strchr (lines[i], ' ') + 1, NULL, 10);
      double distance;

      g_assert_cmpuint (at + size, <=, n);
      distance = get_distance (gradient + at, expected + at, size);
      if (distance >= GOLDEN_TOLERANCE)
        g_test_message ("%s: relative distance %.2g", lines[i], distance);
      worst = MAX (worst, distance);
      at += size;
    }
  g_assert_cmpuint (at, ==, n);
  g_test_message ("largest relative distance of a layer's gradient: %.2g", worst);
  g_assert_cmpfloat (worst, <, GOLDEN_TOLERANCE);
}

static gboolean
run_script (const char *weights, const char *input, const char *folder, guint power)
{
  const char *script = g_getenv ("SEMBLANCE_GRADIENTS_SCRIPT");
  g_autofree char *power_text = g_strdup_printf ("%u", power);
  const char *probe[] = { "/usr/bin/python3", "-c", "import numpy", NULL };
  const char *argv[] = {
    "/usr/bin/python3", "-B", script, weights, input, folder, power_text, NULL
  };
  g_autoptr (GError) error = NULL;
  int status = 1;

  if (!script
      || !g_spawn_sync (NULL, (char **) probe, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                        NULL, &status, NULL)
      || status != 0)
    return FALSE;
  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));

  return TRUE;
}

/* The gradient of the whole network against numpy. */
static void
check_golden (Fixture *fixture, SemBackbone *backbone, const char *weights, guint power)
{
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (backbone, SEM_TRAIN_ALL, power);
  g_autofree guint8 *rgb = make_images (N_IMAGES, 2);
  g_autofree float *slopes = make_slopes (N_IMAGES, 3);
  g_autofree float *features = g_new (float, N_IMAGES *SEM_BACKBONE_DIM);
  gsize n_entry = N_IMAGES * sem_backbone_trainer_get_entry_size (trainer);
  g_autofree float *entry_gradient = g_new (float, n_entry);
  g_autofree float *expected_entry = NULL;
  g_autofree char *input = g_build_filename (fixture->folder, "input", NULL);
  g_autofree char *slopes_path = g_build_filename (fixture->folder, "feature-gradient.f32", NULL);
  gsize n;
  double distance;

  g_assert_true (
    g_file_set_contents (input, (const char *) rgb, N_IMAGES * SEM_BACKBONE_INPUT_SIZE, NULL));
  g_assert_true (g_file_set_contents (slopes_path, (const char *) slopes,
                                      N_IMAGES * SEM_BACKBONE_DIM * sizeof (float), NULL));
  if (!run_script (weights, input, fixture->folder, power))
    {
      g_test_skip ("python3-numpy or the script is not there");
      return;
    }
  run_forward (trainer, &fixture->work, rgb, N_IMAGES, features);
  g_assert_true (
    sem_backbone_trainer_backward_tail (trainer, &fixture->work, slopes, entry_gradient));
  sem_backbone_trainer_get_parameters (trainer, &n);
  compare_layers (fixture->folder, sem_backbone_trainer_get_gradient (trainer), n);
  expected_entry = read_floats (fixture->folder, "entry-gradient.f32", n_entry);
  distance = get_distance (entry_gradient, expected_entry, n_entry);
  g_test_message ("relative distance of the images' gradient: %.2g", distance);
  g_assert_cmpfloat (distance, <, GOLDEN_TOLERANCE);
}

static void
test_golden_made (Fixture *fixture, gconstpointer data)
{
  check_golden (fixture, fixture->backbone, fixture->weights, SEM_POOLING_GEM);
}

static void
test_golden_real (Fixture *fixture, gconstpointer data)
{
  g_autofree char *weights = sem_backbone_find_weights ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = sem_backbone_new (weights, &error);

  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS))
    {
      g_test_skip (error->message);
      return;
    }
  g_assert_no_error (error);
  check_golden (fixture, backbone, weights, SEM_POOLING_MEAN);
}

/* More images than chunks, not a multiple of them, and all different. */
static void
test_deterministic (Fixture *fixture, gconstpointer data)
{
  const gsize n = 11;
  g_autofree guint8 *rgb = make_images (n, 4);
  g_autofree float *slopes = make_slopes (n, 5);
  g_autofree float *first = NULL;
  g_autofree float *first_entry = NULL;
  guint stage = GPOINTER_TO_UINT (data);

  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_autoptr (SemBackboneTrainer) trainer =
        sem_backbone_trainer_new (fixture->backbone, stage, SEM_POOLING_GEM);
      gsize n_entry = n * sem_backbone_trainer_get_entry_size (trainer);
      g_autofree float *features = g_new (float, n *SEM_BACKBONE_DIM);
      g_autofree float *entry_gradient = g_new (float, n_entry);
      gsize n_parameters;
      SemWork work;

      sem_work_init (&work, n_threads, NULL);
      run_forward (trainer, &work, rgb, n, features);
      g_assert_true (sem_backbone_trainer_backward_tail (trainer, &work, slopes, entry_gradient));
      sem_backbone_trainer_get_parameters (trainer, &n_parameters);
      if (!first)
        {
          first =
            g_memdup2 (sem_backbone_trainer_get_gradient (trainer), n_parameters * sizeof *first);
          first_entry = g_memdup2 (entry_gradient, n_entry * sizeof *first);
        }
      g_assert_true (
        memcmp (first, sem_backbone_trainer_get_gradient (trainer), n_parameters * sizeof *first)
        == 0);
      g_assert_true (memcmp (first_entry, entry_gradient, n_entry * sizeof *first) == 0);
    }
}

/* The table's size of a stage's input is the entry size of a trainer of that stage. */
static void
test_entry_sizes (Fixture *fixture, gconstpointer data)
{
  for (guint stage = SEM_TRAIN_ALL; stage <= SEM_TRAIN_LAST_STAGE; stage++)
    {
      g_autoptr (SemBackboneTrainer) trainer =
        sem_backbone_trainer_new (fixture->backbone, stage, SEM_POOLING_MEAN);

      g_assert_cmpuint (sem_backbone_get_entry_size (stage), ==,
                        sem_backbone_trainer_get_entry_size (trainer));
    }
}

/* The gradient of the last stage is the same whether or not the rest is trained. A smaller batch is
 * not affected by a larger one before it. */
static void
test_tail (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackboneTrainer) whole =
    sem_backbone_trainer_new (fixture->backbone, SEM_TRAIN_ALL, SEM_POOLING_MEAN);
  g_autoptr (SemBackboneTrainer) tail =
    sem_backbone_trainer_new (fixture->backbone, SEM_TRAIN_LAST_STAGE, SEM_POOLING_MEAN);
  g_autofree guint8 *rgb = make_images (5, 6);
  g_autofree float *slopes = make_slopes (5, 7);
  g_autofree float *features = g_new (float, 5 * SEM_BACKBONE_DIM);
  gsize n_whole, n_tail;
  double distance;

  g_assert_cmpuint (sem_backbone_trainer_get_entry_size (whole), ==, 224 * 224 * 3);
  g_assert_cmpuint (sem_backbone_trainer_get_entry_size (tail), ==, 7 * 7 * 192);
  run_forward (tail, &fixture->work, rgb, 5, features);
  g_assert_true (sem_backbone_trainer_backward_tail (tail, &fixture->work, slopes, NULL));
  run_forward (tail, &fixture->work, rgb + 3 * SEM_BACKBONE_INPUT_SIZE, N_IMAGES, features);
  g_assert_true (sem_backbone_trainer_backward_tail (tail, &fixture->work, slopes, NULL));
  run_forward (whole, &fixture->work, rgb + 3 * SEM_BACKBONE_INPUT_SIZE, N_IMAGES, features);
  g_assert_true (sem_backbone_trainer_backward_tail (whole, &fixture->work, slopes, NULL));

  sem_backbone_trainer_get_parameters (whole, &n_whole);
  sem_backbone_trainer_get_parameters (tail, &n_tail);
  g_assert_cmpuint (n_tail, <, n_whole);
  distance = get_distance (sem_backbone_trainer_get_gradient (tail),
                           sem_backbone_trainer_get_gradient (whole) + n_whole - n_tail, n_tail);
  g_test_message ("relative distance %.2g", distance);
  g_assert_cmpfloat (distance, <, TAIL_TOLERANCE);
}

#define ADD(name, data, func) g_test_add (name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  openblas_set_num_threads (1);

  ADD ("/nn/backward/forward", NULL, test_forward);
  ADD ("/nn/backward/golden-made", NULL, test_golden_made);
  ADD ("/nn/backward/golden-real", NULL, test_golden_real);
  ADD ("/nn/backward/deterministic-all", GUINT_TO_POINTER (SEM_TRAIN_ALL), test_deterministic);
  ADD ("/nn/backward/deterministic-last-stage", GUINT_TO_POINTER (SEM_TRAIN_LAST_STAGE),
       test_deterministic);
  ADD ("/nn/backward/entry-sizes", NULL, test_entry_sizes);
  ADD ("/nn/backward/tail", NULL, test_tail);

  return g_test_run ();
}
