/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/finetune-private.h"

#include "engine/hash/models/hash-model.h"
#include "engine/kernels/f16.h"
#include "engine/nn/pooling.h"

#include "tests/engine/nn/made-weights.h"
#include "tests/support/made-locale.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The forward and backward pass of a photo through the whole network takes seconds with sanitizers:
 * few photos, fewer for DDH, fewest for the whole network, and few epochs. */
#define N 12
#define N_DDH 8
#define N_ALL 4
#define FAMILIES 4
#define BITS 16
#define EPOCHS 3

/* Made once, since the trunk takes the largest share of the time. */
typedef struct
{
  char *folder;
  char *weights;
  char *checkpoint;
  guint8 *rgb;
  float *features;
  SemBackbone *backbone;
  guint8 *views; /* for the last stage, SEM_FINETUNE_VIEWS per photo */
} Fixture;

/* The size of a row follows from the table's size of the last stage's input. */
static void
test_sizes (gconstpointer data)
{
  const Fixture *fixture = data;
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (fixture->backbone, SEM_TRAIN_LAST_STAGE, 1);

  g_assert_cmpuint (sem_finetune_get_row_size (SEM_FINETUNE_LAST_STAGE), ==,
                    sem_backbone_trainer_get_entry_size (trainer) * sizeof (guint16));
  g_assert_cmpuint (sem_finetune_get_row_size (SEM_FINETUNE_ALL), ==, SEM_BACKBONE_INPUT_SIZE);
}

/* Photos of a family are alike. */
static void
make_images (guint8 *rgb)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < SEM_BACKBONE_INPUT_SIZE; j++)
      {
        double x = (double) (j / 3 % SEM_BACKBONE_SIDE);
        double y = (double) (j / 3 / SEM_BACKBONE_SIDE);
        double family = (double) (i % FAMILIES + 1);

        rgb[i * SEM_BACKBONE_INPUT_SIZE + j] =
          (guint8) (128 + 60 * sin (x * family / 23) + 30 * cos ((y + 9 * (double) j) / family)
                    + g_rand_int_range (rand, 0, 20));
      }
}

