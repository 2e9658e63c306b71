/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/protocols/split.h"
#include "engine/measure/average-precision.h"
#include "engine/measure/metrics.h"

#include <math.h>
#include <string.h>

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon (a, b, 1e-12)

static void
test_average_precision (void)
{
  const guint32 ranks[] = { 1, 3, 6 };
  const double all = (1.0 + 2.0 / 3.0 + 3.0 / 6.0) / 3.0;

  assert_near (sem_average_precision (SEM_AP_HASH, ranks, 3, 3, 0), all);
  assert_near (sem_average_precision (SEM_AP_HASH, ranks, 3, 3, 100), all);
  /* Divided by the two that are inside, not by all three. */
  assert_near (sem_average_precision (SEM_AP_HASH, ranks, 3, 3, 5), (1.0 + 2.0 / 3.0) / 2.0);
}

static void
assert_order (const guint32 *order, const guint32 *expected, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (order[i], ==, expected[i]);
}

static void
test_ties (void)
{
  const guint16 distances[] = { 3, 0, 3, 1, 3 };
  const float similarities[] = { 0.1f, 0.9f, 0.1f, 0.5f, 0.1f };
  const guint32 ties[] = { 4, 1, 0, 3, 2 };
  const guint32 expected[] = { 1, 3, 4, 0, 2 };
  guint32 order[5];

  sem_metrics_order_by_distance (distances, 5, 4, ties, order);
  assert_order (order, expected, 5);
  sem_metrics_order_by_similarity (similarities, 5, ties, order);
  assert_order (order, expected, 5);
}

static void
test_overlap (void)
{
  const guint32 wanted[] = { 5, 2, 9 };
  const guint32 order[] = { 2, 3, 4, 5, 9, 6 };

  assert_near (sem_metrics_overlap (wanted, 3, order, 6, 1), 1.0 / 3.0);
  assert_near (sem_metrics_overlap (wanted, 3, order, 6, 4), 2.0 / 3.0);
  assert_near (sem_metrics_overlap (wanted, 3, order, 6, 100), 1.0);
  assert_near (sem_metrics_overlap (wanted, 0, order, 6, 100), 0.0);
}

static void
test_summary (void)
{
  const double values[] = { 1.0, 2.0, 3.0, 6.0 };
  double mean, sd;

  sem_metrics_summarise (values, 4, &mean, &sd);
  assert_near (mean, 3.0);
  assert_near (sd, sqrt (14.0 / 3.0));
  sem_metrics_summarise (values, 1, &mean, &sd);
  assert_near (mean, 1.0);
  assert_near (sd, 0.0);
}

static void
count_labels (const SemSplit *split, const guint32 *labels, guint *counts, guint n_classes)
{
  memset (counts, 0, n_classes * sizeof *counts);
  for (gsize i = 0; i < split->n_queries; i++)
    counts[labels[split->queries[i]]]++;
}

static SemSplit *
split_new (const guint32 *labels, gsize n, guint queries_per_class, guint64 seed)
{
  const SemSplitOptions options = { .queries_per_class = queries_per_class };

  return sem_split_new (&options, labels, n, seed);
}

static void
test_split (void)
{
  /* Classes of 30, 14, 2 and 1. */
  guint32 labels[47];
  guint counts[4];
  g_autoptr (SemSplit) tenth = NULL;
  g_autoptr (SemSplit) five = NULL;
  g_autoptr (SemSplit) again = NULL;
  g_autoptr (SemSplit) other = NULL;
  gboolean seen[47] = { FALSE };

  for (guint i = 0; i < 47; i++)
    labels[i] = i < 30 ? 0 : i < 44 ? 1 : i < 46 ? 2 : 3;
  tenth = split_new (labels, 47, 0, 1);
  count_labels (tenth, labels, counts, 4);
  g_assert_cmpuint (counts[0], ==, 3);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_cmpuint (counts[2], ==, 1);
  g_assert_cmpuint (counts[3], ==, 0);

  five = split_new (labels, 47, 5, 1);
  again = split_new (labels, 47, 5, 1);
  other = split_new (labels, 47, 5, 2);
  count_labels (five, labels, counts, 4);
  g_assert_cmpuint (counts[0], ==, 5);
  g_assert_cmpuint (counts[1], ==, 5);
  g_assert_cmpuint (counts[2], ==, 1);
  g_assert_cmpuint (counts[3], ==, 0);
  g_assert_cmpmem (five->queries, 11 * 4, again->queries, 11 * 4);
  g_assert_cmpint (memcmp (five->queries, other->queries, 11 * 4), !=, 0);

  g_assert_cmpuint (five->n_queries + five->n_database, ==, 47);
  for (gsize i = 0; i < five->n_queries; i++)
    seen[five->queries[i]] = TRUE;
  for (gsize i = 0; i < five->n_database; i++)
    {
      g_assert_false (seen[five->database[i]]);
      g_assert_true (i == 0 || five->database[i] > five->database[i - 1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/metrics/average-precision", test_average_precision);
  g_test_add_func ("/evaluate/metrics/ties", test_ties);
  g_test_add_func ("/evaluate/metrics/overlap", test_overlap);
  g_test_add_func ("/evaluate/metrics/summary", test_summary);
  g_test_add_func ("/evaluate/metrics/split", test_split);
  return g_test_run ();
}
