/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TIFF files of every layout, those of several pictures, large ones, and kinds that cannot be read.
 */

#include "engine/decode/decoder-private.h"
#include "engine/decode/formats/tiff.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/engine/decode/formats/tiff-pages.h"

#include <string.h>
#include <sys/mman.h>
#include <tiffio.h>
#include <unistd.h>

static SemDecoder *decoder;

static SemDecodedPhoto *
decode (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  SemDecodedPhoto *photo = sem_fixture_decode (decoder, bytes, &error);

  g_assert_no_error (error);
  return photo;
}

/* Layouts -------------------------------------------------------------------------------------- */

static const SemTiffPage layouts[] = {
  { SEM_TIFF_PAGE_USUAL },
  { .width = 97,
    .height = 63,
    .bits = 8,
    .compression = COMPRESSION_LZW,
    .rows = 63,
    .planes = PLANARCONFIG_CONTIG,
    .orientation = 1 },
  { .width = 96,
    .height = 64,
    .bits = 16,
    .compression = COMPRESSION_ADOBE_DEFLATE,
    .rows = 10,
    .planes = PLANARCONFIG_CONTIG,
    .orientation = 1 },
  { .width = 96,
    .height = 64,
    .bits = 8,
    .compression = COMPRESSION_LZW,
    .rows = 7,
    .planes = PLANARCONFIG_SEPARATE,
    .orientation = 1 },
  { .width = 100,
    .height = 60,
    .bits = 8,
    .compression = COMPRESSION_LZW,
    .rows = 0,
    .planes = PLANARCONFIG_CONTIG,
    .orientation = 1 },
  { .width = 100,
    .height = 60,
    .bits = 16,
    .compression = COMPRESSION_NONE,
    .rows = 0,
    .planes = PLANARCONFIG_SEPARATE,
    .orientation = 1 },
  { .width = 96,
    .height = 64,
    .bits = 8,
    .compression = COMPRESSION_JPEG,
    .rows = 16,
    .planes = PLANARCONFIG_CONTIG,
    .orientation = 1 },
  { .width = 96,
    .height = 64,
    .bits = 8,
    .compression = COMPRESSION_JPEG,
    .rows = 0,
    .planes = PLANARCONFIG_CONTIG,
    .orientation = 1 },
};

static void
test_layouts (void)
{
  static const char *const modes[] = { "wl", "wb", "wl8" };

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (modes); j++)
      {
        g_autoptr (GBytes) bytes = sem_tiff_pages_save (&layouts[i], 1, 0, modes[j]);
        g_autoptr (SemDecodedPhoto) photo = decode (bytes);

        g_assert_cmpuint (photo->width, ==, layouts[i].width);
        g_assert_cmpuint (photo->height, ==, layouts[i].height);
        sem_fixture_assert_quarters (photo->input);
      }
}

/* The quarters that are upright after the turn that the file asks for. */
static void
test_orientations (void)
{
  for (guint orientation = 1; orientation <= 8; orientation++)
    for (guint rows = 0; rows <= 16; rows += 16)
      {
        SemTiffPage page = { SEM_TIFF_PAGE_USUAL };
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (SemDecodedPhoto) photo = NULL;
        /* Which quarter is first in the upright picture: red, green, blue or white. */
        static const guint first[] = { 0, 0, 1, 3, 2, 0, 2, 3, 1 };
        static const guint8 reds[] = { 220, 30, 30, 240 }, blues[] = { 30, 30, 220, 240 };
        const guint8 *pixel;

        page.orientation = orientation;
        page.compression = COMPRESSION_LZW;
        page.rows = rows;
        bytes = sem_tiff_pages_save (&page, 1, 0, "w");
        photo = decode (bytes);
        g_assert_cmpuint (photo->width, ==, orientation > 4 ? 64 : 96);
        pixel = photo->input + (56 * SEM_DECODE_SIDE + 56) * 3;
        g_assert_cmpint (ABS (pixel[0] - reds[first[orientation]]), <, 12);
        g_assert_cmpint (ABS (pixel[2] - blues[first[orientation]]), <, 12);
      }
}