static void
set_up (Fixture *fixture)
{
  gsize size = sem_finetune_get_row_size (SEM_FINETUNE_LAST_STAGE);
  g_autoptr (SemBackboneWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("semblance-finetune-XXXXXX", NULL);
  fixture->weights = g_build_filename (fixture->folder, "made.safetensors", NULL);
  fixture->checkpoint = g_build_filename (fixture->folder, "checkpoint", NULL);
  write_made_weights (fixture->weights, 1);
  fixture->backbone = sem_backbone_new (fixture->weights, &error);
  g_assert_no_error (error);
  fixture->rgb = g_new (guint8, N * SEM_BACKBONE_INPUT_SIZE);
  fixture->features = g_new (float, N *SEM_BACKBONE_DIM);
  fixture->views = g_malloc (N * SEM_FINETUNE_VIEWS * size);
  make_images (fixture->rgb);
  workspace = sem_backbone_workspace_new (fixture->backbone);
  for (gsize i = 0; i < N; i++)
    {
      const guint8 *rgb = fixture->rgb + i * SEM_BACKBONE_INPUT_SIZE;

      sem_backbone_forward (fixture->backbone, workspace, rgb,
                            fixture->features + i * SEM_BACKBONE_DIM);
      for (guint v = 0; v < SEM_FINETUNE_VIEWS; v++)
        sem_finetune_make_row (fixture->backbone, workspace, SEM_FINETUNE_LAST_STAGE, rgb,
                               &(SemFinetuneView){ 1, i, v },
                               fixture->views + (i * SEM_FINETUNE_VIEWS + v) * size);
    }
}

static void
tear_down (Fixture *fixture)
{
  const char *argv[] = { "rm", "-rf", fixture->folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  sem_backbone_unref (fixture->backbone);
  g_free (fixture->rgb);
  g_free (fixture->features);
  g_free (fixture->views);
  g_free (fixture->folder);
  g_free (fixture->weights);
  g_free (fixture->checkpoint);
}

/* For the whole network a row is the picture. Without augmentation there is only view 0. */
static guint8 *
dup_views (const Fixture *fixture, SemFinetuneDepth depth, gboolean augment)
{
  gsize size = sem_finetune_get_row_size (depth);
  guint n_views = sem_finetune_get_n_views (depth, augment);
  guint8 *views;

  if (depth == SEM_FINETUNE_ALL)
    return g_memdup2 (fixture->rgb, N * size);
  views = g_malloc (N * n_views * size);
  for (gsize i = 0; i < N; i++)
    memcpy (views + i * n_views * size, fixture->views + i * SEM_FINETUNE_VIEWS * size,
            n_views * size);
  return views;
}

typedef struct
{
  double losses[EPOCHS + 1];
  guint n;
  guint stop_after;
  GCancellable *cancellable;
} Watch;

static void
watch (const SemHashEpoch *epoch, gpointer data)
{
  Watch *self = data;

  g_assert_cmpuint (epoch->n_epochs, ==, EPOCHS);
  g_assert_cmpuint (epoch->epoch, <=, EPOCHS);
  self->losses[epoch->epoch] = epoch->pair_loss + epoch->code_loss;
  self->n++;
  if (epoch->epoch == self->stop_after)
    g_cancellable_cancel (self->cancellable);
}

typedef struct
{
  const SemScenes *scenes; /* for BCDH; NULL for DDH */
  SemFinetuneDepth depth;
  gboolean augment;
  guint n_threads;
  const char *checkpoint;
  guint stop_after;
} Course;

/* (transfer full): the model and the network's parameters as one array of bytes; NULL when
 * cancelled. */
static GBytes *
learn (const Fixture *fixture, const Course *course, Watch *watched, guint *resumed)
{
  g_autofree guint8 *views = dup_views (fixture, course->depth, course->augment);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemBackboneTrainer) trainer = NULL;
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GByteArray *all;
  SemHashOptions options;
  SemWork job;
  SemFinetuneRequest request = {
    .options = &options,
    .backbone = fixture->backbone,
    .depth = course->depth,
    .augment = course->augment,
    .network_rate = course->depth == SEM_FINETUNE_ALL ? 1e-7 : 1e-6,
    .features = fixture->features,
    .n = course->scenes != NULL              ? N
         : course->depth == SEM_FINETUNE_ALL ? N_ALL
                                             : N_DDH,
    .views = views,
    .photos = "made",
    .checkpoint = course->checkpoint,
  };
  float *parameters;
  gsize n;

  *watched = (Watch){ .stop_after = course->stop_after, .cancellable = cancellable };
  sem_hash_options_init (&options);
  options.method = course->scenes != NULL ? SEM_HASH_BCDH : SEM_HASH_DDH;
  options.scenes = course->scenes;
  options.n_bits = BITS;
  options.epochs = EPOCHS;
  /* From a random start there is something to improve. */
  options.start = SEM_HASH_START_RANDOM;
  options.epoch_func = watch;
  options.epoch_data = watched;
  sem_work_init (&job, course->n_threads, &(SemProgress){ .cancellable = cancellable });
  model = sem_finetune (&request, &job, &trainer, resumed, &error);
  if (!model)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      return NULL;
    }
  g_assert_no_error (error);
  bytes = sem_hash_model_to_bytes (model);
  all = g_byte_array_new ();
  g_byte_array_append (all, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  parameters = sem_backbone_trainer_get_parameters (trainer, &n);
  g_byte_array_append (all, (const guint8 *) parameters, (guint) (n * sizeof *parameters));
  return g_byte_array_free_to_bytes (all);
}

static void
test_learns (gconstpointer data)
{
  const Fixture *fixture = data;
  Course course = { .depth = SEM_FINETUNE_LAST_STAGE, .n_threads = 1 };
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;
  Watch watched;
  guint resumed;

  one = learn (fixture, &course, &watched, &resumed);
  g_assert_cmpuint (watched.n, ==, EPOCHS);
  g_assert_cmpuint (resumed, ==, 0);
  g_assert_cmpfloat (watched.losses[EPOCHS], <, watched.losses[1]);
  course.n_threads = 2;
  two = learn (fixture, &course, &watched, &resumed);
  g_assert_true (g_bytes_equal (one, two));
  course.augment = TRUE;
  g_clear_pointer (&two, g_bytes_unref);
  two = learn (fixture, &course, &watched, &resumed);
  g_assert_false (g_bytes_equal (one, two));
}

/* A training that is cancelled after an epoch and resumed gives the same result as one without
 * interruption. Another request starts from the beginning. */
static void
test_resumes (gconstpointer data)
{
  const Fixture *fixture = data;
  Course course = { .depth = SEM_FINETUNE_LAST_STAGE, .augment = TRUE, .n_threads = 2 };
  g_autoptr (GBytes) whole = NULL, resumed_one = NULL, other = NULL;
  Watch watched, calm;
  guint resumed;

  whole = learn (fixture, &course, &calm, &resumed);
  g_unlink (fixture->checkpoint);
  course.checkpoint = fixture->checkpoint;
  course.stop_after = 2;
  g_assert_null (learn (fixture, &course, &watched, &resumed));
  g_assert_true (g_file_test (fixture->checkpoint, G_FILE_TEST_EXISTS));
  course.stop_after = 0;
  resumed_one = learn (fixture, &course, &watched, &resumed);
  g_assert_cmpuint (resumed, ==, 2);
  /* The epochs before are told again. */
  g_assert_cmpuint (watched.n, ==, EPOCHS);
  for (guint i = 1; i <= EPOCHS; i++)
    g_assert_cmpfloat (watched.losses[i], ==, calm.losses[i]);
  g_assert_true (g_bytes_equal (whole, resumed_one));

  course.augment = FALSE;
  other = learn (fixture, &course, &watched, &resumed);
  g_assert_cmpuint (resumed, ==, 0);
}

/* A training begun in a locale with a decimal comma resumes in one with a point, and vice versa. */
static void
test_locales (gconstpointer data)
{
  const Fixture *fixture = data;
  Course course = { .depth = SEM_FINETUNE_LAST_STAGE,
                    .n_threads = 2,
                    .checkpoint = fixture->checkpoint };

  for (guint first_comma = 0; first_comma < 2; first_comma++)
    {
      g_autoptr (GBytes) bytes = NULL;
      Watch watched;
      guint resumed;

      g_unlink (fixture->checkpoint);
      for (guint part = 0; part < 2; part++)
        {
          g_clear_pointer (&bytes, g_bytes_unref);
          if (part == first_comma)
            test_use_point ();
          else if (!test_use_comma ())
            return;
          course.stop_after = part == 0 ? 1 : 0;
          bytes = learn (fixture, &course, &watched, &resumed);
        }
      test_use_point ();
      g_assert_nonnull (bytes);
      g_assert_cmpuint (resumed, ==, 1);
    }
}

/* A truncated checkpoint is ignored. */
static void
test_damaged (gconstpointer data)
{
  const Fixture *fixture = data;
  Course course = { .depth = SEM_FINETUNE_LAST_STAGE,
                    .n_threads = 2,
                    .checkpoint = fixture->checkpoint };
  g_autoptr (GBytes) whole = NULL;
  Watch watched;
  guint resumed;
  gsize size;
  g_autofree char *contents = NULL;

  g_unlink (fixture->checkpoint);
  whole = learn (fixture, &course, &watched, &resumed);
  g_assert_true (g_file_get_contents (fixture->checkpoint, &contents, &size, NULL));
  for (gsize cut = 1; cut < 4; cut += 2)
    {
      g_autoptr (GBytes) again = NULL;

      g_assert_true (
        g_file_set_contents (fixture->checkpoint, contents, (gssize) (size * (cut - 1) / 3), NULL));
      again = learn (fixture, &course, &watched, &resumed);
      g_assert_cmpuint (resumed, ==, 0);
      g_assert_true (g_bytes_equal (whole, again));
    }
}

static void
test_all (gconstpointer data)
{
  const Fixture *fixture = data;
  Course course = { .depth = SEM_FINETUNE_ALL, .n_threads = 2 };
  g_autoptr (GBytes) bytes = NULL;
  Watch watched;
  guint resumed;

  bytes = learn (fixture, &course, &watched, &resumed);
  g_assert_cmpfloat (watched.losses[EPOCHS], <, watched.losses[1]);
}

/* Each family is a scene whose photos share three fifths of their points with each other. */
static SemScenes *
make_scenes (void)
{
  SemScenes *scenes = sem_scenes_new (N);

  scenes->n_scenes = FAMILIES;
  for (guint32 i = 0; i < N; i++)
    {
      scenes->scene[i] = (gint32) (i % FAMILIES);
      scenes->points[i] = 100;
      for (guint32 j = i + FAMILIES; j < N; j += FAMILIES)
        {
          SemScenePair pair = { i, j, 60, 1.1f };

          g_array_append_val (scenes->pairs, pair);
        }
    }
  sem_scenes_sort (scenes);
  return scenes;
}

/* BCDH trains the network on pairs of reconstructions, with the same result for any number of
 * threads and after a resume, and with another result for other pairs. */
static void
test_scenes (gconstpointer data)
{
  const Fixture *fixture = data;
  g_autoptr (SemScenes) scenes = make_scenes ();
  Course course = { .scenes = scenes, .depth = SEM_FINETUNE_LAST_STAGE, .n_threads = 1 };
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GBytes) alone = NULL;
  Watch watched;
  guint resumed;

  one = learn (fixture, &course, &watched, &resumed);
  g_assert_cmpuint (watched.n, ==, EPOCHS);
  for (guint i = 1; i <= EPOCHS; i++)
    g_assert_true (isfinite (watched.losses[i]) && watched.losses[i] > 0.0);
  g_unlink (fixture->checkpoint);
  course.n_threads = 2;
  course.checkpoint = fixture->checkpoint;
  course.stop_after = 1;
  g_assert_null (learn (fixture, &course, &watched, &resumed));
  course.stop_after = 0;
  two = learn (fixture, &course, &watched, &resumed);
  g_assert_cmpuint (resumed, ==, 1);
  g_assert_true (g_bytes_equal (one, two));
  g_unlink (fixture->checkpoint);

  course.checkpoint = NULL;
  for (guint i = 0; i < scenes->pairs->len; i++)
    g_array_index (scenes->pairs, SemScenePair, i).shared = 25;
  other = learn (fixture, &course, &watched, &resumed);
  g_assert_false (g_bytes_equal (one, other));
  course.scenes = NULL;
  alone = learn (fixture, &course, &watched, &resumed);
  g_assert_false (g_bytes_equal (one, alone));
}

