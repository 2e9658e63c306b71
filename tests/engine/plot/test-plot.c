/* test-plot.c - plots against pictures, hit-testing, tables and documents
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first argument is the folder with the reference pictures. They have no texts, since fonts
 * differ between machines. `test-plot FOLDER --write` makes them anew, to be looked at and
 * committed.
 */

#include "engine/plot/draw.h"
#include "engine/plot/export.h"
#include "engine/plot/find.h"
#include "engine/plot/frame.h"
#include "engine/plot/pen.h"
#include "engine/plot/plot-private.h"
#include "tests/engine/plot/made-plots.h"
#include "tests/support/made-locale.h"

#include <math.h>
#include <string.h>

#define WIDTH 320
#define HEIGHT 220
/* Of a channel, and the share of pixels that may differ by more: antialiasing differs a little
 * between versions of cairo. */
#define TOLERANCE 40
#define STRAY 0.005

static const char *references;

static SemPlotColours
get_colours_without_text (gboolean dark)
{
  SemPlotColours colours = *sem_plot_colours_get (dark);

  colours.text.alpha = 0;
  return colours;
}

static cairo_surface_t *
draw (const SemPlot *plot, const SemPlotColours *colours, int width, int height)
{
  const SemPlotLook look = { colours, width, height, 1, FALSE };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);

  sem_plot_draw (plot, cr, &look);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint
get_difference (const guint8 *a, const guint8 *b)
{
  guint most = 0;

  for (guint c = 0; c < 3; c++)
    most = MAX (most, (guint) ABS (a[c] - b[c]));
  return most;
}

static double
count_strays (cairo_surface_t *a, cairo_surface_t *b)
{
  const guint8 *first = cairo_image_surface_get_data (a),
               *second = cairo_image_surface_get_data (b);
  guint n = 0;

  g_assert_cmpint (cairo_image_surface_get_width (b), ==, WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, HEIGHT);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      n += get_difference (first + y * cairo_image_surface_get_stride (a) + x * 4,
                           second + y * cairo_image_surface_get_stride (b) + x * 4)
           > TOLERANCE;
  return (double) n / (WIDTH * HEIGHT);
}

static char *
get_reference (const char *name, gboolean dark)
{
  g_autofree char *file = g_strconcat (name, dark ? "-dark.png" : "-light.png", NULL);

  return g_build_filename (references, file, NULL);
}

static void
test_references (void)
{
  for (guint i = 0; i < MADE_N_PLOTS; i++)
    for (guint dark = 0; dark < 2; dark++)
      {
        g_autoptr (SemPlot) plot = made_plots[i].make ();
        const SemPlotColours colours = get_colours_without_text (dark);
        g_autofree char *path = get_reference (made_plots[i].name, dark);
        cairo_surface_t *drawn = draw (plot, &colours, WIDTH, HEIGHT);
        cairo_surface_t *wanted = cairo_image_surface_create_from_png (path);

        g_test_message ("%s", path);
        g_assert_cmpint (cairo_surface_status (wanted), ==, CAIRO_STATUS_SUCCESS);
        g_assert_cmpfloat (count_strays (drawn, wanted), <=, STRAY);
        cairo_surface_destroy (drawn);
        cairo_surface_destroy (wanted);
      }
}

/* The comparison above would find another plot, or other colours. */
static void
test_references_differ (void)
{
  g_autoptr (SemPlot) plot = made_plot_lines ();
  const SemPlotColours light = get_colours_without_text (FALSE);
  const SemPlotColours dark = get_colours_without_text (TRUE);
  cairo_surface_t *drawn = draw (plot, &light, WIDTH, HEIGHT);
  cairo_surface_t *other = draw (plot, &dark, WIDTH, HEIGHT);

  g_assert_cmpfloat (count_strays (drawn, other), >, 0.5);
  cairo_surface_destroy (other);
  g_array_set_size (plot->series, 2);
  other = draw (plot, &light, WIDTH, HEIGHT);
  g_assert_cmpfloat (count_strays (drawn, other), >, STRAY);
  cairo_surface_destroy (other);
  cairo_surface_destroy (drawn);
}

