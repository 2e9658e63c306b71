/* Photos that training does not see: what is told of them after each pass of DDH, CIBHash, BCDH and
 * fine-tuning.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/finetune/held-out.h"
#include "engine/hash/models/hash-model.h"

#include "tests/engine/hash/fixture.h"

#include <string.h>

#define N 600
#define D 24
#define K 16
#define EPOCHS 12
#define IN_SCENES 30

static void
epoch_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, *epoch);
}

/* The first @n_in photos are taken in threes, each of which shares half of its points. */
static SemScenes *
make_scenes (gsize n, gsize n_in)
{
  SemScenes *scenes = sem_scenes_new (n);

  scenes->n_scenes = (guint) (n_in / 3);
  for (guint32 i = 0; i < n_in; i++)
    {
      scenes->scene[i] = (gint32) (i / 3);
      scenes->points[i] = 40;
      for (guint32 j = i + 1; j < n_in && j / 3 == i / 3; j++)
        {
          SemScenePair pair = { i, j, 20, 1.1f };

          g_array_append_val (scenes->pairs, pair);
        }
    }
  sem_scenes_sort (scenes);
  return scenes;
}

/* @epochs: (nullable): (element-type SemHashEpoch)
 * Returns: (transfer full): the codes of all photos */
static guint64 *
learn (SemHashMethod method, SemHashPreset preset, gsize n, const SemScenes *scenes, GArray *epochs)
{
  g_autofree float *features = fixture_clusters (n, D, 6, 0.8, 2);
  guint64 *codes = g_new (guint64, n);
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions options;

  sem_hash_options_init (&options);
  options.method = method;
  options.preset = preset;
  options.n_bits = K;
  options.epochs = EPOCHS;
  options.scenes = scenes;
  options.epoch_func = epochs ? epoch_cb : NULL;
  options.epoch_data = epochs;
  model = sem_hash_train (&options, features, n, D, NULL, NULL);
  g_assert_nonnull (model);
  sem_hash_model_encode (model, features, n, codes, NULL);
  return codes;
}

/* @measured: whether photos are held out */
static void
check_preset (SemHashMethod method,
              SemHashPreset preset,
              gsize n,
              const SemScenes *scenes,
              gboolean measured)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  g_autofree guint64 *told = learn (method, preset, n, scenes, epochs);
  g_autofree guint64 *untold = learn (method, preset, n, scenes, NULL);

  g_assert_cmpuint (epochs->len, ==, EPOCHS);
  for (guint i = 0; i < EPOCHS; i++)
    {
      const double quality = g_array_index (epochs, SemHashEpoch, i).quality;

      if (measured)
        g_assert_true (quality > 0.2 && quality <= 1);
      else
        g_assert_cmpfloat (quality, ==, -1);
    }
  /* Whether it is told changes nothing. */
  g_assert_cmpmem (told, n * sizeof *told, untold, n * sizeof *untold);
}

static void
check (SemHashMethod method, gsize n, const SemScenes *scenes, gboolean measured)
{
  check_preset (method, SEM_HASH_PRESET_DEFAULT, n, scenes, measured);
}

/* The authors of DDH train on all photos. */
static void
test_ddh (void)
{
  check (SEM_HASH_DDH, N, NULL, TRUE);
  check (SEM_HASH_DDH, SEM_STOPPING_FEWEST - 1, NULL, FALSE);
  check_preset (SEM_HASH_DDH, SEM_HASH_PRESET_PAPER, N, NULL, FALSE);
}

static void
test_cibhash (void)
{
  check (SEM_HASH_CIBHASH, N, NULL, TRUE);
  check (SEM_HASH_CIBHASH, SEM_STOPPING_FEWEST - 1, NULL, FALSE);
}

/* Photos of scenes are few and are all needed. */
static void
test_bcdh (void)
{
  g_autoptr (SemScenes) some = make_scenes (N, IN_SCENES), all = make_scenes (N, N);

  check (SEM_HASH_BCDH, N, some, TRUE);
  check (SEM_HASH_BCDH, N, all, FALSE);
}

