/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/frame.h"

#include "engine/plot/plot-private.h"

#include <math.h>

/* In pixels at the usual size of texts. */
#define LEFT 62
#define RIGHT 18
#define TOP 12
#define BOTTOM 48
#define CATEGORY_LINE 16
/* Where categories are narrower than this, their names are written upright, and where a word would
 * be broken: letters are about as wide as this in the smallest size. */
#define NARROW_CATEGORY 30
#define LETTER 5.0
#define CATEGORY_GAP 4
#define BOTTOM_UPRIGHT 112
/* Names of rows. */
#define LEFT_NAMED 118
#define TITLES 52
#define LEGEND_BESIDE 168
#define LEGEND_GAP 20
#define LEGEND_ENTRY 150
/* From this width on the legend is beside the data. */
#define WIDE 560
#define PIXELS_A_TICK_X 64
#define PIXELS_A_TICK_Y 44
/* The share of a group's place that its bars fill. */
#define FILLED 0.8
#define LEAST_SIDE 8.0

/* The smallest distance of two x; 0 where there is one point. */
static double
get_spacing (const SemPlotSeries *series)
{
  double spacing = 0;

  for (guint i = 1; i < series->n; i++)
    if (spacing == 0 || series->x[i] - series->x[i - 1] < spacing)
      spacing = series->x[i] - series->x[i - 1];
  return spacing;
}

/* Half the width of the first and of the last bin. */
static double
get_margin (const SemPlotSeries *series)
{
  double spacing = get_spacing (series);

  return series->mark == SEM_PLOT_LINE ? 0 : spacing > 0 ? spacing / 2 : 0.5;
}

static void
find_range_x (const SemPlot *plot, double *least, double *most)
{
  *least = G_MAXDOUBLE;
  *most = -G_MAXDOUBLE;
  for (guint s = 0; s < plot->series->len; s++)
    {
      const SemPlotSeries *series = sem_plot_get_series (plot, s);
      double margin = get_margin (series);

      *least = MIN (*least, series->x[0] - margin);
      *most = MAX (*most, series->x[series->n - 1] + margin);
    }
}

static void
find_range_y (const SemPlot *plot, double *least, double *most)
{
  *least = G_MAXDOUBLE;
  *most = -G_MAXDOUBLE;
  for (guint s = 0; s < plot->series->len; s++)
    {
      const SemPlotSeries *series = sem_plot_get_series (plot, s);

      for (guint i = 0; i < series->n; i++)
        {
          *least = MIN (*least, series->y[i]);
          *most = MAX (*most, series->y[i]);
        }
      if (series->mark != SEM_PLOT_LINE)
        {
          *least = MIN (*least, 0);
          *most = MAX (*most, 0);
        }
    }
}

/* The axis without what the data fit, where they have more than the plot says. */
static SemPlotAxis
get_x_axis (const SemPlot *plot, double least, double most)
{
  SemPlotAxis axis = plot->x;

  if (plot->categories)
    {
      axis.low = -0.5;
      axis.high = plot->n_categories - 0.5;
    }
  else if (!(axis.high > axis.low) && axis.n_ticks > 1)
    {
      axis.low = axis.ticks[0];
      axis.high = axis.ticks[axis.n_ticks - 1];
    }
  else if (!(axis.high > axis.low) && !axis.logarithmic && most > least)
    {
      axis.low = least;
      axis.high = most;
    }
  return axis;
}

static void
init_scales (SemPlotFrame *self, const SemPlot *plot)
{
  double least = 0, most = 1;
  SemPlotAxis axis;

  if (plot->series->len > 0)
    find_range_x (plot, &least, &most);
  axis = get_x_axis (plot, least, most);
  sem_plot_scale_init (&self->x, &axis, least, most,
                       (guint) (self->area.width / (PIXELS_A_TICK_X * self->text)));
  least = 0;
  most = 1;
  if (plot->series->len > 0)
    find_range_y (plot, &least, &most);
  sem_plot_scale_init (&self->y, &plot->y, least, most,
                       (guint) (self->area.height / (PIXELS_A_TICK_Y * self->text)));
}