static int
write_references (void)
{
  for (guint i = 0; i < MADE_N_PLOTS; i++)
    for (guint dark = 0; dark < 2; dark++)
      {
        g_autoptr (SemPlot) plot = made_plots[i].make ();
        const SemPlotColours colours = get_colours_without_text (dark);
        g_autofree char *path = get_reference (made_plots[i].name, dark);
        cairo_surface_t *drawn = draw (plot, &colours, WIDTH, HEIGHT);

        if (cairo_surface_write_to_png (drawn, path) != CAIRO_STATUS_SUCCESS)
          return 1;
        cairo_surface_destroy (drawn);
      }
  return 0;
}

/* Text is there, and is legible: it differs from its background as WCAG's level AA asks. */
static double
get_luminance (const SemPlotColour *colour)
{
  const double channels[] = { colour->red, colour->green, colour->blue };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint c = 0; c < 3; c++)
    sum +=
      weights[c]
      * (channels[c] <= 0.03928 ? channels[c] / 12.92 : pow ((channels[c] + 0.055) / 1.055, 2.4));
  return sum;
}

static double
get_contrast (const SemPlotColour *a, const SemPlotColour *b)
{
  double first = get_luminance (a), second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

static void
test_legible (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      const SemPlotColours *colours = sem_plot_colours_get (dark);
      const SemPlotColours without = get_colours_without_text (dark);
      g_autoptr (SemPlot) plot = made_plot_bars ();
      cairo_surface_t *a = draw (plot, colours, WIDTH, HEIGHT);
      cairo_surface_t *b = draw (plot, &without, WIDTH, HEIGHT);

      g_assert_cmpfloat (get_contrast (&colours->text, &colours->background), >=, 4.5);
      for (guint i = 0; i < SEM_PLOT_N_COLOURS; i++)
        g_assert_cmpfloat (get_contrast (&colours->series[i], &colours->background), >=, 3);
      g_assert_cmpfloat (count_strays (a, b), >, 0.01);
      cairo_surface_destroy (a);
      cairo_surface_destroy (b);
    }
}

/* Every point of every plot is found where it is drawn, with its numbers, in any size. */
static void
test_find (void)
{
  const int sizes[][2] = { { 320, 220 }, { 640, 400 }, { 1200, 300 } };

  for (guint i = 0; i < MADE_N_PLOTS * G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (SemPlot) plot = made_plots[i % MADE_N_PLOTS].make ();
      const int *size = sizes[i / MADE_N_PLOTS];
      const SemPlotLook look = { sem_plot_colours_get (FALSE), size[0], size[1], 1, i % 2 == 0 };
      guint n_series = MAX (sem_plot_get_n_series (plot), 1);
      SemPlotPoint point, found;

      for (guint s = 0; s < n_series; s++)
        for (guint at = 0; sem_plot_get_point (plot, s, at, &point); at++)
          {
            double x, y;

            sem_plot_get_place (plot, &look, &point, &x, &y);
            g_assert_true (sem_plot_find (plot, &look, x, y, &found));
            /* Another series may have the same point. */
            g_assert_cmpfloat (found.x, ==, point.x);
            g_assert_cmpfloat (found.y, ==, point.y);
            g_assert_cmpfloat (found.value, ==, point.value);
          }
    }
}

static void
test_find_nothing (void)
{
  for (guint i = 0; i < MADE_N_PLOTS; i++)
    {
      g_autoptr (SemPlot) plot = made_plots[i].make ();
      const SemPlotLook look = { sem_plot_colours_get (FALSE), WIDTH, HEIGHT, 1, FALSE };
      SemPlotPoint point;

      g_assert_false (sem_plot_find (plot, &look, 3, 3, &point));
      g_assert_false (sem_plot_find (plot, &look, -1e9, 1e9, &point));
      g_assert_false (sem_plot_find (plot, &look, NAN, NAN, &point));
    }
}

/* The bar below the pointer, not the one beside it. */
static void
test_find_bar (void)
{
  g_autoptr (SemPlot) plot = made_plot_bars ();
  const SemPlotLook look = { sem_plot_colours_get (FALSE), WIDTH, HEIGHT, 1, FALSE };
  SemPlotFrame frame;
  SemPlotPoint point, found;
  SemPlotBox box;

  sem_plot_frame_init (&frame, plot, &look);
  for (guint s = 0; s < 2; s++)
    {
      sem_plot_get_point (plot, s, 2, &point);
      sem_plot_frame_get_box (&frame, plot, &point, &box);
      g_assert_true (sem_plot_find (plot, &look, box.x + 2, frame.area.y + 2, &found));
      g_assert_cmpuint (found.series, ==, s);
      g_assert_cmpuint (found.index, ==, 2);
    }
}

