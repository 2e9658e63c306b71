/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What PNG files say beside their pixels: which side is up, and what their colours are.
 */

#include "engine/decode/formats/png.h"
#include "engine/decode/worker/orientation.h"
#include "tests/engine/decode/fixtures.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define SIDE 64

static SemDecoder *decoder;

/* Ways to keep EXIF in a PNG file -------------------------------------------------------------- */

static void
put_zeros (GByteArray *array, guint n)
{
  while (n-- > 0)
    g_byte_array_append (array, (const guint8 *) "", 1);
}

static void
put_packed (GByteArray *array, const char *text)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  guint8 packed[4096];
  gsize read, size;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (zlib), text, strlen (text), packed,
                                        sizeof packed, G_CONVERTER_INPUT_AT_END, &read, &size,
                                        NULL),
                   ==, G_CONVERTER_FINISHED);
  g_byte_array_append (array, packed, (guint) size);
}

/* As ImageMagick writes it: lines of 72 digits behind the name and the number of bytes. */
static char *
write_digits (const char *name, GBytes *exif, gboolean prefixed)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (exif, &size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "\n%s\n%8zu\n", name, size + (prefixed ? 6 : 0));
  if (prefixed)
    g_string_append (text, "457869660000");
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x%s", data[i], i % 36 == 29 ? "\n" : "");
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *chunk;
  const char *name;
  gboolean prefixed;
  gboolean packed;
} ways[] = {
  { "tEXt", "exif", TRUE, FALSE }, { "tEXt", "APP1", FALSE, FALSE },
  { "zTXt", "exif", FALSE, TRUE }, { "zTXt", "APP1", TRUE, TRUE },
  { "iTXt", "exif", TRUE, FALSE }, { "iTXt", "APP1", TRUE, TRUE },
};

static GBytes *
make_png_with_text (GBytes *png, guint way, GBytes *exif)
{
  g_autofree char *keyword = g_strconcat ("Raw profile type ", ways[way].name, NULL);
  g_autofree char *text = write_digits (ways[way].name, exif, ways[way].prefixed);
  GByteArray *array = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;

  g_byte_array_append (array, (const guint8 *) keyword, (guint) strlen (keyword) + 1);
  if (strcmp (ways[way].chunk, "zTXt") == 0)
    put_zeros (array, 1);
  if (strcmp (ways[way].chunk, "iTXt") == 0)
    {
      const guint8 packed = (guint8) ways[way].packed;

      g_byte_array_append (array, &packed, 1);
      put_zeros (array, 3);
    }
  if (ways[way].packed)
    put_packed (array, text);
  else
    g_byte_array_append (array, (const guint8 *) text, (guint) strlen (text));
  body = g_byte_array_free_to_bytes (array);
  return sem_fixture_png_with_chunk (png, ways[way].chunk, body);
}

static guint
read_orientation (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return sem_orientation_read (SEM_FORMAT_PNG, data, size);
}

static void
test_orientation (void)
{
  g_autoptr (GdkPixbuf) upright = sem_fixture_quarters (SIDE, SIDE / 2);
  g_autoptr (GdkPixbuf) stored =
    gdk_pixbuf_rotate_simple (upright, GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE);
  g_autoptr (GBytes) png = sem_fixture_save (stored, "png");

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    for (guint value = 1; value <= 8; value++)
      {
        g_autoptr (GBytes) exif = sem_fixture_exif (value, value % 2 == 0);
        g_autoptr (GBytes) bytes = make_png_with_text (png, way, exif);
        g_autoptr (SemDecodedPhoto) photo = NULL;

        g_assert_cmpuint (read_orientation (bytes), ==, value);
        if (value != 6)
          continue;
        photo = sem_fixture_decode (decoder, bytes, NULL);
        g_assert_nonnull (photo);
        g_assert_cmpuint (photo->width, ==, SIDE);
        g_assert_cmpuint (photo->height, ==, SIDE / 2);
        sem_fixture_assert_quarters (photo->input);
      }
}

/* The chunk that is made for it goes before the text. */
static void
test_both (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (SIDE, SIDE);
  g_autoptr (GBytes) png = sem_fixture_save (pixbuf, "png");
  g_autoptr (GBytes) three = sem_fixture_exif (3, TRUE), six = sem_fixture_exif (6, FALSE);
  g_autoptr (GBytes) chunk = sem_fixture_png_with_exif (png, three);
  g_autoptr (GBytes) both = make_png_with_text (chunk, 0, six);

  g_assert_cmpuint (read_orientation (both), ==, 3);
}

/* A profile that says nothing is passed over, but not without end. */
static void
test_many (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (4, 4);
  g_autoptr (GBytes) png = sem_fixture_save (pixbuf, "png"), six = sem_fixture_exif (6, TRUE);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("no TIFF at all", 14);

  for (guint n = 0; n <= 5; n++)
    {
      /* The chunk that is put in last comes first. */
      g_autoptr (GBytes) bytes = make_png_with_text (png, 2, six);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (GBytes) before = g_steal_pointer (&bytes);

          bytes = make_png_with_text (before, 2, nothing);
        }
      g_assert_cmpuint (read_orientation (bytes), ==, n < 4 ? 6 : 1);
    }
}

