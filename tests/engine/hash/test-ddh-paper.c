/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings of DDH's authors, and what becomes of them.
 */

#include "engine/hash/methods/hash-trainer.h"
#include "engine/hash/objectives/ddh-settings.h"

#include "tests/engine/hash/ddh-fixture.h"

static void
test_paper_schedule (void)
{
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions options;
  Log log;

  sem_hash_options_init (&options);
  options.preset = SEM_HASH_PRESET_PAPER;
  model = train_logged (&options, N, &log);
  g_assert_cmpuint (log.n, ==, 100);
  for (guint t = 1; t <= 100; t++)
    {
      g_assert_cmpuint (log.epochs[t - 1].n_epochs, ==, 100);
      g_assert_cmpfloat_with_epsilon (log.epochs[t - 1].rate,
                                      pow (10.0, -2.0 - 4.0 * (t - 1) / 99.0), 1e-12);
      g_assert_cmpfloat (log.epochs[t - 1].quality, ==, -1.0);
    }
  g_assert_cmpfloat (log.epochs[99].pair_loss, <, log.epochs[0].pair_loss);
}

/* The outputs approach -1 and 1, which "discrete" stands for, in the log that is kept. */
static void
test_paper_outputs (void)
{
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions options;
  Log log;

  sem_hash_options_init (&options);
  options.preset = SEM_HASH_PRESET_PAPER;
  model = train_logged (&options, 1000, &log);
  g_test_message ("near one: %.3f, then %.3f; distance from codes %.1f, then %.1f",
                  log.epochs[0].near_one, log.epochs[99].near_one, log.epochs[0].code_loss,
                  log.epochs[99].code_loss);
  g_assert_cmpfloat (log.epochs[99].near_one, >, 0.15);
  g_assert_cmpfloat (log.epochs[99].near_one, >, 1.5 * log.epochs[0].near_one);
  g_assert_cmpfloat (log.epochs[99].code_loss, <, 0.7 * log.epochs[0].code_loss);
}

/* How long features are does not matter, since they are brought to one length, but where they lie
 * does, since they are not centred. */
static void
test_paper_features (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autofree float *moved = g_memdup2 (features, N * D * sizeof (float));
  g_autofree float *outputs = g_new (float, N *K), *others = g_new (float, N *K);
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (SemHashModel) other = NULL;
  SemHashOptions options;
  g_autoptr (GError) error = NULL;
  double most = 0;
  Log log;

  sem_hash_options_init (&options);
  options.preset = SEM_HASH_PRESET_PAPER;
  model = train_logged (&options, N, &log);
  sem_hash_model_encode (model, features, N, NULL, outputs);
  for (gsize i = 0; i < N * D; i++)
    moved[i] *= i / D % 2 ? 4 : 0.5f;
  sem_hash_model_encode (model, moved, N, NULL, others);
  for (gsize i = 0; i < N * K; i++)
    g_assert_cmpfloat_with_epsilon (outputs[i], others[i], 1e-4);
  for (gsize i = 0; i < N * D; i++)
    moved[i] = features[i] + 0.3f;
  options.epoch_func = NULL;
  other = sem_hash_train (&options, moved, N, D, NULL, &error);
  g_assert_no_error (error);
  sem_hash_model_encode (other, moved, N, NULL, others);
  for (gsize i = 0; i < N * K; i++)
    most = MAX (most, fabs ((double) outputs[i] - (double) others[i]));
  g_assert_cmpfloat (most, >, 0.1);
}

static void
test_paper_start_from_itq (void)
{
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions options;
  Log log;

  sem_hash_options_init (&options);
  options.preset = SEM_HASH_PRESET_PAPER;
  options.start = SEM_HASH_START_ITQ;
  options.epochs = 1;
  model = train_logged (&options, N, &log);
  g_assert_cmpfloat (log.epochs[0].near_one, >, 0.05);
}

