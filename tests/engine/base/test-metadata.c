/* Dates, offsets and texts of metadata, and which values are out of range.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/metadata.h"

#include <math.h>
#include <string.h>

static void
assert_date (const char *text, const char *expected)
{
  SemMetadata metadata = { .taken = 77 };

  if (!expected)
    {
      g_assert_false (sem_metadata_parse_date (text, &metadata));
      g_assert_cmpint (metadata.taken, ==, 77);
      return;
    }
  g_assert_true (sem_metadata_parse_date (text, &metadata));

  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (metadata.taken);
  g_autofree char *moment = g_date_time_format (date, "%Y-%m-%d %H:%M:%S");
  g_autofree char *all = g_strdup_printf ("%s %u", moment, metadata.nanoseconds);

  if (metadata.has_offset)
    {
      g_autofree char *with_offset = g_strdup_printf ("%s %+d", all, metadata.offset);

      g_assert_cmpstr (with_offset, ==, expected);
    }
  else
    {
      g_assert_cmpstr (all, ==, expected);
    }
}

static void
test_dates (void)
{
  assert_date ("2010:10:12 14:43:07", "2010-10-12 14:43:07 0");
  assert_date ("2010-10-12T14:43:07.25+02:00", "2010-10-12 14:43:07 250000000 +120");
  assert_date ("2010-10-12T14:43-0930", "2010-10-12 14:43:00 0 -570");
  assert_date ("2010-10-12T14:43:07Z", "2010-10-12 14:43:07 0 +0");
  assert_date ("2010-10-12T14:43:07.123456789123", "2010-10-12 14:43:07 123456789");
  assert_date ("1800:01:01 00:00:00", "1800-01-01 00:00:00 0");
  assert_date ("1969:12:31 23:59:59", "1969-12-31 23:59:59 0");
  assert_date ("2199:12:31 23:59:59", "2199-12-31 23:59:59 0");
  assert_date ("2000:02:29 00:00:00", "2000-02-29 00:00:00 0");
  assert_date ("1900:02:29 00:00:00", NULL);
  assert_date ("0000:00:00 00:00:00", NULL);
  assert_date ("1799:12:31 00:00:00", NULL);
  assert_date ("2200:01:01 00:00:00", NULL);
  assert_date ("2010:13:01 00:00:00", NULL);
  assert_date ("2010:04:31 00:00:00", NULL);
  assert_date ("2010:04:30 24:00:00", NULL);
  assert_date ("2010:04:30 23:60:00", NULL);
  assert_date ("2010:04:30", NULL);
  assert_date ("    :  :     :  :  ", NULL);
  assert_date ("yesterday", NULL);
  assert_date ("", NULL);
}

/* Every day of four centuries, by GLib's calendar. */
static void
test_calendar (void)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (1800, 1, 1, 12, 0, 0);

  while (g_date_time_get_year (day) < 2200)
    {
      g_autofree char *text = g_date_time_format (day, "%Y:%m:%d %H:%M:%S");
      GDateTime *next = g_date_time_add_days (day, 1);
      SemMetadata metadata = { 0 };

      g_assert_true (sem_metadata_parse_date (text, &metadata));
      g_assert_cmpint (metadata.taken, ==, g_date_time_to_unix (day));
      g_date_time_unref (day);
      day = next;
    }
}

static void
test_offsets (void)
{
  static const char *const wrong[] = { "",       "2:00",    "+2:00", "+02:60", "+19:00",
                                       "+02:0x", "+02:000", "  ",    "+",      "Zulu" };
  gint32 minutes = 0;

  g_assert_true (sem_metadata_parse_offset ("-03:30", &minutes));
  g_assert_cmpint (minutes, ==, -210);
  g_assert_true (sem_metadata_parse_offset ("+14:00", &minutes));
  g_assert_cmpint (minutes, ==, 840);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (sem_metadata_parse_offset (wrong[i], &minutes));
}

static void
assert_text (const char *text, const char *expected)
{
  SemMetadata metadata = { .state = SEM_METADATA_READ };

  memset (metadata.make, 'x', sizeof metadata.make);
  sem_metadata_set_text (metadata.make, text);
  g_assert_cmpstr (metadata.make, ==, expected);
  g_assert_true (sem_metadata_is_sound (&metadata));
}