static void
init_cells (SemPlotFrame *self, const SemPlot *plot)
{
  double side = MIN (self->area.width, self->area.height);
  SemPlotAxis x = plot->x, y = plot->y;

  self->area.width = self->area.height = side;
  x.low = y.low = -0.5;
  x.high = y.high = plot->n_cells - 0.5;
  sem_plot_scale_init (&self->x, &x, 0, 1, 5);
  sem_plot_scale_init (&self->y, &y, 0, 1, 5);
}

static void
init_bars (SemPlotFrame *self, const SemPlot *plot)
{
  for (guint s = 0; s < plot->series->len; s++)
    {
      const SemPlotSeries *series = sem_plot_get_series (plot, s);
      double spacing = get_spacing (series);
      double slot = spacing > 0 ? fabs (sem_plot_scale_place (&self->x, self->x.low + spacing)
                                        - sem_plot_scale_place (&self->x, self->x.low))
                                : self->area.width;

      if (series->mark != SEM_PLOT_BARS)
        continue;
      self->slot = self->n_bars == 0 ? slot : MIN (self->slot, slot);
      self->n_bars++;
    }
}

/* Shrinks the area by the legend. */
static void
init_legend (SemPlotFrame *self, const SemPlot *plot, double width)
{
  guint n = plot->series->len;
  double line = SEM_PLOT_LEGEND_LINE * self->text;
  guint n_rows;

  if (n < 2)
    return;
  if (width >= WIDE * self->text && n * line <= self->area.height)
    {
      self->legend_columns = 1;
      self->legend.width = (LEGEND_BESIDE - LEGEND_GAP) * self->text;
      self->legend.height = n * line;
      self->area.width -= LEGEND_BESIDE * self->text;
      self->legend.x = self->area.x + self->area.width + LEGEND_GAP * self->text;
      self->legend.y = self->area.y;
      return;
    }
  self->legend.width = self->area.width;
  self->legend_columns = CLAMP ((guint) (self->legend.width / (LEGEND_ENTRY * self->text)), 1, n);
  n_rows = (n + self->legend_columns - 1) / self->legend_columns;
  self->legend.height = n_rows * line;
  self->legend.x = self->area.x;
  self->area.height -= self->legend.height;
  self->legend.y =
    self->area.y + self->area.height + (self->upright ? BOTTOM_UPRIGHT : BOTTOM) * self->text;
}

/* A space has the whole picture but for the titles. */
static void
init_space (SemPlotFrame *self, const SemPlotLook *look)
{
  const double top = look->titled ? (TOP + TITLES) * look->text : 0;

  self->area =
    (SemPlotBox){ 0, top, MAX (look->width, LEAST_SIDE), MAX (look->height - top, LEAST_SIDE) };
}

/* About as wide as the longest word of the categories, in letters. */
static guint
find_longest_word (const SemPlot *plot)
{
  guint longest = 0;

  for (guint i = 0; i < plot->n_categories; i++)
    {
      guint length = 0;

      for (const char *at = plot->categories[i]; *at; at = g_utf8_next_char (at))
        {
          gunichar letter = g_utf8_get_char (at);

          /* Chinese is broken anywhere. */
          length = g_unichar_isspace (letter) || g_unichar_iswide (letter) ? 0 : length + 1;
          longest = MAX (longest, length);
        }
    }
  return longest;
}

/* @width: of the area */
static gboolean
needs_upright (const SemPlot *plot, double width, double text)
{
  double each = width / MAX (plot->n_categories, 1);

  return plot->categories
         && (plot->cells || each < NARROW_CATEGORY * text
             || each < (find_longest_word (plot) * LETTER + CATEGORY_GAP) * text);
}

