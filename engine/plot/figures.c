/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/plot/figures.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define MOST_DECIMALS 6

/* Enough to tell two multiples of the step apart. */
static int
count_decimals (double step)
{
  int decimals = 0;

  while (decimals < MOST_DECIMALS && fabs (step - round (step)) > 1e-3 * step)
    {
      step *= 10;
      decimals++;
    }
  return decimals;
}

static char *
print (double value, int decimals, gboolean plain)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char format[] = { '%', '.', (char) ('0' + decimals), 'f', '\0' };

  if (!plain)
    /* For people: in the locale's format. */
    return g_strdup_printf ("%'.*f", decimals, value);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, value));
}

char *
sem_plot_format (SemPlotUnit unit, double value, double step, gboolean plain)
{
  g_autofree char *number = NULL;

  /* No "-0". */
  if (fabs (value) < step * 1e-6)
    value = 0;
  if (unit != SEM_PLOT_PERCENT)
    return print (value, count_decimals (step), plain);
  number = print (value * 100, count_decimals (step * 100), plain);
  /* Translators: a share in percent, such as “97 %” */
  return plain ? g_strconcat (number, " %", NULL) : g_strdup_printf (_("%s %%"), number);
}
