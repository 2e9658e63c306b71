/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/reports/chart.h"

#include <math.h>

#define WIDTH 720
#define HEIGHT 440
#define LEFT 64
#define TOP 64
#define RIGHT 560
#define BOTTOM 384
#define LEGEND_LINE 20
#define LEGEND_SAMPLE 26
#define MARK 3.2
/* Lines with more points than this have no marks, which would cover them. */
#define MOST_MARKS 16
#define MOST_TICKS 7

static const char *const colours[] = { "#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                       "#e69f00", "#56b4e9", "#8c6bb1" };
static const char *const dashes[] = { "", "7 3", "2 3" };

#define N_MARKS 4
#define GREY "#767676"

typedef struct
{
  const SemChart *chart;
  GString *svg;
  double low;
  double high;
  double step;
} Canvas;

/* SVG needs decimal points in any locale. */
static void
number (GString *svg, const char *before, double value, const char *after)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (svg, "%s%s%s", before,
                          g_ascii_formatd (buffer, sizeof buffer, "%.2f", value), after);
}

static double
place_x (const Canvas *canvas, double x)
{
  const SemChart *chart = canvas->chart;
  double first = chart->x_ticks[0];
  double last = chart->x_ticks[chart->n_x_ticks - 1];
  double share =
    chart->logarithmic ? log (x / first) / log (last / first) : (x - first) / (last - first);

  return LEFT + share * (RIGHT - LEFT);
}

static double
place_y (const Canvas *canvas, double y)
{
  double share =
    (CLAMP (y, canvas->low, canvas->high) - canvas->low) / (canvas->high - canvas->low);

  return BOTTOM - share * (BOTTOM - TOP);
}

/* Steps of 1, 2 or 5 times a power of ten. All values are shares, so the axis stays in 0 … 1. */
static void
choose_range (Canvas *canvas)
{
  const SemChart *chart = canvas->chart;
  double low = G_MAXDOUBLE;
  double high = -G_MAXDOUBLE;
  const double factors[] = { 2.0, 2.5, 2.0 };

  for (guint l = 0; l < chart->n_lines; l++)
    for (guint i = 0; i < chart->lines[l].n; i++)
      {
        low = MIN (low, chart->lines[l].y[i]);
        high = MAX (high, chart->lines[l].y[i]);
      }
  canvas->step = 0.01;
  for (guint i = 0; (high - low) / canvas->step > MOST_TICKS - 2; i++)
    canvas->step *= factors[i % G_N_ELEMENTS (factors)];
  canvas->low = MAX (0.0, floor (low / canvas->step) * canvas->step);
  canvas->high = MIN (1.0, ceil (high / canvas->step) * canvas->step);
  if (canvas->high - canvas->low < canvas->step / 2)
    {
      canvas->high = MIN (1.0, canvas->low + canvas->step);
      canvas->low = MAX (0.0, canvas->high - canvas->step);
    }
}

static void
text (Canvas *canvas, double x, double y, const char *attributes, const char *words)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  g_autofree char *escaped = g_markup_escape_text (valid, -1);

  number (canvas->svg, "<text x=\"", x, "\"");
  number (canvas->svg, " y=\"", y, "\"");
  g_string_append_printf (canvas->svg, " %s>%s</text>\n", attributes, escaped);
}

static void
grid_line (Canvas *canvas, double x1, double y1, double x2, double y2, const char *opacity)
{
  number (canvas->svg, "<line x1=\"", x1, "\"");
  number (canvas->svg, " y1=\"", y1, "\"");
  number (canvas->svg, " x2=\"", x2, "\"");
  number (canvas->svg, " y2=\"", y2, "\"");
  g_string_append_printf (canvas->svg, " stroke=\"" GREY "\" stroke-opacity=\"%s\"/>\n", opacity);
}

static void
draw_axes (Canvas *canvas)
{
  const SemChart *chart = canvas->chart;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  guint n_steps = (guint) lround ((canvas->high - canvas->low) / canvas->step);

  for (guint i = 0; i <= n_steps; i++)
    {
      double value = canvas->low + i * canvas->step;
      double y = place_y (canvas, value);

      grid_line (canvas, LEFT, y, RIGHT, y, i == 0 ? "1" : "0.25");
      text (canvas, LEFT - 8, y + 4, "text-anchor=\"end\"",
            g_ascii_formatd (buffer, sizeof buffer, canvas->step < 0.095 ? "%.2f" : "%.1f", value));
    }
  for (guint i = 0; i < chart->n_x_ticks; i++)
    {
      double x = place_x (canvas, chart->x_ticks[i]);

      grid_line (canvas, x, BOTTOM, x, BOTTOM + 5, "1");
      text (canvas, x, BOTTOM + 20, "text-anchor=\"middle\"",
            g_ascii_formatd (buffer, sizeof buffer, "%g", chart->x_ticks[i]));
    }
  text (canvas, (LEFT + RIGHT) / 2.0, BOTTOM + 42, "text-anchor=\"middle\"", chart->x_label);
  number (canvas->svg, "<g transform=\"translate(18 ", (TOP + BOTTOM) / 2.0, ") rotate(-90)\">\n");
  text (canvas, 0, 0, "text-anchor=\"middle\"", chart->y_label);
  g_string_append (canvas->svg, "</g>\n");
}

