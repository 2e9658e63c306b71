/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/reports/chart.h"

#include <string.h>

typedef struct
{
  guint polylines;
  guint polygons;
  guint texts;
  char *last;
} Seen;

static void
start_cb (GMarkupParseContext *context,
          const char *name,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **error)
{
  Seen *seen = user_data;

  seen->polylines += g_str_equal (name, "polyline");
  seen->polygons += g_str_equal (name, "polygon");
  seen->texts += g_str_equal (name, "text");
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_assert_null (strstr (values[i], "nan"));
      g_assert_null (strstr (values[i], "inf"));
    }
}

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Seen *seen = user_data;

  if (g_strstr_len (text, (gssize) length, "&"))
    {
      g_free (seen->last);
      seen->last = g_strndup (text, length);
    }
}

static void
parse (const SemChart *chart, Seen *seen)
{
  const GMarkupParser parser = { .start_element = start_cb, .text = text_cb };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, seen, NULL);
  g_autofree char *svg = sem_chart_to_svg (chart);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_utf8_validate (svg, -1, NULL));
  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
}

static void
test_well_formed (void)
{
  const double x[] = { 16.0, 64.0, 256.0 };
  const double y[] = { 0.2, 0.53, 0.7 };
  const double sd[] = { 0.01, 0.02, 0.0 };
  const SemChartLine lines[] = { { "float", TRUE, 3, x, y, NULL },
                                 { "<itq>", FALSE, 3, x, y, sd } };
  const SemChart chart = { "a < b & c", "\xff not UTF-8", "bits", "mAP", TRUE, x, 3, lines, 2 };
  Seen seen = { 0 };

  parse (&chart, &seen);
  g_assert_cmpuint (seen.polylines, ==, 2);
  /* The band; marks of the first kind are circles. */
  g_assert_cmpuint (seen.polygons, ==, 1);
  g_assert_cmpstr (seen.last, ==, "a < b & c");
  g_free (seen.last);
}

/* Lines that are flat, all 0, all 1, or of one point. */
static void
test_extremes (void)
{
  const double x[] = { 0.0, 1.0 };
  const double levels[] = { 0.0, 0.35, 1.0 };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    for (guint n = 1; n <= 2; n++)
      {
        const double y[] = { levels[i], levels[i] };
        const SemChartLine line = { "flat", FALSE, n, x, y, y };
        const SemChart chart = { "t", "s", "x", "y", FALSE, x, 2, &line, 1 };
        Seen seen = { 0 };

        parse (&chart, &seen);
        g_assert_cmpuint (seen.texts, >=, 6);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/chart/well-formed", test_well_formed);
  g_test_add_func ("/evaluate/chart/extremes", test_extremes);
  return g_test_run ();
}
