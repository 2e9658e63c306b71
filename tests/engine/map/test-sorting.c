/* Grids of items whose best order is known, or can be measured.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/random.h"
#include "engine/map/sorting-private.h"
#include "engine/map/sorting.h"

#define D 8

/* (transfer full): shape (n, D): noise around one of @n_kinds corners */
static float *
make_items (guint n, guint n_kinds, float noise, guint64 seed)
{
  float *vectors = g_new (float, (gsize) n *D);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_VECTORS);
  for (guint i = 0; i < n; i++)
    {
      const guint kind = (guint) sem_random_below (&random, n_kinds);

      for (guint k = 0; k < D; k++)
        vectors[(gsize) i * D + k] =
          (float) (kind >> k & 1) + noise * (float) sem_random_normal (&random);
    }
  return vectors;
}

static guint32 *
sort (const SemSortingItems *items, guint n_threads)
{
  guint32 *order;
  SemWork work;

  sem_work_init (&work, n_threads, NULL);
  order = sem_sorting_new (items, 7, &work);
  g_assert_nonnull (order);
  return order;
}

static void
assert_permutation (const guint32 *order, guint n)
{
  g_autofree gboolean *seen = g_new0 (gboolean, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (order[i], <, n);
      g_assert_false (seen[order[i]]);
      seen[order[i]] = TRUE;
    }
}

/* Each item has one place, whatever the shape of the grid. */
static void
test_shapes (void)
{
  static const guint shapes[][2] = { { 0, 3 },   { 1, 1 },    { 1, 9 },  { 2, 1 },
                                     { 3, 2 },   { 9, 3 },    { 10, 3 }, { 11, 40 },
                                     { 97, 10 }, { 100, 10 }, { 64, 1 }, { 64, 64 } };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree float *vectors = make_items (shapes[i][0], 4, .1f, i);
      const SemSortingItems items = { vectors, shapes[i][0], D, shapes[i][1] };
      g_autofree guint32 *order = sort (&items, 1);

      assert_permutation (order, items.n);
      g_assert_cmpfloat (sem_sorting_measure (&items, order), >=, 0);
    }
}

/* Colours of a square fill a square: neighbours are nearly as near as they can be, and much nearer
 * than in a random order. */
static void
test_plane (void)
{
  enum
  {
    SIDE = 24,
  };
  g_autofree float *vectors = g_new (float, SIDE *SIDE * 2);
  g_autofree guint32 *order = NULL, *random_order = g_new (guint32, SIDE * SIDE);
  const SemSortingItems items = { vectors, SIDE * SIDE, 2, SIDE };
  const double least = 6.0 / (SIDE * SIDE - 1) / 2;
  SemRandom random;

  sem_random_init (&random, 3, SEM_RANDOM_VECTORS);
  sem_random_permutation (&random, random_order, SIDE * SIDE);
  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      vectors[2 * random_order[i]] = (float) (i % SIDE);
      vectors[2 * random_order[i] + 1] = (float) i / SIDE;
    }
  order = sort (&items, 1);
  g_test_message ("%.4f, at least %.4f; random %.3f", sem_sorting_measure (&items, order), least,
                  sem_sorting_measure (&items, random_order));
  g_assert_cmpfloat (sem_sorting_measure (&items, order), <, 3 * least);
  for (guint i = 0; i < SIDE * SIDE; i++)
    order[i] = i;
  g_assert_cmpfloat (sem_sorting_measure (&items, order), >, .8);
}

/* Kinds come together: most neighbours are of one kind. */
static void
test_kinds (void)
{
  g_autofree float *vectors = make_items (900, 9, .2f, 5);
  const SemSortingItems items = { vectors, 900, D, 30 };
  g_autofree guint32 *order = sort (&items, 1);
  const double spread = sem_sorting_measure (&items, order);

  /* Within a kind two items are .16 of the mean distance apart. */
  g_test_message ("neighbours are %.3f of the mean distance apart", spread);
  g_assert_cmpfloat (spread, <, .45);
}

/* The same for any number of threads. */
static void
test_threads (void)
{
  g_autofree float *vectors = make_items (700, 16, .3f, 9);
  const SemSortingItems items = { vectors, 700, D, 26 };
  g_autofree guint32 *one = sort (&items, 1), *four = sort (&items, 4);

  g_assert_cmpmem (one, 700 * sizeof (guint32), four, 700 * sizeof (guint32));
}

static void
cancel_cb (double fraction, gpointer cancellable)
{
  if (fraction > .3)
    g_cancellable_cancel (cancellable);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree float *vectors = make_items (400, 4, .1f, 1);
  const SemSortingItems items = { vectors, 400, D, 20 };
  const SemProgress progress = { cancel_cb, cancellable, cancellable };
  SemWork work;

  sem_work_init (&work, 1, &progress);
  g_assert_null (sem_sorting_new (&items, 1, &work));
  g_assert_true (g_cancellable_is_cancelled (cancellable));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/sorting/shapes", test_shapes);
  g_test_add_func ("/map/sorting/plane", test_plane);
  g_test_add_func ("/map/sorting/kinds", test_kinds);
  g_test_add_func ("/map/sorting/threads", test_threads);
  g_test_add_func ("/map/sorting/cancelled", test_cancelled);
  return g_test_run ();
}
