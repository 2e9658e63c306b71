/* Pictures in memory and what is made of them: the file that is written, and every alteration.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/pictures/alteration.h"
#include "engine/evaluate/pictures/picture-jpeg.h"
#include "engine/evaluate/pictures/picture-text.h"
#include "engine/search/request/copy-kind.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <string.h>

/* Waves of colours, with a dark disc off the middle: no two parts are alike. */
static SemPicture *
make_photo (guint width, guint height, guint number)
{
  SemPicture *picture = sem_picture_new (width, height, 0);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint8 *pixel = sem_picture_at (picture, x, y);

        pixel[0] = (guint8) (128 + 100 * sin (x * .05 + number));
        pixel[1] = (guint8) (128 + 100 * sin (y * .04 + x * .01));
        pixel[2] = (guint8) (128 + 100 * sin ((x + y) * .03 - number));
      }
  sem_picture_fill_ellipse (picture, width * .2, height * .3, width * .2, height * .2, 0x102030);
  return picture;
}

static GdkPixbuf *
read_jpeg (GBytes *jpeg)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_loader_write_bytes (loader, jpeg, &error);
  g_assert_no_error (error);
  gdk_pixbuf_loader_close (loader, &error);
  g_assert_no_error (error);
  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

static double
measure_error (const SemPicture *picture, const GdkPixbuf *read)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (read);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (read);
  double squares = 0;

  g_assert_cmpint (gdk_pixbuf_get_width (read), ==, (int) picture->width);
  g_assert_cmpint (gdk_pixbuf_get_height (read), ==, (int) picture->height);
  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width * 3; x++)
      {
        const double error = pixels[y * stride + x] - sem_picture_at (picture, 0, y)[x];

        squares += error * error;
      }
  return sqrt (squares / (3.0 * picture->width * picture->height));
}

/* Any size, also one that is no multiple of a block's, and any quality. */
static void
test_jpeg (void)
{
  static const struct
  {
    guint width, height, quality;
    double error;
  } cases[] = {
    { 160, 120, 100, 1.5 }, { 161, 123, 90, 4 }, { 7, 5, 90, 8 },
    { 1, 1, 100, 3 },       { 300, 17, 30, 12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SemPicture) picture = make_photo (cases[i].width, cases[i].height, 3);
      g_autoptr (GBytes) jpeg = sem_picture_to_jpeg (picture, cases[i].quality);
      g_autoptr (GdkPixbuf) read = read_jpeg (jpeg);

      g_assert_cmpfloat (measure_error (picture, read), <=, cases[i].error);
    }
}

/* Noise has large numbers after long runs of zeros: every kind of code is written. */
static void
test_jpeg_noise (void)
{
  g_autoptr (SemPicture) picture = sem_picture_new (64, 64, 0);
  SemRandom random;

  sem_random_init (&random, 1, SEM_RANDOM_VIEWS);
  for (guint quality = 10; quality <= 100; quality += 30)
    {
      g_autoptr (GBytes) jpeg = NULL;
      g_autoptr (GdkPixbuf) read = NULL;

      for (gsize i = 0; i < 64 * 64 * 3; i++)
        picture->rgb[i] = sem_random_below (&random, 2) ? 255 : 0;
      jpeg = sem_picture_to_jpeg (picture, quality);
      read = read_jpeg (jpeg);
      g_assert_cmpfloat (measure_error (picture, read), <=, quality == 100 ? 12 : 128);
    }
}

static void
test_resize (void)
{
  g_autoptr (SemPicture) picture = sem_picture_new (4, 2, 0x000000);
  g_autoptr (SemPicture) half = NULL, same = NULL, larger = NULL;

  sem_picture_fill (picture, 2, 0, 2, 2, 0x6496c8);
  sem_picture_fill (picture, 3, 0, 1, 1, 0x000000);
  half = sem_picture_resize (picture, 2, 1);
  g_assert_cmpuint (half->rgb[0], ==, 0);
  g_assert_cmpuint (half->rgb[3], ==, 75);
  g_assert_cmpuint (half->rgb[5], ==, 150);
  same = sem_picture_resize (picture, 4, 2);
  g_assert_cmpmem (same->rgb, 24, picture->rgb, 24);
  larger = sem_picture_resize (picture, 8, 4);
  g_assert_cmpuint (sem_picture_at (larger, 0, 3)[0], ==, 0);
  g_assert_cmpuint (sem_picture_at (larger, 7, 3)[2], ==, 200);
}

