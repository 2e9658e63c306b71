/* test-square.c - the middle of a picture in the pixels of a tile, and the cache of larger
 * thumbnails
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "engine/model/thumbnails/large-cache.h"
#include "engine/model/thumbnails/square.h"
#include "tests/support/folder.h"

/* @func: the value of a channel at a point. */
static SemPixels *
make (guint width, guint height, guint (*func) (guint x, guint y))
{
  SemPixels *pixels = g_new (SemPixels, 1);
  const gsize stride = width * 3 + 5;
  guint8 *data = g_malloc0 (stride * height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        data[y * stride + x * 3 + c] = (guint8) (func (x, y) + c);
  *pixels = (SemPixels){ width, height, stride, g_bytes_new_take (data, stride * height) };
  return pixels;
}

static guint
even (guint x, guint y)
{
  return 100;
}

static guint
slope (guint x, guint y)
{
  return x / 2;
}

static guint
dots (guint x, guint y)
{
  return (x + y) % 2 * 200;
}

static const guint8 *
pixel (GBytes *square, guint side, guint x, guint y)
{
  g_assert_cmpuint (g_bytes_get_size (square), ==, (gsize) side * side * 3);
  return (const guint8 *) g_bytes_get_data (square, NULL) + ((gsize) y * side + x) * 3;
}

/* One color stays as it is, at any size and shape. */
static void
test_even (void)
{
  static const guint sizes[][3] = { { 256, 192, 156 }, { 192, 256, 192 }, { 1, 1, 7 },
                                    { 512, 300, 512 }, { 3, 500, 64 },    { 256, 256, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const guint side = sizes[i][2];
      g_autoptr (SemPixels) pixels = make (sizes[i][0], sizes[i][1], even);
      g_autoptr (GBytes) square = sem_square_new (pixels, side);

      for (guint y = 0; y < side; y++)
        for (guint x = 0; x < side; x++)
          {
            const guint8 *p = pixel (square, side, x, y);

            g_assert_cmpuint (p[0], ==, 100);
            g_assert_cmpuint (p[1], ==, 101);
            g_assert_cmpuint (p[2], ==, 102);
          }
    }
}

/* The middle is shown: a slope from 0 to 199 begins at 50 and ends at 149. */
static void
test_middle (void)
{
  g_autoptr (SemPixels) pixels = make (400, 200, slope);

  for (guint side = 40; side <= 400; side *= 2)
    {
      g_autoptr (GBytes) square = sem_square_new (pixels, side);

      for (guint x = 0; x < side; x++)
        g_assert_cmpint (ABS ((int) pixel (square, side, x, side / 2)[0]
                              - (int) (50 + 100 * (x + .5) / side)),
                         <=, 2);
    }
}

/* Fine patterns become grey instead of other patterns. */
static void
test_mean (void)
{
  g_autoptr (SemPixels) pixels = make (256, 256, dots);
  g_autoptr (GBytes) square = sem_square_new (pixels, 64);

  for (guint i = 4; i < 60; i++)
    g_assert_cmpint (ABS ((int) pixel (square, 64, i, 30)[0] - 100), <=, 3);
}

/* Same size: the same picture. */
static void
test_same (void)
{
  g_autoptr (SemPixels) pixels = make (200, 200, slope);
  g_autoptr (GBytes) square = sem_square_new (pixels, 200);

  for (guint x = 0; x < 200; x++)
    g_assert_cmpuint (pixel (square, 200, x, 77)[0], ==, x / 2);
}

static void
test_cache (void)
{
  g_autoptr (SemPixels) pixels = make (500, 300, slope);
  g_autofree char *folder =
    g_build_filename (g_get_user_cache_dir (), "semblance", "thumbnails", NULL);
  guint8 hash[32] = { 1, 2, 3 };
  gsize size = 0;

  g_assert_null (sem_large_cache_read (hash, 512));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) jpeg = NULL;

      hash[31] = (guint8) i;
      sem_large_cache_write (hash, 512, pixels);
      jpeg = sem_large_cache_read (hash, 512);
      g_assert_nonnull (jpeg);
      size = g_bytes_get_size (jpeg);
      g_usleep (20000);
    }
  /* The first one was used last. */
  hash[31] = 0;
  g_bytes_unref (sem_large_cache_read (hash, 512));
  sem_large_cache_trim (2 * size + size / 2);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GBytes) jpeg = NULL;

      hash[31] = (guint8) i;
      jpeg = sem_large_cache_read (hash, 512);
      g_assert_cmpint (jpeg != NULL, ==, i == 0 || i == 4);
    }
  sem_large_cache_trim (0);
  hash[31] = 0;
  g_assert_null (sem_large_cache_read (hash, 512));
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
}

static guint32
framed (GBytes *square, guint side, guint x, guint y)
{
  g_assert_cmpuint (g_bytes_get_size (square), ==, (gsize) side * side * 4);
  return ((const guint32 *) g_bytes_get_data (square, NULL))[(gsize) y * side + x];
}

