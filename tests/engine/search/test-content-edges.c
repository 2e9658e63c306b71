/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/search/copies/content-edges.h"

#include <stdlib.h>

/* By the definition. */
static void
measure (const guint8 *pixels,
         const guint sides[2],
         guint axis,
         guint line,
         guint from,
         guint to,
         float *mean,
         float *share)
{
  guint sum = 0, different = 0;

  for (guint i = from; i < to; i++)
    {
      const gsize before = axis ? (line - 1) * sides[0] + i : i * sides[0] + line - 1;
      const gsize after = axis ? (line + 1) * sides[0] + i : i * sides[0] + line + 1;
      int most = 0;

      for (guint c = 0; c < 3; c++)
        most = MAX (most, abs ((int) pixels[3 * after + c] - (int) pixels[3 * before + c]));
      sum += (guint) MIN (most, 64);
      different += most >= SEM_CONTENT_EDGES_LEVELS;
    }
  *mean = (float) sum / (float) (to - from);
  *share = (float) different / (float) (to - from);
}

static void
test_measure (void)
{
  static const guint all_sides[][2] = { { 1, 1 },
                                        { 2, 5 },
                                        { 5, 2 },
                                        { 3, 3 },
                                        { 37, 64 },
                                        { SEM_CONTENT_EDGES_SIDE, 21 },
                                        { 21, SEM_CONTENT_EDGES_SIDE } };
  /* Large differences everywhere, and around the level from which pixels differ. */
  static const int ranges[] = { 256, SEM_CONTENT_EDGES_LEVELS + 3 };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint s = 0; s < G_N_ELEMENTS (all_sides) * G_N_ELEMENTS (ranges); s++)
    {
      const guint *sides = all_sides[s / G_N_ELEMENTS (ranges)];
      const gsize n = (gsize) sides[0] * sides[1] * 3;
      g_autofree guint8 *pixels = g_malloc (n);
      SemContentEdges edges;

      for (gsize i = 0; i < n; i++)
        pixels[i] = (guint8) g_rand_int_range (random, 0, ranges[s % G_N_ELEMENTS (ranges)]);
      sem_content_edges_init (&edges, pixels, sides);
      for (guint axis = 0; axis < 2; axis++)
        for (guint line = 1; line + 1 < sides[axis]; line++)
          {
            const int n_pixels = (int) sides[!axis];
            const guint from = (guint) g_rand_int_range (random, 0, n_pixels);
            const guint to = (guint) g_rand_int_range (random, (int) from + 1, n_pixels + 1);
            float mean, share, right_mean, right_share;

            sem_content_edges_measure (&edges, axis, line, from, to, &mean, &share);
            measure (pixels, sides, axis, line, from, to, &right_mean, &right_share);
            g_assert_cmpfloat (mean, ==, right_mean);
            g_assert_cmpfloat (share, ==, right_share);
          }
      sem_content_edges_clear (&edges);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/content-edges/measure", test_measure);
  return g_test_run ();
}
