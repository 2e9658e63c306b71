/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/training-log.h"

#include <math.h>

static SemHashEpoch
make_epoch (guint i)
{
  return (SemHashEpoch){ .epoch = i + 1,
                         .n_epochs = 30,
                         .rate = 1e-3 / (i + 1),
                         .pair_loss = 2.0 / (i + 1),
                         .code_loss = 0.25 * i,
                         .near_one = 0.01 * i,
                         .quality = i % 2 ? -1.0 : 0.5 };
}

static const SemHashOptions odd_options = {
  .rho = 3.5,
  .preset = SEM_HASH_PRESET_PAPER,
  .lambda = 0.25,
  .k1 = 7,
  .k2 = 9,
  .epochs = 11,
  .start = SEM_HASH_START_RANDOM,
  .early_stop = SEM_HASH_ON,
  .pair_distance = SEM_PAIR_DISTANCE_OUTPUTS,
};

static void
assert_odd_options (SemTrainingLog *log)
{
  SemHashOptions read;

  sem_hash_options_init (&read);
  sem_training_log_get_options (log, &read);
  g_assert_cmpfloat (read.rho, ==, 3.5);
  g_assert_cmpint (read.preset, ==, SEM_HASH_PRESET_PAPER);
  g_assert_cmpfloat (read.lambda, ==, 0.25);
  g_assert_cmpuint (read.k1, ==, 7);
  g_assert_cmpuint (read.k2, ==, 9);
  g_assert_cmpuint (read.epochs, ==, 11);
  g_assert_cmpint (read.start, ==, SEM_HASH_START_RANDOM);
  g_assert_cmpint (read.early_stop, ==, SEM_HASH_ON);
  g_assert_cmpint (read.pair_distance, ==, SEM_PAIR_DISTANCE_OUTPUTS);
}

static SemTrainingLog *
make_log (guint n, gboolean compared)
{
  SemTrainingLog *log = sem_training_log_new ();
  SemCodeComparison comparison = {
    .before = { .reach = 0.951, .lift = 0.9, .imbalance = 0.1, .correlation = 0.2, .unique = 1 },
    .after = { .reach = 0.972, .lift = 0.95, .n_dead = 3 },
    .overlap = 0.7,
    .depth = 100,
    .n_photos = 5000,
    .learned_places = TRUE,
    .n_places = 12,
    .places_before = { .map = 0.9, .correlation = -0.25 },
    .places_after = { .map = 0.97, .correlation = 0.5 },
    .bits_before = 256,
    .bits_after = 64,
  };

  for (guint i = 0; i < n; i++)
    {
      SemHashEpoch epoch = make_epoch (i);

      sem_training_log_add (log, &epoch);
    }
  if (compared)
    sem_training_log_set_comparison (log, &comparison);
  sem_training_log_set_options (log, &odd_options);
  return log;
}

static void
assert_same (SemTrainingLog *log, guint n, gboolean compared)
{
  const SemCodeComparison *comparison = sem_training_log_get_comparison (log);

  g_assert_cmpuint (sem_training_log_get_n_epochs (log), ==, n);
  for (guint i = 0; i < n; i++)
    {
      const SemHashEpoch *epoch = sem_training_log_get_epoch (log, i);
      SemHashEpoch wanted = make_epoch (i);

      g_assert_cmpuint (epoch->epoch, ==, wanted.epoch);
      g_assert_cmpuint (epoch->n_epochs, ==, wanted.n_epochs);
      g_assert_cmpfloat (epoch->rate, ==, wanted.rate);
      g_assert_cmpfloat (epoch->pair_loss, ==, wanted.pair_loss);
      g_assert_cmpfloat (epoch->code_loss, ==, wanted.code_loss);
      g_assert_cmpfloat (epoch->near_one, ==, wanted.near_one);
      g_assert_cmpfloat (epoch->quality, ==, wanted.quality);
    }
  g_assert_true ((comparison != NULL) == compared);
  if (!compared)
    return;
  g_assert_cmpfloat (comparison->before.reach, ==, 0.951);
  g_assert_cmpfloat (comparison->after.lift, ==, 0.95);
  g_assert_cmpuint (comparison->after.n_dead, ==, 3);
  g_assert_cmpfloat (comparison->overlap, ==, 0.7);
  g_assert_cmpuint (comparison->depth, ==, 100);
  g_assert_cmpuint (comparison->n_photos, ==, 5000);
  g_assert_true (comparison->learned_places);
  g_assert_cmpuint (comparison->n_places, ==, 12);
  g_assert_cmpfloat (comparison->places_before.correlation, ==, -0.25);
  g_assert_cmpfloat (comparison->places_after.map, ==, 0.97);
  g_assert_cmpuint (comparison->bits_before, ==, 256);
  g_assert_cmpuint (comparison->bits_after, ==, 64);
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 4; i++)
    {
      guint n = i < 2 ? 0 : 30;
      g_autoptr (SemTrainingLog) log = make_log (n, i % 2);
      g_autoptr (GBytes) bytes = sem_training_log_to_bytes (log);
      g_autoptr (GError) error = NULL;
      g_autoptr (SemTrainingLog) again = sem_training_log_new_from_bytes (bytes, &error);

      g_assert_no_error (error);
      assert_same (again, n, i % 2);
      assert_odd_options (again);
    }
}