/* Features that are all alike are too long for the published rate, which is said. */
static void
test_paper_alike (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GError) error = NULL;
  SemHashOptions options;

  for (gsize i = 0; i < N * D; i++)
    features[i] += 20;
  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.preset = SEM_HASH_PRESET_PAPER;
  options.n_bits = K;
  options.lambda = 1500;
  model = sem_hash_train (&options, features, N, D, NULL, &error);
  g_assert_null (model);
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "default settings"));
}

/* What differs from the authors is said, below the number of photos that their constants are for.
 */
static void
test_paper_remark (void)
{
  g_autofree float *features = fixture_clusters (1000, D, 6, 0.8, 2);
  SemHashOptions options;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.n_bits = K;
  options.preset = SEM_HASH_PRESET_PAPER;
  options.epochs = 1;
  for (gsize n = 999; n <= 1000; n++)
    {
      g_autoptr (SemHashModel) model = sem_hash_train (&options, features, n, D, NULL, NULL);

      /* 20 of 999 by proportion as well. */
      g_assert_null (sem_hash_model_get_remark (model));
    }
  {
    g_autoptr (SemHashModel) model = sem_hash_train (&options, features, 500, D, NULL, NULL);

    g_assert_nonnull (strstr (sem_hash_model_get_remark (model), "10 neighbors"));
  }
  options.k1 = 5;
  {
    g_autoptr (SemHashModel) model = sem_hash_train (&options, features, 500, D, NULL, NULL);

    g_assert_null (sem_hash_model_get_remark (model));
  }
}

static void
test_settings (void)
{
  SemHashOptions options;
  SemDdhSettings settings;

  sem_hash_options_init (&options);
  options.preset = SEM_HASH_PRESET_PAPER;
  sem_ddh_settings_init (&settings, &options, 10000);
  g_assert_cmpuint (settings.k1, ==, 20);
  g_assert_cmpuint (settings.k2, ==, 30);
  g_assert_cmpfloat (settings.lambda, ==, 15.0);
  g_assert_false (settings.centred || settings.fills_memory || settings.few);
  g_assert_cmpfloat (settings.length, ==, 60.0);
  sem_ddh_settings_init (&settings, &options, 1000);
  g_assert_cmpuint (settings.k1, ==, 20);
  g_assert_cmpuint (settings.k2, ==, 30);
  g_assert_cmpfloat (settings.lambda, ==, 15.0);
  g_assert_false (settings.few);
  sem_ddh_settings_init (&settings, &options, 500);
  g_assert_cmpuint (settings.k1, ==, 10);
  g_assert_cmpuint (settings.k2, ==, 15);
  g_assert_cmpfloat (settings.lambda, ==, 7.5);
  g_assert_true (settings.few);
  sem_ddh_settings_init (&settings, &options, 10);
  g_assert_cmpuint (settings.k1, ==, 2);

  options.lambda = 0.0;
  options.k1 = 4;
  options.epochs = 1;
  sem_ddh_settings_init (&settings, &options, 100);
  g_assert_false (settings.few);
  sem_ddh_settings_init (&settings, &options, 10000);
  g_assert_cmpuint (settings.k1, ==, 4);
  g_assert_cmpfloat (settings.lambda, ==, 0.0);
  g_assert_cmpfloat_with_epsilon (sem_ddh_settings_get_rate (&settings, 1), 1e-2, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/ddh-paper/settings", test_settings);
  g_test_add_func ("/hash/ddh-paper/schedule", test_paper_schedule);
  g_test_add_func ("/hash/ddh-paper/outputs", test_paper_outputs);
  g_test_add_func ("/hash/ddh-paper/features", test_paper_features);
  g_test_add_func ("/hash/ddh-paper/start-from-itq", test_paper_start_from_itq);
  g_test_add_func ("/hash/ddh-paper/alike", test_paper_alike);
  g_test_add_func ("/hash/ddh-paper/remark", test_paper_remark);
  return g_test_run ();
}
