/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos through the real worker: formats, orientation, sizes, and the errors for bad files.
 */

#include "engine/decode/decoder-private.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/engine/decode/handmade.h"

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
      /* GdkPixbuf has to apply the inverse to produce the stored pixels. */
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

      assert_refused (half, SEM_ERROR_DAMAGED, "ends too early");
    }
}

static void
test_not_an_image (void)
{
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("BMW makes cars, not photos.", 27);
  g_autoptr (GBytes) film = g_bytes_new_static ("\0\0\0\x18"
                                                "ftypisom\0\0\0\0",
                                                16);

  assert_refused (empty, SEM_ERROR_DAMAGED, "is empty");
  assert_refused (text, SEM_ERROR_NOT_AN_IMAGE, "is not an image");
  assert_refused (film, SEM_ERROR_NOT_AN_IMAGE, "is not an image");
}

static void
test_truncated_end_mark (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (640, 480);
  g_autoptr (GBytes) whole = sem_fixture_save (pixbuf, "jpeg");
  g_autoptr (GBytes) unmarked = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 2);
  g_autoptr (SemDecodedPhoto) photo = decode (unmarked);

  sem_fixture_assert_quarters (photo->input);
}

static void
assert_shows_quarters (GBytes *bytes, guint width, guint height)
{
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  g_assert_cmpuint (photo->width, ==, width);
  g_assert_cmpuint (photo->height, ==, height);
  sem_fixture_assert_quarters (photo->input);
}

/* Inverted, as programs that write CMYK do, following Adobe. */
static void
test_cmyk (void)
{
  g_autoptr (GBytes) bytes = sem_handmade_jpeg (320, 240, 4, TRUE);

  assert_shows_quarters (bytes, 320, 240);
}

static void
test_grey (void)
{
  g_autoptr (GBytes) bytes = sem_handmade_jpeg (320, 240, 1, FALSE);
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  for (guint c = 0; c < 3; c++)
    {
      g_assert_cmpint (ABS (photo->input[(56 * 224 + 56) * 3 + c] - 40), <=, 4);
      g_assert_cmpint (ABS (photo->input[(168 * 224 + 168) * 3 + c] - 220), <=, 4);
    }
}

/* The quarters as rows of a PNG, each with a filter byte of 0. */
static GBytes *
make_rows (guint side, guint depth, guint colour_type)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters ((int) side, (int) side);
  GByteArray *rows = g_byte_array_new ();

  for (guint y = 0; y < side; y++)
    {
      const guint8 *pixel =
        gdk_pixbuf_read_pixels (pixbuf) + y * (guint) gdk_pixbuf_get_rowstride (pixbuf);

      g_byte_array_append (rows, (const guint8 *) "", 1);
      for (guint x = 0; x < side; x++, pixel += 3)
        {
          const guint8 index = (guint8) (2 * (2 * y >= side) + (2 * x >= side));

          if (colour_type == 3)
            g_byte_array_append (rows, &index, 1);
          for (guint c = 0; colour_type == 2 && c < 3; c++)
            for (guint i = 0; i < depth / 8; i++)
              g_byte_array_append (rows, &pixel[c], 1);
        }
    }
  return g_byte_array_free_to_bytes (rows);
}

static void
test_png_kinds (void)
{
  static const guint8 colours[] = { 220, 30, 30, 30, 200, 30, 30, 30, 220, 240, 240, 240 };
  g_autoptr (GBytes) palette = g_bytes_new_static (colours, sizeof colours);
  g_autoptr (GBytes) deep_rows = make_rows (100, 16, 2);
  g_autoptr (GBytes) indexed_rows = make_rows (100, 8, 3);
  g_autoptr (GBytes) deep = sem_handmade_png (100, 100, 16, 2, deep_rows, NULL);
  g_autoptr (GBytes) indexed = sem_handmade_png (100, 100, 8, 3, indexed_rows, palette);

  assert_shows_quarters (deep, 100, 100);
  assert_shows_quarters (indexed, 100, 100);
}

/* Black, with a transparent left half: white at the left, black at the right, grey between. */
static void
test_alpha (void)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 300, 300);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);

  gdk_pixbuf_fill (pixbuf, 0x000000ff);
  for (int y = 0; y < 300; y++)
    for (int x = 0; x < 200; x++)
      pixels[y * gdk_pixbuf_get_rowstride (pixbuf) + x * 4 + 3] = x < 100 ? 0 : 128;

  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, "png");
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);
  const guint8 *row = photo->input + 112 * 224 * 3;

  g_assert_cmpuint (row[30 * 3], ==, 255);
  g_assert_cmpuint (row[112 * 3], ==, 127);
  g_assert_cmpuint (row[200 * 3], ==, 0);
}

