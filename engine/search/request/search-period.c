/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/request/search-period.h"

#include <string.h>

/* @digits: how many of them; after @text comes what follows them. */
static gboolean
take_number (const char **text, guint digits, int *number)
{
  *number = 0;
  for (guint i = 0; i < digits; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *number = 10 * *number + (**text - '0');
    }
  return TRUE;
}

/* Returns: how many of year, month and day are given, 0 where that is not all that is there. */
static guint
read_parts (const char *text, int *parts)
{
  guint n = 0;

  while (n < 3)
    {
      if (!take_number (&text, n == 0 ? 4 : 2, &parts[n]))
        return 0;
      n++;
      if (*text == '\0')
        return n;
      if (*text++ != '-')
        return 0;
    }
  return 0;
}

gboolean
sem_search_parse_period (const char *text, gint64 *start, gint64 *end)
{
  int parts[3] = { 0, 1, 1 };
  const guint n = read_parts (text, parts);
  g_autoptr (GDateTime) first =
    n > 0 ? g_date_time_new_utc (parts[0], parts[1], parts[2], 0, 0, 0) : NULL;
  g_autoptr (GDateTime) next = NULL;

  if (!first)
    return FALSE;
  next = n == 1   ? g_date_time_add_years (first, 1)
         : n == 2 ? g_date_time_add_months (first, 1)
                  : g_date_time_add_days (first, 1);
  *start = g_date_time_to_unix (first);
  /* There is no date after the year 9999. */
  *end = next ? g_date_time_to_unix (next) : G_MAXINT64;
  return TRUE;
}