/* The channel of a word, of which 0 is red and -1 how much of the pixel is seen. */
static guint
channel (guint32 word, int c)
{
  return word >> (16 - 8 * c) & 0xff;
}

/* The edge has a line that is seen on white and on black, also where the corners are rounded, and
 * the rest is the picture, without what is outside of the corners; all of it the same from every
 * side. */
static void
test_frame (void)
{
  static const guint values[] = { 0, 100, 253 };

  for (guint i = 0; i < G_N_ELEMENTS (values) * 2; i++)
    {
      const guint scale = 1 + i % 2, side = 60 * scale, value = values[i / 2];
      /* Of the corner's arc, where it is steepest. */
      const guint arc = (guint) (SEM_PHOTO_SQUARE_RADIUS * scale * (1 - G_SQRT2 / 2) + .5);
      guint8 *data = g_malloc (side * side * 3);
      g_autoptr (GBytes) frame = NULL;
      guint line;

      memset (data, (int) value, side * side * 3);
      frame = sem_square_frame (g_bytes_new_take (data, side * side * 3), side, scale);
      line = channel (framed (frame, side, 0, side / 2), 0);
      g_assert_cmpint (ABS ((int) line - (int) value), >=, value == 100 ? 8 : 30);
      g_assert_cmpuint (channel (framed (frame, side, scale - 1, side / 2), 1), ==, line);
      g_assert_cmpuint (channel (framed (frame, side, scale, side / 2), 2), ==, value);
      g_assert_cmpint (ABS ((int) channel (framed (frame, side, arc, arc), 0) - (int) value), >=,
                       value == 100 ? 2 : 8);
      g_assert_cmphex (framed (frame, side, arc + 2 * scale, arc + 2 * scale), ==,
                       0xff000000 | value * 0x010101);
      g_assert_cmphex (framed (frame, side, 0, 0), ==, 0);
      g_assert_cmpuint (channel (framed (frame, side, 0, side / 2), -1), ==, 255);
      for (guint y = 0; y < side; y++)
        for (guint x = 0; x < side; x++)
          {
            const guint32 word = framed (frame, side, x, y);

            g_assert_cmphex (word, ==, framed (frame, side, y, x));
            g_assert_cmphex (word, ==, framed (frame, side, side - 1 - x, y));
            /* Premultiplied: a value above its share would shine. */
            g_assert_cmpuint (channel (word, 0), <=, channel (word, -1));
          }
    }
}

/* Channels stay where they are. */
static void
test_channels (void)
{
  g_autoptr (SemPixels) pixels = make (64, 64, even);
  g_autoptr (GBytes) frame = sem_square_frame (sem_square_new (pixels, 40), 40, 1);

  g_assert_cmphex (framed (frame, 40, 20, 20), ==, 0xff646566);
}

/* A thumbnail has as many pixels as the square that is made of it, where that can be; those of
 * different sizes do not take each other's place. */
static void
test_sides (void)
{
  static const guint shapes[][2] = { { 4000, 3000 }, { 3000, 4000 }, { 900, 900 }, { 6000, 1000 } };
  guint8 hash[32] = { 77 };
  g_autoptr (SemPixels) pixels = make (40, 30, even);
  GBytes *jpeg;

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint square = 1; square < 1100; square += 7)
      {
        const guint longer = MAX (shapes[i][0], shapes[i][1]);
        const guint shorter = MIN (shapes[i][0], shapes[i][1]);
        const guint side = sem_large_cache_choose_side (shapes[i][0], shapes[i][1], square);

        g_assert_true (side == 512 || side == 1024 || side == 1536);
        if (square <= 1536 * shorter / longer)
          g_assert_cmpuint (side * shorter / longer, >=, square);
        if (side > 512)
          g_assert_cmpuint ((side - 512) * shorter / longer, <, square);
      }
  sem_large_cache_write (hash, 1024, pixels);
  g_assert_null (sem_large_cache_read (hash, 512));
  jpeg = sem_large_cache_read (hash, 1024);
  g_assert_nonnull (jpeg);
  g_bytes_unref (jpeg);
  sem_large_cache_trim (0);
  g_assert_null (sem_large_cache_read (hash, 1024));
}

int
main (int argc, char **argv)
{
  char *folder = test_folder_new ();
  int status;

  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/square/even", test_even);
  g_test_add_func ("/square/middle", test_middle);
  g_test_add_func ("/square/mean", test_mean);
  g_test_add_func ("/square/same", test_same);
  g_test_add_func ("/square/frame", test_frame);
  g_test_add_func ("/square/channels", test_channels);
  g_test_add_func ("/square/cache", test_cache);
  g_test_add_func ("/square/sides", test_sides);
  status = g_test_run ();
  test_folder_remove (folder);
  return status;
}
