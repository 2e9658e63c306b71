/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "app/cli/typed.h"

#include <string.h>

/* Name → letter, for the whole run. */
static GHashTable *letters;

void
cli_typed_note (const char *name, char letter)
{
  if (!letters)
    letters = g_hash_table_new (g_str_hash, g_str_equal);
  if (letter)
    g_hash_table_insert (letters, (gpointer) name, GINT_TO_POINTER (letter));
  else
    g_hash_table_remove (letters, name);
}

/* The length of an option's name without hyphens. */
static gsize
measure_name (const char *text)
{
  gsize n = 0;

  while (g_ascii_isalnum (text[n]) || (n > 0 && text[n] == '-'))
    n++;
  return n;
}

char *
cli_typed_name (const char *sentence)
{
  GString *text = g_string_new (NULL);

  while (*sentence)
    {
      const gsize n = g_str_has_prefix (sentence, "--") ? measure_name (sentence + 2) : 0;
      g_autofree char *name = g_strndup (sentence + 2 * (n > 0), n);
      const int letter = letters ? GPOINTER_TO_INT (g_hash_table_lookup (letters, name)) : 0;

      if (letter)
        g_string_append_printf (text, "-%c", letter);
      else
        g_string_append_len (text, sentence, (gssize) (n > 0 ? n + 2 : 1));
      sentence += n > 0 ? n + 2 : 1;
    }
  return g_string_free (text, FALSE);
}