/* What fine-tuning gets: every photo once, the features of those to train on, and scenes of these.
 */
static void
test_request (void)
{
  g_autoptr (SemScenes) scenes = make_scenes (N, IN_SCENES);
  g_autofree float *features = fixture_clusters (N, SEM_BACKBONE_DIM, 6, 0.8, 2);
  g_autofree guint8 *seen = g_new0 (guint8, N);
  SemHashOptions options;
  SemFinetuneRequest request = { .options = &options, .features = features, .n = N };
  SemHashInput input = { 0 };
  SemHeldOut *held = NULL;
  SemWork job;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_BCDH;
  options.n_bits = K;
  options.scenes = scenes;
  sem_work_init (&job, 2, NULL);
  g_assert_true (sem_hash_input_init (&input, &job, &options, features, N, SEM_BACKBONE_DIM, NULL));
  g_assert_true (sem_held_out_new (&request, &job, &input, &held));
  g_assert_cmpuint (held->n_held, ==, SEM_STOPPING_FEWEST_HELD);
  g_assert_cmpuint (held->n_kept, ==, N - SEM_STOPPING_FEWEST_HELD);
  g_assert_cmpuint (held->request.n, ==, held->n_kept);
  g_assert_cmpuint (held->request.options->scenes->n, ==, held->n_kept);
  g_assert_cmpuint (held->request.options->scenes->pairs->len, ==, scenes->pairs->len);
  for (gsize i = 0; i < N; i++)
    {
      const gsize row = held->order[i];

      g_assert_cmpuint (seen[row]++, ==, 0);
      if (i < held->n_kept)
        g_assert_cmpmem (held->request.features + i * SEM_BACKBONE_DIM, sizeof (float),
                         features + row * SEM_BACKBONE_DIM, sizeof (float));
      else
        g_assert_cmpuint (row, >=, IN_SCENES);
    }
  sem_held_out_free (held);
  sem_hash_input_clear (&input);
}

/* Outputs come back to their photos: with those of the features themselves nearly all is found, and
 * with the same ones in another order little is. */
static void
test_measure (void)
{
  g_autofree float *features = fixture_clusters (N, SEM_BACKBONE_DIM, 6, 0.8, 2);
  g_autofree float *kept = g_new (float, N * 512), *own = g_new (float, N * 512);
  SemHashOptions options;
  SemFinetuneRequest request = { .options = &options, .features = features, .n = N };
  SemHashInput input = { 0 };
  SemHeldOut *held = NULL;
  double found, lost;
  SemWork job;

  sem_hash_options_init (&options);
  options.n_bits = 512;
  sem_work_init (&job, 2, NULL);
  g_assert_true (sem_hash_input_init (&input, &job, &options, features, N, SEM_BACKBONE_DIM, NULL));
  g_assert_true (sem_held_out_new (&request, &job, &input, &held));
  for (gsize i = 0; i < N; i++)
    memcpy (own + i * 512, input.x + held->order[i] * SEM_BACKBONE_DIM, 512 * sizeof (float));
  found = sem_held_out_measure (held, own + held->n_kept * 512, own);
  for (gsize i = 0; i < N; i++)
    memcpy (kept + i * 512, input.x + i * SEM_BACKBONE_DIM, 512 * sizeof (float));
  lost = sem_held_out_measure (held, kept + held->n_kept * 512, kept);
  g_test_message ("found %.3f, lost %.3f", found, lost);
  g_assert_cmpfloat (found, >, 0.6);
  g_assert_cmpfloat (lost, <, 0.7 * found);
  sem_held_out_free (held);
  sem_hash_input_clear (&input);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/held-out/ddh", test_ddh);
  g_test_add_func ("/hash/held-out/cibhash", test_cibhash);
  g_test_add_func ("/hash/held-out/bcdh", test_bcdh);
  g_test_add_func ("/hash/held-out/request", test_request);
  g_test_add_func ("/hash/held-out/measure", test_measure);
  return g_test_run ();
}
