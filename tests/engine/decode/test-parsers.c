/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker's own parsers of photo files, and the client's validation of thumbnails.
 */

#include "engine/decode/worker/extent.h"
#include "engine/decode/worker/orientation.h"
#include "engine/decode/reply.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/engine/decode/handmade.h"

#include <string.h>

static guint
read_orientation (SemFormat format, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return sem_orientation_read (format, data, size);
}

/* A RIFF file with only an EXIF chunk. */
static GBytes *
make_webp (GBytes *exif)
{
  GByteArray *array = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (exif, &size);

  g_byte_array_append (array, (const guint8 *) "RIFF\0\0\0\0WEBPEXIF\0\0\0", 20);
  g_byte_array_append (array, data, (guint) size);
  array->data[4] = (guint8) (array->len - 8);
  array->data[16] = (guint8) size;
  return g_byte_array_free_to_bytes (array);
}

static void
test_orientation_read (void)
{
  g_autoptr (GBytes) jpeg = sem_handmade_jpeg (8, 8, 1, FALSE);

  for (guint value = 0; value < 12; value++)
    for (guint big_endian = 0; big_endian < 2; big_endian++)
      {
        const guint expected = value >= 1 && value <= 8 ? value : 1;
        g_autoptr (GBytes) exif = sem_fixture_exif (value, big_endian);
        g_autoptr (GBytes) turned = sem_fixture_jpeg_with_exif (jpeg, exif);
        g_autoptr (GBytes) webp = make_webp (exif);

        g_assert_cmpuint (read_orientation (SEM_FORMAT_JPEG, turned), ==, expected);
        g_assert_cmpuint (read_orientation (SEM_FORMAT_WEBP, webp), ==, expected);
        g_assert_cmpuint (read_orientation (SEM_FORMAT_HEIF, turned), ==, 1);
      }
}

/* Nothing is read past the end: each copy has exactly its size, so that a sanitizer would see it.
 */
static void
test_orientation_cut (void)
{
  g_autoptr (GBytes) jpeg = sem_handmade_jpeg (8, 8, 1, FALSE);
  g_autoptr (GBytes) exif = sem_fixture_exif (6, TRUE);
  g_autoptr (GBytes) turned = sem_fixture_jpeg_with_exif (jpeg, exif);
  gsize size;
  const guint8 *data = g_bytes_get_data (turned, &size);

  for (gsize n = 0; n <= size; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n);
      const guint orientation = sem_orientation_read (SEM_FORMAT_JPEG, copy, n);

      /* The segment has 2 + 2 + 6 bytes, and the directory 26. */
      g_assert_cmpuint (orientation, ==, n >= 2 + 10 + 26 ? 6 : 1);
    }
}

/* Where the bytes end before the picture begins, a profile may follow. */
static void
test_profile (void)
{
  static const guint8 segment[] = "\xff\xe2\0\x12ICC_PROFILE\0\1\1..";
  g_autoptr (GBytes) plain = sem_handmade_jpeg (8, 8, 3, FALSE);
  GByteArray *array = g_byte_array_new ();
  gsize size, start = 0;
  const guint8 *data = g_bytes_get_data (plain, &size);

  g_assert_false (sem_format_has_profile (data, size));
  while (data[start] != 0xff || data[start + 1] != 0xda)
    start++;
  for (gsize n = 0; n < size; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n);

      g_assert_true (sem_format_has_profile (copy, n) == (n < start + 4));
    }
  /* As the last segment before the picture. */
  g_byte_array_append (array, data, (guint) start);
  g_byte_array_append (array, segment, sizeof segment - 1);
  g_byte_array_append (array, data + start, (guint) (size - start));
  g_assert_true (sem_format_has_profile (array->data, array->len));
  g_byte_array_unref (array);
}

static void
assert_extent (SemFormat format, GBytes *bytes, gsize size, SemExtent expected)
{
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);

  g_assert_cmpint ((int) sem_extent_check (format, copy, size), ==, (int) expected);
}

