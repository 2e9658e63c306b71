/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/decode/handmade.h"

#include <gio/gio.h>
#include <string.h>

#include "tests/engine/decode/fixtures.h"

typedef struct
{
  GByteArray *bytes;
  guint32 bits;
  guint n_bits;
} BitWriter;

static void
put (GByteArray *array, guint n, ...)
{
  va_list list;

  va_start (list, n);
  for (guint i = 0; i < n; i++)
    {
      const guint8 byte = (guint8) va_arg (list, int);

      g_byte_array_append (array, &byte, 1);
    }
  va_end (list);
}

/* Most significant bit first, with a zero byte after each 0xff. */
static void
put_bits (BitWriter *self, guint value, guint n)
{
  self->bits = self->bits << n | value;
  self->n_bits += n;
  while (self->n_bits >= 8)
    {
      const guint8 byte = (guint8) (self->bits >> (self->n_bits - 8));

      put (self->bytes, 1, byte);
      if (byte == 0xff)
        put (self->bytes, 1, 0);
      self->n_bits -= 8;
    }
}

/* A quantisation table of 8, so that a DC coefficient is the sample minus 128, and two code tables:
 * DC codes of 4 bits for the sizes 0 to 11, and a single AC code, "0", that ends a block.
 */
static void
put_jpeg_tables (GByteArray *array)
{
  put (array, 5, 0xff, 0xdb, 0, 67, 0);
  for (guint i = 0; i < 64; i++)
    put (array, 1, 8);
  put (array, 5, 0xff, 0xc4, 0, 31, 0x00);
  put (array, 16, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  for (guint i = 0; i < 12; i++)
    put (array, 1, i);
  put (array, 5, 0xff, 0xc4, 0, 20, 0x10);
  put (array, 17, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

static void
put_jpeg_frame (GByteArray *array, guint mark, guint width, guint height, guint n_components)
{
  put (array, 10, 0xff, mark, 0, 8 + 3 * n_components, 8, height >> 8, height, width >> 8, width,
       n_components);
  for (guint i = 0; i < n_components; i++)
    put (array, 3, i + 1, 0x11, 0);
}

static void
put_jpeg_scan (GByteArray *array, guint n_components, guint last_coefficient)
{
  put (array, 5, 0xff, 0xda, 0, 6 + 2 * n_components, n_components);
  for (guint i = 0; i < n_components; i++)
    put (array, 2, i + 1, 0x00);
  put (array, 3, 0, last_coefficient, 0);
}

static void
put_block (BitWriter *writer, int dc, int *previous)
{
  const int difference = dc - *previous;
  const guint size = difference == 0 ? 0 : g_bit_storage ((gulong) ABS (difference));

  put_bits (writer, size, 4);
  if (size > 0)
    put_bits (writer, (guint) (difference > 0 ? difference : difference + (1 << size) - 1), size);
  put_bits (writer, 0, 1);
  *previous = dc;
}

/* The value of a component for a quarter's colour. */
static int
sample (guint quarter, guint component, guint n_components, gboolean adobe)
{
  static const guint8 rgb[4][3] = {
    { 220, 30, 30 }, { 30, 200, 30 }, { 30, 30, 220 }, { 240, 240, 240 }
  };
  const guint8 *c = rgb[quarter];

  if (n_components == 1)
    return 40 + 60 * (int) quarter;
  if (n_components == 4)
    {
      const int ink = component < 3 ? 255 - c[component] : 0;

      return adobe ? 255 - ink : ink;
    }
  if (component == 0)
    return (int) (.299 * c[0] + .587 * c[1] + .114 * c[2] + .5);
  if (component == 1)
    return (int) (128 - .168736 * c[0] - .331264 * c[1] + .5 * c[2] + .5);
  return (int) (128 + .5 * c[0] - .418688 * c[1] - .081312 * c[2] + .5);
}

GBytes *
sem_handmade_jpeg (guint width, guint height, guint n_components, gboolean adobe)
{
  BitWriter writer = { .bytes = g_byte_array_new () };
  const guint across = (width + 7) / 8, down = (height + 7) / 8;
  int previous[4] = { 0 };

  put (writer.bytes, 2, 0xff, 0xd8);
  if (adobe)
    put (writer.bytes, 16, 0xff, 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0);
  put_jpeg_tables (writer.bytes);
  put_jpeg_frame (writer.bytes, 0xc0, width, height, n_components);
  put_jpeg_scan (writer.bytes, n_components, 63);
  for (guint y = 0; y < down; y++)
    for (guint x = 0; x < across; x++)
      for (guint c = 0; c < n_components; c++)
        {
          const guint quarter = 2 * (2 * y >= down) + (2 * x >= across);

          put_block (&writer, sample (quarter, c, n_components, adobe) - 128, &previous[c]);
        }
  put_bits (&writer, 0x7f, 7);
  put (writer.bytes, 2, 0xff, 0xd9);
  return g_byte_array_free_to_bytes (writer.bytes);
}

GBytes *
sem_handmade_slow_jpeg (void)
{
  GByteArray *array = g_byte_array_new ();

  put (array, 2, 0xff, 0xd8);
  put_jpeg_tables (array);
  put_jpeg_frame (array, 0xc2, 8192, 8192, 1);
  for (guint i = 0; i < 20000; i++)
    {
      put_jpeg_scan (array, 1, 0);
      put (array, 1, 0);
    }
  put (array, 2, 0xff, 0xd9);
  return g_byte_array_free_to_bytes (array);
}

static void
put_be32 (GByteArray *array, guint32 value)
{
  put (array, 4, value >> 24, value >> 16, value >> 8, value);
}

static void
put_png_chunk (GByteArray *array, const char *type, const void *data, gsize size)
{
  guint start;

  put_be32 (array, (guint32) size);
  start = array->len;
  g_byte_array_append (array, (const guint8 *) type, 4);
  g_byte_array_append (array, data, (guint) size);
  put_be32 (array, sem_fixture_crc32 (array->data + start, array->len - start));
}

static GBytes *
deflate (GBytes *data)
{
  g_autoptr (GZlibCompressor) converter = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream =
    g_converter_output_stream_new (memory, G_CONVERTER (converter));
  gsize size;
  const void *bytes = g_bytes_get_data (data, &size);

  g_assert_true (g_output_stream_write_all (stream, bytes, size, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

GBytes *
sem_handmade_png (guint width,
                  guint height,
                  guint depth,
                  guint colour_type,
                  GBytes *data,
                  GBytes *palette)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GBytes) packed = deflate (data);
  GByteArray *array = g_byte_array_new ();

  put (array, 8, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
  put_be32 (header, width);
  put_be32 (header, height);
  put (header, 5, depth, colour_type, 0, 0, 0);
  put_png_chunk (array, "IHDR", header->data, header->len);
  if (palette)
    put_png_chunk (array, "PLTE", g_bytes_get_data (palette, NULL), g_bytes_get_size (palette));
  put_png_chunk (array, "IDAT", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  put_png_chunk (array, "IEND", "", 0);
  return g_byte_array_free_to_bytes (array);
}

/* The rows of a frame of sem_handmade_apng() as indices, deflated. */
static GBytes *
pack_apng_frame (char kind, guint width, guint height)
{
  g_autoptr (GByteArray) rows = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  for (guint y = 0; y < height; y++)
    {
      put (rows, 1, 0);
      for (guint x = 0; x < width; x++)
        put (rows, 1, kind == 'p' ? 0 : kind == '1' ? 1 : 2 * (kind == 'h' || y >= 32) + (x >= 32));
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&rows));
  return deflate (bytes);
}

static void
put_apng_frame (GByteArray *array, char kind, guint *sequence, gboolean control, gboolean first)
{
  const guint x = kind == '1' ? 32 : 0, y = kind == 'h' ? 32 : 0;
  const guint width = kind == '1' ? 32 : 64, height = kind == '1' || kind == 'h' ? 32 : 64;
  g_autoptr (GBytes) packed = pack_apng_frame (kind, width, height);
  g_autoptr (GByteArray) body = g_byte_array_new ();

  if (control)
    {
      put_be32 (body, (*sequence)++);
      put_be32 (body, width);
      put_be32 (body, height);
      put_be32 (body, x);
      put_be32 (body, y);
      put (body, 6, 0, 10, 0, 100, 0, 0);
      put_png_chunk (array, "fcTL", body->data, body->len);
    }
  g_byte_array_set_size (body, 0);
  if (!first)
    put_be32 (body, (*sequence)++);
  g_byte_array_append (body, g_bytes_get_data (packed, NULL), (guint) g_bytes_get_size (packed));
  put_png_chunk (array, first ? "IDAT" : "fdAT", body->data, body->len);
}

GBytes *
sem_handmade_apng (const char *frames, gboolean hidden)
{
  static const guint8 palette[] = { 220, 30, 30, 30, 200, 30, 30, 30, 220, 240, 240, 240 };
  g_autoptr (GByteArray) body = g_byte_array_new ();
  GByteArray *array = g_byte_array_new ();
  guint sequence = 0;

  put (array, 8, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
  put_be32 (body, 64);
  put_be32 (body, 64);
  put (body, 5, 8, 3, 0, 0, 0);
  put_png_chunk (array, "IHDR", body->data, body->len);
  g_byte_array_set_size (body, 0);
  put_be32 (body, (guint32) strlen (frames));
  put_be32 (body, 0);
  put_png_chunk (array, "acTL", body->data, body->len);
  put_png_chunk (array, "PLTE", palette, sizeof palette);
  if (hidden)
    put_apng_frame (array, 'p', &sequence, FALSE, TRUE);
  for (const char *kind = frames; *kind; kind++)
    put_apng_frame (array, *kind, &sequence, TRUE, kind == frames && !hidden);
  put_png_chunk (array, "IEND", "", 0);
  return g_byte_array_free_to_bytes (array);
}

/* Three-bit codes, least significant bit first; a clear code (4) before every pair of pixels keeps
 * the codes from growing longer.
 */
static void
put_gif_frame (GByteArray *array, gboolean plain)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  guint32 bits = 0;
  guint n_bits = 0;

  put (array, 10, 0x2c, 0, 0, 0, 0, 64, 0, 64, 0, 0);
  put (array, 1, 2);
  for (guint i = 0; i <= 64 * 64; i++)
    {
      const guint x = i % 64, y = i / 64;
      const guint quarter = 2 * (y >= 32) + (x >= 32);

      if (i % 2 == 0)
        {
          bits |= 4u << n_bits;
          n_bits += 3;
        }
      bits |= (i == 64 * 64 ? 5u : plain ? 0u : quarter) << n_bits;
      n_bits += 3;
      for (; n_bits >= 8; n_bits -= 8, bits >>= 8)
        put (packed, 1, bits & 0xff);
    }
  put (packed, 1, bits);
  for (guint at = 0; at < packed->len; at += 255)
    {
      const guint n = MIN (255, packed->len - at);

      put (array, 1, n);
      g_byte_array_append (array, packed->data + at, n);
    }
  put (array, 1, 0);
}

GBytes *
sem_handmade_gif_frames (const char *frames)
{
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) "GIF89a", 6);
  put (array, 7, 64, 0, 64, 0, 0xf1, 0, 0);
  put (array, 12, 220, 30, 30, 30, 200, 30, 30, 30, 220, 240, 240, 240);
  for (; *frames; frames++)
    put_gif_frame (array, *frames == 'p');
  put (array, 1, 0x3b);
  return g_byte_array_free_to_bytes (array);
}

GBytes *
sem_handmade_gif (void)
{
  return sem_handmade_gif_frames ("qp");
}

static void
put_tiff_entry (GByteArray *array, guint tag, guint type, guint32 count, guint32 value)
{
  put (array, 12, tag, tag >> 8, type, 0, count, count >> 8, count >> 16, 0, value, value >> 8,
       value >> 16, 0);
}

/* Little-endian, one strip, the bits per sample after the directory. */
static GBytes *
make_tiff (guint32 next_directory)
{
  enum
  {
    SIDE = 64,
    N_ENTRIES = 9,
    DIRECTORY = 8
  };
  const guint32 bits_at = DIRECTORY + 2 + 12 * N_ENTRIES + 4, pixels_at = bits_at + 6;
  GByteArray *array = g_byte_array_new ();
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (SIDE, SIDE);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);

  put (array, 8, 'I', 'I', 42, 0, DIRECTORY, 0, 0, 0);
  put (array, 2, N_ENTRIES, 0);
  put_tiff_entry (array, 256, 3, 1, SIDE);
  put_tiff_entry (array, 257, 3, 1, SIDE);
  put_tiff_entry (array, 258, 3, 3, bits_at);
  put_tiff_entry (array, 259, 3, 1, 1);
  put_tiff_entry (array, 262, 3, 1, 2);
  put_tiff_entry (array, 273, 4, 1, pixels_at);
  put_tiff_entry (array, 277, 3, 1, 3);
  put_tiff_entry (array, 278, 3, 1, SIDE);
  put_tiff_entry (array, 279, 4, 1, SIDE * SIDE * 6);
  put (array, 4, next_directory, 0, 0, 0);
  put (array, 6, 16, 0, 16, 0, 16, 0);
  for (guint y = 0; y < SIDE; y++)
    for (guint i = 0; i < SIDE * 3; i++)
      put (array, 2, 0x80, pixels[y * (guint) gdk_pixbuf_get_rowstride (pixbuf) + i]);
  return g_byte_array_free_to_bytes (array);
}

GBytes *
sem_handmade_tiff16 (void)
{
  return make_tiff (0);
}

GBytes *
sem_handmade_tiff_loop (void)
{
  return make_tiff (8);
}
