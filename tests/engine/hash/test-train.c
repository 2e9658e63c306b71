/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/models/hash-model-private.h"
#include "tests/engine/hash/fixture.h"

#define N 240
#define D 40
#define CLUSTERS 8

static const SemHashMethod all_methods[] = {
  SEM_HASH_GS_ITQ, SEM_HASH_ITQ, SEM_HASH_LSH,  SEM_HASH_DDH,
  SEM_HASH_PCAH,   SEM_HASH_SH,  SEM_HASH_KNNH, SEM_HASH_CIBHASH,
};

/* Methods without random numbers. */
static gboolean
is_fixed (SemHashMethod method)
{
  return method == SEM_HASH_PCAH || method == SEM_HASH_SH;
}

/* Methods that set a remark if there are more bits than independent directions. */
static gboolean
is_bounded (SemHashMethod method)
{
  return method == SEM_HASH_GS_ITQ || method == SEM_HASH_ITQ || method == SEM_HASH_PCAH
         || method == SEM_HASH_KNNH;
}

static void
assert_finite_outputs (SemHashModel *model, const float *features, gsize n)
{
  guint n_bits = sem_hash_model_get_n_bits (model);
  g_autofree float *outputs = g_new (float, n *n_bits);
  g_autofree guint64 *codes = g_new (guint64, n * SEM_HASH_WORDS (n_bits));

  sem_hash_model_encode (model, features, n, codes, outputs);
  for (gsize i = 0; i < n * n_bits; i++)
    {
      guint bit = i % n_bits;
      guint64 word = codes[i / n_bits * SEM_HASH_WORDS (n_bits) + bit / 64];

      g_assert_true (isfinite (outputs[i]));
      g_assert_cmpuint (word >> (bit % 64) & 1, ==, outputs[i] > 0.0f);
    }
}

static void
test_same_at_any_thread_count (void)
{
  /* More rows than one task of any kind has. */
  gsize n = 2500;
  g_autofree float *features = fixture_clusters (n, D, CLUSTERS, 1.0, 1);

  for (guint m = 0; m < G_N_ELEMENTS (all_methods); m++)
    {
      g_autoptr (GBytes) first = NULL;

      for (guint n_threads = 1; n_threads <= 3; n_threads++)
        {
          g_autoptr (SemHashModel) model =
            fixture_train (all_methods[m], 32, features, n, D, n_threads);
          g_autoptr (GBytes) bytes = sem_hash_model_to_bytes (model);

          if (!first)
            first = g_steal_pointer (&bytes);
          else
            g_assert_true (g_bytes_equal (first, bytes));
        }
    }
}

static void
test_seed_matters (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLUSTERS, 1.0, 1);

  for (guint m = 0; m < G_N_ELEMENTS (all_methods); m++)
    {
      g_autoptr (SemHashModel) one = fixture_train (all_methods[m], 32, features, N, D, 1);
      g_autoptr (SemHashModel) two = NULL;
      g_autofree float *first = g_new (float, N * 32);
      g_autofree float *second = g_new (float, N * 32);
      SemHashOptions options;

      sem_hash_options_init (&options);
      options.method = all_methods[m];
      options.n_bits = 32;
      options.seed = 2;
      two = sem_hash_train (&options, features, N, D, NULL, NULL);
      g_assert_cmpuint (sem_hash_model_get_seed (two), ==, 2);
      sem_hash_model_encode (one, features, N, NULL, first);
      sem_hash_model_encode (two, features, N, NULL, second);
      g_assert_cmpint (memcmp (first, second, N * 32 * sizeof (float)) == 0, ==,
                       is_fixed (all_methods[m]));
    }
}

static void
test_learning_helps (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLUSTERS, 1.1, 3);
  double precision[SEM_HASH_N_METHODS];

  for (guint m = 0; m < G_N_ELEMENTS (all_methods); m++)
    {
      g_autoptr (SemHashModel) model = fixture_train (all_methods[m], 32, features, N, D, 2);

      precision[all_methods[m]] = fixture_precision (model, features, N, D, CLUSTERS, 10);
      g_test_message ("%s: %.3f", sem_hash_method_get_name (all_methods[m]),
                      precision[all_methods[m]]);
    }
  g_assert_cmpfloat (precision[SEM_HASH_GS_ITQ], >, precision[SEM_HASH_LSH] + 0.1);
  g_assert_cmpfloat (precision[SEM_HASH_ITQ], >, precision[SEM_HASH_LSH]);
  g_assert_cmpfloat (precision[SEM_HASH_DDH], >, precision[SEM_HASH_LSH] + 0.1);
  g_assert_cmpfloat (precision[SEM_HASH_GS_ITQ], >, 0.9);
  g_assert_cmpfloat (precision[SEM_HASH_ITQ], >, precision[SEM_HASH_PCAH] + 0.1);
  g_assert_cmpfloat (precision[SEM_HASH_ITQ], >, precision[SEM_HASH_SH] + 0.1);
  g_assert_cmpfloat (precision[SEM_HASH_KNNH], >, precision[SEM_HASH_ITQ]);
  g_assert_cmpfloat (precision[SEM_HASH_CIBHASH], >, precision[SEM_HASH_LSH] + 0.1);
}

