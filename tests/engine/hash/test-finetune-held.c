/* Fine-tuning on many photos: some are held out, and it is told how they are found.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/finetune.h"
#include "engine/hash/methods/stopping.h"

#include "tests/engine/nn/made-weights.h"
#include "tests/support/folder.h"

#include <math.h>
#include <string.h>

/* A photo takes long: the same few again and again, with a little noise in their features. */
#define N_DIFFERENT 12
#define N SEM_STOPPING_FEWEST

static void
make_image (guint number, guint8 *rgb)
{
  for (gsize j = 0; j < SEM_BACKBONE_INPUT_SIZE; j++)
    {
      double x = (double) (j / 3 % SEM_BACKBONE_SIDE);
      double y = (double) (j / 3 / SEM_BACKBONE_SIDE);

      rgb[j] = (guint8) (128 + 60 * sin (x * (number + 1) / 23)
                         + 30 * cos ((y + 9 * (double) (j % 3)) / (number + 1)));
    }
}

/* @features: shape (N, SEM_BACKBONE_DIM)
 * Returns: (transfer full): their views for the last stage */
static guint8 *
make_photos (SemBackbone *backbone, float *features)
{
  const gsize size = sem_finetune_get_row_size (SEM_FINETUNE_LAST_STAGE);
  const gsize d = SEM_BACKBONE_DIM;
  g_autoptr (SemBackboneWorkspace) workspace = sem_backbone_workspace_new (backbone);
  g_autofree guint8 *rgb = g_malloc (SEM_BACKBONE_INPUT_SIZE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  guint8 *views = g_malloc (N * size);

  for (guint i = 0; i < N_DIFFERENT; i++)
    {
      make_image (i, rgb);
      sem_backbone_forward (backbone, workspace, rgb, features + i * d);
      sem_finetune_make_row (backbone, workspace, SEM_FINETUNE_LAST_STAGE, rgb,
                             &(SemFinetuneView){ 1, i, 0 }, views + i * size);
    }
  for (gsize i = N; i-- > 0;)
    {
      memmove (views + i * size, views + i % N_DIFFERENT * size, size);
      for (gsize j = 0; j < d; j++)
        features[i * d + j] =
          features[i % N_DIFFERENT * d + j] + (float) g_rand_double_range (rand, 0, 0.001);
    }
  return views;
}

static void
note_quality (const SemHashEpoch *epoch, gpointer data)
{
  *(double *) data = epoch->quality;
}

static double
learn (SemBackbone *backbone, const float *features, const guint8 *views, gsize n)
{
  g_autoptr (SemBackboneTrainer) trainer = NULL;
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GError) error = NULL;
  double quality = -2;
  SemHashOptions options;
  SemFinetuneRequest request = { .options = &options,
                                 .backbone = backbone,
                                 .depth = SEM_FINETUNE_LAST_STAGE,
                                 .network_rate = 1e-6,
                                 .features = features,
                                 .n = n,
                                 .views = views,
                                 .photos = "many" };
  SemWork job;
  guint resumed;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.n_bits = 16;
  options.epochs = 1;
  options.epoch_func = note_quality;
  options.epoch_data = &quality;
  sem_work_init (&job, 2, NULL);
  model = sem_finetune (&request, &job, &trainer, &resumed, &error);
  g_assert_no_error (error);
  g_assert_nonnull (model);
  return quality;
}

static void
test_told (void)
{
  char *folder = test_folder_new ();
  g_autofree char *weights = g_build_filename (folder, "made.safetensors", NULL);
  g_autofree float *features = g_new (float, N *SEM_BACKBONE_DIM);
  g_autofree guint8 *views = NULL;
  g_autoptr (GError) error = NULL;
  SemBackbone *backbone;
  double quality;

  write_made_weights (weights, 1);
  backbone = sem_backbone_new (weights, &error);
  g_assert_no_error (error);
  views = make_photos (backbone, features);
  quality = learn (backbone, features, views, N);
  g_test_message ("found %.3f", quality);
  g_assert_cmpfloat (quality, >, 0.3);
  g_assert_cmpfloat (quality, <=, 1);
  g_assert_cmpfloat (learn (backbone, features, views, 16), ==, -1);
  sem_backbone_unref (backbone);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finetune/held-out", test_told);
  return g_test_run ();
}
