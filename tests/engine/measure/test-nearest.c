/* test-nearest.c - the nearest photos against their definition
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/nearest.h"
#include "tests/engine/hash/fixture.h"

#include <stdlib.h>

#define N 700
#define D 40
#define QUERIES 50

typedef struct
{
  float *features;
  gint64 *photos;
  float mean[D];
} Made;

static void
made_init (Made *made)
{
  made->features = fixture_clusters (N, D, 12, 1.0, 4);
  made->photos = g_new (gint64, N);
  for (gsize i = 0; i < N; i++)
    made->photos[i] = (gint64) (3 * i + 5);
  /* Twice the same photo: equal cosines. */
  memcpy (made->features + 60 * D, made->features + 77 * D, D * sizeof (float));
  for (gsize j = 0; j < D; j++)
    made->mean[j] = 0.3f + 0.01f * (float) j;
}

static void
made_clear (Made *made)
{
  g_free (made->features);
  g_free (made->photos);
}

static SemNearest *
begin (const Made *made)
{
  SemNearest *nearest = sem_nearest_new (made->mean, D);

  for (guint q = 0; q < QUERIES; q++)
    sem_nearest_add_query (nearest, made->photos[q], made->features + q * D);
  return nearest;
}

static void
compare (SemNearest *nearest, const Made *made, gsize from, gsize to, guint n_threads)
{
  guint8 wanted[QUERIES];
  SemWork work;

  memset (wanted, 1, sizeof wanted);
  sem_work_init (&work, n_threads, NULL);
  g_assert_true (sem_nearest_compare (nearest, made->photos + from, made->features + from * D,
                                      to - from, wanted, &work));
}

static double
get_cosine (const Made *made, gsize a, gsize b)
{
  double product = 0, squares_a = 0, squares_b = 0;

  for (gsize j = 0; j < D; j++)
    {
      double x = (double) made->features[a * D + j] - made->mean[j];
      double y = (double) made->features[b * D + j] - made->mean[j];

      product += x * y;
      squares_a += x * x;
      squares_b += y * y;
    }
  return product / sqrt (squares_a * squares_b);
}

static void
test_definition (void)
{
  Made made;
  g_autoptr (SemNearest) nearest = NULL;

  made_init (&made);
  nearest = begin (&made);
  compare (nearest, &made, 0, N, 0);
  for (guint q = 0; q < QUERIES; q++)
    {
      guint n;
      const SemNear *near = sem_nearest_get (nearest, q, &n);

      g_assert_cmpuint (n, ==, SEM_NEAREST_K);
      for (guint k = 0; k < n; k++)
        {
          gsize row = (gsize) (near[k].photo - 5) / 3;
          guint before = 0;

          g_assert_cmpuint (row, !=, q);
          g_assert_cmpfloat_with_epsilon (near[k].cosine, get_cosine (&made, q, row), 1e-5);
          g_assert_cmpfloat_with_epsilon (sem_nearest_get_cosine (nearest, q,
                                                                  made.features + row * D),
                                          near[k].cosine, 1e-12);
          for (gsize i = 0; i < N; i++)
            before += i != q && get_cosine (&made, q, i) > near[k].cosine + 1e-5;
          g_assert_cmpuint (before, <=, k);
        }
    }
  made_clear (&made);
}

static void
assert_equal (SemNearest *a, SemNearest *b)
{
  for (guint q = 0; q < QUERIES; q++)
    {
      guint n_a, n_b;
      const SemNear *first = sem_nearest_get (a, q, &n_a), *second = sem_nearest_get (b, q, &n_b);

      g_assert_cmpuint (n_a, ==, n_b);
      for (guint k = 0; k < n_a; k++)
        {
          g_assert_cmpint (first[k].photo, ==, second[k].photo);
          g_assert_cmpfloat (first[k].cosine, ==, second[k].cosine);
        }
    }
}

/* Whatever the blocks, their order, the threads, and where a run was continued. */
static void
test_any_blocks (void)
{
  const gsize sizes[] = { 1, 33, 256 };
  Made made;
  g_autoptr (SemNearest) whole = NULL;

  made_init (&made);
  whole = begin (&made);
  compare (whole, &made, 0, N, 1);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (SemNearest) parts = begin (&made), restored = begin (&made);

      for (gsize from = 0; from < N; from += sizes[i])
        compare (parts, &made, from, MIN (from + sizes[i], N), 2);
      assert_equal (parts, whole);
      compare (restored, &made, 300, N, 2);
      compare (restored, &made, 0, 300, 2);
      assert_equal (restored, whole);
    }
  made_clear (&made);
}

static void
test_restore (void)
{
  Made made;
  g_autoptr (SemNearest) whole = NULL, first = NULL, second = NULL;

  made_init (&made);
  whole = begin (&made);
  compare (whole, &made, 0, N, 1);
  first = begin (&made);
  compare (first, &made, 0, 400, 1);
  second = begin (&made);
  for (guint q = 0; q < QUERIES; q++)
    {
      guint n;
      const SemNear *near = sem_nearest_get (first, q, &n);

      for (guint k = 0; k < n; k++)
        sem_nearest_restore (second, q, &near[k]);
    }
  compare (second, &made, 400, N, 1);
  assert_equal (second, whole);
  made_clear (&made);
}

static int
compare_keys (const void *a, const void *b)
{
  const guint *x = a, *y = b;

  return x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] < y[1] ? -1 : x[1] > y[1];
}

/* The mean over many random orders of equal distances. */
static void
test_reach (void)
{
  enum
  {
    OTHERS = 60,
    TRIES = 20000,
    WANTED = 10
  };
  guint16 distances[OTHERS], wanted[WANTED];
  guint32 counts[SEM_HASH_MAX_BITS + 1] = { 0 };
  const guint depths[] = { 1, 5, 10, 30, 60, 1000 };
  double found[G_N_ELEMENTS (depths)] = { 0 };
  SemRandom random;

  sem_random_init (&random, 3, SEM_RANDOM_TIES);
  for (guint i = 0; i < OTHERS; i++)
    {
      distances[i] = (guint16) sem_random_below (&random, 8);
      counts[distances[i]]++;
    }
  memcpy (wanted, distances, sizeof wanted);
  for (guint t = 0; t < TRIES; t++)
    {
      guint order[OTHERS][3];

      for (guint i = 0; i < OTHERS; i++)
        {
          order[i][0] = distances[i];
          order[i][1] = (guint) (sem_random_next (&random) >> 40);
          order[i][2] = i;
        }
      qsort (order, OTHERS, sizeof order[0], compare_keys);
      for (guint d = 0; d < G_N_ELEMENTS (depths); d++)
        for (guint i = 0; i < MIN (depths[d], OTHERS); i++)
          found[d] += order[i][2] < WANTED ? 1.0 / WANTED / TRIES : 0;
    }
  for (guint d = 0; d < G_N_ELEMENTS (depths); d++)
    g_assert_cmpfloat_with_epsilon (sem_nearest_reach (counts, wanted, WANTED, depths[d]), found[d],
                                    0.01);
  g_assert_cmpfloat (sem_nearest_reach (counts, wanted, 0, 10), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/nearest/definition", test_definition);
  g_test_add_func ("/measure/nearest/any-blocks", test_any_blocks);
  g_test_add_func ("/measure/nearest/restore", test_restore);
  g_test_add_func ("/measure/nearest/reach", test_reach);
  return g_test_run ();
}
