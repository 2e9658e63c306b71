/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The paper's preset of DDH means the same whether the network is trained or only the head.
 */

#include "engine/hash/finetune/finetune-private.h"

#include "engine/hash/methods/hash-trainer.h"

#include "tests/engine/nn/made-weights.h"

#include <glib/gstdio.h>
#include <math.h>

/* One batch a pass, so that the order of the photos does not matter. */
#define N 8
#define BITS 16
#define EPOCHS 3

typedef struct
{
  char *folder;
  char *weights;
  SemBackbone *backbone;
  float *features;
  guint8 *views;
} Fixture;

static void
set_up (Fixture *fixture)
{
  gsize size = sem_finetune_get_row_size (SEM_FINETUNE_LAST_STAGE);
  g_autofree guint8 *rgb = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);
  g_autoptr (SemBackboneWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("semblance-paper-XXXXXX", NULL);
  fixture->weights = g_build_filename (fixture->folder, "made.safetensors", NULL);
  write_made_weights (fixture->weights, 1);
  fixture->backbone = sem_backbone_new (fixture->weights, &error);
  g_assert_no_error (error);
  fixture->features = g_new (float, N *SEM_BACKBONE_DIM);
  fixture->views = g_malloc (N * size);
  workspace = sem_backbone_workspace_new (fixture->backbone);
  for (gsize i = 0; i < N; i++)
    {
      for (gsize j = 0; j < SEM_BACKBONE_INPUT_SIZE; j++)
        rgb[j] =
          (guint8) (128
                    + 90 * sin ((double) (j / 3 % SEM_BACKBONE_SIDE) * (double) (i % 4 + 1) / 23)
                    + (double) (j * (i + 1) % 30));
      sem_backbone_forward (fixture->backbone, workspace, rgb,
                            fixture->features + i * SEM_BACKBONE_DIM);
      sem_finetune_make_row (fixture->backbone, workspace, SEM_FINETUNE_LAST_STAGE, rgb,
                             &(SemFinetuneView){ 1, i, 0 }, fixture->views + i * size);
    }
}

static void
tear_down (Fixture *fixture)
{
  g_unlink (fixture->weights);
  g_rmdir (fixture->folder);
  sem_backbone_unref (fixture->backbone);
  g_free (fixture->features);
  g_free (fixture->views);
  g_free (fixture->folder);
  g_free (fixture->weights);
}

/* (transfer full): trained with a network that does not move. */
static SemHashModel *
train_with_network (const Fixture *fixture, const SemHashOptions *options)
{
  const SemFinetuneRequest request = {
    .options = options,
    .backbone = fixture->backbone,
    .depth = SEM_FINETUNE_LAST_STAGE,
    .network_rate = 1e-30,
    .features = fixture->features,
    .n = N,
    .views = fixture->views,
    .photos = "made",
  };
  g_autoptr (SemBackboneTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  SemHashModel *model;
  guint resumed;
  SemWork job;

  sem_work_init (&job, 1, NULL);
  model = sem_finetune (&request, &job, &trainer, &resumed, &error);
  g_assert_no_error (error);
  return model;
}

static void
test_same (gconstpointer data)
{
  const Fixture *fixture = data;
  g_autofree float *one = g_new (float, N *BITS), *other = g_new (float, N *BITS);
  g_autoptr (SemHashModel) head = NULL;
  g_autoptr (SemHashModel) network = NULL;
  g_autoptr (GError) error = NULL;
  double largest = 0;
  SemHashOptions options;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.preset = SEM_HASH_PRESET_PAPER;
  options.n_bits = BITS;
  options.epochs = EPOCHS;
  head = sem_hash_train (&options, fixture->features, N, SEM_BACKBONE_DIM, NULL, &error);
  g_assert_no_error (error);
  network = train_with_network (fixture, &options);
  sem_hash_model_encode (head, fixture->features, N, NULL, one);
  sem_hash_model_encode (network, fixture->features, N, NULL, other);
  for (gsize i = 0; i < N * BITS; i++)
    {
      largest = MAX (largest, fabs ((double) one[i]));
      g_assert_cmpfloat_with_epsilon (one[i], other[i], 0.02);
    }
  g_test_message ("largest output %.3f", largest);
  g_assert_cmpfloat (largest, >, 0.2);
  /* Both tell that so few photos have fewer neighbours. */
  g_assert_nonnull (sem_hash_model_get_remark (head));
  g_assert_cmpstr (sem_hash_model_get_remark (head), ==, sem_hash_model_get_remark (network));
}

int
main (int argc, char **argv)
{
  Fixture fixture;
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up (&fixture);
  g_test_add_data_func ("/finetune/paper/same", &fixture, test_same);
  status = g_test_run ();
  tear_down (&fixture);
  return status;
}