/* Share of the ten nearest photos of other bursts that are of the same cluster, over one photo of
 * each burst. */
static double
precision_between_bursts (const float *features, gsize n, guint burst)
{
  g_autoptr (SemHashModel) model = fixture_train (SEM_HASH_GS_ITQ, 16, features, n, D, 2);
  g_autofree guint64 *codes = g_new (guint64, n);
  gsize right = 0;

  sem_hash_model_encode (model, features, n, codes, NULL);
  for (gsize i = 0; i < n; i += burst)
    {
      g_autofree gboolean *taken = g_new0 (gboolean, n);

      for (guint rank = 0; rank < 10; rank++)
        {
          gsize best = n;

          for (gsize j = 0; j < n; j += burst)
            if (j != i && !taken[j]
                && (best == n
                    || fixture_distance (codes + i, codes + j, 1)
                         < fixture_distance (codes + i, codes + best, 1)))
              best = j;
          taken[best] = TRUE;
          right += best / burst % CLUSTERS == i / burst % CLUSTERS;
        }
    }
  return (double) right / (double) (n / burst * 10);
}

/* Each photo becomes a burst of twelve, more than a photo has neighbours in the graph: if
 * near-duplicates were not left out, bursts would not be connected. */
static void
test_bursts (void)
{
  const guint burst = 12;
  g_autofree float *photos = fixture_clusters (N, D, CLUSTERS, 1.4, 3);
  g_autofree float *bursts = g_new (float, N *burst *D);
  double alone, together;
  SemRandom random;

  sem_random_init (&random, 7, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < N * burst * D; i++)
    bursts[i] = photos[i / D / burst * D + i % D] + 0.02f * (float) sem_random_normal (&random);
  alone = precision_between_bursts (photos, N, 1);
  together = precision_between_bursts (bursts, N * burst, burst);
  g_test_message ("%.3f, in bursts %.3f", alone, together);
  g_assert_cmpfloat (together, >, alone - 0.05);
}

static void
test_all_lengths (void)
{
  g_autofree float *features = fixture_clusters (60, D, CLUSTERS, 1.0, 1);

  for (guint m = 0; m < G_N_ELEMENTS (all_methods); m++)
    for (guint n_bits = 16; n_bits <= SEM_HASH_MAX_BITS; n_bits *= 2)
      {
        g_autoptr (SemHashModel) model = fixture_train (all_methods[m], n_bits, features, 60, D, 2);

        g_assert_cmpuint (sem_hash_model_get_n_bits (model), ==, n_bits);
        g_assert_cmpuint (sem_hash_model_get_method (model), ==, all_methods[m]);
        g_assert_cmpuint (sem_hash_model_get_n_trained (model), ==, 60);
        g_assert_cmpuint (sem_hash_model_get_n_features (model), ==, D);
        g_assert_cmpint (sem_hash_model_get_remark (model) != NULL, ==,
                         is_bounded (all_methods[m]) && n_bits > D);
        assert_finite_outputs (model, features, 60);
      }
}

static void
check_degenerate (const float *features, gsize n, gsize d, gboolean teaches)
{
  g_autofree float *other = fixture_clusters (5, d, 5, 1.0, 9);

  for (guint m = 0; m < G_N_ELEMENTS (all_methods); m++)
    {
      g_autoptr (SemHashModel) model = fixture_train (all_methods[m], 64, features, n, d, 2);
      g_autofree gint8 *vectors = g_new (gint8, 5 * SEM_VECTOR_DIM);

      if (!teaches && all_methods[m] != SEM_HASH_LSH)
        g_assert_nonnull (sem_hash_model_get_remark (model));
      assert_finite_outputs (model, features, n);
      assert_finite_outputs (model, other, 5);
      sem_hash_model_vectors (model, other, 5, vectors);
    }
}

static void
test_degenerate (void)
{
  g_autofree float *features = fixture_clusters (40, 12, 4, 1.0, 4);
  g_autofree float *equal = g_new (float, 40 * 12);
  g_autofree float *doubled = g_new (float, 40 * 12);
  g_autofree float *zero = g_new0 (float, 40 * 12);
  g_autofree float *huge = g_new (float, 40 * 12);

  for (gsize i = 0; i < 40 * 12; i++)
    {
      equal[i] = features[i % 12];
      doubled[i] = features[i / 24 * 12 + i % 12];
      huge[i] = features[i] * 1e30f;
    }
  check_degenerate (features, 1, 12, FALSE);
  check_degenerate (features, 2, 12, TRUE);
  check_degenerate (features, 3, 12, TRUE);
  check_degenerate (features, 40, 12, TRUE);
  check_degenerate (features, 40, 1, TRUE);
  check_degenerate (equal, 40, 12, FALSE);
  check_degenerate (doubled, 40, 12, TRUE);
  check_degenerate (zero, 40, 12, FALSE);
  check_degenerate (huge, 40, 12, TRUE);
}

