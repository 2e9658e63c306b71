/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/nn/backbone-private.h"
#include "engine/nn/backbone-train-private.h"
#include "engine/nn/pooling.h"
#include "engine/nn/safetensors-writer.h"

#include "tests/engine/nn/made-weights.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

/* The largest difference from the trainer's and the reference's forward pass, relative to the
 * largest feature. */
#define TOLERANCE 2e-5

typedef struct
{
  char *folder;
  char *weights;
  char *path;
  guint8 *rgb;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("semblance-gem-XXXXXX", NULL);
  fixture->weights = g_build_filename (fixture->folder, "made.safetensors", NULL);
  fixture->path = g_build_filename (fixture->folder, "gem.safetensors", NULL);
  fixture->rgb = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);
  for (gsize i = 0; i < SEM_BACKBONE_INPUT_SIZE; i++)
    fixture->rgb[i] = (guint8) (128 + 100 * sin ((double) i / 999) * cos ((double) i / 7));
  write_made_weights (fixture->weights, 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", fixture->folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->folder);
  g_free (fixture->weights);
  g_free (fixture->path);
  g_free (fixture->rgb);
}

static SemBackbone *
open_backbone (const char *path, guint power)
{
  g_autoptr (GError) error = NULL;
  SemBackbone *backbone = sem_backbone_new_pooled (path, power, &error);

  g_assert_no_error (error);

  return backbone;
}

static void
assert_close (const float *values, const float *expected)
{
  double largest = 0;

  for (gsize i = 0; i < SEM_BACKBONE_DIM; i++)
    largest = MAX (largest, fabs ((double) expected[i]));
  g_assert_cmpfloat (largest, >, 0);
  for (gsize i = 0; i < SEM_BACKBONE_DIM; i++)
    g_assert_cmpfloat (fabs ((double) values[i] - (double) expected[i]), <=, TOLERANCE * largest);
}

static void
forward (SemBackbone *backbone, const guint8 *rgb, float *feature)
{
  g_autoptr (SemBackboneWorkspace) workspace = sem_backbone_workspace_new (backbone);

  sem_backbone_forward (backbone, workspace, rgb, feature);
}

/* A saved backbone is loaded with its pooling, and computes the same features. */
static void
test_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackbone) plain = open_backbone (fixture->weights, 0);
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (plain, SEM_TRAIN_LAST_STAGE, SEM_POOLING_GEM);
  g_autofree float *entry = g_new (float, sem_backbone_trainer_get_entry_size (trainer));
  float trained[SEM_BACKBONE_DIM], loaded[SEM_BACKBONE_DIM], reference[SEM_BACKBONE_DIM];
  float mean[SEM_BACKBONE_DIM];
  g_autoptr (SemBackbone) gem = NULL;
  g_autoptr (GError) error = NULL;
  SemWork work;

  sem_work_init (&work, 2, NULL);
  g_assert_true (sem_backbone_trainer_forward_trunk (trainer, &work, fixture->rgb, 1, entry));
  g_assert_true (sem_backbone_trainer_forward_tail (trainer, &work, entry, 1, trained));
  g_assert_true (sem_backbone_trainer_save (trainer, fixture->path, &error));
  g_assert_no_error (error);

  gem = open_backbone (fixture->path, 0);
  g_assert_cmpuint (sem_backbone_get_pooling_power (plain), ==, SEM_POOLING_MEAN);
  g_assert_cmpuint (sem_backbone_get_pooling_power (gem), ==, SEM_POOLING_GEM);
  g_assert_cmpstr (sem_backbone_get_id (gem), !=, sem_backbone_get_id (plain));
  forward (gem, fixture->rgb, loaded);
  assert_close (loaded, trained);
  sem_backbone_forward_reference (gem, fixture->rgb, reference, NULL, NULL);
  assert_close (loaded, reference);
  forward (plain, fixture->rgb, mean);
  for (gsize i = 0; i < SEM_BACKBONE_DIM; i++)
    g_assert_cmpfloat (loaded[i], >=, mean[i] * (1 - 1e-4f));
}

/* The same weights with another pooling are another backbone, without a file of its own. */
static void
test_variant (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SemBackbone) plain = open_backbone (fixture->weights, 0);
  g_autoptr (SemBackbone) same = open_backbone (fixture->weights, SEM_POOLING_MEAN);
  g_autoptr (SemBackbone) gem = open_backbone (fixture->weights, SEM_POOLING_GEM);
  g_autoptr (SemBackboneTrainer) trainer =
    sem_backbone_trainer_new (plain, SEM_TRAIN_LAST_STAGE, SEM_POOLING_GEM);
  float variant[SEM_BACKBONE_DIM], loaded[SEM_BACKBONE_DIM];
  g_autoptr (SemBackbone) saved = NULL;

  g_assert_cmpstr (sem_backbone_get_id (same), ==, sem_backbone_get_id (plain));
  g_assert_cmpstr (sem_backbone_get_id (gem), !=, sem_backbone_get_id (plain));
  g_assert_true (sem_backbone_trainer_save (trainer, fixture->path, NULL));
  saved = open_backbone (fixture->path, 0);
  forward (gem, fixture->rgb, variant);
  forward (saved, fixture->rgb, loaded);
  g_assert_cmpmem (variant, sizeof variant, loaded, sizeof loaded);
}

/* The note is not trusted: only a power in the range is accepted. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  static const char *const notes[] = { "0",    "11", "-3", "3.0", "", " 3", "99999999999999999999",
                                       "three" };
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (fixture->weights, &contents, &size, NULL));
  bytes = g_bytes_new (contents, size);
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (GBytes) made =
        sem_safetensors_set_note (bytes, SEM_BACKBONE_POOLING_NOTE, notes[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (fixture->path, g_bytes_get_data (made, NULL),
                                          (gssize) g_bytes_get_size (made), NULL));
      g_assert_null (sem_backbone_new (fixture->path, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
    }
}

static void
test_writer (void)
{
  g_autoptr (SemSafetensorsWriter) writer = sem_safetensors_writer_new ();
  g_autoptr (SemSafetensors) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) noted = NULL;
  g_autoptr (GError) error = NULL;
  const float numbers[] = { 1, 2, 3 };
  const float more[] = { 4 };
  const gsize three = 3, one = 1;

  sem_safetensors_writer_add_f32 (writer, "numbers", numbers, 3);
  sem_safetensors_writer_add_note (writer, "who", "“I”");
  sem_safetensors_writer_add_f32 (writer, "more", more, 1);
  bytes = sem_safetensors_writer_finish (writer);
  noted = sem_safetensors_set_note (bytes, "when", "now");
  file = sem_safetensors_new (noted, "made", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sem_safetensors_get_note (file, "who"), ==, "“I”");
  g_assert_cmpstr (sem_safetensors_get_note (file, "when"), ==, "now");
  g_assert_null (sem_safetensors_get_note (file, "why"));
  g_assert_cmpmem (sem_safetensors_get_f32 (file, "numbers", &three, 1, &error), sizeof numbers,
                   numbers, sizeof numbers);
  g_assert_cmpmem (sem_safetensors_get_f32 (file, "more", &one, 1, &error), sizeof more, more,
                   sizeof more);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  openblas_set_num_threads (1);

  g_test_add ("/gem/saved", Fixture, NULL, set_up, test_saved, tear_down);
  g_test_add ("/gem/variant", Fixture, NULL, set_up, test_variant, tear_down);
  g_test_add ("/gem/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add_func ("/gem/writer", test_writer);

  return g_test_run ();
}
