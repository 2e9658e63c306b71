/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JPEG files of every kind: the pixels of GdkPixbuf, files that end in another way than they
 * should, and kinds that cannot be read.
 */

#include "engine/decode/formats/jpeg.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "engine/decode/formats/jpeg-scans.h"

/* @colours: that the file has; JCS_CMYK is written as Adobe's programs do
 * @sampling: of the brightness, 1 or 2; 3 for 2 across and 1 down
 * @restart: MCUs between marks inside a scan, 0 for none */
typedef struct
{
  J_COLOR_SPACE colours;
  gboolean progressive;
  int sampling;
  guint width;
  guint height;
  guint seed;
  guint restart;
} Kind;

/* Smooth shapes, with some noise. */
static void
paint (const Kind *kind, guint y, guint n, guint8 *row)
{
  GRand *random = g_rand_new_with_seed (kind->seed * 10000 + y);

  for (guint x = 0; x < kind->width; x++)
    for (guint c = 0; c < n; c++)
      row[x * n + c] = (guint8) ((x * (c + 2) + y * (3 - c % 3) + kind->seed * 17
                                  + g_rand_int_range (random, 0, 24))
                                 % 256);
  g_rand_free (random);
}

static GBytes *
encode (const Kind *kind)
{
  const gboolean inks = kind->colours == JCS_CMYK, grey = kind->colours == JCS_GRAYSCALE;
  const guint n = inks ? 4 : grey ? 1 : 3;
  g_autofree guint8 *row = g_malloc (kind->width * n);
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long size = 0;
  GBytes *bytes;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &data, &size);
  jpeg.image_width = kind->width;
  jpeg.image_height = kind->height;
  jpeg.input_components = (int) n;
  jpeg.in_color_space = inks ? JCS_CMYK : grey ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, 90, TRUE);
  jpeg.comp_info[0].h_samp_factor = MIN (kind->sampling, 2);
  jpeg.comp_info[0].v_samp_factor = kind->sampling == 3 ? 1 : kind->sampling;
  jpeg.restart_interval = kind->restart;
  if (kind->progressive)
    jpeg_simple_progression (&jpeg);
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height)
    {
      JSAMPROW rows[] = { row };

      paint (kind, jpeg.next_scanline, n, row);
      jpeg_write_scanlines (&jpeg, rows, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  bytes = g_bytes_new (data, size);
  free (data);
  return bytes;
}

static guint
choose (guint width, guint height, gpointer user_data)
{
  return GPOINTER_TO_UINT (user_data);
}

static SemDecodeStatus
decode (SemJpeg *jpeg, GBytes *bytes, guint denominator)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return sem_jpeg_decode (jpeg, data, size, choose, GUINT_TO_POINTER (denominator));
}

/* The same pixels as GdkPixbuf's ------------------------------------------------------------------
 */

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  const int denominator = GPOINTER_TO_INT (user_data);

  gdk_pixbuf_loader_set_size (loader, (width + denominator - 1) / denominator,
                              (height + denominator - 1) / denominator);
}

static GdkPixbuf *
load (GBytes *bytes, guint denominator)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb),
                    GUINT_TO_POINTER (denominator));
  g_assert_true (gdk_pixbuf_loader_write_bytes (loader, bytes, NULL));
  g_assert_true (gdk_pixbuf_loader_close (loader, NULL));
  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

static void
assert_same (const Kind *kind, guint denominator)
{
  g_autoptr (GBytes) bytes = encode (kind);
  g_autoptr (GdkPixbuf) pixbuf = load (bytes, denominator);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);
  /* Of inks it makes a fourth channel. */
  const int n_channels = gdk_pixbuf_get_n_channels (pixbuf);
  int most = 0;
  SemJpeg jpeg;

  g_assert_cmpint ((int) decode (&jpeg, bytes, denominator), ==, SEM_DECODE_OK);
  g_assert_cmpuint (jpeg.full_width, ==, kind->width);
  g_assert_cmpuint (jpeg.full_height, ==, kind->height);
  g_assert_cmpint ((int) jpeg.width, ==, gdk_pixbuf_get_width (pixbuf));
  g_assert_cmpint ((int) jpeg.height, ==, gdk_pixbuf_get_height (pixbuf));
  for (guint y = 0; y < jpeg.height; y++)
    for (guint x = 0; x < jpeg.width * 3; x++)
      {
        const guint8 found = jpeg.pixels[y * jpeg.width * 3 + x];
        const guint8 wanted = pixels[(int) y * stride + (int) (x / 3) * n_channels + (int) (x % 3)];

        most = MAX (most, abs (found - wanted));
      }
  if (most > 0)
    g_error ("colours %d, progressive %d, sampling %d, 1/%u: %d levels off", kind->colours,
             kind->progressive, kind->sampling, denominator, most);
  sem_jpeg_clear (&jpeg);
}