/* Alpha ---------------------------------------------------------------------------------------- */

/* The same picture, whichever way its alpha is kept, and in PNG. */
static void
test_alpha (void)
{
  static const guint8 alphas[] = { 255, 160, 64 };
  static const guint kinds[] = { EXTRASAMPLE_ASSOCALPHA, EXTRASAMPLE_UNASSALPHA };

  for (guint i = 0; i < G_N_ELEMENTS (alphas); i++)
    {
      g_autoptr (GdkPixbuf) opaque = sem_fixture_quarters (96, 64);
      g_autoptr (GdkPixbuf) clear = gdk_pixbuf_add_alpha (opaque, FALSE, 0, 0, 0);
      g_autoptr (GBytes) png = NULL;
      g_autoptr (SemDecodedPhoto) expected = NULL;

      for (gsize at = 3; at < gdk_pixbuf_get_byte_length (clear); at += 4)
        gdk_pixbuf_get_pixels (clear)[at] = alphas[i];
      png = sem_fixture_save (clear, "png");
      expected = decode (png);
      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        {
          SemTiffPage page = { SEM_TIFF_PAGE_USUAL };
          g_autoptr (GBytes) bytes = NULL;
          g_autoptr (SemDecodedPhoto) photo = NULL;

          page.extra = kinds[j];
          page.alpha = alphas[i];
          bytes = sem_tiff_pages_save (&page, 1, 0, "w");
          photo = decode (bytes);
          for (guint at = 0; at < SEM_DECODE_INPUT_SIZE; at++)
            g_assert_cmpint (ABS ((int) photo->input[at] - expected->input[at]), <=, 3);
        }
    }
}

/* What was saved with a picture and is not said to be alpha changes nothing, unless the picture was
 * multiplied by it. */
static void
test_mask (void)
{
  SemTiffPage page = { SEM_TIFF_PAGE_USUAL };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;

  page.mask = TRUE;
  page.alpha = 64;
  bytes = sem_tiff_pages_save (&page, 1, 0, "w");
  photo = decode (bytes);
  sem_fixture_assert_quarters (photo->input);
}

/* L*a*b* --------------------------------------------------------------------------------------- */

/* Red, blue and grey of sRGB as L*a*b* of D50, in numbers of @bits; those of 8 are coarse. */
static GBytes *
make_lab (guint bits)
{
  static const gint16 colours[3][3] = { { 138, 81, 70 }, { 75, 68, -112 }, { 137, 0, 0 } };
  const int fd = memfd_create ("tiff", MFD_CLOEXEC);
  TIFF *tiff = TIFFFdOpen (dup (fd), "photo", "w");
  const SemTiffPage page = { SEM_TIFF_PAGE_USUAL };
  guint8 data[1 << 17];
  ssize_t size;

  sem_tiff_page_set_tags (tiff, &page);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_CIELAB);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, bits);
  for (guint y = 0; y < page.height; y++)
    {
      guint8 row[96 * 3 * 2];

      for (guint i = 0; i < 96 * 3; i++)
        {
          const gint16 value = colours[i / 96][i % 3];

          if (bits == 8)
            row[i] = (guint8) value;
          else
            ((gint16 *) (void *) row)[i] = (gint16) (i % 3 ? value * 256 : value * 257);
        }
      g_assert_cmpint (TIFFWriteScanline (tiff, row, y, 0), ==, 1);
    }
  TIFFClose (tiff);
  size = pread (fd, data, sizeof data, 0);
  close (fd);
  return g_bytes_new (data, (gsize) size);
}

