/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/worker/resize-private.h"
#include "engine/decode/worker/resize.h"

#include <string.h>

static const SemResizeFilter filters[] = { SEM_RESIZE_SMOOTH, SEM_RESIZE_SHARP };

static guint8 *
make_noise (GRand *rand, gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) g_rand_int (rand);
  return data;
}

/* The source ends after its last pixel, so that a sanitizer sees reads past it. */
static void
compare (GRand *rand, guint width, guint height, guint pad, guint dst_width, guint dst_height)
{
  const gsize stride = (gsize) width * 3 + pad, dst_size = (gsize) dst_width * dst_height * 3;
  g_autofree guint8 *src = make_noise (rand, stride * (height - 1) + (gsize) width * 3);
  g_autofree guint8 *fast = g_malloc (dst_size);
  g_autofree guint8 *ref = g_malloc (dst_size);
  const SemRgbImage image = { src, width, height, stride };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      sem_resize_rgb (filters[i], &image, fast, dst_width, dst_height);
      sem_resize_rgb_ref (filters[i], &image, ref, dst_width, dst_height);
      g_assert_cmpmem (fast, dst_size, ref, dst_size);
    }
}

static void
test_fast_is_ref (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  compare (rand, 1, 1, 0, 1, 1);
  compare (rand, 1, 1, 0, 224, 224);
  compare (rand, 1, 5000, 0, 224, 224);
  compare (rand, 5000, 1, 0, 224, 224);
  compare (rand, 354, 266, 2, 224, 224);
  compare (rand, 500, 375, 0, 256, 192);
  for (guint i = 0; i < 300; i++)
    compare (rand, (guint) g_rand_int_range (rand, 1, 90), (guint) g_rand_int_range (rand, 1, 90),
             (guint) g_rand_int_range (rand, 0, 5), (guint) g_rand_int_range (rand, 1, 60),
             (guint) g_rand_int_range (rand, 1, 60));
}

/* Even if thousands of pixels share a total weight of 16,384. */
static void
test_flat_stays_flat (void)
{
  static const guint sizes[][4] = { { 1, 1, 224, 224 },     { 33, 65, 224, 224 },
                                    { 500, 375, 224, 224 }, { 1, 100000, 224, 224 },
                                    { 30000, 9, 224, 224 }, { 700, 300, 256, 110 } };

  for (guint value = 0; value < 256; value += 15)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (guint f = 0; f < G_N_ELEMENTS (filters); f++)
        {
          const gsize size = (gsize) sizes[i][0] * sizes[i][1] * 3;
          const gsize dst_size = (gsize) sizes[i][2] * sizes[i][3] * 3;
          g_autofree guint8 *src = g_malloc (size);
          g_autofree guint8 *dst = g_malloc (dst_size);

          const SemRgbImage image = { src, sizes[i][0], sizes[i][1], sizes[i][0] * 3 };

          memset (src, (int) value, size);
          sem_resize_rgb (filters[f], &image, dst, sizes[i][2], sizes[i][3]);
          for (gsize k = 0; k < dst_size; k++)
            g_assert_cmpuint (dst[k], ==, value);
        }
}

static void
test_same_size (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const gsize size = 61 * 47 * 3;
  g_autofree guint8 *src = make_noise (rand, size);
  g_autofree guint8 *dst = g_malloc (size);
  const SemRgbImage image = { src, 61, 47, 61 * 3 };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      sem_resize_rgb (filters[i], &image, dst, 61, 47);
      g_assert_cmpmem (dst, size, src, size);
    }
}

/* Twice as wide: samples at a quarter of the way between two pixels, where the triangle's weights
 * are 3/4 and 1/4, for either filter. Half as wide: samples half-way between two pixels, where the
 * cubic's weights are -1/16, 9/16, 9/16 and -1/16.
 */
static void
test_by_hand (void)
{
  const guint8 src[] = { 0, 0, 0, 64, 128, 0, 192, 128, 0, 255, 0, 128 };
  const guint8 row[] = { 10, 20, 60, 120, 200, 210, 220, 230 };
  guint8 wide[24] = { 0 };
  guint8 dst[24];

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      sem_resize_rgb (filters[i], &(SemRgbImage){ src, 4, 1, 12 }, dst, 8, 1);
      g_assert_cmpuint (dst[9], ==, 64 * 3 / 4 + 192 / 4);
      g_assert_cmpuint (dst[10], ==, 128);
    }
  for (guint i = 0; i < 8; i++)
    wide[3 * i] = row[i];
  sem_resize_rgb (SEM_RESIZE_SHARP, &(SemRgbImage){ wide, 8, 1, 24 }, dst, 4, 1);
  g_assert_cmpint (ABS ((int) dst[3] - (-20 + 9 * 60 + 9 * 120 - 200 + 8) / 16), <=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/resize/fast-is-ref", test_fast_is_ref);
  g_test_add_func ("/decode/resize/flat-stays-flat", test_flat_stays_flat);
  g_test_add_func ("/decode/resize/same-size", test_same_size);
  g_test_add_func ("/decode/resize/by-hand", test_by_hand);
  return g_test_run ();
}
