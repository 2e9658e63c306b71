/* Assignments against all permutations.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/random.h"
#include "engine/map/assignment.h"

#define MOST 7

/* The least sum over all ways to place the items from @i on. @used: places by bits */
static double
find_least (const float *costs, guint n, guint i, guint used)
{
  double least = G_MAXDOUBLE;

  if (i == n)
    return 0;
  for (guint j = 0; j < n; j++)
    if (!(used >> j & 1))
      least = MIN (least, (double) costs[i * n + j] + find_least (costs, n, i + 1, used | 1u << j));
  return least;
}

static double
add_up (const float *costs, guint n, const guint8 *places)
{
  double sum = 0;
  guint used = 0;

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (places[i], <, n);
      g_assert_false (used >> places[i] & 1);
      used |= 1u << places[i];
      sum += (double) costs[i * n + places[i]];
    }
  return sum;
}

/* Costs of any sign; those of few values have many solutions. */
static void
test_least (void)
{
  SemRandom random;

  sem_random_init (&random, 1, SEM_RANDOM_MAP);
  for (guint trial = 0; trial < 400; trial++)
    {
      const guint n = 1 + trial % MOST, values = trial % 3 == 0 ? 3 : 1000;
      float costs[MOST * MOST];
      guint8 places[MOST];

      for (guint i = 0; i < n * n; i++)
        costs[i] = (float) sem_random_below (&random, values) - (float) values / 2;
      sem_assignment_solve (costs, n, places);
      g_assert_cmpfloat_with_epsilon (add_up (costs, n, places), find_least (costs, n, 0, 0), 1e-6);
    }
}

/* The most that fit: each item has one place that costs nothing. */
static void
test_most (void)
{
  const guint n = SEM_ASSIGNMENT_MOST;
  float costs[SEM_ASSIGNMENT_MOST * SEM_ASSIGNMENT_MOST];
  guint8 places[SEM_ASSIGNMENT_MOST];

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      costs[i * n + j] = (i * 7 + 3) % n == j ? 0 : 1;
  sem_assignment_solve (costs, n, places);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (places[i], ==, (i * 7 + 3) % n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/assignment/least", test_least);
  g_test_add_func ("/map/assignment/most", test_most);
  return g_test_run ();
}