/* Nothing is read past the end, whatever is cut off or wrong. */
static void
test_cut (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (4, 4);
  g_autoptr (GBytes) png = sem_fixture_save (pixbuf, "png"), exif = sem_fixture_exif (6, TRUE);

  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      g_autoptr (GBytes) bytes = make_png_with_text (png, way, exif);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      for (gsize n = 0; n < size; n++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, n), *wrong = g_memdup2 (data, size);
          g_autoptr (GBytes) found = sem_png_find_exif (copy, n);
          SemPngColours colours;

          g_assert_true (!found || g_bytes_get_size (found) <= n);
          wrong[n] ^= 0xff;
          g_assert_false (sem_png_read_colours (wrong, size, &colours));
          g_assert_cmpuint (sem_orientation_read (SEM_FORMAT_PNG, wrong, size), <=, 8);
        }
    }
}

/* Colours -------------------------------------------------------------------------------------- */

static GBytes *
pack_numbers (const guint32 *numbers, guint n)
{
  GByteArray *array = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    {
      const guint32 number = GUINT32_TO_BE (numbers[i]);

      g_byte_array_append (array, (const guint8 *) &number, 4);
    }
  return g_byte_array_free_to_bytes (array);
}

/* @gamma: as gAMA has it, 0 for no chunk. @exchanged: whether cHRM has red and green change places.
 * @more: (nullable): a chunk that goes before them */
static SemDecodedPhoto *
decode_with (guint32 gamma, gboolean exchanged, const char *more)
{
  static const guint32 primaries[] = { 31270, 32900, 30000, 60000, 64000, 33000, 15000, 6000 };
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (SEM_DECODE_SIDE, SEM_DECODE_SIDE);
  g_autoptr (GBytes) png = sem_fixture_save (pixbuf, "png"), with_gamma = NULL, with_both = NULL;
  g_autoptr (GBytes) gama = pack_numbers (&gamma, 1), chrm = pack_numbers (primaries, 8);
  g_autoptr (GBytes) intent = g_bytes_new ("", 1), whole = NULL;
  SemDecodedPhoto *photo;

  with_gamma = gamma ? sem_fixture_png_with_chunk (png, "gAMA", gama) : g_bytes_ref (png);
  with_both =
    exchanged ? sem_fixture_png_with_chunk (with_gamma, "cHRM", chrm) : g_bytes_ref (with_gamma);
  whole = more ? sem_fixture_png_with_chunk (with_both, more, intent) : g_bytes_ref (with_both);
  photo = sem_fixture_decode (decoder, whole, NULL);
  g_assert_nonnull (photo);
  return photo;
}

static double
encode_srgb (double linear)
{
  return 255 * (linear <= .0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - .055);
}

static void
test_gamma (void)
{
  static const guint32 gammas[] = { 100000, 55556, 25000, 90909 };
  g_autoptr (SemDecodedPhoto) plain = decode_with (0, FALSE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (gammas); i++)
    {
      g_autoptr (SemDecodedPhoto) photo = decode_with (gammas[i], FALSE, NULL);

      for (guint quarter = 0; quarter < 4; quarter++)
        for (guint c = 0; c < 3; c++)
          {
            const guint at =
              ((quarter / 2 * 112 + 56) * SEM_DECODE_SIDE + quarter % 2 * 112 + 56) * 3 + c;
            const double expected = encode_srgb (pow (plain->input[at] / 255., 1e5 / gammas[i]));

            g_assert_cmpfloat (fabs (photo->input[at] - expected), <, 3.5);
          }
    }
}

static void
test_primaries (void)
{
  static const guint32 gammas[] = { 0, 45455 };
  g_autoptr (SemDecodedPhoto) plain = decode_with (0, FALSE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (gammas); i++)
    {
      g_autoptr (SemDecodedPhoto) photo = decode_with (gammas[i], TRUE, NULL);

      for (guint at = 0; at < SEM_DECODE_INPUT_SIZE; at += 3)
        for (guint c = 0; c < 3; c++)
          g_assert_cmpint (ABS ((int) photo->input[at + c]
                                - plain->input[at + (c < 2 ? 1 - c : 2)]),
                           <=, 3);
    }
}

static void
test_unchanged (void)
{
  static const struct
  {
    guint32 gamma;
    gboolean exchanged;
    const char *more;
  } files[] = { { 45455, FALSE, NULL },
                { 45000, FALSE, NULL },
                { 100000, TRUE, "sRGB" },
                { 1, FALSE, NULL },
                { G_MAXUINT32, FALSE, NULL } };
  g_autoptr (SemDecodedPhoto) plain = decode_with (0, FALSE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (SemDecodedPhoto) photo =
        decode_with (files[i].gamma, files[i].exchanged, files[i].more);

      g_assert_cmpmem (photo->input, sizeof photo->input, plain->input, sizeof plain->input);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  g_test_add_func ("/decode/png/orientation", test_orientation);
  g_test_add_func ("/decode/png/both", test_both);
  g_test_add_func ("/decode/png/many", test_many);
  g_test_add_func ("/decode/png/cut", test_cut);
  g_test_add_func ("/decode/png/gamma", test_gamma);
  g_test_add_func ("/decode/png/primaries", test_primaries);
  g_test_add_func ("/decode/png/unchanged", test_unchanged);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