/* Trains on two photos of one family. Returns: the cosine of their vectors */
static double
compare_two (const Fixture *fixture, const float *reference, const char *checkpoint, guint *resumed)
{
  gsize size = sem_finetune_get_row_size (SEM_FINETUNE_LAST_STAGE);
  g_autofree float *features = g_new (float, 2 * SEM_BACKBONE_DIM);
  g_autofree guint8 *views = g_malloc (2 * size);
  g_autoptr (SemBackboneTrainer) trainer = NULL;
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GError) error = NULL;
  gint8 vectors[2][SEM_VECTOR_DIM];
  int product = 0;
  SemHashOptions options;
  SemWork job;
  SemFinetuneRequest request = {
    .options = &options,
    .backbone = fixture->backbone,
    .depth = SEM_FINETUNE_LAST_STAGE,
    .network_rate = 1e-6,
    .features = features,
    .n = 2,
    .views = views,
    .photos = "two",
    .checkpoint = checkpoint,
  };

  for (gsize i = 0; i < 2; i++)
    {
      memcpy (features + i * SEM_BACKBONE_DIM, fixture->features + i * FAMILIES * SEM_BACKBONE_DIM,
              SEM_BACKBONE_DIM * sizeof (float));
      memcpy (views + i * size, fixture->views + i * FAMILIES * SEM_FINETUNE_VIEWS * size, size);
    }
  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.n_bits = BITS;
  options.epochs = EPOCHS;
  options.reference_mean = reference;
  options.reference_spread = 1;
  sem_work_init (&job, 1, NULL);
  model = sem_finetune (&request, &job, &trainer, resumed, &error);
  g_assert_no_error (error);
  sem_hash_model_vectors (model, features, 2, vectors[0]);
  for (guint i = 0; i < SEM_VECTOR_DIM; i++)
    product += vectors[0][i] * vectors[1][i];
  return product / (127.0 * 127.0);
}

