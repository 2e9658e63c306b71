/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/ddh.h"

#include "tests/engine/hash/fixture.h"

#define N 90
#define D 24
#define K 16

static SemGraph *
make_pairs (const float *features)
{
  g_autofree float *x = g_new (float, N * D);
  g_autofree float *zero = g_new0 (float, D);
  g_autoptr (SemGraph) graph = NULL;
  SemWork job;

  for (gsize i = 0; i < N; i++)
    sem_hash_centre (features + i * D, zero, D, x + i * D);
  sem_work_init (&job, 1, NULL, NULL, NULL);
  graph = sem_graph_new_nearest (&job, x, N, D, 5, 2.0);
  return sem_graph_new_pairwise (&job, graph, 7);
}

static void
refresh (SemDdhMemory *memory)
{
  SemWork job;

  sem_work_init (&job, 2, NULL, NULL, NULL);
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

/* With the memory and the signs held, the gradient is half the slope of the loss. */
static void
test_gradient (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemGraph) pairs = make_pairs (features);
  g_autoptr (SemDdhMemory) memory = sem_ddh_memory_new (pairs, K, 0.7);
  const guint32 rows[] = { 3, 40, 89 };
  float gradient[3 * K];

  fill (memory->u, N * K, 1);
  refresh (memory);
  sem_ddh_memory_gradient (memory, rows, 3, gradient);
  for (guint i = 0; i < 3; i++)
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

static void
test_totals_follow (void)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemGraph) pairs = make_pairs (features);
  g_autoptr (SemDdhMemory) written = sem_ddh_memory_new (pairs, K, 0.7);
  g_autoptr (SemDdhMemory) fresh = sem_ddh_memory_new (pairs, K, 0.7);
  g_autofree float *outputs = g_new (float, N * K);
  guint32 rows[N];

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
  g_assert_cmpfloat (written->u[(N - 1) * K], ==, outputs[0]);
}

static double
loss_after (guint epochs)
{
  g_autofree float *features = fixture_clusters (N, D, 6, 0.8, 2);
  g_autoptr (SemGraph) pairs = make_pairs (features);
  g_autoptr (SemDdhMemory) memory = sem_ddh_memory_new (pairs, K, 0.1 * N / 10000.0);
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions options;
  double loss = 0.0;

  sem_hash_options_init (&options);
  options.method = SEM_HASH_DDH;
  options.n_bits = K;
  options.lambda = 0.1;
  options.k1 = 5;
  options.k2 = 7;
  options.epochs = epochs;
  model = sem_hash_train (&options, features, N, D, NULL, NULL, NULL, NULL);
  sem_hash_model_encode (model, features, N, NULL, memory->u);
  for (gsize i = 0; i < N; i++)
    loss += sem_ddh_memory_loss (memory, i, memory->u + i * K);
  return loss / N;
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
  g_test_add_func ("/hash/ddh/totals-follow", test_totals_follow);
  g_test_add_func ("/hash/ddh/loss-falls", test_loss_falls);
  return g_test_run ();
}
