/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/model/browse/rule.h"

#include <string.h>

#define DAY G_GINT64_CONSTANT (86400)

static const char *const endings[SEM_PHOTO_N_KINDS][5] = {
  [SEM_PHOTO_JPEG] = { "jpg", "jpeg", "jpe", "jfif" },
  [SEM_PHOTO_PNG] = { "png", "apng" },
  [SEM_PHOTO_GIF] = { "gif" },
  [SEM_PHOTO_WEBP] = { "webp" },
  [SEM_PHOTO_HEIF] = { "heic", "heif", "avif" },
  [SEM_PHOTO_TIFF] = { "tif", "tiff" },
};

const char *const *
sem_photo_kind_get_endings (SemPhotoKind kind)
{
  return endings[kind];
}

SemPhotoKind
sem_photo_kind_of_name (const char *name)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot && i < SEM_PHOTO_N_KINDS; i++)
    for (guint j = 0; endings[i][j]; j++)
      if (g_ascii_strcasecmp (dot + 1, endings[i][j]) == 0)
        return i;
  return SEM_PHOTO_OTHER_KIND;
}

SemPhotoShape
sem_photo_shape_of_size (guint width, guint height)
{
  const guint larger = MAX (width, height), smaller = MIN (width, height);

  if (larger - smaller <= larger / 50)
    return SEM_PHOTO_SQUARE;
  return width > height ? SEM_PHOTO_LANDSCAPE : SEM_PHOTO_PORTRAIT;
}

SemBrowseRule *
sem_browse_rule_new (void)
{
  SemBrowseRule *self = g_new0 (SemBrowseRule, 1);

  self->since = G_MININT64;
  self->until = G_MAXINT64;
  return self;
}

SemBrowseRule *
sem_browse_rule_copy (const SemBrowseRule *self)
{
  SemBrowseRule *copy = g_memdup2 (self, sizeof *self);

  copy->folder = g_strdup (self->folder);
  copy->text = g_strdup (self->text);
  return copy;
}

void
sem_browse_rule_free (SemBrowseRule *self)
{
  g_free (self->folder);
  g_free (self->text);
  g_free (self);
}

gboolean
sem_browse_rule_equal (const SemBrowseRule *a, const SemBrowseRule *b)
{
  return a->order == b->order && a->reversed == b->reversed && a->kinds == b->kinds
         && a->shapes == b->shapes && a->since == b->since && a->until == b->until
         && g_strcmp0 (a->folder, b->folder) == 0 && g_strcmp0 (a->text, b->text) == 0;
}

gboolean
sem_browse_rule_is_filtered (const SemBrowseRule *self)
{
  return self->kinds != 0 || self->shapes != 0 || self->since != G_MININT64
         || self->until != G_MAXINT64 || (self->text && *self->text != '\0');
}

void
sem_browse_rule_clear_filter (SemBrowseRule *self)
{
  self->kinds = self->shapes = 0;
  self->since = G_MININT64;
  self->until = G_MAXINT64;
  g_clear_pointer (&self->text, g_free);
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. Years are counted from March on, so that
 * a leap day is the last of its year. */
static gint64
days_to (int year, int month, int day)
{
  const int y = month <= 2 ? year - 1 : year;
  const int century = (y >= 0 ? y : y - 399) / 400;
  const int of_century = y - century * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int days = of_century * 365 + of_century / 4 - of_century / 100 + of_year;

  return (gint64) century * 146097 + days - 719468;
}

gboolean
sem_browse_parse_date (const char *text, gint64 *from, gint64 *until)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", -1);
  const guint n = g_strv_length (parts);
  guint64 numbers[3] = { 0, 1, 1 };
  static const guint64 most[] = { 9999, 12, 31 };

  if (n < 1 || n > 3 || strlen (parts[0]) != 4)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_strstrip (parts[i]);
      if (!g_ascii_string_to_unsigned (parts[i], 10, 1, most[i], &numbers[i], NULL))
        return FALSE;
    }
  if (n == 3
      && !g_date_valid_dmy ((GDateDay) numbers[2], (GDateMonth) numbers[1], (GDateYear) numbers[0]))
    return FALSE;
  *from = days_to ((int) numbers[0], (int) numbers[1], (int) numbers[2]) * DAY;
  if (n == 1)
    *until = days_to ((int) numbers[0] + 1, 1, 1) * DAY;
  else if (n == 2)
    *until = days_to ((int) (numbers[0] + numbers[1] / 12), (int) (numbers[1] % 12 + 1), 1) * DAY;
  else
    *until = *from + DAY;
  return TRUE;
}

int
sem_browse_month_of (gint64 seconds)
{
  const gint64 days = seconds / DAY - (seconds % DAY < 0) + 719468;
  const gint64 century = (days >= 0 ? days : days - 146096) / 146097;
  const int of_century = (int) (days - century * 146097);
  const int year =
    (of_century - of_century / 1460 + of_century / 36524 - of_century / 146096) / 365;
  const int of_year = of_century - (365 * year + year / 4 - year / 100);
  const int from_march = (5 * of_year + 2) / 153;
  const int month = from_march < 10 ? from_march + 2 : from_march - 10;

  return ((int) century * 400 + year + (month < 2)) * 12 + month;
}