void
sem_plot_frame_init (SemPlotFrame *self, const SemPlot *plot, const SemPlotLook *look)
{
  double left = plot->cells && plot->categories ? LEFT_NAMED : LEFT;
  double width = look->width - (left + RIGHT) * look->text;
  double bottom = BOTTOM + (plot->categories ? CATEGORY_LINE : 0);
  double top = TOP + (look->titled ? TITLES : 0);

  *self = (SemPlotFrame){ .text = look->text };
  if (plot->eyes)
    {
      init_space (self, look);
      return;
    }
  self->upright = needs_upright (plot, width, look->text);
  if (self->upright)
    bottom = BOTTOM_UPRIGHT;
  self->area.x = left * look->text;
  self->area.y = top * look->text;
  self->area.width = width;
  self->area.height = look->height - (top + bottom) * look->text;
  init_legend (self, plot, look->width);
  self->area.width = MAX (self->area.width, LEAST_SIDE);
  self->area.height = MAX (self->area.height, LEAST_SIDE);
  if (plot->cells)
    init_cells (self, plot);
  else
    init_scales (self, plot);
  self->x.from = self->area.x;
  self->x.to = self->area.x + self->area.width;
  self->y.from = self->area.y + (plot->cells ? 0 : self->area.height);
  self->y.to = self->area.y + (plot->cells ? self->area.height : 0);
  init_bars (self, plot);
}

/* The number of a series among those that are bars. */
static guint
get_bar (const SemPlot *plot, guint series)
{
  guint n = 0;

  for (guint s = 0; s < series; s++)
    n += sem_plot_get_series (plot, s)->mark == SEM_PLOT_BARS;
  return n;
}

static void
get_step_box (const SemPlotFrame *self,
              const SemPlotSeries *series,
              guint i,
              double *from,
              double *to)
{
  double margin = get_margin (series);
  double low = i > 0 ? (series->x[i - 1] + series->x[i]) / 2 : series->x[i] - margin;
  double high = i + 1 < series->n ? (series->x[i + 1] + series->x[i]) / 2 : series->x[i] + margin;

  *from = sem_plot_scale_place (&self->x, low);
  *to = sem_plot_scale_place (&self->x, high);
}

void
sem_plot_frame_get_box (const SemPlotFrame *self,
                        const SemPlot *plot,
                        const SemPlotPoint *point,
                        SemPlotBox *box)
{
  const SemPlotSeries *series;
  double from, to, zero, top;

  if (plot->cells)
    {
      double side = self->area.width / plot->n_cells;

      *box =
        (SemPlotBox){ self->area.x + point->x * side, self->area.y + point->y * side, side, side };
      return;
    }
  series = sem_plot_get_series (plot, point->series);
  zero = sem_plot_scale_place (&self->y, 0);
  top = sem_plot_scale_place (&self->y, point->y);
  if (series->mark == SEM_PLOT_BARS)
    {
      double width = self->slot * FILLED / self->n_bars;

      from = sem_plot_scale_place (&self->x, point->x)
             + (get_bar (plot, point->series) - self->n_bars / 2.0) * width;
      to = from + width;
    }
  else
    get_step_box (self, series, point->index, &from, &to);
  *box = (SemPlotBox){ from, MIN (top, zero), to - from, fabs (zero - top) };
}

void
sem_plot_frame_place (const SemPlotFrame *self,
                      const SemPlot *plot,
                      const SemPlotPoint *point,
                      double *x,
                      double *y)
{
  SemPlotBox box;

  if (!plot->cells && sem_plot_get_series (plot, point->series)->mark == SEM_PLOT_LINE)
    {
      *x = sem_plot_scale_place (&self->x, point->x);
      *y = sem_plot_scale_place (&self->y, point->y);
      return;
    }
  sem_plot_frame_get_box (self, plot, point, &box);
  *x = box.x + box.width / 2;
  *y = plot->cells ? box.y + box.height / 2 : sem_plot_scale_place (&self->y, point->y);
}
