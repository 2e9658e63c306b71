/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/metrics.h"
#include "engine/measure/record.h"

#include <math.h>
#include <string.h>

#define N 333

static void
assert_permutation (const SemRanking *ranking, gsize n, gsize except)
{
  g_autofree guint *seen = g_new0 (guint, n);

  g_assert_cmpuint (ranking->n, ==, n - (except < n));
  for (gsize i = 0; i < ranking->n; i++)
    seen[ranking->order[i]]++;
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (seen[i], ==, i == except ? 0 : 1);
}

/* Few different words, so that many distances tie. */
static guint64 *
make_codes (guint n_bits, SemRandom *random)
{
  gsize n_words = SEM_HASH_WORDS (n_bits);
  guint64 *codes = g_new (guint64, N * n_words);

  for (gsize i = 0; i < N * n_words; i++)
    {
      codes[i] = sem_random_next (random) & sem_random_next (random);
      if (n_bits < 64)
        codes[i] &= (G_GUINT64_CONSTANT (1) << n_bits) - 1;
    }
  return codes;
}

static void
assert_distances (const guint64 *codes, gsize n_words, const guint16 *distances)
{
  for (gsize i = 0; i < N; i++)
    {
      guint distance = 0;

      for (gsize w = 0; w < n_words; w++)
        distance += (guint) __builtin_popcountll (codes[w] ^ codes[i * n_words + w]);
      g_assert_cmpuint (distances[i], ==, distance);
    }
}

static void
test_by_codes (void)
{
  const guint lengths[] = { 16, 32, 64, 128, 256, 512 };
  SemRandom random;

  sem_random_init (&random, 3, SEM_RANDOM_TIES);
  for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
    for (gsize except = N - 1; except <= N; except++)
      {
        gsize n_words = SEM_HASH_WORDS (lengths[l]);
        g_autofree guint64 *codes = make_codes (lengths[l], &random);
        g_autoptr (SemRankerTable) table = sem_ranker_table_new (codes, N, lengths[l]);
        SemRanking ranking;
        SemRanker ranker;

        sem_ranker_init (&ranker, N);
        sem_ranker_by_codes (&ranker, table, codes, except, &random, &ranking);
        assert_permutation (&ranking, N, except);
        assert_distances (codes, n_words, ranking.distances);
        for (gsize i = 1; i < ranking.n; i++)
          g_assert_cmpuint (ranking.distances[ranking.order[i - 1]], <=,
                            ranking.distances[ranking.order[i]]);
        sem_ranker_clear (&ranker);
        sem_ranker_init (&ranker, N);
        assert_distances (codes, n_words, sem_ranker_get_distances (&ranker, table, codes));
        sem_ranker_clear (&ranker);
      }
}

static void
test_by_similarity (void)
{
  float similarities[N];
  SemRandom random;
  SemRanking ranking;
  SemRanker ranker;

  sem_random_init (&random, 4, SEM_RANDOM_TIES);
  for (gsize i = 0; i < N; i++)
    similarities[i] =
      i % 7 == 0 ? (i % 2 == 0 ? 0.0f : -0.0f) : (float) (2.0 * sem_random_uniform (&random) - 1.0);
  sem_ranker_init (&ranker, N);
  for (gsize except = N - 1; except <= N; except++)
    {
      sem_ranker_by_similarity (&ranker, similarities, N, except, &random, &ranking);
      assert_permutation (&ranking, N, except);
      for (gsize i = 1; i < ranking.n; i++)
        g_assert_cmpfloat (similarities[ranking.order[i - 1]], >=, similarities[ranking.order[i]]);
    }
  sem_ranker_clear (&ranker);
}

/* Of 6 that tie, each comes first about equally often, by both kinds of order. */
static void
test_ties (void)
{
  const float similarities[6] = { 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f };
  const guint64 codes[6] = { 9, 9, 9, 9, 9, 9 };
  g_autoptr (SemRankerTable) table = sem_ranker_table_new (codes, 6, 16);
  guint first[2][6] = { { 0 } };
  SemRandom random;
  SemRanking ranking;
  SemRanker ranker;

  sem_random_init (&random, 5, SEM_RANDOM_TIES);
  sem_ranker_init (&ranker, 6);
  for (guint i = 0; i < 6000; i++)
    {
      sem_ranker_by_similarity (&ranker, similarities, 6, G_MAXSIZE, &random, &ranking);
      first[0][ranking.order[0]]++;
      sem_ranker_by_codes (&ranker, table, codes, G_MAXSIZE, &random, &ranking);
      first[1][ranking.order[0]]++;
    }
  for (guint i = 0; i < 6; i++)
    for (guint k = 0; k < 2; k++)
      {
        g_assert_cmpuint (first[k][i], >, 850);
        g_assert_cmpuint (first[k][i], <, 1150);
      }
  sem_ranker_clear (&ranker);
}

static void
assert_near (double a, double b)
{
  g_assert_cmpfloat_with_epsilon (a, b, 1e-12);
}

/* Precision at the ranks that reach a recall, the greatest of them. */
static double
slow_precision (const guint8 *flags, gsize n, gsize n_relevant, double recall)
{
  gsize found = 0;
  double best = 0.0;

  for (gsize r = 0; r < n; r++)
    {
      found += flags[r];
      if (flags[r] && (double) found >= recall * (double) n_relevant - 1e-9)
        best = MAX (best, (double) found / (double) (r + 1));
    }
  return best;
}

