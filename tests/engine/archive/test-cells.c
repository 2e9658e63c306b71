/* Values of archives: what is sent comes back, and what is none is refused.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/archive/link/cells.h"
#include "engine/archive/link/wire.h"

static void
test_integers (void)
{
  static const struct
  {
    guint8 data[8];
    gsize size;
    gint64 value;
  } good[] = {
    { { 0, 5 }, 2, 5 },
    { { 0xff, 0xff }, 2, -1 },
    { { 0x80, 0, 0, 0 }, 4, G_MININT32 },
    { { 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 8, G_MAXINT64 },
    { { 0x80, 0, 0, 0, 0, 0, 0, 0 }, 8, G_MININT64 },
  };
  const SemCell missing = { NULL, 0 };
  gint64 value = 77;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      const SemCell cell = { good[i].data, good[i].size };

      g_assert_true (sem_cell_get_int (&cell, G_MININT64, G_MAXINT64, &value));
      g_assert_cmpint (value, ==, good[i].value);
      g_assert_true (sem_cell_get_int (&cell, value, value, &value));
      if (value < G_MAXINT64)
        g_assert_false (sem_cell_get_int (&cell, value + 1, G_MAXINT64, &value));
      if (value > G_MININT64)
        g_assert_false (sem_cell_get_int (&cell, G_MININT64, value - 1, &value));
    }
  g_assert_false (sem_cell_get_int (&missing, G_MININT64, G_MAXINT64, &value));
  for (gsize size = 0; size < 8; size++)
    if (size != 2 && size != 4)
      {
        const SemCell cell = { good[4].data, size };

        g_assert_false (sem_cell_get_int (&cell, G_MININT64, G_MAXINT64, &value));
      }
}

static void
test_codes (void)
{
  static const guint lengths[] = { 16, 32, 64, 128, 256, 512 };
  const guint64 code[8] = { 0x0123456789abcdef, 1, 1ull << 63, ~0ull, 5, 6, 7, 0xf00f };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      const guint words = (lengths[i] + 63) / 64;
      guint64 back[8];
      SemCell cell;

      sem_wire_put_code (bytes, code, lengths[i]);
      cell = (SemCell){ bytes->data, bytes->len };
      g_assert_true (sem_cell_get_code (&cell, lengths[i], back));
      for (guint w = 0; w < words; w++)
        g_assert_cmphex (back[w], ==,
                         lengths[i] < 64 ? code[w] & ((1ull << lengths[i]) - 1) : code[w]);
      /* Of another length, cut short, or with a length of its own that is wrong. */
      g_assert_false (sem_cell_get_code (&cell, lengths[i] == 16 ? 32 : 16, back));
      cell.size--;
      g_assert_false (sem_cell_get_code (&cell, lengths[i], back));
      cell.size++;
      bytes->data[3] ^= 1;
      g_assert_false (sem_cell_get_code (&cell, lengths[i], back));
    }
}

static void
test_halves (void)
{
  const guint16 half[4] = { 0x3c00, 0x8001, 0x7bff, 0 };
  guint8 bytes[8];
  guint16 back[4];
  SemCell cell = { bytes, sizeof bytes };

  for (guint i = 0; i < 4; i++)
    {
      bytes[2 * i] = (guint8) half[i];
      bytes[2 * i + 1] = (guint8) (half[i] >> 8);
    }
  g_assert_true (sem_cell_get_halves (&cell, 4, back));
  g_assert_cmpmem (back, sizeof back, half, sizeof half);
  g_assert_false (sem_cell_get_halves (&cell, 3, back));
  g_assert_false (sem_cell_get_halves (&cell, 5, back));
  /* Infinite, either sign, and no number. */
  for (guint bad = 0; bad < 3; bad++)
    {
      static const guint8 high[] = { 0x7c, 0xfc, 0x7e };

      bytes[5] = high[bad];
      g_assert_false (sem_cell_get_halves (&cell, 4, back));
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    gboolean text;
    gboolean path;
  } words[] = {
    { "/a", 2, TRUE, TRUE },        { "a", 1, TRUE, FALSE },     { "", 0, FALSE, FALSE },
    { "/a\0b", 4, FALSE, FALSE },   { "/\xff", 2, FALSE, TRUE }, { "/a\nb", 4, FALSE, TRUE },
    { "\x1b[2J", 4, FALSE, FALSE }, { "/ä", 3, TRUE, TRUE },     { "\xc3", 1, FALSE, FALSE },
  };
  g_autofree char *longest = g_strnfill (SEM_ARCHIVE_MAX_PATH + 1, '/');
  SemCell cell = { (const guint8 *) longest, SEM_ARCHIVE_MAX_PATH };
  g_autofree char *fits = sem_cell_dup_path (&cell);
  g_autofree char *beyond = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const SemCell word = { (const guint8 *) words[i].bytes, words[i].size };
      g_autofree char *text = sem_cell_dup_text (&word, 100);
      g_autofree char *path = sem_cell_dup_path (&word);
      g_autofree char *none =
        words[i].size > 0 ? sem_cell_dup_text (&word, words[i].size - 1) : NULL;

      g_assert_cmpint (text != NULL, ==, words[i].text);
      g_assert_cmpint (path != NULL, ==, words[i].path);
      g_assert_null (none);
    }
  g_assert_nonnull (fits);
  cell.size++;
  beyond = sem_cell_dup_path (&cell);
  g_assert_null (beyond);
}

static void
test_values (void)
{
  g_autoptr (SemValues) values = sem_values_new ();
  const gint64 ids[] = { 3, G_MAXINT64 };
  static const guint8 array[] = { 0,  0, 0, 1,    0,    0,    0,    0,    0,    0,    0,
                                  20, 0, 0, 0,    2,    0,    0,    0,    1,    0,    0,
                                  0,  8, 0, 0,    0,    0,    0,    0,    0,    3,    0,
                                  0,  0, 8, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  SemWireKind kind;
  gsize size;
  gconstpointer data;

  sem_values_add_int (values, 258);
  sem_values_add_bytes (values, "", 0);
  sem_values_add_ids (values, ids, 2);
  sem_values_add_ids (values, NULL, 0);
  g_assert_cmpuint (sem_values_get_n (values), ==, 4);
  data = sem_values_get (values, 0, &kind, &size);
  g_assert_cmpmem (data, size, "\0\0\0\0\0\0\1\2", 8);
  g_assert_cmpint (kind, ==, SEM_WIRE_INT8);
  /* No bytes are not NULL. */
  data = sem_values_get (values, 1, &kind, &size);
  g_assert_nonnull (data);
  g_assert_cmpuint (size, ==, 0);
  data = sem_values_get (values, 2, &kind, &size);
  g_assert_cmpmem (data, size, array, sizeof array);
  data = sem_values_get (values, 3, &kind, &size);
  g_assert_cmpuint (size, ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/archive/cells/integers", test_integers);
  g_test_add_func ("/archive/cells/codes", test_codes);
  g_test_add_func ("/archive/cells/halves", test_halves);
  g_test_add_func ("/archive/cells/words", test_words);
  g_test_add_func ("/archive/cells/values", test_values);
  return g_test_run ();
}