static void
test_extent (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (64, 64);
  g_autoptr (GBytes) png = sem_fixture_save (pixbuf, "png");
  g_autoptr (GBytes) bmp = sem_fixture_save (pixbuf, "bmp");

  for (gsize n = 12; n < g_bytes_get_size (png); n++)
    assert_extent (SEM_FORMAT_PNG, png, n, SEM_EXTENT_CUT);
  assert_extent (SEM_FORMAT_PNG, png, g_bytes_get_size (png), SEM_EXTENT_WHOLE);
  assert_extent (SEM_FORMAT_BMP, bmp, g_bytes_get_size (bmp), SEM_EXTENT_WHOLE);
  assert_extent (SEM_FORMAT_BMP, bmp, g_bytes_get_size (bmp) - 1, SEM_EXTENT_CUT);
}

static void
test_thumbnail (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (256, 192);
  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, "jpeg");
  g_autoptr (GBytes) progressive = sem_handmade_slow_jpeg ();
  g_autoptr (GBytes) exif = sem_fixture_exif (6, TRUE);
  g_autoptr (GBytes) turned = sem_fixture_jpeg_with_exif (bytes, exif);
  gsize size, other_size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const guint8 *other;

  g_assert_true (sem_thumbnail_is_sound (data, size, 256));
  g_assert_false (sem_thumbnail_is_sound (data, size, 255));
  for (gsize n = 0; n < size; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n);

      g_assert_false (sem_thumbnail_is_sound (copy, n, 256));
    }
  other = g_bytes_get_data (progressive, &other_size);
  g_assert_false (sem_thumbnail_is_sound (other, other_size, 256));
  other = g_bytes_get_data (turned, &other_size);
  g_assert_false (sem_thumbnail_is_sound (other, other_size, 256));
}

static void
test_sniff (void)
{
  static const struct
  {
    const char *bytes;
    SemFormat format;
  } files[] = {
    { "\xff\xd8\xff\xe0____________________", SEM_FORMAT_JPEG },
    { "\x89PNG\r\n\x1a\n________________", SEM_FORMAT_PNG },
    { "GIF89a__________________", SEM_FORMAT_GIF },
    { "GIF88a__________________", SEM_FORMAT_UNKNOWN },
    { "MM\0*____________________", SEM_FORMAT_TIFF },
    { "II*\0____CR\002_____________", SEM_FORMAT_RAW },
    { "RIFF____WEBP____________", SEM_FORMAT_WEBP },
    { "RIFF____WAVE____________", SEM_FORMAT_UNKNOWN },
    { "____ftypheic____________", SEM_FORMAT_HEIF },
    { "____ftypavif____________", SEM_FORMAT_AVIF },
    { "____ftypqt  ____________", SEM_FORMAT_UNKNOWN },
    { "\xff\x0a______________________", SEM_FORMAT_JXL },
    { "BM____________\x28\0\0\0______", SEM_FORMAT_BMP },
    { "BM____________more______", SEM_FORMAT_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_assert_cmpuint (sem_format_sniff ((const guint8 *) files[i].bytes, 24), ==,
                        files[i].format);
      for (gsize n = 0; n < 24; n++)
        {
          g_autofree guint8 *copy = g_memdup2 (files[i].bytes, n);

          g_assert_cmpuint (sem_format_sniff (copy, n), <, SEM_N_FORMATS);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/parsers/orientation", test_orientation_read);
  g_test_add_func ("/decode/parsers/orientation/cut", test_orientation_cut);
  g_test_add_func ("/decode/parsers/profile", test_profile);
  g_test_add_func ("/decode/parsers/extent", test_extent);
  g_test_add_func ("/decode/parsers/thumbnail", test_thumbnail);
  g_test_add_func ("/decode/parsers/sniff", test_sniff);
  return g_test_run ();
}
