/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/graph.h"

#include "tests/engine/hash/fixture.h"

/* More rows and columns than a tile has. */
#define N 1300
#define D 20
#define K 7

static float *
unit_clusters (gsize n, gsize d, double noise)
{
  float *x = fixture_clusters (n, d, 9, noise, 21);
  g_autofree float *zero = g_new0 (float, d);

  for (gsize i = 0; i < n; i++)
    sem_hash_centre (x + i * d, zero, d, x + i * d);
  return x;
}

static double
cosine (const float *x, gsize d, gsize i, gsize j)
{
  double sum = 0.0;

  for (gsize c = 0; c < d; c++)
    sum += (double) x[i * d + c] * (double) x[j * d + c];
  return sum;
}

static SemGraph *
nearest (const float *x, gsize n, gsize d, guint k, double closest, guint n_threads)
{
  SemWork job;

  sem_work_init (&job, n_threads, NULL);
  return sem_graph_new_nearest (&job, x, n, d, k, closest);
}

/* Compares a node's list with all cosines: none that was left out is nearer than the last one. */
static void
check_node (const float *x, const SemGraph *graph, gsize node, double closest)
{
  const guint32 *list = graph->neighbors + graph->start[node];
  gsize length = graph->start[node + 1] - graph->start[node];
  double worst = length > 0 ? cosine (x, D, node, list[length - 1]) : 2.0;
  gsize candidates = 0;

  for (gsize i = 1; i < length; i++)
    g_assert_cmpfloat (cosine (x, D, node, list[i - 1]), >=, cosine (x, D, node, list[i]) - 1e-6);
  for (gsize j = 0; j < graph->n; j++)
    {
      double similarity = cosine (x, D, node, j);
      gboolean listed = FALSE;

      for (gsize i = 0; i < length; i++)
        listed |= list[i] == j;
      if (j == node || similarity > closest + 1e-6)
        g_assert_false (listed);
      else if (similarity < closest - 1e-6)
        {
          candidates++;
          g_assert_true (listed || length == K);
          if (!listed)
            g_assert_cmpfloat (similarity, <=, worst + 1e-6);
        }
    }
  g_assert_cmpuint (length, >=, MIN (candidates, K));
}

static void
test_against_all_pairs (void)
{
  g_autofree float *x = unit_clusters (N, D, 0.5);
  const double closest[] = { 2.0, 0.9 };

  for (guint c = 0; c < G_N_ELEMENTS (closest); c++)
    {
      g_autoptr (SemGraph) graph = nearest (x, N, D, K, closest[c], 2);

      g_assert_cmpuint (graph->n, ==, N);
      for (gsize i = 0; i < N; i += 13)
        check_node (x, graph, i, closest[c]);
    }
}

static void
test_same_at_any_thread_count (void)
{
  g_autofree float *x = unit_clusters (N, D, 0.5);
  g_autoptr (SemGraph) one = nearest (x, N, D, K, 2.0, 1);
  g_autoptr (SemGraph) two = nearest (x, N, D, K, 2.0, 2);

  g_assert_cmpmem (one->start, (N + 1) * sizeof (gsize), two->start, (N + 1) * sizeof (gsize));
  g_assert_cmpmem (one->neighbors, N * K * sizeof (guint32), two->neighbors,
                   N * K * sizeof (guint32));
}

static gboolean
linked (const SemGraph *graph, gsize from, gsize to)
{
  for (gsize e = graph->start[from]; e < graph->start[from + 1]; e++)
    if (graph->neighbors[e] == to)
      return TRUE;
  return FALSE;
}

static double
distance (const float *x, gsize i, gsize j)
{
  double sum = 0.0;

  for (gsize c = 0; c < D; c++)
    sum += ((double) x[i * D + c] - (double) x[j * D + c])
           * ((double) x[i * D + c] - (double) x[j * D + c]);
  return sum;
}

/* Rows of different lengths, so that the nearest by angle are not the nearest by distance. */
static void
test_euclidean (void)
{
  g_autofree float *x = fixture_clusters (N, D, 9, 0.5, 21);
  g_autoptr (SemGraph) graph = NULL;
  SemWork job;

  for (gsize i = 0; i < N * D; i++)
    x[i] *= 0.2f + (float) (i / D % 5);
  sem_work_init (&job, 2, NULL);
  graph = sem_graph_new_euclidean (&job, x, N, D, K);
  g_assert_cmpuint (graph->start[N], ==, N * K);
  for (gsize i = 0; i < N; i += 13)
    {
      const guint32 *list = graph->neighbors + graph->start[i];
      double worst = distance (x, i, list[K - 1]);
      guint nearer = 0;

      for (guint e = 1; e < K; e++)
        g_assert_cmpfloat (distance (x, i, list[e - 1]), <=, distance (x, i, list[e]) + 1e-4);
      for (gsize j = 0; j < N; j++)
        nearer += j != i && distance (x, i, j) < worst - 1e-4;
      g_assert_cmpuint (nearer, <, K);
      g_assert_false (linked (graph, i, i));
    }
}

