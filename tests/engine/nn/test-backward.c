/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/backbone-private.h"
#include "engine/nn/backbone-train-private.h"
#include "engine/nn/pooling.h"

#include "tests/engine/nn/made-weights.h"

#include <glib/gstdio.h>
#include <cblas.h>
#include <math.h>
#include <string.h>

/* The tolerances of training the whole network.
 *
 *   features against sem_backbone_forward(), as a share of the largest   FORWARD_TOLERANCE
 *   each layer's gradient against numpy in double precision: length of
 *   the difference as a share of the gradient's length                   GOLDEN_TOLERANCE
 *   the same between the network's tail alone and the whole network      TAIL_TOLERANCE
 *
 * A value within rounding of a bound of ReLU6 may fall on either side of it, and about ten of the
 * ten million do; that, not the sums, is what the second allows for. test-part.c is strict.
 */
#define FORWARD_TOLERANCE 2e-5
#define GOLDEN_TOLERANCE 2e-2
#define TAIL_TOLERANCE 1e-3

#define N_IMAGES 2

typedef struct
{
  char *folder;
  char *weights;
  SemBackbone *backbone;
  SemWork work;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("semblance-backward-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->weights = g_build_filename (fixture->folder, "made.safetensors", NULL);
  write_made_weights (fixture->weights, 1);
  fixture->backbone = sem_backbone_new (fixture->weights, &error);
  g_assert_no_error (error);
  sem_work_init (&fixture->work, 2, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", fixture->folder, NULL };

  sem_backbone_unref (fixture->backbone);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->weights);
  g_free (fixture->folder);
}

static guint8 *
make_images (gsize n, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8 *rgb = g_new (guint8, n * SEM_BACKBONE_INPUT_SIZE);

  for (gsize i = 0; i < n * SEM_BACKBONE_INPUT_SIZE; i++)
    {
      double x = (double) (i / 3 % SEM_BACKBONE_SIDE);
      double y = (double) (i / 3 / SEM_BACKBONE_SIDE);
      double wave = sin (x * (double) (i % 3 + 1) / 17) + cos ((y + x / 3) / 29);

      rgb[i] = (guint8) (128 + (int) (wave * 50) + g_rand_int_range (rand, 0, 20));
    }

  return rgb;
}

static float *
make_slopes (gsize n, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  float *slopes = g_new (float, n *SEM_BACKBONE_DIM);

  for (gsize i = 0; i < n * SEM_BACKBONE_DIM; i++)
    slopes[i] = (float) g_rand_double_range (rand, -1, 1);

  return slopes;
}

/* Trunk and tail. */
static void
run_forward (SemBackboneTrainer *trainer,
             SemWork *work,
             const guint8 *rgb,
             gsize n,
             float *features)
{
  gsize size = sem_backbone_trainer_get_entry_size (trainer);
  g_autofree float *entry = g_new (float, n *size);

  g_assert_true (sem_backbone_trainer_forward_trunk (trainer, work, rgb, n, entry));
  g_assert_true (sem_backbone_trainer_forward_tail (trainer, work, entry, n, features));
}

/* The length of the difference as a share of the length of what is expected. */
static double
get_distance (const float *values, const float *expected, gsize n)
{
  double difference = 0;
  double length = 0;

  for (gsize i = 0; i < n; i++)
    {
      double d = (double) values[i] - (double) expected[i];

      g_assert_true (isfinite (values[i]));
      difference += d * d;
      length += (double) expected[i] * (double) expected[i];
    }
  g_assert_cmpfloat (length, >, 0);

  return sqrt (difference / length);
}

/* Wherever the network is cut, the features are those of the backbone. */
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

/* Layer by layer, as the script names them. */
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

  if (script == NULL
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

/* More images than chunks, unevenly many, and images that differ. */
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
      if (first == NULL)
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

/* What goes into a stage, by the table, is what a trainer of it takes. */
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

/* The last stage alone has the gradient that it has in the whole network. A batch that is smaller
 * than the one before leaves nothing of that. */
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

/* Half the squared distance of the features from a target. */
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

/* A small step against the gradient lowers the loss by as much as the gradient promises. */
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

  /* Untrained, it is the same file. */
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

/* What cannot be saved leaves what was there. */
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
  while (g_dir_read_name (dir) != NULL)
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

  ADD ("/nn/backward/forward", NULL, test_forward);
  ADD ("/nn/backward/golden-made", NULL, test_golden_made);
  ADD ("/nn/backward/golden-real", NULL, test_golden_real);
  ADD ("/nn/backward/deterministic-all", GUINT_TO_POINTER (SEM_TRAIN_ALL), test_deterministic);
  ADD ("/nn/backward/deterministic-last-stage", GUINT_TO_POINTER (SEM_TRAIN_LAST_STAGE),
       test_deterministic);
  ADD ("/nn/backward/entry-sizes", NULL, test_entry_sizes);
  ADD ("/nn/backward/tail", NULL, test_tail);
  ADD ("/nn/backward/descent", NULL, test_descent);
  ADD ("/nn/backward/save", NULL, test_save);
  ADD ("/nn/backward/save-fails", NULL, test_save_fails);
  ADD ("/nn/backward/cancel", NULL, test_cancel);

  return g_test_run ();
}