static void
test_animation (void)
{
  g_autoptr (GBytes) bytes = sem_handmade_gif ();

  assert_shows_quarters (bytes, 64, 64);
}

static void
test_tiff (void)
{
  g_autoptr (GBytes) deep = sem_handmade_tiff16 ();
  g_autoptr (GBytes) loop = sem_handmade_tiff_loop ();

  assert_shows_quarters (deep, 64, 64);
  assert_shows_quarters (loop, 64, 64);
}

static void
assert_size (guint width, guint height, int thumbnail_width, int thumbnail_height)
{
  g_autoptr (GBytes) bytes = sem_handmade_jpeg (width, height, 3, FALSE);
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  g_assert_cmpuint (photo->width, ==, width);
  g_assert_cmpuint (photo->height, ==, height);
  assert_thumbnail (photo, thumbnail_width, thumbnail_height);
  if (width > 16 && height > 16)
    sem_fixture_assert_quarters (photo->input);
}

static void
test_sizes (void)
{
  assert_size (1, 1, 1, 1);
  assert_size (32, 32, 32, 32);
  assert_size (256, 100, 256, 100);
  assert_size (257, 100, 256, 100);
  assert_size (449, 449, 256, 256);
  assert_size (1792, 1793, 256, 256);
  assert_size (4000, 3000, 256, 192);
  assert_size (1, 65500, 1, 256);
  assert_size (65500, 40, 256, 1);
}

/* Longer than the maximum of JPEG. */
static void
test_strip (void)
{
  const guint length = 100000;
  g_autoptr (GByteArray) rows = g_byte_array_new ();

  g_byte_array_set_size (rows, length * 2);
  for (guint y = 0; y < length; y++)
    {
      rows->data[2 * y] = 0;
      rows->data[2 * y + 1] = y < length / 2 ? 10 : 250;
    }

  g_autoptr (GBytes) data = g_bytes_new (rows->data, rows->len);
  g_autoptr (GBytes) bytes = sem_handmade_png (1, length, 8, 0, data, NULL);
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  g_assert_cmpuint (photo->height, ==, length);
  g_assert_cmpuint (photo->input[10 * 224 * 3], ==, 10);
  g_assert_cmpuint (photo->input[210 * 224 * 3], ==, 250);
}

static void
test_panorama (void)
{
  assert_size (30000, 10000, 256, 85);
}

static void
test_too_large (void)
{
  g_autoptr (GBytes) jpeg = sem_handmade_jpeg (65500, 16, 1, FALSE);
  g_autoptr (GBytes) row = g_bytes_new_static ("\0\0\0\0", 4);
  g_autoptr (GBytes) png = sem_handmade_png (60000, 60000, 8, 2, row, NULL);
  g_autoptr (GByteArray) gif = g_byte_array_new ();
  g_autoptr (GBytes) small_gif = sem_handmade_gif ();
  gsize size;
  const guint8 *data = g_bytes_get_data (small_gif, &size);

  assert_refused (png, SEM_ERROR_TOO_LARGE, "60000 × 60000 pixels, 3600 million");

  g_byte_array_append (gif, data, (guint) size);
  memset (gif->data + 6, 0xff, 4);

  g_autoptr (GBytes) large_gif = g_bytes_new (gif->data, gif->len);

  assert_refused (large_gif, SEM_ERROR_TOO_LARGE, "65535 × 65535 pixels");

  g_autoptr (GByteArray) tall = g_byte_array_new ();

  /* The frame's height, found by the marker before it. */
  data = g_bytes_get_data (jpeg, &size);
  g_byte_array_append (tall, data, (guint) size);
  for (gsize i = 0; i + 6 < size; i++)
    if (tall->data[i] == 0xff && tall->data[i + 1] == 0xc0)
      {
        memcpy (tall->data + i + 5, "\xff\xdc", 2);
        break;
      }

  g_autoptr (GBytes) large_jpeg = g_bytes_new (tall->data, tall->len);

  assert_refused (large_jpeg, SEM_ERROR_TOO_LARGE, "65500 × 65500 pixels");
}