static void
test_words (void)
{
  g_autoptr (SemPlot) lines = made_plot_lines (), bars = made_plot_bars (),
                      heat = made_plot_heat ();
  g_autofree char *first = NULL, *second = NULL, *third = NULL;
  SemPlotPoint point;

  g_assert_true (sem_plot_get_point (lines, 0, 3, &point));
  first = sem_plot_describe (lines, &point);
  g_assert_cmpstr (first, ==, "Hamming, R 100: 97.0 %");
  g_assert_true (sem_plot_get_point (bars, 1, 2, &point));
  second = sem_plot_describe (bars, &point);
  g_assert_cmpstr (second, ==, "among ten, say \"cheese\": 75.0 %");
  g_assert_true (sem_plot_get_point (heat, 0, MADE_CELLS + 1, &point));
  third = sem_plot_describe (heat, &point);
  g_assert_cmpstr (third, ==, "bit 1, bit 1: 1.000");
  g_assert_false (sem_plot_get_point (lines, 0, 7, &point));
  g_assert_false (sem_plot_get_point (lines, 3, 0, &point));
  g_assert_false (sem_plot_get_point (heat, 0, MADE_CELLS * MADE_CELLS, &point));
}

static void
check_csv (void)
{
  g_autoptr (SemPlot) lines = made_plot_lines (), bars = made_plot_bars (),
                      heat = made_plot_heat ();
  g_autofree char *first = sem_plot_to_csv (lines), *second = sem_plot_to_csv (bars);
  g_autofree char *third = sem_plot_to_csv (heat);
  g_auto (GStrv) rows = g_strsplit (first, "\r\n", -1);
  g_auto (GStrv) cells = g_strsplit (third, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (rows), ==, 1 + 3 * 7 + 1);
  g_assert_cmpstr (rows[0], ==, "series,x,y,sd");
  g_assert_cmpstr (rows[1], ==, "Hamming,10,0.71,0.03");
  g_assert_cmpstr (rows[8], ==, "re-ranked,10,0.95,");
  g_assert_nonnull (strstr (second, "first,\"crop, 80 %\",0.98,\r\n"));
  g_assert_nonnull (strstr (second, "among ten,\"say \"\"cheese\"\"\",0.75,\r\n"));
  g_assert_cmpuint (g_strv_length (cells), ==, 1 + MADE_CELLS * MADE_CELLS + 1);
  g_assert_cmpstr (cells[0], ==, "row,column,value");
  g_assert_cmpstr (cells[3], ==, "0,2,0.296");
}

static void
test_csv (void)
{
  check_csv ();
  if (test_use_comma ())
    check_csv ();
  test_use_point ();
}

typedef struct
{
  guint n_elements;
  GHashTable *ids;
  guint n_same;
  gboolean outside;
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

  seen->n_elements++;
  for (guint i = 0; names[i]; i++)
    {
      g_assert_null (strstr (values[i], "nan"));
      if (g_str_equal (names[i], "id"))
        seen->n_same += !g_hash_table_add (seen->ids, g_strdup (values[i]));
      if (g_str_has_suffix (names[i], "href") && values[i][0] != '#'
          && !g_str_has_prefix (values[i], "data:"))
        seen->outside = TRUE;
    }
}