/* A log stays small for any number of epochs, stays in order, and its last entry is the last epoch.
 */
static void
test_thinned (void)
{
  g_autoptr (SemTrainingLog) log = make_log (3 * SEM_TRAINING_LOG_EPOCHS + 5, FALSE);
  guint n = sem_training_log_get_n_epochs (log);

  g_assert_cmpuint (n, <=, SEM_TRAINING_LOG_EPOCHS);
  g_assert_cmpuint (n, >=, SEM_TRAINING_LOG_EPOCHS / 2);
  g_assert_cmpuint (sem_training_log_get_epoch (log, n - 1)->epoch, ==,
                    3 * SEM_TRAINING_LOG_EPOCHS + 5);
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (sem_training_log_get_epoch (log, i)->epoch, >,
                      sem_training_log_get_epoch (log, i - 1)->epoch);
}

static void
assert_refused (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_training_log_new_from_bytes (bytes, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
}

static void
test_damaged (void)
{
  g_autoptr (SemTrainingLog) log = make_log (3, TRUE), infinite = sem_training_log_new ();
  g_autoptr (GBytes) bytes = sem_training_log_to_bytes (log), bad = NULL;
  SemHashEpoch epoch = make_epoch (1);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);

  assert_refused (data, 0);
  for (gsize cut = 1; cut < size; cut++)
    assert_refused (data, cut);
  copy[0] = 9;
  assert_refused (copy, size);

  epoch.pair_loss = NAN;
  sem_training_log_add (infinite, &epoch);
  bad = sem_training_log_to_bytes (infinite);
  data = g_bytes_get_data (bad, &size);
  assert_refused (data, size);
}

/* Old libraries have logs without options. */
static void
test_version_1 (void)
{
  static const guint8 empty[] = { 1, 0, 0, 0, 0, 0, 0, 0, 8 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (empty, sizeof empty);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemTrainingLog) log = sem_training_log_new_from_bytes (bytes, &error);
  SemHashOptions read = odd_options, plain;

  g_assert_no_error (error);
  g_assert_cmpuint (sem_training_log_get_n_epochs (log), ==, 0);
  sem_hash_options_init (&plain);
  sem_training_log_get_options (log, &read);
  g_assert_cmpint (read.preset, ==, plain.preset);
  g_assert_cmpfloat (read.lambda, ==, plain.lambda);
  g_assert_cmpuint (read.k1, ==, plain.k1);
}

static void
test_worse (void)
{
  SemCodeComparison c = { .before = { .reach = 0.95, .lift = 0.9 } };
  g_autofree char *sentence = NULL, *fine = NULL;

  c.after = c.before;
  g_assert_false (sem_code_comparison_is_worse (&c));
  c.after.reach = 0.945;
  g_assert_false (sem_code_comparison_is_worse (&c));
  fine = sem_code_comparison_describe (&c);
  g_assert_nonnull (strstr (fine, "94.5 %"));
  g_assert_nonnull (strstr (fine, "95.0 %"));
  c.after.reach = 0.93;
  g_assert_true (sem_code_comparison_is_worse (&c));
  sentence = sem_code_comparison_describe (&c);
  g_assert_nonnull (strstr (sentence, "find 93 %"));
  c.after.reach = 0.99;
  c.after.lift = 0.88;
  g_assert_true (sem_code_comparison_is_worse (&c));
}

/* Codes for places may leave the neighbours by features, where they find places better. */
static void
test_places (void)
{
  SemCodeComparison c = {
    .before = { .reach = 0.974, .lift = 0.95 },
    .after = { .reach = 0.94, .lift = 0.92 },
    .n_places = 12,
    .places_before = { .map = 0.896 },
    .places_after = { .map = 0.967 },
    .bits_before = 256,
    .bits_after = 64,
  };
  g_autofree char *gain = NULL, *loss = NULL, *same = NULL;

  /* What was not learned for places is judged as ever. */
  g_assert_true (sem_code_comparison_is_worse (&c));
  c.learned_places = TRUE;
  g_assert_false (sem_code_comparison_is_worse (&c));
  gain = sem_code_comparison_describe (&c);
  g_assert_nonnull (strstr (gain, "64 bits instead of 256"));
  g_assert_nonnull (strstr (gain, "places gain"));
  g_assert_nonnull (strstr (gain, "97 %, was 90 %"));
  g_assert_nonnull (strstr (gain, "other things lose a little"));
  c.after.reach = 0.91;
  g_assert_true (sem_code_comparison_is_worse (&c));
  c.after = c.before;
  c.bits_after = 256;
  same = sem_code_comparison_describe (&c);
  g_assert_null (strstr (same, "instead"));
  g_assert_nonnull (strstr (same, "lose nothing"));
  c.places_after.map = 0.86;
  g_assert_true (sem_code_comparison_is_worse (&c));
  loss = sem_code_comparison_describe (&c);
  g_assert_nonnull (strstr (loss, "places lose"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training-log/round-trip", test_round_trip);
  g_test_add_func ("/training-log/thinned", test_thinned);
  g_test_add_func ("/training-log/damaged", test_damaged);
  g_test_add_func ("/training-log/version-1", test_version_1);
  g_test_add_func ("/training-log/worse", test_worse);
  g_test_add_func ("/training-log/places", test_places);
  return g_test_run ();
}
