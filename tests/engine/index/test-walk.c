/* A walk through codes: complete, short, the same every time, and long ones in time.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/index/walk-private.h"
#include "engine/index/walk.h"

#define WORDS 4

/* Codes around @n_centres: each differs from its centre in about 20 of 256 bits. */
static guint64 *
make_codes (guint n, guint n_centres, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint64 *codes = g_new (guint64, (gsize) n * WORDS);
  g_autofree guint64 *centres = g_new (guint64, (gsize) n_centres * WORDS);

  for (guint i = 0; i < n_centres * WORDS; i++)
    centres[i] = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
  for (guint i = 0; i < n; i++)
    {
      const guint centre = (guint) g_rand_int_range (rand, 0, (gint32) n_centres);

      memcpy (codes + i * WORDS, centres + centre * WORDS, WORDS * sizeof *codes);
      for (guint j = 0; j < 20; j++)
        {
          const guint bit = (guint) g_rand_int_range (rand, 0, WORDS * 64);

          codes[i * WORDS + bit / 64] ^= G_GUINT64_CONSTANT (1) << bit % 64;
        }
    }
  return codes;
}

static void
assert_complete (const guint32 *order, guint n)
{
  g_autofree guint8 *seen = g_malloc0 (n ? n : 1);

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (order[i], <, n);
      g_assert_cmpuint (seen[order[i]], ==, 0);
      seen[order[i]] = 1;
    }
}

static void
test_complete (void)
{
  static const guint sizes[] = { 0, 1, 2, 3, 47, 48, 49, 50, 97, 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint64 *codes = make_codes (sizes[i], 10, i);
      g_autofree guint32 *order = sem_walk_new (codes, sizes[i], WORDS, NULL);

      assert_complete (order, sizes[i]);
    }
}

/* Steps within a group are about 40 bits long, those between groups 128. */
static void
test_short (void)
{
  const guint n = 6000, n_centres = 60;
  g_autofree guint64 *codes = make_codes (n, n_centres, 7);
  g_autofree guint32 *order = sem_walk_new (codes, n, WORDS, NULL);
  g_autofree guint32 *again = sem_walk_new (codes, n, WORDS, NULL);
  g_autofree guint32 *unordered = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    unordered[i] = i;
  g_test_message ("mean step: %.1f bits; unordered: %.1f",
                  sem_walk_measure (codes, n, WORDS, order),
                  sem_walk_measure (codes, n, WORDS, unordered));
  g_assert_cmpfloat (sem_walk_measure (codes, n, WORDS, unordered), >, 110);
  g_assert_cmpfloat (sem_walk_measure (codes, n, WORDS, order), <, 50);
  g_assert_cmpmem (order, n * sizeof *order, again, n * sizeof *again);
}

/* Numbers on a line are walked along it: here the code of i has its i lowest bits set. */
static void
test_line (void)
{
  const guint n = 64 * WORDS;
  g_autofree guint64 *codes = g_new0 (guint64, n * WORDS);
  g_autofree guint32 *order = NULL;

  for (guint i = 0; i < n; i++)
    {
      const guint place = i * 37 % n;

      for (guint bit = 0; bit < place; bit++)
        codes[i * WORDS + bit / 64] |= G_GUINT64_CONSTANT (1) << bit % 64;
    }
  order = sem_walk_new (codes, n, WORDS, NULL);
  assert_complete (order, n);
  g_assert_cmpfloat (sem_walk_measure (codes, n, WORDS, order), <, 1.2);
}

static void
test_equal (void)
{
  const guint n = 5000;
  g_autofree guint64 *codes = g_new0 (guint64, n);
  g_autofree guint32 *order = sem_walk_new (codes, n, 1, NULL);

  assert_complete (order, n);
}

static void
test_cancelled (void)
{
  g_autofree guint64 *codes = make_codes (5000, 3, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (sem_walk_new (codes, 5000, WORDS, cancellable));
}

static void
test_many (void)
{
  const guint n = g_test_perf () ? 500000 : 20000;
  g_autofree guint64 *codes = make_codes (n, n / 50, 3);
  gint64 start = g_get_monotonic_time ();
  g_autofree guint32 *order = sem_walk_new (codes, n, WORDS, NULL);

  g_test_message ("%u codes: %.0f ms, mean step %.1f bits", n,
                  (double) (g_get_monotonic_time () - start) / 1000,
                  sem_walk_measure (codes, n, WORDS, order));
  assert_complete (order, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/walk/complete", test_complete);
  g_test_add_func ("/walk/short", test_short);
  g_test_add_func ("/walk/line", test_line);
  g_test_add_func ("/walk/equal", test_equal);
  g_test_add_func ("/walk/cancelled", test_cancelled);
  g_test_add_func ("/walk/many", test_many);
  return g_test_run ();
}