static void
test_warp (void)
{
  static const double same[] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
  static const double moved[] = { 1, 0, -5, 0, 1, 0, 0, 0, 1 };
  g_autoptr (SemPicture) picture = make_photo (40, 30, 1);
  g_autoptr (SemPicture) copy = sem_picture_warp (picture, same, 40, 30, 0xff0000);
  g_autoptr (SemPicture) right = sem_picture_warp (picture, moved, 40, 30, 0xff0000);

  g_assert_cmpmem (copy->rgb, 40 * 30 * 3, picture->rgb, 40 * 30 * 3);
  g_assert_cmpuint (sem_picture_at (right, 0, 7)[0], ==, 255);
  g_assert_cmpmem (sem_picture_at (right, 5, 7), 3, sem_picture_at (picture, 0, 7), 3);
}

/* Letters ink some of the pixels where they stand, and none elsewhere. */
static void
test_text (void)
{
  g_autoptr (SemPicture) picture = sem_picture_new (100, 30, 0xffffff);
  guint inked = 0;

  sem_picture_write (picture, 10, 5, 14, "HALLO", 0x000000, 1);
  g_assert_cmpfloat_with_epsilon (sem_picture_measure_text ("HALLO", 14), 60, 1e-9);
  for (guint y = 0; y < 30; y++)
    for (guint x = 0; x < 100; x++)
      if (sem_picture_at (picture, x, y)[0] < 128)
        {
          inked++;
          g_assert_true (x >= 10 && x < 70 && y >= 5 && y < 19);
        }
  g_assert_cmpuint (inked, >, 150);
  g_assert_cmpuint (inked, <, 500);
}

static SemPicture *
alter (const SemAlteration *alteration, SemPicture *const *photos, guint64 seed)
{
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_VIEWS);
  return alteration->alter (photos, &random);
}

static gboolean
are_equal (const SemPicture *a, const SemPicture *b)
{
  return a->width == b->width && a->height == b->height
         && memcmp (a->rgb, b->rgb, (gsize) a->width * a->height * 3) == 0;
}

/* Each alters, as its numbers say, and leaves the photo as it is. */
static void
test_alterations (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  SemPicture *photos[SEM_ALTERATION_MAX_PHOTOS];
  g_autoptr (SemPicture) first = make_photo (300, 200, 0);
  guint n;
  const SemAlteration *alterations = sem_alteration_list (&n);

  for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
    photos[i] = make_photo (300, 200 + 20 * i, i);
  g_assert_cmpuint (n, >=, 36);
  for (guint i = 0; i < n; i++)
    {
      const SemAlteration *alteration = &alterations[i];
      g_autoptr (SemPicture) one = NULL, again = NULL;

      g_test_message ("%s", alteration->id);
      g_assert_true (g_hash_table_add (ids, (char *) alteration->id));
      g_assert_cmpuint (alteration->kinds, !=, 0);
      g_assert_cmpuint (alteration->reverse_kinds, !=, 0);
      g_assert_false (alteration->kinds & 1 << SEM_COPY_ALIKE);
      if (!alteration->alter)
        continue;
      one = alter (alteration, photos, 1);
      again = alter (alteration, photos, 1);
      g_assert_true (are_equal (one, again));
      g_assert_false (are_equal (one, photos[0]));
      g_assert_true (are_equal (first, photos[0]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
    sem_picture_free (photos[i]);
}

/* Sets contain icons, strips and panoramas. */
static void
test_odd_sizes (void)
{
  static const guint sizes[][2] = { { 1, 1 }, { 3, 2 }, { 400, 1 }, { 1, 400 }, { 32, 32 } };
  guint n;
  const SemAlteration *alterations = sem_alteration_list (&n);

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      SemPicture *photos[SEM_ALTERATION_MAX_PHOTOS];

      for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
        photos[i] = make_photo (sizes[k][0], sizes[k][1], i);
      for (guint i = 0; i < n; i++)
        if (alterations[i].alter)
          {
            g_autoptr (SemPicture) altered = alter (&alterations[i], photos, k);

            g_assert_cmpuint (altered->width, >=, 1);
            g_assert_cmpuint (altered->height, >=, 1);
            g_assert_cmpuint ((guint64) altered->width * altered->height, <, 16 << 20);
          }
      for (guint i = 0; i < G_N_ELEMENTS (photos); i++)
        sem_picture_free (photos[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pictures/jpeg", test_jpeg);
  g_test_add_func ("/pictures/jpeg-noise", test_jpeg_noise);
  g_test_add_func ("/pictures/resize", test_resize);
  g_test_add_func ("/pictures/warp", test_warp);
  g_test_add_func ("/pictures/text", test_text);
  g_test_add_func ("/pictures/alterations", test_alterations);
  g_test_add_func ("/pictures/odd-sizes", test_odd_sizes);
  return g_test_run ();
}
