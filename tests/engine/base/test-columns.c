/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/columns.h"

static void
test_count (void)
{
  static const struct
  {
    const char *text;
    guint n;
  } cases[] = { { "", 0 },       { "photo", 5 },     { "Größe", 5 },
                { "照片库", 6 }, { "e\xcc\x81", 1 }, { "1 × 1", 5 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (sem_columns_count (cases[i].text, -1), ==, cases[i].n);
  g_assert_cmpuint (sem_columns_count ("照片库", 6), ==, 4);
}

static void
test_pad (void)
{
  static const struct
  {
    const char *text;
    int width;
    const char *padded;
  } cases[] = { { "Größe", 7, "Größe  " }, { "Größe", -7, "  Größe" }, { "照片", 5, "照片 " },
                { "照片", 3, "照片" },     { "", -2, "  " },           { "x", 0, "x" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *padded = sem_columns_pad (cases[i].text, cases[i].width);

      g_assert_cmpstr (padded, ==, cases[i].padded);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/columns/count", test_count);
  g_test_add_func ("/base/columns/pad", test_pad);
  return g_test_run ();
}