static void
parse (const char *text, Seen *seen)
{
  const GMarkupParser parser = { .start_element = start_cb };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, seen, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_markup_parse_context_parse (context, text, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
}

static void
test_svg (void)
{
  for (guint i = 0; i < MADE_N_PLOTS; i++)
    {
      g_autoptr (SemPlot) plot = made_plots[i].make ();
      const SemPlotLook look = { sem_plot_colours_get_neutral (), 640, 400, 1, TRUE };
      Seen seen = { .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
      g_autofree char *svg = sem_plot_to_svg (plot, &look);
      g_autofree char *title = g_strdup_printf ("<title>%s</title>", plot->title);

      g_autofree char *again = sem_plot_to_svg (plot, &look);

      g_assert_cmpstr (svg, ==, again);
      parse (svg, &seen);
      g_assert_cmpuint (seen.n_elements, >, 10);
      g_assert_false (seen.outside);
      g_assert_nonnull (strstr (svg, title));
      for (guint s = 0; s < sem_plot_get_n_series (plot); s++)
        g_assert_nonnull (strstr (svg, sem_plot_get_series (plot, s)->name));
      g_hash_table_unref (seen.ids);
    }
}

/* Several pictures in one page keep their ids apart, and nothing names another place. */
static void
test_html (void)
{
  g_autoptr (GString) page = g_string_new ("<body>");
  Seen seen = { .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

  for (guint i = 0; i < MADE_N_PLOTS; i++)
    {
      g_autoptr (SemPlot) plot = made_plots[i].make ();
      const SemPlotLook look = { sem_plot_colours_get_neutral (), 640, 400, 1, TRUE };
      g_autofree char *prefix = g_strdup_printf ("p%c", 'a' + (char) i);
      g_autofree char *html = sem_plot_to_html (plot, &look, prefix);

      g_string_append (page, html);
    }
  g_string_append (page, "</body>");
  parse (page->str, &seen);
  g_assert_cmpuint (g_hash_table_size (seen.ids), >, 20);
  g_assert_cmpuint (seen.n_same, ==, 0);
  g_assert_false (seen.outside);
  g_assert_null (strstr (page->str, "http"));
  g_hash_table_unref (seen.ids);
}

/* Data that are flat, all 0, all 1, of one point, or none. */
static void
test_extremes (void)
{
  const double x[] = { 0, 1 };
  const double levels[] = { 0, 0.35, 1, 1e12, -1e-12 };

  for (guint i = 0; i < G_N_ELEMENTS (levels) * 3 * 2 * 4; i++)
    {
      const double y[] = { levels[i / 24], levels[i / 24] };
      const SemPlotSeries series = {
        "\xff not UTF-8 < &", i % 3, FALSE, 1 + i / 3 % 2, x, y, NULL
      };
      const SemPlotAxis axis = { .label = "a < b & c", .unit = i / 6 % 4 };
      const SemPlotLook look = { sem_plot_colours_get (FALSE), 1 + i, 100, 1, TRUE };
      g_autoptr (SemPlot) plot = sem_plot_new ("a < b", "c & d");
      g_autofree char *svg = NULL;
      g_autoptr (GBytes) png = NULL;
      Seen seen = { .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };

      sem_plot_set_y_axis (plot, &axis);
      if (i % 5 > 0)
        sem_plot_add (plot, &series);
      svg = sem_plot_to_svg (plot, &look);
      parse (svg, &seen);
      png = sem_plot_to_png (plot, &look, 2, NULL);
      g_assert_nonnull (png);
      g_hash_table_unref (seen.ids);
    }
}

static void
test_png (void)
{
  g_autoptr (SemPlot) plot = made_plot_lines ();
  const SemPlotLook look = { sem_plot_colours_get (TRUE), 100, 50, 1, FALSE };
  const SemPlotLook huge = { sem_plot_colours_get (TRUE), 1e6, 1e6, 1, FALSE };
  g_autoptr (GBytes) png = sem_plot_to_png (plot, &look, 2, NULL);
  g_autoptr (GError) error = NULL;
  const guint8 *bytes = g_bytes_get_data (png, NULL);

  /* Width and height stand in the first chunk. */
  g_assert_cmpmem (bytes, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (bytes[19], ==, 200);
  g_assert_cmpuint (bytes[23], ==, 100);
  g_assert_null (sem_plot_to_png (plot, &huge, 2, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >=, 2);
  references = argv[1];
  if (argc > 2 && g_str_equal (argv[2], "--write"))
    return write_references ();
  g_test_add_func ("/plot/references", test_references);
  g_test_add_func ("/plot/references-differ", test_references_differ);
  g_test_add_func ("/plot/legible", test_legible);
  g_test_add_func ("/plot/find", test_find);
  g_test_add_func ("/plot/find-nothing", test_find_nothing);
  g_test_add_func ("/plot/find-bar", test_find_bar);
  g_test_add_func ("/plot/words", test_words);
  g_test_add_func ("/plot/csv", test_csv);
  g_test_add_func ("/plot/svg", test_svg);
  g_test_add_func ("/plot/html", test_html);
  g_test_add_func ("/plot/extremes", test_extremes);
  g_test_add_func ("/plot/png", test_png);
  return g_test_run ();
}
