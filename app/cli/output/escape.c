/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/output/output.h"

#include <string.h>
#include <unistd.h>

/* Characters that change in which order others are shown, and those that end a line or paragraph:
 * a name could be shown as another one. */
static gboolean
turns_or_breaks (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e)
         || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
must_escape (gunichar c, gboolean keep_lines)
{
  if (keep_lines && (c == '\n' || c == '\t'))
    return FALSE;
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || turns_or_breaks (c);
}

static void
append_escaped (GString *out, gunichar c)
{
  if (c == '\n')
    g_string_append (out, "\\n");
  else if (c == '\t')
    g_string_append (out, "\\t");
  else if (c == '\r')
    g_string_append (out, "\\r");
  else if (c < 0x80)
    g_string_append_printf (out, "\\x%02x", c);
  else
    g_string_append_printf (out, "\\u%04x", c);
}

/* @also: (nullable): ASCII characters before which a backslash is put. Returns: whether anything
 * else had to be escaped */
static gboolean
escape (const char *text, gboolean keep_lines, const char *also, GString *out)
{
  gboolean escaped = FALSE;
  const char *rest = text;

  while (*rest)
    {
      gunichar c = g_utf8_get_char_validated (rest, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guchar) *rest++);
          escaped = TRUE;
          continue;
        }
      if (must_escape (c, keep_lines))
        {
          append_escaped (out, c);
          escaped = TRUE;
        }
      else
        {
          if (also && c < 0x80 && strchr (also, (int) c))
            g_string_append_c (out, '\\');
          g_string_append_unichar (out, c);
        }
      rest = g_utf8_next_char (rest);
    }
  return escaped;
}

char *
cli_escape (const char *text, gboolean keep_lines)
{
  GString *out = g_string_new (NULL);

  escape (text, keep_lines, NULL, out);
  return g_string_free (out, FALSE);
}

char *
cli_name (const char *path)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!isatty (STDOUT_FILENO) || !escape (path, FALSE, "\\", out))
    return g_strdup (path);
  return g_strdup (out->str);
}

char *
cli_quote (const char *path)
{
  g_autoptr (GString) out = g_string_new ("$'");

  if (!isatty (STDOUT_FILENO) || !escape (path, FALSE, "\\'", out))
    return g_shell_quote (path);
  g_string_append_c (out, '\'');
  return g_strdup (out->str);
}