/* By their own mean two photos are each other's opposite, however alike they are; where the mean
 * leans on that of photos in general, they are not. */
static void
test_leans (gconstpointer data)
{
  const Fixture *fixture = data;
  const float reference[SEM_BACKBONE_DIM] = { 0 };
  guint resumed;

  g_unlink (fixture->checkpoint);
  g_assert_cmpfloat (compare_two (fixture, NULL, fixture->checkpoint, &resumed), <, -.9);
  g_assert_cmpuint (resumed, ==, 0);
  g_assert_cmpfloat (compare_two (fixture, reference, fixture->checkpoint, &resumed), >, .9);
  /* The checkpoint is of a training with another mean. */
  g_assert_cmpuint (resumed, ==, 0);
  g_unlink (fixture->checkpoint);
}

int
main (int argc, char **argv)
{
  Fixture fixture;
  int code;

  g_test_init (&argc, &argv, NULL);
  set_up (&fixture);

  g_test_add_data_func ("/finetune/sizes", &fixture, test_sizes);
  g_test_add_data_func ("/finetune/learns", &fixture, test_learns);
  g_test_add_data_func ("/finetune/resumes", &fixture, test_resumes);
  g_test_add_data_func ("/finetune/locales", &fixture, test_locales);
  g_test_add_data_func ("/finetune/damaged", &fixture, test_damaged);
  g_test_add_data_func ("/finetune/scenes", &fixture, test_scenes);
  g_test_add_data_func ("/finetune/leans", &fixture, test_leans);
  g_test_add_data_func ("/finetune/all", &fixture, test_all);

  code = g_test_run ();
  tear_down (&fixture);
  return code;
}
