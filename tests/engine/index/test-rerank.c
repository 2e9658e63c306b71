/* The score of a hit, and the order by it.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <math.h>

#include "engine/index/rerank.h"

static void
test_candidates (void)
{
  g_assert_cmpuint (sem_rerank_candidates (1), ==, 500);
  g_assert_cmpuint (sem_rerank_candidates (25), ==, 500);
  g_assert_cmpuint (sem_rerank_candidates (26), ==, 520);
  g_assert_cmpuint (sem_rerank_candidates (1000), ==, 20000);
  g_assert_cmpuint (sem_rerank_candidates (G_MAXUINT / 20 + 1), ==, G_MAXUINT);
}

/* By hand: q = (3, -1, 0.5, -0.5), bits 1 1 0 0: a = (3 - 1 - 0.5 + 0.5) / 5 = 0.4; vectors
 * (3, 4) and (4, 3): c = 24 / 25, score = 0.4 + 2 · 0.46. */
static void
test_by_hand (void)
{
  const float outputs[] = { 3, -1, 0.5f, -0.5f };
  const guint64 code[] = { 0x3 };
  const gint8 u[] = { 3, 4 }, v[] = { 4, 3 }, w[] = { -3, -4 }, x[] = { 4, 0 };
  SemRankedHit hit = { .photo_id = 7, .distance = 3 };

  sem_rerank_score (outputs, code, 4, u, v, 2, &hit);
  g_assert_cmpfloat (hit.cosine, ==, (float) (24.0 / 25));
  g_assert_cmpfloat_with_epsilon (hit.score, 1.32f, 1e-6f);
  g_assert_cmpint (hit.photo_id, ==, 7);
  g_assert_cmpuint (hit.distance, ==, 3);

  sem_rerank_score (outputs, code, 4, u, w, 2, &hit);
  g_assert_cmpfloat (hit.cosine, ==, 0);
  g_assert_cmpfloat (hit.score, ==, 0.4f);
  sem_rerank_score (outputs, code, 4, u, x, 2, &hit);
  g_assert_cmpfloat (hit.cosine, ==, 0.6f);
  g_assert_cmpfloat_with_epsilon (hit.score, 0.6f, 1e-6f);
  sem_rerank_score (outputs, code, 4, u, NULL, 2, &hit);
  g_assert_cmpfloat (hit.cosine, ==, 0);
  g_assert_cmpfloat (hit.score, ==, 0.4f);
}

static void
test_nothing_to_go_by (void)
{
  const float zeros[8] = { 0 }, odd[2] = { INFINITY, 1 }, nan[2] = { NAN, 1 };
  const guint64 code[] = { 0x5 };
  const gint8 none[4] = { 0 }, some[4] = { 1, 2, 3, 4 };
  SemRankedHit hit;

  sem_rerank_score (zeros, code, 8, none, some, 4, &hit);
  g_assert_cmpfloat (hit.score, ==, 0);
  g_assert_cmpfloat (hit.cosine, ==, 0);
  sem_rerank_score (odd, code, 2, some, some, 4, &hit);
  g_assert_cmpfloat (hit.score, ==, 1);
  g_assert_cmpfloat (hit.cosine, ==, 1);
  sem_rerank_score (nan, code, 2, some, some, 4, &hit);
  g_assert_cmpfloat (hit.score, ==, 1);
}

/* Sums beyond 32 bits, and a long code whose signs all agree or all differ. */
static void
test_extremes (void)
{
  const guint dim = 300000;
  g_autofree gint8 *low = g_new (gint8, dim);
  float outputs[512];
  guint64 code[8];
  SemRankedHit hit;

  for (guint i = 0; i < dim; i++)
    low[i] = -128;
  for (guint b = 0; b < 512; b++)
    {
      outputs[b] = b % 3 == 0 ? 0.25f : -2;
      if (b % 64 == 0)
        code[b / 64] = 0;
      code[b / 64] |= (guint64) (b % 3 == 0) << (b % 64);
    }
  sem_rerank_score (outputs, code, 512, low, low, dim, &hit);
  g_assert_cmpfloat (hit.cosine, ==, 1);
  g_assert_cmpfloat (hit.score, ==, 2);

  for (guint w = 0; w < 8; w++)
    code[w] = ~code[w];
  sem_rerank_score (outputs, code, 512, low, low, dim, &hit);
  g_assert_cmpfloat (hit.score, ==, 0);
}

static void
test_sort (void)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (SemRankedHit));
  const SemRankedHit rows[] = {
    { 9, 1, 0, 0.5f }, { 4, 2, 0, 0.75f }, { 7, 3, 0, 0.5f }, { 8, 4, 0, -1 }, { 2, 5, 0, 0.5f },
  };
  const gint64 order[] = { 4, 2, 7, 9, 8 };

  g_array_append_vals (hits, rows, G_N_ELEMENTS (rows));
  sem_rerank_sort (hits);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpint (g_array_index (hits, SemRankedHit, i).photo_id, ==, order[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index/rerank/candidates", test_candidates);
  g_test_add_func ("/index/rerank/by-hand", test_by_hand);
  g_test_add_func ("/index/rerank/nothing-to-go-by", test_nothing_to_go_by);
  g_test_add_func ("/index/rerank/extremes", test_extremes);
  g_test_add_func ("/index/rerank/sort", test_sort);
  return g_test_run ();
}
