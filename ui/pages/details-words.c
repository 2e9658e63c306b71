/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/pages/details-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/words.h"

/* @part: (transfer full) */
static void
add (GString *text, char *part)
{
  sem_words_add_part (text, part);
  g_free (part);
}

/* Cameras show times below a third of a second as fractions. */
static char *
name_time (double seconds)
{
  if (seconds < .3)
    return g_strdup_printf (_("1/%.0f s"), 1 / seconds);
  return g_strdup_printf (seconds < 10 && fabs (seconds - round (seconds)) > .05 ? _("%.1f s")
                                                                                 : _("%.0f s"),
                          seconds);
}

char *
sem_words_for_exposure (const SemPhotoDetails *details)
{
  GString *text = g_string_new (NULL);

  if (details->exposure > 0)
    add (text, name_time (details->exposure));
  if (details->aperture > 0)
    add (text, g_strdup_printf (_("f/%.1f"), details->aperture));
  if (details->iso > 0)
    add (text, g_strdup_printf (_("ISO %u"), details->iso));
  if (details->focal_length > 0)
    add (text, g_strdup_printf (_("%.0f mm"), details->focal_length));
  return g_string_free (text, FALSE);
}

char *
sem_words_for_date (GDateTime *date)
{
  /* TRANSLATORS: a day and a time, as g_date_time_format() takes it */
  return g_date_time_format (date, _("%-e %B %Y, %H:%M"));
}

char *
sem_words_for_position (double latitude, double longitude)
{
  g_autofree char *north =
    g_strdup_printf (latitude < 0 ? C_ ("coordinates", "%.4f° S") : C_ ("coordinates", "%.4f° N"),
                     fabs (latitude));
  g_autofree char *east =
    g_strdup_printf (longitude < 0 ? C_ ("coordinates", "%.4f° W") : C_ ("coordinates", "%.4f° E"),
                     fabs (longitude));
  g_autofree char *position = NULL;

  position = g_strdup_printf (C_ ("coordinates", "%s, %s"), north, east);
  return sem_words_isolate (position);
}

char *
sem_words_for_extent (const SemPhotoDetails *details)
{
  GString *text = g_string_new (NULL);
  const double millions = (double) details->width * details->height / 1e6;

  add (text, sem_words_for_size (details->width, details->height));
  if (millions >= .95)
    add (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%.0f megapixel", "%.0f megapixels",
                                             (gulong) round (millions)),
                                millions));
  if (details->size > 0)
    add (text, g_format_size (details->size));
  return g_string_free (text, FALSE);
}

char *
sem_words_for_zoom (double zoom)
{
  g_autofree char *percent = g_strdup_printf (_("%.0f %%"), zoom * 100);

  return sem_words_isolate (percent);
}
