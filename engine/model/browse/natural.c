/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/browse/natural.h"

#include <string.h>

/* Above all characters. */
#define NO_CHARACTER 0x110000

/* The next character without case and accents, past which *@text moves; 0 at the end. A slash sorts
 * before all others, so that a folder is followed by what is in it. */
static gunichar
next_base (const char **text)
{
  const guchar byte = (guchar) * *text;
  gunichar c, base, mark;

  if (byte == 0)
    return 0;
  if (byte < 0x80)
    {
      (*text)++;
      return byte == '/' ? 1 : (gunichar) g_ascii_tolower ((char) byte);
    }
  c = g_utf8_get_char_validated (*text, -1);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      (*text)++;
      return NO_CHARACTER + byte;
    }
  *text = g_utf8_next_char (*text);
  base = c;
  while (g_unichar_decompose (base, &base, &mark) && mark != 0)
    ;
  return g_unichar_tolower (base);
}

static const char *
skip_zeros (const char *digits)
{
  while (*digits == '0')
    digits++;
  return digits;
}

/* Compares the numbers at both places, and moves past them. */
static int
compare_numbers (const char **a, const char **b)
{
  const char *x = skip_zeros (*a), *y = skip_zeros (*b);
  const gsize n = strspn (x, "0123456789"), m = strspn (y, "0123456789");

  *a = x + n;
  *b = y + m;
  if (n != m)
    return n < m ? -1 : 1;
  return memcmp (x, y, n);
}

int
sem_natural_compare (const char *a, const char *b)
{
  const char *x = a, *y = b;

  while (*x != '\0' && *y != '\0')
    {
      int order;

      if (g_ascii_isdigit (*x) && g_ascii_isdigit (*y))
        order = compare_numbers (&x, &y);
      else
        {
          const gunichar c = next_base (&x), d = next_base (&y);

          order = (c > d) - (c < d);
        }
      if (order != 0)
        return order;
    }
  if (*x != *y)
    return *x == '\0' ? -1 : 1;
  return strcmp (a, b);
}

gunichar
sem_natural_initial (const char *name)
{
  const gunichar c = next_base (&name);

  return c < NO_CHARACTER && g_unichar_isalpha (c) ? g_unichar_toupper (c) : '#';
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

static gboolean
contains_ascii (const char *text, const char *part)
{
  const gsize n = strlen (part);
  const char first = g_ascii_tolower (*part);

  for (; *text != '\0'; text++)
    if (g_ascii_tolower (*text) == first && g_ascii_strncasecmp (text, part, n) == 0)
      return TRUE;
  return n == 0;
}

/* Names need not be UTF-8. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

gboolean
sem_natural_contains (const char *text, const char *part)
{
  g_autofree char *folded_text = NULL, *folded_part = NULL;

  if (is_ascii (part))
    return contains_ascii (text, part);
  if (is_ascii (text))
    return FALSE;
  folded_text = fold (text);
  folded_part = fold (part);
  return strstr (folded_text, folded_part) != NULL;
}
