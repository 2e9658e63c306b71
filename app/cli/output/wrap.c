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

/* Where further lines begin: below the text after the option, or else below that of the line. */
static guint
find_indent (const char *line, gsize n_bytes)
{
  gsize lead = strspn (line, " ");
  g_autofree char *copy = g_strndup (line, n_bytes);
  const char *gap = line[lead] == '-' ? strstr (copy + lead, "  ") : NULL;

  if (!gap)
    return (guint) lead;
  gap += strspn (gap, " ");
  return sem_columns_count (copy, (gsize) (gap - copy));
}

/* Where to break so that what is before fits, at least behind the first word. */
static const char *
find_break (const char *line, const char *end, guint columns)
{
  const char *place = NULL;

  for (const char *c = line + strspn (line, " "); c < end; c++)
    if (*c == ' ' && c[-1] != ' ')
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