/* AP@k = (1 / R_k) sum over r <= k of P(r) rel(r), where R_k are relevant among the first k. */
static double
slow_average_precision (const guint8 *flags, gsize n, gsize k)
{
  gsize found = 0;
  double sum = 0.0;

  for (gsize r = 0; r < MIN (n, k); r++)
    if (flags[r])
      sum += (double) ++found / (double) (r + 1);
  return found > 0 ? sum / (double) found : 0.0;
}

/* P@k, of min (k, n) results. */
static double
slow_precision_at (const guint8 *flags, gsize n, gsize k)
{
  gsize depth = MIN (n, k);
  gsize found = 0;

  for (gsize r = 0; r < depth; r++)
    found += flags[r];
  return (double) found / (double) depth;
}

static void
assert_record (const SemRecord *record, const guint8 *flags, gsize n, const SemRanking *ranking)
{
  gsize n_relevant = 0;

  for (gsize r = 0; r < n; r++)
    n_relevant += flags[r];
  assert_near (record->figures[SEM_EVALUATION_MAP_ALL], slow_average_precision (flags, n, n));
  assert_near (record->figures[SEM_EVALUATION_MAP_1000], slow_average_precision (flags, n, 1000));
  assert_near (record->figures[SEM_EVALUATION_P_1], slow_precision_at (flags, n, 1));
  assert_near (record->figures[SEM_EVALUATION_P_10], slow_precision_at (flags, n, 10));
  assert_near (record->figures[SEM_EVALUATION_P_100], slow_precision_at (flags, n, 100));
  for (guint i = 0; i < SEM_RECORD_N_RECALLS; i++)
    assert_near (record->precision[i], slow_precision (flags, n, n_relevant, i / 100.0));
  for (guint radius = 0; radius < SEM_RECORD_N_RADII; radius++)
    {
      gsize within = 0;
      gsize found = 0;

      for (gsize r = 0; r < n && ranking->distances != NULL; r++)
        if (ranking->distances[ranking->order[r]] <= radius)
          {
            within++;
            found += flags[r];
          }
      assert_near (record->radius_found[radius], within > 0 ? 1.0 : 0.0);
      assert_near (record->radius_precision[radius],
                   within > 0 ? (double) found / (double) within : 0.0);
    }
}

/* Against sums that follow the definitions word by word. */
static void
test_record (void)
{
  const guint n_relevant[] = { 0, 1, 7, 60, 1500 };
  const gsize n = 1500;
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree guint16 *distances = g_new (guint16, n);
  g_autofree guint8 *relevant = g_new (guint8, n);
  g_autofree guint8 *flags = g_new (guint8, n);
  SemRandom random;

  sem_random_init (&random, 6, SEM_RANDOM_SPLIT);
  for (guint i = 0; i < G_N_ELEMENTS (n_relevant); i++)
    for (guint by_codes = 0; by_codes < 2; by_codes++)
      {
        SemRanking ranking = { 0, n, order, by_codes ? distances : NULL, NULL };
        guint32 nearest[SEM_RECORD_NEAREST];
        SemRecord record;

        sem_random_permutation (&random, order, n);
        for (gsize r = 0; r < n; r++)
          {
            distances[order[r]] = (guint16) (r / 8 + 3);
            relevant[order[r]] = 0;
          }
        for (guint j = 0; j < n_relevant[i]; j++)
          relevant[n_relevant[i] == n ? j : sem_random_below (&random, n)] = 1;
        for (gsize r = 0; r < n; r++)
          flags[r] = relevant[order[r]];
        for (guint j = 0; j < SEM_RECORD_NEAREST; j++)
          nearest[j] = order[j * 30];
        sem_record_measure (NULL, &ranking, relevant, nearest, SEM_RECORD_NEAREST, &record);
        assert_record (&record, flags, n, &ranking);
        for (guint k = 0; k < SEM_RECORD_N_DEPTHS; k++)
          assert_near (record.nn10[k], sem_metrics_overlap (nearest, SEM_RECORD_NEAREST, order, n,
                                                            sem_record_depths[k]));
        assert_near (record.figures[SEM_EVALUATION_NN10_100], 0.4);
      }
}

static void
test_curves_are_monotone (void)
{
  guint32 order[100];
  guint16 distances[100];
  guint8 relevant[100] = { 0 };
  SemRanking ranking = { 0, 100, order, distances, NULL };
  SemRandom random;
  SemRecord record;

  sem_random_init (&random, 7, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, order, 100);
  for (guint r = 0; r < 100; r++)
    {
      distances[order[r]] = (guint16) r;
      relevant[order[r]] = sem_random_below (&random, 3) == 0;
    }
  sem_record_measure (NULL, &ranking, relevant, order + 20, SEM_RECORD_NEAREST, &record);
  for (guint i = 1; i < SEM_RECORD_N_RECALLS; i++)
    g_assert_cmpfloat (record.precision[i], <=, record.precision[i - 1]);
  for (guint i = 1; i < SEM_RECORD_N_DEPTHS; i++)
    g_assert_cmpfloat (record.nn10[i], >=, record.nn10[i - 1]);
  for (guint i = 1; i < SEM_RECORD_N_RADII; i++)
    g_assert_cmpfloat (record.radius_found[i], >=, record.radius_found[i - 1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/ranking/by-codes", test_by_codes);
  g_test_add_func ("/evaluate/ranking/by-similarity", test_by_similarity);
  g_test_add_func ("/evaluate/ranking/ties", test_ties);
  g_test_add_func ("/evaluate/ranking/record", test_record);
  g_test_add_func ("/evaluate/ranking/curves-are-monotone", test_curves_are_monotone);
  return g_test_run ();
}
