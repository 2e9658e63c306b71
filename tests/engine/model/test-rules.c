/* test-rules.c - the order of names, months, and kinds of photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/browse/natural.h"
#include "engine/model/browse/rule.h"

static void
test_natural (void)
{
  static const char *const sorted[] = {
    "a",         "a/b.jpg",   "a/c",   "a b",   "A1.jpg",    "a2.jpg",     "a10.jpg",
    "a010b.jpg", "ärger.jpg", "B.jpg", "b.jpg", "img-9.png", "IMG-10.png", "\xff.jpg",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sorted); j++)
      {
        const int order = sem_natural_compare (sorted[i], sorted[j]);

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
  g_assert_cmpint (sem_natural_initial ("ärger.jpg"), ==, 'A');
  g_assert_cmpint (sem_natural_initial ("zoo"), ==, 'Z');
  g_assert_cmpint (sem_natural_initial ("2024.jpg"), ==, '#');
  g_assert_cmpint (sem_natural_initial ("\xff"), ==, '#');
  g_assert_cmpint (sem_natural_initial (""), ==, '#');
}

static void
test_contains (void)
{
  g_assert_true (sem_natural_contains ("IMG_1.JPG", "img"));
  g_assert_true (sem_natural_contains ("Öl.jpg", "ÖL"));
  g_assert_true (sem_natural_contains ("x", ""));
  g_assert_false (sem_natural_contains ("IMG_1.JPG", "png"));
  g_assert_false (sem_natural_contains ("Ol.jpg", "öl"));
  /* A part that goes on past the end. */
  g_assert_false (sem_natural_contains ("abc", "bcd"));
}

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    gint64 from, until;
  } good[] = {
    { "1970", 0, 365 * 86400 },
    { "2024", 1704067200, 1735689600 },
    { "2024-02", 1706745600, 1709251200 },
    { "2024-12", 1733011200, 1735689600 },
    { "2024-02-29", 1709164800, 1709251200 },
    { "1969-12-31", -86400, 0 },
    { "1900", -2208988800, -2177452800 },
  };
  static const char *const bad[] = { "",           "24",         "2024-13", "2024-00", "2024-02-30",
                                     "2023-02-29", "2024-1-1-1", "summer",  "-2024",   "2024-" };
  gint64 from, until;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (sem_browse_parse_date (good[i].text, &from, &until));
      g_assert_cmpint (from, ==, good[i].from);
      g_assert_cmpint (until, ==, good[i].until);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sem_browse_parse_date (bad[i], &from, &until));
}

/* Every day of 400 years, against GLib. */
static void
test_months (void)
{
  for (guint day = 577736; day < 577736 + 400 * 366; day++)
    {
      GDate date;
      gint64 seconds;

      g_date_clear (&date, 1);
      g_date_set_julian (&date, day);
      seconds = ((gint64) day - 719163) * 86400;
      g_assert_cmpint (sem_browse_month_of (seconds), ==,
                       g_date_get_year (&date) * 12 + g_date_get_month (&date) - 1);
      g_assert_cmpint (sem_browse_month_of (seconds + 86399), ==, sem_browse_month_of (seconds));
    }
}

static void
test_kinds (void)
{
  g_assert_cmpint (sem_photo_kind_of_name ("a.JPG"), ==, SEM_PHOTO_JPEG);
  g_assert_cmpint (sem_photo_kind_of_name ("a.b.heic"), ==, SEM_PHOTO_HEIF);
  g_assert_cmpint (sem_photo_kind_of_name ("jpg"), ==, SEM_PHOTO_OTHER_KIND);
  g_assert_cmpint (sem_photo_kind_of_name ("a."), ==, SEM_PHOTO_OTHER_KIND);
  g_assert_cmpint (sem_photo_shape_of_size (4000, 3000), ==, SEM_PHOTO_LANDSCAPE);
  g_assert_cmpint (sem_photo_shape_of_size (3000, 4000), ==, SEM_PHOTO_PORTRAIT);
  g_assert_cmpint (sem_photo_shape_of_size (1000, 990), ==, SEM_PHOTO_SQUARE);
  g_assert_cmpint (sem_photo_shape_of_size (0, 0), ==, SEM_PHOTO_SQUARE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/natural", test_natural);
  g_test_add_func ("/rules/contains", test_contains);
  g_test_add_func ("/rules/dates", test_dates);
  g_test_add_func ("/rules/months", test_months);
  g_test_add_func ("/rules/kinds", test_kinds);
  return g_test_run ();
}
