/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kinds of TIFF files that cannot be read: that is said, and not that they are damaged.
 */

#include "engine/decode/formats/tiff.h"
#include "tests/engine/decode/fixtures.h"

#include <string.h>

#define SIDE 64
#define N_TAGS 10

static void
put (GByteArray *array, guint32 value, guint n, gboolean big_endian)
{
  for (guint i = 0; i < n; i++)
    {
      const guint8 byte = (guint8) (value >> 8 * (big_endian ? n - 1 - i : i));

      g_byte_array_append (array, &byte, 1);
    }
}

static void
put_tag (GByteArray *array, guint tag, guint32 value, gboolean big_endian)
{
  put (array, tag, 2, big_endian);
  /* SHORT, or LONG for what may be large. */
  put (array, tag == 273 || tag == 279 ? 4 : 3, 2, big_endian);
  put (array, 1, 4, big_endian);
  if (tag == 273 || tag == 279)
    {
      put (array, value, 4, big_endian);
      return;
    }
  put (array, value, 2, big_endian);
  put (array, 0, 2, big_endian);
}

/* A grey picture of one strip. @format: of its samples: 1 for unsigned, 2 signed, 3 floating-point
 */
static GBytes *
make_tiff (guint format, guint bits, gboolean big_endian)
{
  const guint32 size = SIDE * SIDE * bits / 8, start = 8 + 2 + 12 * N_TAGS + 4;
  GByteArray *array = g_byte_array_new ();

  g_byte_array_append (array, (const guint8 *) (big_endian ? "MM" : "II"), 2);
  put (array, 42, 2, big_endian);
  put (array, 8, 4, big_endian);
  put (array, N_TAGS, 2, big_endian);
  put_tag (array, 256, SIDE, big_endian);
  put_tag (array, 257, SIDE, big_endian);
  put_tag (array, 258, bits, big_endian);
  put_tag (array, 259, 1, big_endian);
  put_tag (array, 262, 1, big_endian);
  put_tag (array, 273, start, big_endian);
  put_tag (array, 277, 1, big_endian);
  put_tag (array, 278, SIDE, big_endian);
  put_tag (array, 279, size, big_endian);
  put_tag (array, 339, format, big_endian);
  put (array, 0, 4, big_endian);
  g_assert_cmpuint (array->len, ==, start);
  for (guint i = 0; i < size; i++)
    put (array, i * 7 & 255, 1, FALSE);
  return g_byte_array_free_to_bytes (array);
}

static void
assert_answer (GBytes *bytes, int code, const char *words)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, &error);

  if (words)
    {
      g_assert_error (error, SEM_ERROR, code);
      if (!strstr (error->message, words))
        g_error ("“%s” does not say “%s”", error->message, words);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_nonnull (photo);
    }
}

static void
test_kinds (void)
{
  for (gboolean big_endian = FALSE; big_endian <= TRUE; big_endian++)
    {
      g_autoptr (GBytes) usual = make_tiff (1, 8, big_endian), real = make_tiff (3, 32, big_endian);
      g_autoptr (GBytes) wide = make_tiff (1, 32, big_endian);

      assert_answer (usual, 0, NULL);
      assert_answer (real, SEM_ERROR_NOT_AN_IMAGE, "rare kind");
      assert_answer (wide, SEM_ERROR_DAMAGED, "damaged");
    }
}

/* The tag is looked for in files that may be anything. */
static void
test_cut (void)
{
  g_autoptr (GBytes) bytes = make_tiff (3, 32, TRUE);
  const guint8 *data = g_bytes_get_data (bytes, NULL);

  g_assert_true (sem_tiff_is_rare (data, g_bytes_get_size (bytes)));
  for (gsize n = 0; n < 8 + 2 + 12 * N_TAGS; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n);

      g_assert_false (sem_tiff_is_rare (copy, n));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/tiff/kinds", test_kinds);
  g_test_add_func ("/decode/tiff/cut", test_cut);
  return g_test_run ();
}
