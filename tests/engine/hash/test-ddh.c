/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/blas.h"
#include "engine/hash/objectives/ddh-private.h"
#include "engine/hash/objectives/ddh-settings.h"

#include "tests/engine/hash/ddh-fixture.h"

#define BROAD 3

static SemGraph *
make_pairs (const float *features)
{
  g_autofree float *x = g_new (float, N *D);
  g_autofree float *zero = g_new0 (float, D);
  g_autoptr (SemGraph) graph = NULL;
  SemWork job;

  for (gsize i = 0; i < N; i++)
    sem_hash_centre (features + i * D, zero, D, x + i * D);
  sem_blas_use_one_thread ();
  sem_work_init (&job, 1, NULL);
  graph = sem_graph_new_nearest (&job, x, N, D, 5, 2.0);
  return sem_graph_new_pairwise (&job, graph, 7);
}

static void
refresh (SemDdhMemory *memory)
{
  SemWork job;

  sem_blas_use_one_thread ();
  sem_work_init (&job, 2, NULL);
  g_assert_true (sem_ddh_memory_refresh (memory, &job));
}

static void
fill (float *values, gsize n, guint64 seed)
{
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) sem_random_normal (&random);
}

/* With constant memory and signs, the gradient is half the slope of the loss. */
static void
check_gradient (SemDdhMemory *memory, const guint32 *rows, gsize n_rows)
{
  g_autofree float *gradient = g_new (float, n_rows *K);

  sem_ddh_memory_gradient (memory, rows, n_rows, gradient);
  for (guint i = 0; i < n_rows; i++)
    for (guint j = 0; j < K; j++)
      {
        const float step = 0.01f;
        float output[K];
        double above, below;

        memcpy (output, memory->u + rows[i] * K, sizeof output);
        output[j] += step;
        above = sem_ddh_memory_loss (memory, rows[i], output);
        output[j] -= 2.0f * step;
        below = sem_ddh_memory_loss (memory, rows[i], output);
        g_assert_cmpfloat_with_epsilon (gradient[i * K + j],
                                        0.5 * (above - below) / (2.0 * (double) step), 2e-3);
      }
}

/* (transfer full): shape (N, BROAD) */
static float *
make_broad (void)
{
  float *broad = g_new (float, N *BROAD);

  fill (broad, N * BROAD, 5);
  return broad;
}

/* Several batches, so that the totals are updated by writes. */
static void
check_batches (double lambda, float spread, gboolean broad)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemGraph) pairs = make_pairs (features);
  g_autoptr (SemDdhMemory) memory = sem_ddh_memory_new (pairs, K, lambda);
  const guint32 batches[3][3] = { { 3, 40, 89 }, { 0, 1, 2 }, { 89, 7, 3 } };
  float outputs[3 * K];

  if (broad)
    sem_ddh_memory_set_broad (memory, make_broad (), BROAD);
  fill (memory->u, N * K, 1);
  refresh (memory);
  check_gradient (memory, batches[0], 3);
  for (guint b = 0; b < 3; b++)
    {
      fill (outputs, 3 * K, 10 + b);
      for (guint i = 0; i < 3 * K; i++)
        outputs[i] *= spread;
      outputs[b] = 0.0f;
      sem_ddh_memory_write (memory, batches[b], 3, outputs);
      check_gradient (memory, batches[b], 3);
    }
}

static void
test_gradient (void)
{
  check_batches (0.7, 1.0f, FALSE);
}

static void
test_gradient_near_zero (void)
{
  check_batches (0.7, 1e-4f, FALSE);
}

static void
test_gradient_without_code_loss (void)
{
  check_batches (0.0, 1.0f, FALSE);
}

static void
test_gradient_broad (void)
{
  check_batches (0.7, 1.0f, TRUE);
}

/* The sums over all photos equal the loss computed photo by photo. */
static void
check_summary (gboolean broad)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemGraph) pairs = make_pairs (features);
  g_autoptr (SemDdhMemory) memory = sem_ddh_memory_new (pairs, K, 0.7);
  g_autoptr (SemDdhMemory) without = sem_ddh_memory_new (pairs, K, 0.0);
  SemHashEpoch epoch = { 0 };
  double pairs_loss = 0.0;
  double loss = 0.0;
  guint near = 0;

  if (broad)
    {
      sem_ddh_memory_set_broad (memory, make_broad (), BROAD);
      sem_ddh_memory_set_broad (without, make_broad (), BROAD);
    }
  fill (memory->u, N * K, 1);
  memory->u[5] = 0.0f;
  memcpy (without->u, memory->u, N * K * sizeof (float));
  refresh (memory);
  for (gsize i = 0; i < N; i++)
    {
      loss += sem_ddh_memory_loss (memory, i, memory->u + i * K) / N;
      pairs_loss += sem_ddh_memory_loss (without, i, memory->u + i * K) / N;
    }
  for (gsize i = 0; i < N * K; i++)
    near += fabsf (memory->u[i]) >= 0.9f && fabsf (memory->u[i]) <= 1.1f;

  sem_ddh_memory_summarise (memory, &epoch);
  g_assert_cmpfloat_with_epsilon (epoch.pair_loss, pairs_loss, 1e-4);
  g_assert_cmpfloat_with_epsilon (epoch.code_loss, loss - pairs_loss, 1e-4);
  g_assert_cmpfloat_with_epsilon (epoch.near_one, (double) near / (N * K), 1e-9);
}

