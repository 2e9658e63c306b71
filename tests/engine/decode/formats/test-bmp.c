/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * BMP files whose palette is not followed by the pixels, or that have few colours.
 */

#include "engine/decode/formats/bmp.h"
#include "tests/engine/decode/fixtures.h"

#include <string.h>

#define SIDE 64

static SemDecoder *decoder;

/* @header: bytes of the second header, 12 for that of OS/2
 * @stored: colours of the palette that the file holds, and @said: that it says it does
 * @gap: bytes between the palette and the pixels */
typedef struct
{
  guint header;
  guint depth;
  guint stored;
  guint said;
  guint gap;
} Layout;

static void
put (GByteArray *array, guint32 value, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint8 byte = (guint8) (value >> 8 * i);

      g_byte_array_append (array, &byte, 1);
    }
}

static void
put_header (GByteArray *array, const Layout *layout, guint start, guint size)
{
  const gboolean old = layout->header == 12;

  g_byte_array_append (array, (const guint8 *) "BM", 2);
  put (array, start + size, 4);
  put (array, 0, 4);
  put (array, start, 4);
  put (array, layout->header, 4);
  put (array, SIDE, old ? 2 : 4);
  put (array, SIDE, old ? 2 : 4);
  put (array, 1, 2);
  put (array, layout->depth, 2);
  if (old)
    return;
  put (array, 0, 4);
  put (array, size, 4);
  put (array, 0, 4);
  put (array, 0, 4);
  put (array, layout->said, 4);
  for (guint i = 36; i < layout->header; i++)
    put (array, 0, 1);
}

/* The colour of a place in the palette, of which the first four are used: R, G or B. */
static guint8
get_level (guint index, guint channel)
{
  return (guint8) (40 + 60 * (index + channel) % 200);
}

/* Quarters of the first colours of the palette, row by row; two colours for one bit. */
static GBytes *
make_bmp (const Layout *layout)
{
  const guint entry = layout->header == 12 ? 3 : 4, row = (SIDE * layout->depth + 31) / 32 * 4;
  const guint start = 14 + layout->header + layout->stored * entry + layout->gap;
  GByteArray *array = g_byte_array_new ();

  put_header (array, layout, start, row * SIDE);
  for (guint i = 0; i < layout->stored; i++)
    {
      for (guint c = 0; c < 3; c++)
        put (array, get_level (i, 2 - c), 1);
      put (array, 0, entry - 3);
    }
  for (guint i = 0; i < layout->gap; i++)
    put (array, 0xee, 1);
  g_assert_cmpuint (array->len, ==, start);
  /* From the lowest row upwards. */
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < row; x++)
      {
        const guint index = ((y < SIDE / 2) * 2 + (x >= row / 2)) & ((1u << layout->depth) - 1);

        put (array, index * (layout->depth == 1 ? 0xff : layout->depth == 4 ? 0x11 : 1), 1);
      }
  return g_byte_array_free_to_bytes (array);
}

static void
assert_shown (const Layout *layout)
{
  g_autoptr (GBytes) bytes = make_bmp (layout);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (photo->width, ==, SIDE);
  for (guint quarter = 0; quarter < 4; quarter++)
    for (guint c = 0; c < 3; c++)
      {
        const guint x = quarter % 2 ? 168 : 56, y = quarter / 2 ? 168 : 56;
        const int found = photo->input[(y * SEM_DECODE_SIDE + x) * 3 + c];
        const int expected = get_level (quarter & ((1u << layout->depth) - 1), c);

        if (ABS (found - expected) > 3)
          g_error ("header %u, depth %u, %u of %u colours, gap %u: %d instead of %d",
                   layout->header, layout->depth, layout->stored, layout->said, layout->gap, found,
                   expected);
      }
}

static void
test_layouts (void)
{
  static const guint headers[] = { 12, 40, 108, 124 }, depths[] = { 1, 4, 8 };
  static const guint gaps[] = { 0, 2, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (depths); j++)
      for (guint k = 0; k < G_N_ELEMENTS (gaps); k++)
        assert_shown (&(Layout){ headers[i], depths[j], 1u << depths[j], 0, gaps[k] });
}

/* Files with fewer colours than their depth allows, which say how many, or do not. */
static void
test_few_colours (void)
{
  assert_shown (&(Layout){ 40, 8, 4, 4, 0 });
  assert_shown (&(Layout){ 40, 8, 4, 4, 52 });
  assert_shown (&(Layout){ 40, 8, 4, 0, 0 });
  assert_shown (&(Layout){ 12, 8, 4, 0, 0 });
  assert_shown (&(Layout){ 40, 4, 5, 0, 0 });
  /* More than there can be. */
  assert_shown (&(Layout){ 40, 4, 16, 300, 0 });
}

/* Nothing is read past the end, and usual files stay as they are. */
static void
test_cut (void)
{
  g_autoptr (GBytes) bytes = make_bmp (&(Layout){ 40, 8, 256, 0, 8 });
  g_autoptr (GBytes) usual = make_bmp (&(Layout){ 40, 8, 256, 0, 0 });
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  const gsize start = 14 + 40 + 1024 + 8;
  gsize pixels;

  for (gsize n = 0; n <= start; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n);
      g_autoptr (GBytes) head = sem_bmp_make_head (copy, n, &pixels);

      g_assert_true (!head == (n < start));
      g_assert_cmpuint (pixels, ==, head ? start : 0);
    }
  g_assert_null (
    sem_bmp_make_head (g_bytes_get_data (usual, NULL), g_bytes_get_size (usual), &pixels));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  decoder = sem_decoder_new (NULL);
  g_test_add_func ("/decode/bmp/layouts", test_layouts);
  g_test_add_func ("/decode/bmp/few-colours", test_few_colours);
  g_test_add_func ("/decode/bmp/cut", test_cut);
  result = g_test_run ();
  sem_decoder_free (decoder);
  return result;
}