/* Of an animation few frames are looked at, however many there are: a million would take a minute.
 */
static void
test_many_frames (void)
{
  static const guint8 head[] = { 'G',  'I', 'F', '8', '9', 'a', 88, 2, 144, 1,
                                 0x80, 0,   0,   255, 0,   0,   0,  0, 255 };
  static const guint8 frame[] = { 0x21, 0xf9, 4, 4, 1, 0, 0, 0, 0x2c, 0, 0, 0,
                                  0,    1,    0, 1, 0, 0, 2, 2, 0x44, 1, 0 };
  g_autoptr (GByteArray) gif = g_byte_array_new ();

  g_byte_array_append (gif, head, sizeof head);
  for (guint i = 0; i < 1000000; i++)
    g_byte_array_append (gif, frame, sizeof frame);
  g_byte_array_append (gif, (const guint8 *) ";", 1);

  g_autoptr (GBytes) bytes = g_bytes_new_static (gif->data, gif->len);
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  g_assert_cmpuint (photo->width, ==, 600);
  g_assert_cmpuint (photo->height, ==, 400);
}

/* A computer without loaders, which is told by one of the few variables that a worker has. */
static void
test_missing_loader (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("RIFF\x10\0\0\0WEBPVP8 \4\0\0\0\0\0\0\0", 24);
  g_autofree char *before = g_strdup (g_getenv ("GDK_PIXBUF_MODULE_FILE"));
  SemDecoder *usual = decoder;

  g_assert_true (g_setenv ("GDK_PIXBUF_MODULE_FILE", "/dev/null", TRUE));
  decoder = sem_decoder_new (NULL);
  sem_decoder_set_bare (decoder, TRUE);
  assert_refused (bytes, SEM_ERROR_NOT_AN_IMAGE, "webp-pixbuf-loader");
  sem_decoder_free (decoder);
  decoder = usual;
  if (before)
    g_assert_true (g_setenv ("GDK_PIXBUF_MODULE_FILE", before, TRUE));
  else
    g_unsetenv ("GDK_PIXBUF_MODULE_FILE");
}

/* The photos NAME_0.jpg to NAME_8.jpg all show the same picture. */
static void
compare_orientations (const char *folder, const char *name)
{
  g_autoptr (SemDecodedPhoto) first = NULL;

  for (guint orientation = 0; orientation <= 8; orientation++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s_%u.jpg", folder, name, orientation);
      g_autofree char *data = NULL;
      double sum = 0;
      gsize size;

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));

      g_autoptr (GBytes) bytes = g_bytes_new (data, size);
      g_autoptr (SemDecodedPhoto) photo = decode (bytes);

      if (!first)
        first = g_steal_pointer (&photo);
      if (!photo)
        continue;
      g_assert_cmpuint (photo->width, ==, first->width);
      g_assert_cmpuint (photo->height, ==, first->height);
      for (guint i = 0; i < SEM_DECODE_INPUT_SIZE; i++)
        sum += ABS (photo->input[i] - first->input[i]);
      g_assert_cmpfloat (sum / SEM_DECODE_INPUT_SIZE, <, 5);
    }
}

static void
test_real_orientations (void)
{
  g_autofree char *folder = sem_fixture_find_data ("exif-orientation");

  if (!folder)
    return;
  compare_orientations (folder, "Landscape");
  compare_orientations (folder, "Portrait");
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
  g_test_add_func ("/decode/orientation/real", test_real_orientations);
  g_test_add_func ("/decode/cmyk", test_cmyk);
  g_test_add_func ("/decode/grey", test_grey);
  g_test_add_func ("/decode/png-kinds", test_png_kinds);
  g_test_add_func ("/decode/alpha", test_alpha);
  g_test_add_func ("/decode/animation", test_animation);
  g_test_add_func ("/decode/tiff", test_tiff);
  g_test_add_func ("/decode/sizes", test_sizes);
  g_test_add_func ("/decode/strip", test_strip);
  g_test_add_func ("/decode/panorama", test_panorama);
  g_test_add_func ("/decode/too-large", test_too_large);
  g_test_add_func ("/decode/many-frames", test_many_frames);
  g_test_add_func ("/decode/missing-loader", test_missing_loader);
  g_test_add_func ("/decode/truncated", test_truncated);
  g_test_add_func ("/decode/truncated/end-mark", test_truncated_end_mark);
  g_test_add_func ("/decode/not-an-image", test_not_an_image);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