static void
test_pixels (void)
{
  static const J_COLOR_SPACE colours[] = { JCS_RGB, JCS_GRAYSCALE, JCS_CMYK };

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    for (int sampling = 1; sampling <= 3; sampling++)
      for (guint how = 0; how < 4; how++)
        for (guint denominator = 1; denominator <= 8; denominator *= 2)
          {
            const Kind kind = { colours[i], how % 2, sampling, 203, 117, 1, how / 2 * 5 };

            assert_same (&kind, denominator);
          }
}

/* Scans that the picture does not need --------------------------------------------------------- */

static void
append_ranges (GByteArray *array, GArray *ranges, const guint8 *data)
{
  for (guint i = 0; i < ranges->len; i++)
    {
      const SemJpegRange *range = &g_array_index (ranges, SemJpegRange, i);

      g_byte_array_append (array, data + range->start, (guint) (range->end - range->start));
    }
}

/* Returns: where the bits of the first scan start */
static gsize
find_bits (const guint8 *data, gsize size)
{
  for (gsize i = 0; i + 4 < size; i++)
    if (data[i] == 0xff && data[i + 1] == 0xda)
      return i + 2 + ((gsize) data[i + 2] << 8 | data[i + 3]);
  g_assert_not_reached ();
}

/* The library numbers components from 1. Returns: what is left of @bytes without the detail of the
 * first @n_means components; %NULL where all has to be read */
static GBytes *
leave_out (GBytes *bytes, guint n_means)
{
  const SemJpegComponent components[] = { { 1, n_means > 0 },
                                          { 2, n_means > 1 },
                                          { 3, n_means > 2 } };
  GByteArray *array = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const gsize at = find_bits (data, size);
  g_autoptr (GArray) ranges = sem_jpeg_scans_find (data, size, at, components, 3);

  g_byte_array_append (array, data, (guint) at);
  if (ranges)
    append_ranges (array, ranges, data);
  return g_byte_array_free_to_bytes (array);
}

static guint
count_scans (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint n = 0;

  for (gsize i = 0; i + 1 < size; i++)
    n += data[i] == 0xff && data[i + 1] == 0xda;
  return n;
}

static void
test_scans (void)
{
  const Kind kind = { JCS_RGB, TRUE, 1, 320, 240, 1, 7 };
  g_autoptr (GBytes) bytes = encode (&kind);
  g_autoptr (GBytes) grey = leave_out (bytes, 1);
  g_autoptr (GBytes) means = leave_out (bytes, 3);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 2);
  g_autoptr (GBytes) nothing = leave_out (cut, 3);
  const guint8 *end = g_bytes_get_data (means, NULL);

  /* Of ten scans two have the means; four more have the brightness, and four the colours. */
  g_assert_cmpuint (count_scans (bytes), ==, 10);
  g_assert_cmpuint (count_scans (grey), ==, 6);
  g_assert_cmpuint (count_scans (means), ==, 2);
  g_assert_cmpuint (count_scans (nothing), ==, 1);
  g_assert_cmpuint (g_bytes_get_size (means), <, g_bytes_get_size (bytes) / 4);
  g_assert_cmpint (end[g_bytes_get_size (means) - 1], ==, 0xd9);
}

/* Whatever is in the bytes: no crash, and never another outcome than reading all of them has,
 * unless the damage lies where nothing is read. */
static void
test_damaged_scans (void)
{
  const Kind kind = { JCS_RGB, TRUE, 2, 160, 120, 1, 3 };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GBytes) bytes = encode (&kind);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < 2000; i++)
    {
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) damaged = g_bytes_new_take (copy, size);
      SemDecodeStatus reduced, full;
      SemJpeg jpeg;

      for (guint n = 0; n < 1 + i % 4; n++)
        copy[g_rand_int_range (random, 0, (gint32) size)] =
          (guint8) g_rand_int_range (random, 0, 256);
      reduced = decode (&jpeg, damaged, 8);
      sem_jpeg_clear (&jpeg);
      full = decode (&jpeg, damaged, 1);
      sem_jpeg_clear (&jpeg);
      if (reduced != SEM_DECODE_OK)
        g_assert_cmpint ((int) full, ==, (int) reduced);
    }
}

/* Ends --------------------------------------------------------------------------------------------
 */

#define N_ENDS 6

/* What phones and other programs write behind a picture, or in place of its end mark. */
static GBytes *
replace_end (GBytes *whole, guint how)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);
  GByteArray *array = g_byte_array_new ();

  g_assert_cmpint (data[size - 1], ==, 0xd9);
  g_byte_array_append (array, data, (guint) size - 2);
  switch (how)
    {
    case 0:
      break;
    case 1:
      g_byte_array_append (array, (const guint8 *) "SEFHj\0\0\0\1\0\0\0SEFT", 16);
      break;
    case 2:
      g_byte_array_append (array, data, (guint) size);
      break;
    case 3:
      g_byte_array_append (array, (const guint8 *) "\0\0\0\0\0\0\0\0", 8);
      break;
    case 4:
      g_byte_array_append (array, (const guint8 *) "\xff\xff\xff\xff", 4);
      break;
    default: /* A video or a second picture behind the end mark. */
      g_byte_array_append (array, (const guint8 *) "\xff\xd9\0\0\0\0more\xff\xd8\xff", 13);
      break;
    }
  return g_byte_array_free_to_bytes (array);
}

