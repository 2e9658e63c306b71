/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/browse-private.h"

#include <glib/gi18n-lib.h>

static guint32
key_of (const SemArranged *self, guint section)
{
  return g_array_index (self->sections, SemBrowseSection, section).key;
}

/* Years that no calendar has are those of damaged files. */
static char *
name_month (guint32 key, const char *format)
{
  const int month = (int) key;
  const int year = (month - (month % 12 + 12) % 12) / 12;
  g_autoptr (GDateTime) date =
    year >= 1 && year <= 9999 ? g_date_time_new_utc (year, month % 12 + 1, 1, 0, 0, 0) : NULL;

  return date ? g_date_time_format (date, format) : g_strdup ("?");
}

static char *
name_letter (guint32 key)
{
  char letter[8] = { 0 };

  g_unichar_to_utf8 (key, letter);
  return g_strdup (letter);
}

char *
sem_arranged_dup_title (const SemArranged *self, guint section)
{
  const guint32 key = key_of (self, section);

  if (self->order == SEM_BROWSE_BY_DATE)
    /* TRANSLATORS: the heading of a month's photos: "July 2026"; see strftime(3) */
    return name_month (key, _("%B %Y"));
  if (self->order == SEM_BROWSE_BY_FOLDER)
    return g_strdup (sem_facts_get_folder (self->facts, key));
  return name_letter (key);
}

char *
sem_arranged_dup_mark (const SemArranged *self, guint section)
{
  const guint32 key = key_of (self, section);

  if (self->order == SEM_BROWSE_BY_DATE)
    return name_month (key, "%Y");
  if (self->order == SEM_BROWSE_BY_FOLDER)
    {
      g_autofree char *base = g_path_get_basename (sem_facts_get_folder (self->facts, key));

      return g_filename_display_name (base);
    }
  return name_letter (key);
}