static void
test_lab (void)
{
  static const guint8 expected[3][3] = { { 255, 0, 0 }, { 0, 0, 255 }, { 128, 128, 128 } };

  for (guint bits = 8; bits <= 16; bits += 8)
    {
      g_autoptr (GBytes) bytes = make_lab (bits);
      g_autoptr (SemDecodedPhoto) photo = decode (bytes);

      for (guint i = 0; i < 9; i++)
        {
          const guint x = SEM_DECODE_SIDE * (2 * (i / 3) + 1) / 6;
          const guint8 *pixel = photo->input + (SEM_DECODE_SIDE / 2 * SEM_DECODE_SIDE + x) * 3;

          g_assert_cmpint (ABS ((int) pixel[i % 3] - expected[i / 3][i % 3]), <=, 24);
        }
    }
}

/* Several pictures ----------------------------------------------------------------------------- */

static void
assert_chosen (const SemTiffPage *pages, guint n, guint n_below, guint width)
{
  g_autoptr (GBytes) bytes = sem_tiff_pages_save (pages, n, n_below, "w");
  g_autoptr (SemDecodedPhoto) photo = decode (bytes);

  g_assert_cmpuint (photo->width, ==, width);
  sem_fixture_assert_quarters (photo->input);
}

/* The first picture that is not a reduced one, wherever it is; else the largest. */
static void
test_pages (void)
{
  const SemTiffPage full = { SEM_TIFF_PAGE_USUAL },
                    other = { SEM_TIFF_PAGE_USUAL, .kind = FILETYPE_PAGE };
  SemTiffPage reduced = { SEM_TIFF_PAGE_USUAL, .kind = FILETYPE_REDUCEDIMAGE, .plain = TRUE };
  SemTiffPage larger = { SEM_TIFF_PAGE_USUAL, .kind = FILETYPE_REDUCEDIMAGE };

  reduced.width = 30;
  larger.width = 60;
  assert_chosen ((SemTiffPage[]){ full, reduced }, 2, 0, 96);
  assert_chosen ((SemTiffPage[]){ reduced, full }, 2, 0, 96);
  assert_chosen ((SemTiffPage[]){ reduced, reduced, other, full }, 4, 0, 96);
  assert_chosen ((SemTiffPage[]){ reduced, full }, 2, 1, 96);
  assert_chosen ((SemTiffPage[]){ reduced, reduced, full }, 3, 2, 96);
  assert_chosen ((SemTiffPage[]){ reduced, larger, reduced }, 3, 0, 60);
  assert_chosen ((SemTiffPage[]){ reduced, larger }, 2, 1, 60);
}

/* Large ones ----------------------------------------------------------------------------------- */

/* Bytes that the worker has held at most. */
static gsize
get_most_memory (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) sem_decoder_get_pid (decoder));
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return (gsize) g_ascii_strtoull (line + 6, NULL, 10) << 10;
}

/* A picture of 65 million pixels takes a few rows or tiles of memory, also where it is a single
 * strip. */
static void
test_memory (void)
{
  for (guint tiled = 0; tiled < 2; tiled++)
    {
      SemTiffPage page = { .width = 8192,
                           .height = 8000,
                           .bits = 8,
                           .rows = tiled ? 0 : 8000,
                           .compression = COMPRESSION_LZW,
                           .planes = PLANARCONFIG_CONTIG,
                           .orientation = 1,
                           .plain = TRUE };
      g_autoptr (GBytes) bytes = sem_tiff_pages_save (&page, 1, 0, "w");
      g_autoptr (SemDecodedPhoto) photo = decode (bytes);

      g_assert_cmpuint (photo->width, ==, 8192);
      for (guint at = 0; at < SEM_DECODE_INPUT_SIZE; at++)
        g_assert_cmpint (ABS (photo->input[at] - 128), <=, 1);
    }
#ifndef __SANITIZE_ADDRESS__
  g_test_message ("%zu MB", get_most_memory () >> 20);
  g_assert_cmpuint (get_most_memory (), <, 150 << 20);
#endif
}

/* Kinds that cannot be read -------------------------------------------------------------------- */

