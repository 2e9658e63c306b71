/* test-degrees.c - hubs and histograms against their definitions
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/inspect/figures.h"
#include "engine/inspect/hubs.h"
#include "tests/engine/inspect/inspect-test.h"

#include "engine/base/random.h"

#include <gio/gio.h>
#include <string.h>

static guint
get_distance (const guint64 *codes, guint n_words, gsize a, gsize b)
{
  guint distance = 0;

  for (guint w = 0; w < n_words; w++)
    distance += (guint) __builtin_popcountll (codes[a * n_words + w] ^ codes[b * n_words + w]);
  return distance;
}

static void
count_by_definition (const guint64 *codes, gsize n, guint n_words, double *degrees)
{
  memset (degrees, 0, n * sizeof *degrees);
  for (gsize i = 0; i < n; i++)
    {
      guint reach = 0, nearer = 0, equal = 0;

      for (;; reach++)
        {
          nearer = equal = 0;
          for (gsize j = 0; j < n; j++)
            {
              nearer += j != i && get_distance (codes, n_words, i, j) < reach;
              equal += j != i && get_distance (codes, n_words, i, j) == reach;
            }
          if (nearer + equal >= 10)
            break;
        }
      for (gsize j = 0; j < n; j++)
        if (j != i && get_distance (codes, n_words, i, j) <= reach)
          degrees[j] += get_distance (codes, n_words, i, j) < reach ? 1 : (10.0 - nearer) / equal;
    }
}

static void
check_degrees (guint n_bits, guint n_varying)
{
  enum
  {
    N = 400
  };
  g_autofree guint64 *codes = g_new0 (guint64, N * SEM_HASH_WORDS (n_bits));
  double degrees[N], wanted[N];
  guint16 reach[N];
  SemRandom random;
  g_autoptr (GError) error = NULL;

  sem_random_init (&random, 5, SEM_RANDOM_PROJECTION);
  for (guint i = 0; i < N * SEM_HASH_WORDS (n_bits); i++)
    codes[i] = sem_random_next (&random) >> (64 - n_varying);
  g_assert_true (sem_inspect_degrees (codes, N, n_bits, degrees, reach, NULL, &error));
  count_by_definition (codes, N, SEM_HASH_WORDS (n_bits), wanted);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (degrees[i], wanted[i], 1e-9);
}

static void
test_degrees (void)
{
  check_degrees (64, 63);
  check_degrees (256, 63);
  /* Many ties. */
  check_degrees (16, 4);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const SemProgress progress = { .cancellable = cancellable };
  guint64 codes[3] = { 1, 2, 3 };
  double degrees[3];
  guint16 reach[3];
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (sem_inspect_degrees (codes, 3, 64, degrees, reach, &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_overlap (void)
{
  const double a[] = { 1, 1, 0, 0 }, b[] = { 0, 0, 3, 1 }, c[] = { 0, 2, 2, 0 };
  const double none[] = { 0, 0, 0, 0 };

  g_assert_cmpfloat (sem_inspect_overlap (a, a, 4), ==, 1);
  g_assert_cmpfloat (sem_inspect_overlap (a, b, 4), ==, 0);
  g_assert_cmpfloat (sem_inspect_overlap (a, c, 4), ==, 0.5);
  g_assert_cmpfloat (sem_inspect_overlap (a, none, 4), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspect/degrees/definition", test_degrees);
  g_test_add_func ("/inspect/degrees/cancel", test_cancel);
  g_test_add_func ("/inspect/degrees/overlap", test_overlap);
  return g_test_run ();
}