static void
test_summary (void)
{
  check_summary (FALSE);
}

static void
test_summary_broad (void)
{
  check_summary (TRUE);
}

static void
test_totals_follow (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemGraph) pairs = make_pairs (features);
  g_autoptr (SemDdhMemory) written = sem_ddh_memory_new (pairs, K, 0.7);
  g_autoptr (SemDdhMemory) fresh = sem_ddh_memory_new (pairs, K, 0.7);
  g_autofree float *outputs = g_new (float, N *K);
  guint32 rows[N];

  sem_ddh_memory_set_broad (written, make_broad (), BROAD);
  sem_ddh_memory_set_broad (fresh, make_broad (), BROAD);
  for (guint i = 0; i < N; i++)
    rows[i] = N - 1 - i;
  fill (outputs, N * K, 1);
  sem_ddh_memory_write (written, rows, N, outputs);
  fill (outputs, N * K, 2);
  sem_ddh_memory_write (written, rows, N, outputs);
  memcpy (fresh->u, written->u, N * K * sizeof (float));
  refresh (fresh);
  for (gsize i = 0; i < K * K; i++)
    g_assert_cmpfloat_with_epsilon (written->gram[i], fresh->gram[i], 1e-3);
  for (gsize i = 0; i < K; i++)
    g_assert_cmpfloat_with_epsilon (written->sum[i], fresh->sum[i], 1e-4);
  for (gsize i = 0; i < BROAD * K; i++)
    g_assert_cmpfloat_with_epsilon (written->broad_products[i], fresh->broad_products[i], 1e-3);
  g_assert_cmpfloat (written->u[(N - 1) * K], ==, outputs[0]);
}

/* How often a photo of the same group has fewer different bits than one of the other group, ties
 * counting a half. */
static double
measure_order (SemHashMethod method, const float *features, gsize n)
{
  g_autofree float *outputs = g_new (float, n *K);
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (GError) error = NULL;
  gsize nearer[2][K + 1] = { 0 };
  gsize other = 0, right = 0, all = 0;
  SemHashOptions options;

  sem_hash_options_init (&options);
  options.method = method;
  options.n_bits = K;
  model = sem_hash_train (&options, features, n, D, NULL, &error);
  g_assert_no_error (error);
  sem_hash_model_encode (model, features, n, NULL, outputs);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        guint distance = 0;

        for (gsize b = 0; b < K; b++)
          distance += (outputs[i * K + b] > 0) != (outputs[j * K + b] > 0);
        nearer[i % 2 == j % 2][distance]++;
      }
  for (guint distance = K + 1; distance-- > 0;)
    {
      right += nearer[1][distance] * (2 * other + nearer[0][distance]);
      other += nearer[0][distance];
      all += nearer[1][distance];
    }
  return (double) right / (2.0 * (double) all * (double) other);
}

/* Two large groups that touch: neighbours are few of a group, and what shares none is told apart.
 * The direction between the groups is kept: without, .721 against ITQ's .689, with it .826. */
static void
test_few_large_groups (void)
{
  const gsize n = 600;
  g_autofree float *features = g_new (float, n *D);
  double itq, ddh;

  fill (features, n * D, 3);
  for (gsize i = 0; i < n; i++)
    features[i * D] += i % 2 ? 1.6f : -1.6f;
  itq = measure_order (SEM_HASH_ITQ, features, n);
  ddh = measure_order (SEM_HASH_DDH, features, n);
  g_test_message ("itq %.3f, ddh %.3f", itq, ddh);
  g_assert_cmpfloat (ddh, >, itq + 0.08);
}

static void
keep_last_cb (const SemHashEpoch *epoch, gpointer user_data)
{
  SemHashEpoch *last = user_data;

  *last = *epoch;
}

static double
loss_after (guint epochs)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions options;
  SemHashEpoch last = { 0 };

  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.n_bits = K;
  options.lambda = 0.1;
  options.k1 = 5;
  options.k2 = 7;
  options.epochs = epochs;
  options.start = SEM_HASH_START_RANDOM;
  options.epoch_func = keep_last_cb;
  options.epoch_data = &last;
  model = sem_hash_train (&options, features, N, D, NULL, NULL);
  return last.pair_loss + last.code_loss;
}

