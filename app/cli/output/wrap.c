/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/output/output.h"
#include "engine/base/columns.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Wider than this, lines are hard to read; narrower, the column of the options leaves no room. */
#define MOST_COLUMNS 100
#define LEAST_COLUMNS 40
#define USUAL_COLUMNS 80
#define NARROW_INDENT 6
/* Lines that are meant to be copied. */
#define EXAMPLE "  semblance-cli "

/* Where further lines begin: below the text after an option or a command of a list, or else below
 * that of the line. */
static guint
find_indent (const char *line, gsize n_bytes)
{
  gsize lead = strspn (line, " ");
  g_autofree char *copy = g_strndup (line, n_bytes);
  const char *gap = lead > 0 ? strstr (copy + lead, "  ") : NULL;

  if (!gap)
    return (guint) lead;
  gap += strspn (gap, " ");
  return sem_columns_count (copy, (gsize) (gap - copy));
}

/* Languages without spaces are broken between wide characters, but for those that begin or end
 * something. */
static gboolean
can_break (gunichar before, gunichar after)
{
  if (!g_unichar_iswide (before) && !g_unichar_iswide (after))
    return FALSE;
  switch (g_unichar_break_type (before))
    {
    case G_UNICODE_BREAK_OPEN_PUNCTUATION:
    case G_UNICODE_BREAK_QUOTATION:
    case G_UNICODE_BREAK_SPACE:
      return FALSE;
    default:
      break;
    }
  switch (g_unichar_break_type (after))
    {
    case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
    case G_UNICODE_BREAK_CLOSE_PARANTHESIS:
    case G_UNICODE_BREAK_EXCLAMATION:
    case G_UNICODE_BREAK_INFIX_SEPARATOR:
    case G_UNICODE_BREAK_NON_STARTER:
    case G_UNICODE_BREAK_POSTFIX:
    case G_UNICODE_BREAK_QUOTATION:
    case G_UNICODE_BREAK_SPACE:
      return FALSE;
    default:
      return TRUE;
    }
}

/* Whether a line can end before @c, which is not the first character. */
static gboolean
is_place (const char *c)
{
  if (*c == ' ' || c[-1] == ' ')
    return *c == ' ' && c[-1] != ' ';
  return can_break (g_utf8_get_char (g_utf8_prev_char (c)), g_utf8_get_char (c));
}

/* Where to break so that what is before fits, at least behind the first word. */
static const char *
find_break (const char *line, const char *end, guint columns)
{
  const char *first = line + strspn (line, " ");
  const char *place = NULL;

  for (const char *c = first; c < end; c = g_utf8_next_char (c))
    if (c > first && is_place (c))
      {
        if (place && sem_columns_count (line, (gsize) (c - line)) > columns)
          return place;
        place = c;
      }
  return place;
}

static void
wrap_line (GString *out, const char *line, const char *end, guint columns)
{
  guint indent = find_indent (line, (gsize) (end - line));
  guint used = 0;

  /* So narrow that the texts of options get lines of their own. */
  if (indent > NARROW_INDENT && indent + LEAST_COLUMNS / 2 > columns)
    indent = NARROW_INDENT;
  while (used + sem_columns_count (line, (gsize) (end - line)) > columns)
    {
      const char *place = find_break (line, end, columns - used);

      if (!place)
        break;
      g_string_append_len (out, line, place - line);
      g_string_append_printf (out, "\n%*s", (int) indent, "");
      used = indent;
      line = place + strspn (place, " ");
    }
  g_string_append_len (out, line, end - line);
}

char *
cli_wrap (const char *text, guint columns)
{
  GString *out = g_string_new (NULL);

  while (*text)
    {
      const char *end = strchrnul (text, '\n');

      if (g_str_has_prefix (text, EXAMPLE))
        g_string_append_len (out, text, end - text);
      else
        wrap_line (out, text, end, columns);
      if (*end)
        g_string_append_c (out, '\n');
      text = *end ? end + 1 : end;
    }
  return g_string_free (out, FALSE);
}

guint
cli_get_columns (void)
{
  struct winsize size;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return CLAMP (size.ws_col, LEAST_COLUMNS, MOST_COLUMNS);
  return USUAL_COLUMNS;
}