static void
assert_whole (const Kind *kind, guint denominator)
{
  g_autoptr (GBytes) bytes = encode (kind);
  SemJpeg expected;

  g_assert_cmpint ((int) decode (&expected, bytes, denominator), ==, SEM_DECODE_OK);
  g_assert_true (expected.has_end);
  for (guint how = 0; how < N_ENDS; how++)
    {
      g_autoptr (GBytes) other = replace_end (bytes, how);
      const gsize size = (gsize) expected.width * expected.height * 3;
      SemJpeg jpeg;

      if (decode (&jpeg, other, denominator) != SEM_DECODE_OK)
        g_error ("%s, %u × %u, end %u: not whole", kind->progressive ? "progressive" : "baseline",
                 kind->width, kind->height, how);
      g_assert_cmpmem (jpeg.pixels, size, expected.pixels, size);
      g_assert_true (jpeg.has_end == (how == N_ENDS - 1));
      sem_jpeg_clear (&jpeg);
    }
  sem_jpeg_clear (&expected);
}

static void
test_ends (void)
{
  for (guint seed = 0; seed < 40; seed++)
    for (gboolean progressive = FALSE; progressive <= TRUE; progressive++)
      {
        const Kind kind = { seed % 5 ? JCS_RGB : JCS_GRAYSCALE,
                            progressive,
                            1 + (int) seed % 2,
                            16 + seed * 7,
                            9 + seed * 5,
                            seed };

        for (guint denominator = 1; denominator <= 8; denominator *= 2)
          assert_whole (&kind, denominator);
      }
}

/* A file that ends before the picture does. */
static void
test_cut (void)
{
  for (guint seed = 0; seed < 10; seed++)
    for (gboolean progressive = FALSE; progressive <= TRUE; progressive++)
      {
        const Kind kind = { JCS_RGB, progressive, 2, 320, 240, seed };
        g_autoptr (GBytes) bytes = encode (&kind);

        for (guint percent = 15; percent <= 85; percent += 10)
          {
            const gsize size = g_bytes_get_size (bytes) * percent / 100;
            g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, size);
            SemJpeg jpeg;

            for (guint denominator = 1; denominator <= 8; denominator *= 8)
              {
                g_assert_cmpint ((int) decode (&jpeg, cut, denominator), ==, SEM_DECODE_TRUNCATED);
                sem_jpeg_clear (&jpeg);
              }
          }
      }
}

/* Kinds -------------------------------------------------------------------------------------------
 */

/* Changes the marker of the frame and the bits a sample. */
static void
assert_unsupported (guint8 marker, guint8 precision)
{
  const Kind kind = { JCS_RGB, FALSE, 1, 64, 64, 1 };
  g_autoptr (GBytes) bytes = encode (&kind);
  gsize size;
  guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&bytes), &size);
  SemJpeg jpeg;

  for (gsize i = 0; i + 4 < size; i++)
    if (data[i] == 0xff && data[i + 1] == 0xc0)
      {
        data[i + 1] = marker;
        data[i + 4] = precision;
        break;
      }
  bytes = g_bytes_new_take (data, size);
  g_assert_cmpint ((int) decode (&jpeg, bytes, 1), ==, SEM_DECODE_UNSUPPORTED);
  sem_jpeg_clear (&jpeg);
}

static void
test_unsupported (void)
{
  /* Twelve bits, lossless, JPEG-LS. */
  assert_unsupported (0xc1, 12);
  assert_unsupported (0xc3, 8);
  assert_unsupported (0xf7, 8);
}

static guint
refuse (guint width, guint height, gpointer user_data)
{
  return 0;
}

static void
test_too_large (void)
{
  const Kind kind = { JCS_RGB, FALSE, 1, 640, 480, 1 };
  g_autoptr (GBytes) bytes = encode (&kind);
  SemJpeg jpeg;

  g_assert_cmpint ((int) sem_jpeg_decode (&jpeg, g_bytes_get_data (bytes, NULL),
                                          g_bytes_get_size (bytes), refuse, NULL),
                   ==, SEM_DECODE_TOO_LARGE);
  g_assert_cmpuint (jpeg.full_width, ==, 640);
  sem_jpeg_clear (&jpeg);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/jpeg/pixels", test_pixels);
  g_test_add_func ("/decode/jpeg/scans", test_scans);
  g_test_add_func ("/decode/jpeg/damaged-scans", test_damaged_scans);
  g_test_add_func ("/decode/jpeg/ends", test_ends);
  g_test_add_func ("/decode/jpeg/cut", test_cut);
  g_test_add_func ("/decode/jpeg/unsupported", test_unsupported);
  g_test_add_func ("/decode/jpeg/too-large", test_too_large);
  return g_test_run ();
}