/* Our own: lambda by the length of the code, and neighbourhoods that few photos do not lose. */
static void
test_own_settings (void)
{
  static const struct
  {
    gsize n;
    guint n_bits;
    guint k1;
    guint k2;
    double lambda;
  } cases[] = {
    { 10000, 16, 20, 30, 20 }, { 10000, 256, 20, 30, 1.25 }, { 5000, 64, 10, 15, 2.5 },
    { 1000, 64, 10, 15, 0.5 }, { 612, 64, 6, 9, 0.306 },     { 450, 64, 5, 8, 0.225 },
    { 225, 64, 5, 7, 0.1125 }, { 100, 64, 3, 5, 0.05 },      { 10, 64, 2, 2, 0.005 },
  };
  SemHashOptions options;
  SemDdhSettings settings;

  sem_hash_options_init (&options);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      options.n_bits = cases[i].n_bits;
      sem_ddh_settings_init (&settings, &options, cases[i].n);
      g_assert_cmpuint (settings.k1, ==, cases[i].k1);
      g_assert_cmpuint (settings.k2, ==, cases[i].k2);
      g_assert_cmpfloat_with_epsilon (settings.lambda, cases[i].lambda, 1e-12);
    }
}

/* One epoch with a negligible rate keeps the codes of ITQ, except a few bits. */
static void
test_start_from_itq (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemHashModel) itq = fixture_train (SEM_HASH_ITQ, K, features, N, D, 1);
  g_autoptr (SemHashModel) model = NULL;
  guint64 codes[2][N];
  SemHashOptions options;
  guint distance = 0;
  Log log;

  sem_hash_options_init (&options);
  options.start = SEM_HASH_START_ITQ;
  options.epochs = 1;
  options.lambda = 1e4;
  model = train_logged (&options, N, &log);
  sem_hash_model_encode (itq, features, N, codes[0], NULL);
  sem_hash_model_encode (model, features, N, codes[1], NULL);
  for (guint i = 0; i < N; i++)
    distance += fixture_distance (codes[0] + i, codes[1] + i, 1);
  g_test_message ("%u of %u bits differ", distance, N * K);
  g_assert_cmpuint (distance, <, N * K / 50);
}

/* The epoch with the best measurement is kept; if training stops early, the last three measurements
 * were no better. */
static void
test_early_stop (void)
{
  const gsize n = 600;
  g_autoptr (SemHashModel) model = NULL;
  g_autoptr (SemHashModel) again = NULL;
  g_autoptr (SemHashModel) quiet = NULL;
  g_autofree float *features = fixture_clusters (n, D, 6, 0.8, 2);
  g_autofree guint64 *told = g_new (guint64, n);
  g_autofree guint64 *untold = g_new (guint64, n);
  SemHashOptions options;
  double best = -1.0;
  guint since = 0;
  Log log, log_again;

  sem_hash_options_init (&options);
  options.early_stop = SEM_HASH_ON;
  options.start = SEM_HASH_START_RANDOM;
  options.epochs = 200;
  model = train_logged (&options, n, &log);
  for (guint e = 0; e < log.n; e++)
    {
      double quality = log.epochs[e].quality;

      /* Told after each, judged after some. */
      g_assert_cmpfloat (quality, >, 0.0);
      g_assert_cmpfloat (quality, <=, 1.0);
      if ((e + 1) % 20 == 0)
        {
          since = quality > best ? 0 : since + 1;
          best = MAX (best, quality);
        }
    }
  g_test_message ("%u epochs, best %.3f", log.n, best);
  g_assert_true (since == 3 || log.n == 200);
  g_assert_cmpuint (since, <=, 3);

  /* Whether it is told changes nothing. */
  options.epoch_func = NULL;
  quiet = sem_hash_train (&options, features, n, D, NULL, NULL);
  sem_hash_model_encode (model, features, n, told, NULL);
  sem_hash_model_encode (quiet, features, n, untold, NULL);
  g_assert_cmpmem (told, n * sizeof (guint64), untold, n * sizeof (guint64));
  again = train_logged (&options, n, &log_again);
  g_assert_cmpuint (log.n, ==, log_again.n);
  g_assert_cmpfloat (log.epochs[log.n - 1].pair_loss, ==, log_again.epochs[log.n - 1].pair_loss);
}

static void
test_loss_falls (void)
{
  double first = loss_after (5);
  double middle = loss_after (100);
  double last = loss_after (500);

  g_test_message ("%.3f, %.3f, %.3f", first, middle, last);
  g_assert_cmpfloat (middle, <, 0.9 * first);
  g_assert_cmpfloat (last, <, 0.9 * middle);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/ddh/gradient", test_gradient);
  g_test_add_func ("/hash/ddh/gradient-near-zero", test_gradient_near_zero);
  g_test_add_func ("/hash/ddh/gradient-without-code-loss", test_gradient_without_code_loss);
  g_test_add_func ("/hash/ddh/gradient-broad", test_gradient_broad);
  g_test_add_func ("/hash/ddh/summary", test_summary);
  g_test_add_func ("/hash/ddh/summary-broad", test_summary_broad);
  g_test_add_func ("/hash/ddh/own-settings", test_own_settings);
  g_test_add_func ("/hash/ddh/start-from-itq", test_start_from_itq);
  g_test_add_func ("/hash/ddh/early-stop", test_early_stop);
  g_test_add_func ("/hash/ddh/totals-follow", test_totals_follow);
  g_test_add_func ("/hash/ddh/few-large-groups", test_few_large_groups);
  g_test_add_func ("/hash/ddh/loss-falls", test_loss_falls);
  return g_test_run ();
}
