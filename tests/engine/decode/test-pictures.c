/* Pictures that a view asks for beside the thumbnail, grey and in colour.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/decoder.h"
#include "tests/engine/decode/fixtures.h"

#include <unistd.h>

static SemDecoder *decoder;

/* The grey picture has the requested size, is never enlarged, and has the levels of the quarters.
 */
static void
assert_grey (guint grey_side, guint width, guint height)
{
  const SemDecodeView view = { .grey_side = grey_side };
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (600, 400);
  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, "png");
  const int fd = sem_fixture_open (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo =
    sem_decoder_decode_view (decoder, fd, "photo", &view, NULL, &error);
  const guint8 *pixels, *grey;

  close (fd);
  g_assert_no_error (error);
  g_assert_cmpuint (photo->grey_width, ==, width);
  g_assert_cmpuint (photo->grey_height, ==, height);
  g_assert_cmpuint (g_bytes_get_size (photo->grey), ==, (gsize) width * height);
  grey = g_bytes_get_data (photo->grey, NULL);
  pixels = gdk_pixbuf_read_pixels (pixbuf);
  for (guint i = 0; i < 4; i++)
    {
      const guint x = i % 2 ? 450 : 150, y = i / 2 ? 300 : 100;
      const guint8 *pixel = pixels + y * (guint) gdk_pixbuf_get_rowstride (pixbuf)
                            + x * (guint) gdk_pixbuf_get_n_channels (pixbuf);
      const int expected = (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000;
      const int level = grey[(gsize) (y * height / 400) * width + x * width / 600];

      g_assert_cmpint (ABS (level - expected), <=, 2);
    }
}

static void
test_grey_picture (void)
{
  assert_grey (300, 300, 200);
  assert_grey (600, 600, 400);
  assert_grey (SEM_DECODE_MAX_GREY_SIDE, 600, 400);
  assert_grey (G_MAXUINT32, 600, 400);
}

/* The picture in colour is that of the whole upright photo at the requested size, however the file
 * stores it, and the photo keeps its size. */
static void
assert_colour (const char *type, guint side, guint width, guint height)
{
  const SemDecodeView view = { .colour_side = side };
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (1800, 1200);
  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, type);
  const int fd = sem_fixture_open (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo =
    sem_decoder_decode_view (decoder, fd, "photo", &view, NULL, &error);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf), *colour;

  close (fd);
  g_assert_no_error (error);
  g_assert_cmpuint (photo->width, ==, 1800);
  g_assert_cmpuint (photo->height, ==, 1200);
  g_assert_cmpuint (photo->colour_width, ==, width);
  g_assert_cmpuint (photo->colour_height, ==, height);
  g_assert_cmpuint (g_bytes_get_size (photo->colour), ==, (gsize) width * height * 3);
  colour = g_bytes_get_data (photo->colour, NULL);
  for (guint i = 0; i < 12; i++)
    {
      const guint x = i & 1 ? 1350 : 450, y = i & 2 ? 900 : 300, c = i / 4;
      const guint8 *pixel = pixels + y * (guint) gdk_pixbuf_get_rowstride (pixbuf)
                            + x * (guint) gdk_pixbuf_get_n_channels (pixbuf);
      const int level = colour[((gsize) (y * height / 1200) * width + x * width / 1800) * 3 + c];

      g_assert_cmpint (ABS (level - (int) pixel[c]), <=, 4);
    }
}

static void
test_colour_picture (void)
{
  assert_colour ("png", 1024, 1024, 683);
  assert_colour ("jpeg", 1024, 1024, 683);
  assert_colour ("jpeg", 300, 300, 200);
  assert_colour ("jpeg", SEM_DECODE_MAX_COLOUR_SIDE, 1800, 1200);
  assert_colour ("png", G_MAXUINT32, 1800, 1200);
}

/* A photo with detail at every scale. */
static GBytes *
make_photo (guint width, guint height)
{
  g_autoptr (GdkPixbuf) pixbuf =
    gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        pixels[y * stride + x * 3 + c] =
          (guint8) (64 + x * 90 / width + (c + 1) * y * 20 / height + (x / 96 + y / 80) % 2 * 20
                    + (x / 12 + c) % 5 * (y / 9 % 4) * 2);
  return sem_fixture_save (pixbuf, "jpeg");
}

/* Asking for a picture as well does not change what the network sees, although a JPEG is then read
 * at another scale: neither where its sides are no multiples of that. */
static void
test_same_input (void)
{
  static const guint sides[][2] = { { 2000, 1500 }, { 1999, 3001 }, { 1021, 1027 } };
  const SemDecodeView view = { .colour_side = 896 };

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GBytes) bytes = make_photo (sides[i][0], sides[i][1]);
      const int fd = sem_fixture_open (bytes);
      g_autoptr (GError) error = NULL;
      g_autoptr (SemDecodedPhoto) plain = sem_decoder_decode (decoder, fd, "photo", NULL, &error);
      g_autoptr (SemDecodedPhoto) both =
        plain ? sem_decoder_decode_view (decoder, fd, "photo", &view, NULL, &error) : NULL;
      guint sum = 0, most = 0;

      close (fd);
      g_assert_no_error (error);
      for (guint j = 0; j < SEM_DECODE_INPUT_SIZE; j++)
        {
          const guint difference = (guint) ABS ((int) plain->input[j] - (int) both->input[j]);

          sum += difference;
          most = MAX (most, difference);
        }
      g_test_message ("%u × %u: %.3f levels on average, %u at most", sides[i][0], sides[i][1],
                      (double) sum / SEM_DECODE_INPUT_SIZE, most);
      g_assert_cmpuint (sum, <, SEM_DECODE_INPUT_SIZE / 2);
      g_assert_cmpuint (most, <=, 10);
      g_assert_cmpuint (both->width, ==, plain->width);
      g_assert_cmpuint (both->height, ==, plain->height);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  g_test_add_func ("/decode/pictures/grey", test_grey_picture);
  g_test_add_func ("/decode/pictures/colour", test_colour_picture);
  g_test_add_func ("/decode/pictures/same-input", test_same_input);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
