/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/mathematics/blas.h"
#include "engine/hash/methods/stopping-private.h"

#include "tests/engine/hash/fixture.h"

#define D 16

static SemStopping *
make (const float *x, gsize n, guint n_threads)
{
  SemStopping *stopping;
  SemWork job;

  sem_blas_use_one_thread ();
  sem_work_init (&job, n_threads, NULL);
  stopping = sem_stopping_new (&job, x, n, D, 5, NULL);
  g_assert_nonnull (stopping);
  return stopping;
}

static float *
unit_rows (gsize n)
{
  float *x = fixture_clusters (n, D, 12, 0.7, 4);
  g_autofree float *zero = g_new0 (float, D);

  for (gsize i = 0; i < n; i++)
    sem_hash_centre (x + i * D, zero, D, x + i * D);
  return x;
}

static void
test_rows (void)
{
  const struct
  {
    gsize n;
    gsize held;
    gsize watched;
  } cases[] = { { 400, 40, 400 }, { 2000, 100, 2000 }, { 12000, 500, 4500 } };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      gsize n = cases[c].n;
      g_autofree float *x = unit_rows (n);
      g_autoptr (SemStopping) stopping = make (x, n, 2);
      g_autofree guint8 *seen = g_new0 (guint8, n);
      gsize n_kept, n_watched;
      const guint32 *kept = sem_stopping_get_kept (stopping, &n_kept);
      const guint32 *watched = sem_stopping_get_watched (stopping, &n_watched);

      g_assert_cmpuint (n_kept, ==, n - cases[c].held);
      g_assert_cmpuint (n_watched, ==, cases[c].watched);
      for (gsize i = 0; i < n_kept; i++)
        {
          g_assert_true (i == 0 || kept[i] > kept[i - 1]);
          seen[kept[i]] = 1;
        }
      for (gsize i = 0; i < n_watched; i++)
        {
          g_assert_cmpuint (seen[watched[i]], ==, i < cases[c].held ? 0 : 1);
          seen[watched[i]] = 2;
        }
    }
}

/* The measurement by brute force; for equal distances, the mean over all orders of them. */
static double
slow_measure (const float *x,
              const guint32 *watched,
              gsize n_held,
              gsize n,
              const float *outputs,
              gsize k)
{
  gsize depth = MIN (100, (n - n_held) / 10);
  double found = 0.0;

  for (gsize q = 0; q < n_held; q++)
    for (gsize j = n_held; j < n; j++)
      {
        gsize nearer[2] = { 0 };
        gsize equal = 0;
        double cosines[2];
        guint distances[2];

        for (gsize i = n_held; i < n; i++)
          {
            for (guint s = 0; s < 2; s++)
              {
                gsize other = s == 0 ? j : i;

                cosines[s] = 0.0;
                distances[s] = 0;
                for (gsize c = 0; c < D; c++)
                  cosines[s] += (double) x[watched[q] * D + c] * (double) x[watched[other] * D + c];
                for (gsize b = 0; b < k; b++)
                  distances[s] += (outputs[q * k + b] > 0.0f) != (outputs[other * k + b] > 0.0f);
              }
            nearer[0] += i != j && cosines[1] > cosines[0];
            nearer[1] += distances[1] < distances[0];
            equal += distances[1] == distances[0];
          }
        if (nearer[0] < 10 && nearer[1] < depth)
          found += MIN (1.0, (double) (depth - nearer[1]) / (double) equal);
      }
  return found / (double) (10 * n_held);
}

static void
test_measure (void)
{
  const gsize n = 420;
  const gsize k = 10;
  g_autofree float *x = unit_rows (n);
  g_autoptr (SemStopping) stopping = make (x, n, 1);
  gsize n_watched;
  const guint32 *watched = sem_stopping_get_watched (stopping, &n_watched);
  g_autofree float *outputs = g_new (float, n_watched *k);
  double measured;

  for (gsize i = 0; i < n_watched; i++)
    for (gsize b = 0; b < k; b++)
      outputs[i * k + b] = x[watched[i] * D + b] - 0.2f;
  measured = sem_stopping_measure (stopping, outputs, k);
  g_assert_cmpfloat_with_epsilon (measured, slow_measure (x, watched, 40, n, outputs, k), 1e-9);
  g_assert_cmpfloat (measured, >, 0.2);

  /* Equal codes give the result of chance. */
  for (gsize i = 0; i < n_watched * k; i++)
    outputs[i] = -1.0f;
  g_assert_cmpfloat_with_epsilon (sem_stopping_measure (stopping, outputs, k), 38.0 / 380.0, 1e-9);
}

static void
test_same_at_any_thread_count (void)
{
  const gsize n = 900;
  g_autofree float *x = unit_rows (n);
  g_autoptr (SemStopping) one = make (x, n, 1);
  g_autoptr (SemStopping) two = make (x, n, 2);
  gsize n_watched;

  sem_stopping_get_watched (one, &n_watched);
  g_assert_cmpfloat (sem_stopping_measure (one, x, D), ==, sem_stopping_measure (two, x, D));
}

static void
test_judge (void)
{
  g_autofree float *x = unit_rows (400);
  g_autoptr (SemStopping) stopping = make (x, 400, 1);

  g_assert_cmpint (sem_stopping_judge (stopping, 0.5), ==, SEM_STOPPING_BETTER);
  g_assert_cmpint (sem_stopping_judge (stopping, 0.5), ==, SEM_STOPPING_NO_BETTER);
  g_assert_cmpint (sem_stopping_judge (stopping, 0.4), ==, SEM_STOPPING_NO_BETTER);
  g_assert_cmpint (sem_stopping_judge (stopping, 0.6), ==, SEM_STOPPING_BETTER);
  g_assert_cmpint (sem_stopping_judge (stopping, 0.5), ==, SEM_STOPPING_NO_BETTER);
  g_assert_cmpint (sem_stopping_judge (stopping, 0.59), ==, SEM_STOPPING_NO_BETTER);
  g_assert_cmpint (sem_stopping_judge (stopping, 0.3), ==, SEM_STOPPING_ENOUGH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/stopping/rows", test_rows);
  g_test_add_func ("/hash/stopping/measure", test_measure);
  g_test_add_func ("/hash/stopping/same-at-any-thread-count", test_same_at_any_thread_count);
  g_test_add_func ("/hash/stopping/judge", test_judge);
  return g_test_run ();
}