static void
test_not_finite (void)
{
  g_autofree float *features = fixture_clusters (40, 12, 4, 1.0, 4);
  g_autoptr (GError) error = NULL;
  SemHashOptions options;

  sem_hash_options_init (&options);
  features[17] = NAN;
  g_assert_null (sem_hash_train (&options, features, 40, 12, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_FAILED);
}

typedef struct
{
  double last;
  guint calls;
  guint cancel_at;
  GCancellable *cancellable;
} Watch;

static void
watch_cb (double fraction, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpfloat (fraction, >=, watch->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  watch->last = fraction;
  if (++watch->calls == watch->cancel_at)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_progress (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLUSTERS, 1.0, 1);

  for (guint m = 0; m < G_N_ELEMENTS (all_methods); m++)
    {
      g_autoptr (SemHashModel) model = NULL;
      Watch watch = { 0 };
      SemHashOptions options;

      sem_hash_options_init (&options);
      options.method = all_methods[m];
      options.n_bits = 16;
      model = sem_hash_train (&options, features, N, D, &(SemProgress){ watch_cb, &watch }, NULL);
      g_assert_nonnull (model);
      g_assert_cmpfloat (watch.last, ==, 1.0);
      g_assert_cmpuint (watch.calls, >, 3);
    }
}

/* Cancels at the first progress report, at the second, and so on, until a run is complete. */
static void
test_cancel (void)
{
  g_autofree float *features = fixture_clusters (N, D, CLUSTERS, 1.0, 1);

  for (guint m = 0; m < G_N_ELEMENTS (all_methods); m++)
    for (guint at = 1; at < 40; at++)
      {
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (SemHashModel) model = NULL;
        g_autoptr (GError) error = NULL;
        Watch watch = { .cancel_at = at, .cancellable = cancellable };
        SemHashOptions options;

        sem_hash_options_init (&options);
        options.method = all_methods[m];
        options.n_bits = 16;
        model = sem_hash_train (&options, features, N, D,
                                &(SemProgress){ watch_cb, &watch, cancellable }, &error);
        if (watch.calls < at)
          break;
        g_assert_null (model);
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      }
}

/* The distance of the model's mean from that of the features, as a share of the way to @reference,
 * whose photos have the mean squared distance @spread. */
static double
measure_lean (const float *features, gsize n, const float *reference, double spread)
{
  SemHashOptions options;
  g_autoptr (SemHashModel) plain = NULL;
  g_autoptr (SemHashModel) leaning = NULL;
  const float *from, *to;
  double along = 0, length = 0;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_PCAH;
  options.n_bits = 16;
  plain = sem_hash_train (&options, features, n, D, NULL, NULL);
  options.reference_mean = reference;
  options.reference_spread = spread;
  leaning = sem_hash_train (&options, features, n, D, NULL, NULL);
  from = sem_hash_model_get_mean (plain);
  to = sem_hash_model_get_mean (leaning);
  for (guint i = 0; i < D; i++)
    {
      double way = (double) reference[i] - (double) from[i];

      along += way * ((double) to[i] - (double) from[i]);
      length += way * way;
    }
  if (along == 0)
    {
      g_autoptr (GBytes) one = sem_hash_model_to_bytes (plain);
      g_autoptr (GBytes) two = sem_hash_model_to_bytes (leaning);

      g_assert_true (g_bytes_equal (one, two));
    }
  return along / length;
}

/* Few photos lean on the mean in general, less the more they are, and a thousand that differ as
 * photos do not at all: to the bit. Frames of one scene count as few, however many they are. */
static void
test_leans (void)
{
  g_autofree float *features = fixture_clusters (1000, D, CLUSTERS, 1.0, 1);
  const float reference[D] = { 5, -5 };
  const gsize sizes[] = { 2, 10, 50, 200, 800 };
  double last = 1;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      double lean = measure_lean (features, sizes[i], reference, 20);

      g_assert_cmpfloat (lean, >, 0);
      g_assert_cmpfloat (lean, <, last);
      last = lean;
    }
  g_assert_cmpfloat (last, <, .005);
  g_assert_true (measure_lean (features, 1000, reference, 20) == 0);
  g_assert_cmpfloat (measure_lean (features, 1000, reference, 20000), >, .5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/train/same-at-any-thread-count", test_same_at_any_thread_count);
  g_test_add_func ("/hash/train/seed-matters", test_seed_matters);
  g_test_add_func ("/hash/train/learning-helps", test_learning_helps);
  g_test_add_func ("/hash/train/bursts", test_bursts);
  g_test_add_func ("/hash/train/all-lengths", test_all_lengths);
  g_test_add_func ("/hash/train/leans", test_leans);
  g_test_add_func ("/hash/train/degenerate", test_degenerate);
  g_test_add_func ("/hash/train/not-finite", test_not_finite);
  g_test_add_func ("/hash/train/progress", test_progress);
  g_test_add_func ("/hash/train/cancel", test_cancel);
  return g_test_run ();
}