static void
test_ties_by_index (void)
{
  float x[6] = { 1.0f, 1.0f, 1.0f, 1.0f, 1.0f, -1.0f };
  g_autoptr (SemGraph) graph = nearest (x, 6, 1, 3, 2.0, 1);
  const guint32 first[] = { 1, 2, 3 };
  const guint32 third[] = { 0, 1, 3 };
  const guint32 last[] = { 0, 1, 2 };

  g_assert_cmpmem (graph->neighbors, 12, first, 12);
  g_assert_cmpmem (graph->neighbors + graph->start[2], 12, third, 12);
  g_assert_cmpmem (graph->neighbors + graph->start[5], 12, last, 12);
}

static void
test_only_duplicates (void)
{
  float x[4] = { 1.0f, 1.0f, 1.0f, -1.0f };
  g_autoptr (SemGraph) graph = nearest (x, 4, 1, 3, 0.98, 1);

  /* The three equal ones have only the fourth as a neighbour; it has all three. */
  g_assert_cmpuint (graph->start[1], ==, 1);
  g_assert_cmpuint (graph->neighbors[0], ==, 3);
  g_assert_cmpuint (graph->start[4] - graph->start[3], ==, 3);
}

static void
test_union (void)
{
  gsize start[] = { 0, 2, 3, 3, 4 };
  guint32 neighbors[] = { 1, 2, 0, 0 };
  SemGraph graph = { 4, start, neighbors };
  g_autoptr (SemGraph) both = sem_graph_new_union (&graph);
  const gsize expected_start[] = { 0, 3, 4, 5, 6 };
  const guint32 expected[] = { 1, 2, 3, 0, 0, 0 };

  g_assert_cmpmem (both->start, sizeof expected_start, expected_start, sizeof expected_start);
  g_assert_cmpmem (both->neighbors, sizeof expected, expected, sizeof expected);
}

static gboolean
holds (const SemGraph *graph, gsize node, gsize member)
{
  return node == member || linked (graph, node, member);
}

/* The steps of DDH as in the paper's code, on an n x n matrix. */
static gboolean *
brute_force_pairs (const SemGraph *graph, guint k2)
{
  gsize n = graph->n;
  gboolean *similar = g_new0 (gboolean, n * n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree guint *shared = g_new0 (guint, n);

      for (gsize j = 0; j < n; j++)
        for (gsize m = 0; m < n; m++)
          shared[j] += holds (graph, i, m) && holds (graph, j, m);
      for (guint t = 0; t < k2; t++)
        {
          gsize best = 0;

          for (gsize j = 1; j < n; j++)
            if (shared[j] > shared[best])
              best = j;
          if (shared[best] == 0)
            break;
          shared[best] = 0;
          for (gsize m = 0; m < n; m++)
            if (holds (graph, best, m))
              similar[i * n + m] = similar[m * n + i] = TRUE;
        }
    }
  return similar;
}

static void
test_pairwise (void)
{
  gsize n = 150;
  g_autofree float *x = unit_clusters (n, D, 0.6);
  g_autoptr (SemGraph) graph = nearest (x, n, D, 4, 2.0, 1);
  g_autoptr (SemGraph) pairs = NULL;
  g_autofree gboolean *similar = brute_force_pairs (graph, 6);
  gsize n_similar = 0;
  SemWork job;

  sem_work_init (&job, 2, NULL);
  pairs = sem_graph_new_pairwise (&job, graph, 6);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        n_similar += similar[i * n + j];
        g_assert_cmpint (linked (pairs, i, j), ==, similar[i * n + j]);
      }
  g_assert_cmpuint (pairs->start[n], ==, n_similar);
  g_assert_cmpuint (n_similar, <, n * n / 2);
}

/* A path of three nodes: degrees 1, 2, 1; the weights of both edges are 1 / sqrt (2). */
static void
test_smooth (void)
{
  gsize start[] = { 0, 1, 3, 4, 4 };
  guint32 neighbors[] = { 1, 0, 2, 1 };
  SemGraph graph = { 4, start, neighbors };
  const float x[] = { 3.0f, 5.0f, 9.0f, 7.0f };
  const float mean[] = { 1.0f };
  const double r = 1.0 / sqrt (2.0);
  float out[4];
  SemWork job;

  sem_work_init (&job, 1, NULL);
  g_assert_true (sem_graph_smooth (&job, &graph, x, mean, 1, out));
  g_assert_cmpfloat_with_epsilon (out[0], (2.0 + 4.0 * r) / 2.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (out[1], (4.0 + (2.0 + 8.0) * r) / 2.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (out[2], (8.0 + 4.0 * r) / 2.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (out[3], 3.0, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/graph/against-all-pairs", test_against_all_pairs);
  g_test_add_func ("/hash/graph/same-at-any-thread-count", test_same_at_any_thread_count);
  g_test_add_func ("/hash/graph/euclidean", test_euclidean);
  g_test_add_func ("/hash/graph/ties-by-index", test_ties_by_index);
  g_test_add_func ("/hash/graph/only-duplicates", test_only_duplicates);
  g_test_add_func ("/hash/graph/union", test_union);
  g_test_add_func ("/hash/graph/pairwise", test_pairwise);
  g_test_add_func ("/hash/graph/smooth", test_smooth);
  return g_test_run ();
}