static void
draw_band (Canvas *canvas, const SemChartLine *line, const char *colour)
{
  g_string_append (canvas->svg, "<polygon points=\"");
  for (guint i = 0; i < 2 * line->n; i++)
    {
      guint at = i < line->n ? i : 2 * line->n - 1 - i;
      double sd = i < line->n ? line->sd[at] : -line->sd[at];

      number (canvas->svg, "", place_x (canvas, line->x[at]), ",");
      number (canvas->svg, "", place_y (canvas, line->y[at] + sd), " ");
    }
  g_string_append_printf (canvas->svg, "\" fill=\"%s\" fill-opacity=\"0.16\" stroke=\"none\"/>\n",
                          colour);
}

/* Disc, square, triangle or diamond around a point. */
static void
draw_mark (Canvas *canvas, guint kind, double x, double y, const char *colour)
{
  static const double corners[N_MARKS][4][2] = {
    { { 0 } },
    { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } },
    { { 0, -1.3 }, { 1.2, 0.9 }, { -1.2, 0.9 }, { 0, -1.3 } },
    { { 0, -1.4 }, { 1.4, 0 }, { 0, 1.4 }, { -1.4, 0 } },
  };

  if (kind == 0)
    {
      number (canvas->svg, "<circle cx=\"", x, "\"");
      number (canvas->svg, " cy=\"", y, "\"");
      number (canvas->svg, " r=\"", MARK, "\"");
    }
  else
    {
      g_string_append (canvas->svg, "<polygon points=\"");
      for (guint i = 0; i < 4; i++)
        {
          number (canvas->svg, "", x + MARK * corners[kind][i][0], ",");
          number (canvas->svg, "", y + MARK * corners[kind][i][1], i < 3 ? " " : "\"");
        }
    }
  g_string_append_printf (canvas->svg, " fill=\"%s\"/>\n", colour);
}

static void
draw_stroke (Canvas *canvas, const SemChartLine *line, const char *colour, const char *dash)
{
  g_string_append (canvas->svg, "<polyline fill=\"none\" points=\"");
  for (guint i = 0; i < line->n; i++)
    {
      number (canvas->svg, i > 0 ? " " : "", place_x (canvas, line->x[i]), ",");
      number (canvas->svg, "", place_y (canvas, line->y[i]), "");
    }
  g_string_append_printf (canvas->svg,
                          "\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"", colour);
  if (*dash != '\0')
    g_string_append_printf (canvas->svg, " stroke-dasharray=\"%s\"", dash);
  g_string_append (canvas->svg, "/>\n");
}

static void
draw_legend (Canvas *canvas,
             guint row,
             const char *name,
             gboolean marked,
             guint mark,
             const char *colour,
             const char *dash)
{
  double y = TOP + 8 + row * LEGEND_LINE;
  double x = RIGHT + 20;

  number (canvas->svg, "<line x1=\"", x, "\"");
  number (canvas->svg, " y1=\"", y, "\"");
  number (canvas->svg, " x2=\"", x + LEGEND_SAMPLE, "\"");
  number (canvas->svg, " y2=\"", y, "\"");
  g_string_append_printf (canvas->svg, " stroke=\"%s\" stroke-width=\"2\"", colour);
  if (*dash != '\0')
    g_string_append_printf (canvas->svg, " stroke-dasharray=\"%s\"", dash);
  g_string_append (canvas->svg, "/>\n");
  if (marked)
    draw_mark (canvas, mark, x + LEGEND_SAMPLE / 2.0, y, colour);
  text (canvas, x + LEGEND_SAMPLE + 8, y + 4, "", name);
}

static void
draw_line (Canvas *canvas, guint row, guint number_of_kind)
{
  const SemChartLine *line = &canvas->chart->lines[row];
  guint n_colours = G_N_ELEMENTS (colours);
  const char *colour = line->reference ? GREY : colours[number_of_kind % n_colours];
  const char *dash = line->reference ? dashes[1 + number_of_kind % 2]
                                     : dashes[number_of_kind / n_colours % G_N_ELEMENTS (dashes)];
  guint mark = number_of_kind % N_MARKS;
  gboolean marked = !line->reference && line->n <= MOST_MARKS;

  if (line->sd)
    draw_band (canvas, line, colour);
  draw_stroke (canvas, line, colour, dash);
  for (guint i = 0; marked && i < line->n; i++)
    draw_mark (canvas, mark, place_x (canvas, line->x[i]), place_y (canvas, line->y[i]), colour);
  draw_legend (canvas, row, line->name, marked, mark, colour, dash);
}

char *
sem_chart_to_svg (const SemChart *chart)
{
  Canvas canvas = { .chart = chart, .svg = g_string_new (NULL) };
  guint n_references = 0;

  choose_range (&canvas);
  g_string_append_printf (canvas.svg,
                          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                          "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\" "
                          "fill=\"" GREY "\">\n",
                          WIDTH, HEIGHT, WIDTH, HEIGHT);
  text (&canvas, LEFT, 26, "font-size=\"16\" font-weight=\"bold\"", chart->title);
  text (&canvas, LEFT, 45, "", chart->subtitle);
  draw_axes (&canvas);
  for (guint i = 0; i < chart->n_lines; i++)
    {
      draw_line (&canvas, i, chart->lines[i].reference ? n_references : i - n_references);
      n_references += chart->lines[i].reference;
    }
  g_string_append (canvas.svg, "</svg>\n");
  return g_string_free (canvas.svg, FALSE);
}
