/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/columns.h"

#include <string.h>

guint
sem_columns_count (const char *text, gssize n_bytes)
{
  const char *end = text + (n_bytes < 0 ? strlen (text) : (gsize) n_bytes);
  guint n = 0;

  for (const char *c = text; c < end; c = g_utf8_next_char (c))
    n += g_unichar_iswide (g_utf8_get_char (c)) ? 2 : !g_unichar_iszerowidth (g_utf8_get_char (c));
  return n;
}

char *
sem_columns_pad (const char *text, int width)
{
  const int missing = MAX (ABS (width) - (int) sem_columns_count (text, -1), 0);
  g_autofree char *spaces = g_strnfill ((gsize) missing, ' ');

  return width < 0 ? g_strconcat (spaces, text, NULL) : g_strconcat (text, spaces, NULL);
}
