/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos through the real worker: formats, orientation, sizes, and what is said of bad files.
 */

#include "tests/engine/decode/fixtures.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static SemDecoder *decoder;

static SemDecodedPhoto *
decode (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  SemDecodedPhoto *photo = sem_fixture_decode (decoder, bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
  return photo;
}

static void
assert_refused (GBytes *bytes, SemError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_fixture_decode (decoder, bytes, &error));
  g_assert_error (error, SEM_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "“photo”"));
  if (!strstr (error->message, words))
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
assert_thumbnail (const SemDecodedPhoto *photo, int width, int height)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  GdkPixbuf *pixbuf;

  g_assert_true (gdk_pixbuf_loader_write_bytes (loader, photo->thumbnail, NULL));
  g_assert_true (gdk_pixbuf_loader_close (loader, NULL));
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, height);
}

static void
test_format (gconstpointer type)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (640, 480);
  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, type);

  if (!bytes)
    {
      g_test_skip_printf ("GdkPixbuf cannot write %s here", (const char *) type);
      return;
    }

  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  g_assert_cmpuint (photo->width, ==, 640);
  g_assert_cmpuint (photo->height, ==, 480);
  sem_fixture_assert_quarters (photo->input);
  assert_thumbnail (photo, 256, 192);
}

static void
test_orientation (void)
{
  g_autoptr (GdkPixbuf) upright = sem_fixture_quarters (600, 400);

  for (guint orientation = 0; orientation <= 9; orientation++)
    {
      /* GdkPixbuf turns the other way round to make what is stored. */
      static const guint inverse[] = { 1, 1, 2, 3, 4, 5, 8, 7, 6, 1 };
      g_autofree char *value = g_strdup_printf ("%u", inverse[orientation]);
      g_autoptr (GdkPixbuf) copy = gdk_pixbuf_copy (upright);

      gdk_pixbuf_set_option (copy, "orientation", value);

      g_autoptr (GdkPixbuf) stored = gdk_pixbuf_apply_embedded_orientation (copy);
      g_autoptr (GBytes) jpeg = sem_fixture_save (stored, "jpeg");
      g_autoptr (GBytes) png = sem_fixture_save (stored, "png");

      for (guint big_endian = 0; big_endian < 2; big_endian++)
        {
          g_autoptr (GBytes) exif = sem_fixture_exif (orientation, big_endian);
          g_autoptr (GBytes) turned_jpeg = sem_fixture_jpeg_with_exif (jpeg, exif);
          g_autoptr (GBytes) turned_png = sem_fixture_png_with_exif (png, exif);
          g_autoptr (SemDecodedPhoto) from_jpeg = decode (turned_jpeg);
          g_autoptr (SemDecodedPhoto) from_png = decode (turned_png);

          g_assert_cmpuint (from_jpeg->width, ==, 600);
          g_assert_cmpuint (from_jpeg->height, ==, 400);
          sem_fixture_assert_quarters (from_jpeg->input);
          assert_thumbnail (from_jpeg, 256, 171);
          g_assert_cmpuint (from_png->width, ==, 600);
          g_assert_cmpuint (from_png->height, ==, 400);
          sem_fixture_assert_quarters (from_png->input);
        }
    }
}

static void
test_truncated (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (640, 480);
  static const char *const types[] = { "jpeg", "png", "bmp", "tiff" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GBytes) whole = sem_fixture_save (pixbuf, types[i]);
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);

      assert_refused (half, SEM_ERROR_DAMAGED, i < 3 ? "ends too early" : "damaged");
    }
}

static void
test_not_an_image (void)
{
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("BMW makes cars, not photos.", 27);
  g_autoptr (GBytes) film = g_bytes_new_static ("\0\0\0\x18" "ftypisom\0\0\0\0", 16);

  assert_refused (empty, SEM_ERROR_DAMAGED, "is empty");
  assert_refused (text, SEM_ERROR_NOT_AN_IMAGE, "is not an image");
  assert_refused (film, SEM_ERROR_NOT_AN_IMAGE, "is not an image");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  g_test_add_data_func ("/decode/format/jpeg", "jpeg", test_format);
  g_test_add_data_func ("/decode/format/png", "png", test_format);
  g_test_add_data_func ("/decode/format/tiff", "tiff", test_format);
  g_test_add_data_func ("/decode/format/bmp", "bmp", test_format);
  g_test_add_data_func ("/decode/format/webp", "webp", test_format);
  g_test_add_data_func ("/decode/format/avif", "avif", test_format);
  g_test_add_func ("/decode/orientation", test_orientation);
  g_test_add_func ("/decode/truncated", test_truncated);
  g_test_add_func ("/decode/not-an-image", test_not_an_image);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