static void
test_texts (void)
{
  g_autofree char *longest = g_strnfill (SEM_METADATA_TEXT_SIZE - 1, 'a');
  g_autofree char *longer = g_strnfill (5000, 'a');
  g_autoptr (GString) umlauts = g_string_new ("a");

  assert_text ("EASTMAN KODAK  ", "EASTMAN KODAK");
  assert_text (NULL, "");
  assert_text ("   ", "");
  assert_text ("a\nb\tc\x1b[31m", "a b c [31m");
  assert_text ("a\u202eb\xc2\x85"
               "c",
               "a   b  c");
  assert_text ("latin\xe9", "latin\uFFFD");
  assert_text (longest, longest);
  assert_text (longer, longest);
  for (guint i = 0; i < 200; i++)
    g_string_append (umlauts, "ä");
  {
    SemMetadata metadata = { .state = SEM_METADATA_READ };

    sem_metadata_set_text (metadata.lens, umlauts->str);
    g_assert_cmpuint (strlen (metadata.lens), ==, SEM_METADATA_TEXT_SIZE - 1);
    g_assert_true (sem_metadata_is_sound (&metadata));
  }
}

static SemMetadata
make_full (void)
{
  return (SemMetadata){ .state = SEM_METADATA_READ,
                        .date = SEM_METADATA_DATE_TAKEN,
                        .taken = 1286894587,
                        .nanoseconds = 250000000,
                        .has_offset = 1,
                        .offset = 120,
                        .orientation = 6,
                        .iso = 80,
                        .has_position = 1,
                        .has_altitude = 1,
                        .exposure = .008,
                        .aperture = 2.8,
                        .focal_length = 35,
                        .latitude = -51.5,
                        .longitude = 179.9,
                        .altitude = -400,
                        .make = "KODAK",
                        .model = "Z612",
                        .lens = "35 mm",
                        .software = "1.0" };
}

#define N_DAMAGES 24

static void
damage (SemMetadata *m, guint how)
{
  void *const fields[] = { &m->state,        &m->date,        &m->nanoseconds, &m->has_offset,
                           &m->offset,       &m->orientation, &m->iso,         &m->has_position,
                           &m->has_altitude, &m->reserved };
  double *const numbers[] = { &m->exposure, &m->aperture,  &m->focal_length,
                              &m->latitude, &m->longitude, &m->altitude };
  const guint32 wild = 0x7ffffff0;

  if (how < 10)
    memcpy (fields[how], &wild, sizeof wild);
  else if (how < 16)
    *numbers[how - 10] = NAN;
  else if (how < 22)
    *numbers[how - 16] = -1e300;
  else if (how == 22)
    memset (m->make, 'x', sizeof m->make);
  else
    m->lens[50] = 'x';
}

/* One field after the other is out of its range: that is found, and cleaning forgets it. */
static void
test_ranges (void)
{
  SemMetadata full = make_full (), cleaned = full;

  g_assert_true (sem_metadata_is_sound (&full));
  sem_metadata_clean (&cleaned);
  g_assert_cmpmem (&full, sizeof full, &cleaned, sizeof cleaned);
  for (guint i = 0; i < N_DAMAGES; i++)
    {
      SemMetadata metadata = full;

      damage (&metadata, i);
      g_assert_false (sem_metadata_is_sound (&metadata));
      sem_metadata_clean (&metadata);
      g_assert_true (sem_metadata_is_sound (&metadata));
      if (i > 0)
        g_assert_cmpstr (metadata.model, ==, "Z612");
    }
}

/* One that was not read, or could not be, says nothing. */
static void
test_states (void)
{
  SemMetadata metadata = { 0 };

  g_assert_true (sem_metadata_is_sound (&metadata));
  metadata.state = SEM_METADATA_FAILED;
  g_assert_true (sem_metadata_is_sound (&metadata));
  metadata.iso = 100;
  g_assert_false (sem_metadata_is_sound (&metadata));
  sem_metadata_clean (&metadata);
  g_assert_true (sem_metadata_is_sound (&metadata));
  g_assert_cmpuint (metadata.state, ==, SEM_METADATA_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metadata/dates", test_dates);
  g_test_add_func ("/metadata/calendar", test_calendar);
  g_test_add_func ("/metadata/offsets", test_offsets);
  g_test_add_func ("/metadata/texts", test_texts);
  g_test_add_func ("/metadata/ranges", test_ranges);
  g_test_add_func ("/metadata/states", test_states);
  return g_test_run ();
}
