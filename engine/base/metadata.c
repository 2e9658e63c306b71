/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/metadata.h"

#include <math.h>
#include <string.h>

#define SECOND 1000000000
#define MAX_OFFSET (18 * 60)
/* 1800-01-01 and 2200-01-01. */
#define MIN_TIME G_GINT64_CONSTANT (-5364662400)
#define MAX_TIME G_GINT64_CONSTANT (7258118400)
#define MAX_ISO 10000000

/* Checking ------------------------------------------------------------------------------------- */

/* Marks of direction could make a text look like another one. */
static gboolean
is_invisible (gunichar character)
{
  const GUnicodeType type = g_unichar_type (character);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT;
}

static gboolean
text_is_sound (const char *text)
{
  const gsize length = strnlen (text, SEM_METADATA_TEXT_SIZE);

  for (gsize i = length; i < SEM_METADATA_TEXT_SIZE; i++)
    if (text[i])
      return FALSE;
  if (length == SEM_METADATA_TEXT_SIZE || !g_utf8_validate (text, (gssize) length, NULL))
    return FALSE;
  for (const char *at = text; *at; at = g_utf8_next_char (at))
    if (is_invisible (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* 0 for an unknown one; not a number is out of range. */
static gboolean
amount_is_sound (double amount, double most)
{
  return amount >= 0 && amount <= most;
}

static gboolean
is_within (double value, double least, double most)
{
  return value >= least && value <= most;
}

static gboolean
date_is_sound (const SemMetadata *self)
{
  if (self->date == SEM_METADATA_NO_DATE)
    return self->taken == 0 && self->nanoseconds == 0 && self->has_offset == 0 && self->offset == 0;
  return self->date <= SEM_METADATA_DATE_CHANGED && self->taken >= MIN_TIME
         && self->taken < MAX_TIME && self->nanoseconds < SECOND && self->has_offset <= 1
         && (self->has_offset ? ABS ((gint64) self->offset) <= MAX_OFFSET : self->offset == 0);
}

static gboolean
position_is_sound (const SemMetadata *self)
{
  if (self->has_position == 0)
    return self->latitude == 0 && self->longitude == 0;
  return self->has_position == 1 && is_within (self->latitude, -90, 90)
         && is_within (self->longitude, -180, 180);
}

static gboolean
altitude_is_sound (const SemMetadata *self)
{
  if (self->has_altitude == 0)
    return self->altitude == 0;
  return self->has_altitude == 1 && is_within (self->altitude, -20000, 1e7);
}

gboolean
sem_metadata_is_sound (const SemMetadata *self)
{
  static const SemMetadata nothing = { 0 };
  SemMetadata rest = *self;

  if (self->state != SEM_METADATA_READ)
    {
      rest.state = 0;
      return self->state <= SEM_METADATA_FAILED && memcmp (&rest, &nothing, sizeof rest) == 0;
    }
  return date_is_sound (self) && position_is_sound (self) && altitude_is_sound (self)
         && self->orientation <= 8 && self->iso <= MAX_ISO && self->reserved == 0
         && amount_is_sound (self->exposure, 1e6) && amount_is_sound (self->aperture, 1000)
         && amount_is_sound (self->focal_length, 1e5) && text_is_sound (self->make)
         && text_is_sound (self->model) && text_is_sound (self->lens)
         && text_is_sound (self->software);
}

/* Cleaning ------------------------------------------------------------------------------------- */

static void
clean_text (char *text)
{
  char copy[SEM_METADATA_TEXT_SIZE + 1];

  memcpy (copy, text, SEM_METADATA_TEXT_SIZE);
  copy[SEM_METADATA_TEXT_SIZE] = '\0';
  sem_metadata_set_text (text, copy);
}

static void
clean_amount (double *amount, double most)
{
  if (!amount_is_sound (*amount, most))
    *amount = 0;
}

static void
clean_date (SemMetadata *self)
{
  if (self->has_offset != 1 || ABS ((gint64) self->offset) > MAX_OFFSET)
    {
      self->has_offset = 0;
      self->offset = 0;
    }
  if (self->nanoseconds >= SECOND)
    self->nanoseconds = 0;
  if (date_is_sound (self))
    return;
  self->date = SEM_METADATA_NO_DATE;
  self->taken = 0;
  self->nanoseconds = self->has_offset = 0;
  self->offset = 0;
}

void
sem_metadata_clean (SemMetadata *self)
{
  if (self->state != SEM_METADATA_READ)
    {
      *self = (SemMetadata){ .state = self->state == SEM_METADATA_FAILED ? self->state : 0 };
      return;
    }
  clean_date (self);
  if (!position_is_sound (self))
    {
      self->has_position = 0;
      self->latitude = self->longitude = 0;
    }
  if (!altitude_is_sound (self))
    {
      self->has_altitude = 0;
      self->altitude = 0;
    }
  if (self->orientation > 8)
    self->orientation = 0;
  if (self->iso > MAX_ISO)
    self->iso = 0;
  self->reserved = 0;
  clean_amount (&self->exposure, 1e6);
  clean_amount (&self->aperture, 1000);
  clean_amount (&self->focal_length, 1e5);
  clean_text (self->make);
  clean_text (self->model);
  clean_text (self->lens);
  clean_text (self->software);
}

void
sem_metadata_set_text (char *field, const char *text)
{
  /* Enough for a text of control characters only in part; what lies behind it is not looked at. */
  g_autofree char *head = g_strndup (text ? text : "", 4 * SEM_METADATA_TEXT_SIZE);
  g_autofree char *valid = g_utf8_make_valid (head, -1);
  gsize length = 0;

  memset (field, 0, SEM_METADATA_TEXT_SIZE);
  for (char *at = valid; *at; at = g_utf8_next_char (at))
    if (is_invisible (g_utf8_get_char (at)))
      memset (at, ' ', g_utf8_skip[*(guchar *) at]);
  g_strstrip (valid);
  for (const char *at = valid; *at; at = g_utf8_next_char (at))
    {
      const gsize n = g_utf8_skip[*(const guchar *) at];

      if (length + n >= SEM_METADATA_TEXT_SIZE)
        break;
      memcpy (field + length, at, n);
      length += n;
    }
}

/* Dates ---------------------------------------------------------------------------------------- */

/* Exactly @n digits at @at, which moves behind them; -1 where there are none. */
static int
take_digits (const char **at, guint n)
{
  int value = 0;

  for (guint i = 0; i < n; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return -1;
      value = value * 10 + (**at - '0');
    }
  return value;
}

static gboolean
take_one_of (const char **at, const char *characters)
{
  if (!**at || !strchr (characters, **at))
    return FALSE;
  (*at)++;
  return TRUE;
}

static guint32
take_fraction (const char **at)
{
  guint32 value = 0;

  for (guint32 unit = SECOND / 10; g_ascii_isdigit (**at); (*at)++, unit /= 10)
    value += unit * (guint32) (**at - '0');
  return value;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar: years start in March, so that the day
 * of a leap year is the last of its year. */
static gint64
count_days (int year, int month, int day)
{
  const gint64 y = year - (month <= 2), m = (month + 9) % 12;
  const gint64 era = y / 400, year_of_era = y % 400;
  const gint64 day_of_year = (153 * m + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
         - 719468;
}

static gboolean
take_day (const char **at, gint64 *days)
{
  const int year = take_digits (at, 4);
  const int month = year >= 0 && take_one_of (at, ":-/") ? take_digits (at, 2) : -1;
  const int day = month >= 0 && take_one_of (at, ":-/") ? take_digits (at, 2) : -1;

  if (year < 1800 || year >= 2200 || month < 1 || day < 1
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  *days = count_days (year, month, day);
  return TRUE;
}

static gboolean
take_time (const char **at, gint64 *seconds, guint32 *nanoseconds)
{
  const int hour = take_digits (at, 2);
  const int minute = hour >= 0 && take_one_of (at, ":") ? take_digits (at, 2) : -1;
  int second = 0;

  if (minute >= 0 && take_one_of (at, ":"))
    {
      second = take_digits (at, 2);
      if (take_one_of (at, "."))
        *nanoseconds = take_fraction (at);
    }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return FALSE;
  *seconds = hour * 3600 + minute * 60 + second;
  return TRUE;
}

guint32
sem_metadata_parse_fraction (const char *digits)
{
  return take_fraction (&digits);
}

gboolean
sem_metadata_parse_offset (const char *text, gint32 *minutes)
{
  const char *at = text;
  int hour, minute;

  if (strcmp (text, "Z") == 0)
    {
      *minutes = 0;
      return TRUE;
    }
  if (!take_one_of (&at, "+-"))
    return FALSE;
  hour = take_digits (&at, 2);
  if (hour < 0)
    return FALSE;
  take_one_of (&at, ":");
  minute = take_digits (&at, 2);
  if (minute < 0 || minute > 59 || *at || hour * 60 + minute > MAX_OFFSET)
    return FALSE;
  *minutes = (*text == '-' ? -1 : 1) * (hour * 60 + minute);
  return TRUE;
}

gboolean
sem_metadata_parse_date (const char *text, SemMetadata *self)
{
  gint64 days, seconds = 0;
  guint32 nanoseconds = 0;
  gint32 offset;

  if (!take_day (&text, &days) || !take_one_of (&text, " T")
      || !take_time (&text, &seconds, &nanoseconds))
    return FALSE;
  self->taken = days * 86400 + seconds;
  self->nanoseconds = nanoseconds;
  self->has_offset = *text && sem_metadata_parse_offset (text, &offset);
  self->offset = self->has_offset ? offset : 0;
  return TRUE;
}