static GBytes *
make_numbers (guint format, guint bits, const char *mode)
{
  const int fd = memfd_create ("tiff", MFD_CLOEXEC);
  TIFF *tiff = TIFFFdOpen (dup (fd), "photo", mode);
  guint8 row[96 * 8] = { 0 }, data[1 << 16];
  gssize size;

  sem_tiff_page_set_tags (tiff, &(SemTiffPage){ SEM_TIFF_PAGE_USUAL, .plain = TRUE });
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT, format);
  for (guint y = 0; y < 64; y++)
    g_assert_cmpint (TIFFWriteScanline (tiff, row, y, 0), ==, 1);
  TIFFClose (tiff);
  size = pread (fd, data, sizeof data, 0);
  close (fd);
  g_assert_cmpint (size, >, 0);
  return g_bytes_new (data, (gsize) size);
}

static void
test_kinds (void)
{
  static const struct
  {
    guint format;
    guint bits;
  } kinds[] = { { SAMPLEFORMAT_IEEEFP, 32 },
                { SAMPLEFORMAT_IEEEFP, 64 },
                { SAMPLEFORMAT_INT, 8 },
                { SAMPLEFORMAT_UINT, 32 } };
  static const char *const modes[] = { "wl", "wb" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes =
        make_numbers (kinds[i / 2].format, kinds[i / 2].bits, modes[i % 2]);
      g_autoptr (GError) error = NULL;

      g_assert_null (sem_fixture_decode (decoder, bytes, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE);
      g_assert_nonnull (strstr (error->message, "rare kind"));
    }
}

/* Cut off anywhere ----------------------------------------------------------------------------- */

static guint
choose (guint width, guint height, gpointer user_data)
{
  return 1;
}

/* A file that is cut off never gives its reduced picture for the other, and nothing is read past
 * the end. */
static void
test_cut (void)
{
  SemTiffPage pages[] = { { SEM_TIFF_PAGE_USUAL }, { SEM_TIFF_PAGE_USUAL } };

  pages[0].kind = FILETYPE_REDUCEDIMAGE;
  pages[0].width = 30;
  for (guint n_below = 0; n_below <= 1; n_below++)
    {
      g_autoptr (GBytes) bytes = sem_tiff_pages_save (pages, 2, n_below, "w");
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);
      SemTiff tiff;

      for (gsize n = 0; n <= size; n += n < 64 || n + 400 > size ? 1 : 97)
        {
          g_autofree guint8 *copy = g_memdup2 (data, n);
          const SemDecodeStatus status = sem_tiff_decode (&tiff, copy, n, choose, NULL);

          g_assert_true (status == SEM_DECODE_OK ? tiff.full_width == 96 : n < size);
          sem_tiff_clear (&tiff);
        }
    }
}

/* A file whose pixels would lie behind its end. */
static void
test_truncated (void)
{
  const SemTiffPage page = { SEM_TIFF_PAGE_USUAL, .plain = TRUE };
  g_autoptr (GBytes) whole = sem_tiff_pages_save (&page, 1, 0, "wl"), bytes = NULL;
  g_autoptr (GError) error = NULL;
  GByteArray *array = g_byte_array_new ();
  guint32 directory, start = 8;
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);

  /* libtiff writes the directory last. */
  memcpy (&directory, data + 4, 4);
  g_byte_array_append (array, data, 4);
  g_byte_array_append (array, (const guint8 *) &start, 4);
  g_byte_array_append (array, data + directory, (guint) (size - directory));
  bytes = g_byte_array_free_to_bytes (array);
  g_assert_null (sem_fixture_decode (decoder, bytes, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "ends too early"));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  g_test_add_func ("/decode/tiff/layouts", test_layouts);
  g_test_add_func ("/decode/tiff/orientations", test_orientations);
  g_test_add_func ("/decode/tiff/alpha", test_alpha);
  g_test_add_func ("/decode/tiff/mask", test_mask);
  g_test_add_func ("/decode/tiff/lab", test_lab);
  g_test_add_func ("/decode/tiff/pages", test_pages);
  g_test_add_func ("/decode/tiff/memory", test_memory);
  g_test_add_func ("/decode/tiff/kinds", test_kinds);
  g_test_add_func ("/decode/tiff/cut", test_cut);
  g_test_add_func ("/decode/tiff/truncated", test_truncated);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
