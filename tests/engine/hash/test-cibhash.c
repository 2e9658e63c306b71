/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/cibhash.h"

#include "tests/engine/hash/fixture.h"

#define N 90
#define D 24
#define K 16
#define VIEWS 6

static void
fill (float *values, gsize n, double scale)
{
  SemRandom random;

  sem_random_init (&random, 3, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) (scale * sem_random_normal (&random));
}

static double
bernoulli_divergence (double u, double v)
{
  double p = 1.0 / (1.0 + exp (-u));
  double q = 1.0 / (1.0 + exp (-v));

  return p * log (p / q) + (1.0 - p) * log ((1.0 - p) / (1.0 - q));
}

/* The divergence alone: its weight makes the contrast negligible. The slope is that of the sum in
 * which the other views are constant. */
static void
test_divergence (void)
{
  const double weight = 1e6;
  float outputs[VIEWS * K], slopes[VIEWS * K];
  double sum = 0.0;
  SemCibhashLoss loss;

  fill (outputs, VIEWS * K, 1.5);
  sem_cibhash_loss (outputs, VIEWS / 2, K, 0.3, weight, &loss, slopes);
  for (gsize i = 0; i < VIEWS * K; i++)
    {
      const double step = 1e-4;
      double u = (double) outputs[i];
      double other = (double) outputs[(i + VIEWS / 2 * K) % (VIEWS * K)];
      double slope =
        (bernoulli_divergence (u + step, other) - bernoulli_divergence (u - step, other))
        / (2.0 * step) / VIEWS;

      sum += bernoulli_divergence (u, other) / VIEWS;
      g_assert_cmpfloat_with_epsilon ((double) slopes[i] / weight, slope, 1e-5);
    }
  g_assert_cmpfloat_with_epsilon (loss.divergence, sum, 1e-5);
}

/* The first term, the contrast, for real-valued codes, including the cosines. */
static double
contrast_of (const double *z)
{
  double loss = 0.0;

  for (guint v = 0; v < VIEWS; v++)
    {
      double sum = 0.0, wanted = 0.0;

      for (guint w = 0; w < VIEWS; w++)
        {
          double dot = 0.0, left = 0.0, right = 0.0;

          for (guint j = 0; j < K; j++)
            {
              dot += z[v * K + j] * z[w * K + j];
              left += z[v * K + j] * z[v * K + j];
              right += z[w * K + j] * z[w * K + j];
            }
          dot /= sqrt (left * right) * 0.3;
          if (w != v)
            sum += exp (dot);
          if (w == (v + VIEWS / 2) % VIEWS)
            wanted = dot;
        }
      loss += (log (sum) - wanted) / VIEWS;
    }
  return loss;
}

/* Straight-through estimator: the slope at the codes times that of the sigmoid. */
static void
test_contrast (void)
{
  float outputs[VIEWS * K], slopes[VIEWS * K];
  double z[VIEWS * K];
  SemCibhashLoss loss;

  fill (outputs, VIEWS * K, 1.0);
  for (gsize i = 0; i < VIEWS * K; i++)
    z[i] = outputs[i] > 0.0f ? 1.0 : -1.0;
  sem_cibhash_loss (outputs, VIEWS / 2, K, 0.3, 0.0, &loss, slopes);
  g_assert_cmpfloat_with_epsilon (loss.contrast, contrast_of (z), 1e-5);
  for (gsize i = 0; i < VIEWS * K; i++)
    {
      const double step = 1e-4;
      double p = 1.0 / (1.0 + exp (-(double) outputs[i]));
      double sign = z[i];
      double slope;

      z[i] = sign + step;
      slope = contrast_of (z);
      z[i] = sign - step;
      slope -= contrast_of (z);
      z[i] = sign;
      g_assert_cmpfloat_with_epsilon (slopes[i], slope / (2.0 * step) * p * (1.0 - p), 1e-5);
    }
}

/* Outputs so large that the sigmoid is exactly 0 or 1. */
static void
test_extremes (void)
{
  float outputs[2 * K], slopes[2 * K];
  SemCibhashLoss loss;

  for (guint j = 0; j < K; j++)
    {
      outputs[j] = j % 2 ? 1e30f : -1e30f;
      outputs[K + j] = j % 3 ? 1e30f : 0.0f;
    }
  sem_cibhash_loss (outputs, 1, K, 0.3, 0.001, &loss, slopes);
  g_assert_true (isfinite (loss.contrast) && isfinite (loss.divergence));
  for (guint j = 0; j < 2 * K; j++)
    g_assert_true (isfinite (slopes[j]));
}

static void
epoch_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  GArray *epochs = user_data;

  g_array_append_val (epochs, *epoch);
}

static void
test_epochs (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  g_autoptr (SemHashModel) model = NULL;
  const SemHashEpoch *first, *last;
  SemHashOptions options;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_CIBHASH;
  options.n_bits = K;
  options.epochs = 200;
  options.epoch_func = epoch_cb;
  options.epoch_data = epochs;
  model = sem_hash_train (&options, features, N, D, NULL, NULL);
  g_assert_nonnull (model);
  g_assert_cmpuint (epochs->len, ==, 200);
  first = &g_array_index (epochs, SemHashEpoch, 0);
  last = &g_array_index (epochs, SemHashEpoch, 199);
  g_assert_cmpuint (first->epoch, ==, 1);
  g_assert_cmpuint (last->epoch, ==, 200);
  g_assert_cmpuint (last->n_epochs, ==, 200);
  g_assert_cmpfloat (last->rate, <, 0.1 * first->rate);
  g_assert_cmpfloat (last->pair_loss, <, 0.9 * first->pair_loss);
  g_assert_true (last->code_loss >= 0.0 && last->near_one >= 0.0 && last->near_one <= 1.0);
  g_assert_cmpfloat (last->quality, ==, -1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/cibhash/divergence", test_divergence);
  g_test_add_func ("/hash/cibhash/contrast", test_contrast);
  g_test_add_func ("/hash/cibhash/extremes", test_extremes);
  g_test_add_func ("/hash/cibhash/epochs", test_epochs);
  return g_test_run ();
}
