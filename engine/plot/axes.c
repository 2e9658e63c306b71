/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/axes.h"

#include "engine/plot/figures.h"
#include "engine/plot/plot-private.h"

#include <math.h>

/* In pixels at the usual size of texts. */
#define LINE_HEIGHT 16
#define TITLE_Y 10
#define TITLE_SIZE 1.33
#define SUBTITLE_Y 34
#define NUMBER_GAP 8
#define TICK 5
#define TICK_WIDTH 72
#define LABEL_X 8
#define SAMPLE 26
#define NAME_WIDTH 84
#define LEAST_SIZE 0.7

void
sem_plot_axes_draw_titles (SemPlotPen *pen)
{
  double text = pen->frame.text, x = pen->frame.area.x;
  double width = pen->look->width - x;
  SemPlotText title = { pen->plot->title, SEM_PLOT_LEFT, x, TITLE_Y * text, width, 1,
                        TITLE_SIZE,       TRUE };
  SemPlotText subtitle = { pen->plot->subtitle, SEM_PLOT_LEFT, x, SUBTITLE_Y * text, width, 1, 1 };

  if (!pen->look->titled)
    return;
  sem_plot_pen_write (pen, &title);
  sem_plot_pen_write (pen, &subtitle);
}

static void
draw_band (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  double low, high;

  if (!pen->plot->has_band || pen->plot->band[1] < pen->frame.y.low
      || pen->plot->band[0] > pen->frame.y.high)
    return;
  low = sem_plot_scale_place (&pen->frame.y, pen->plot->band[0]);
  high = sem_plot_scale_place (&pen->frame.y, pen->plot->band[1]);
  cairo_rectangle (pen->cr, area->x, high, area->width, low - high);
  sem_plot_pen_set_colour (pen, &pen->look->colours->healthy, 1);
  cairo_fill (pen->cr);
}

/* In the middle of a pixel, so that it is sharp. */
static void
draw_line (SemPlotPen *pen, double x1, double y1, double x2, double y2, double opacity)
{
  cairo_set_line_width (pen->cr, 1);
  cairo_move_to (pen->cr, (int) x1 + 0.5, (int) y1 + 0.5);
  cairo_line_to (pen->cr, (int) x2 + 0.5, (int) y2 + 0.5);
  sem_plot_pen_set_colour (pen, &pen->look->colours->grid, opacity);
  cairo_stroke (pen->cr);
}

static void
draw_y (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  const SemPlotScale *scale = &pen->frame.y;
  double text = pen->frame.text;

  if (pen->plot->cells && pen->plot->categories)
    return;
  for (guint i = 0; i < scale->n_ticks; i++)
    {
      double y = sem_plot_scale_place (scale, scale->ticks[i]);
      g_autofree char *number =
        sem_plot_format (scale->unit, scale->ticks[i], scale->step > 0 ? scale->step : 1,
                         pen->look->plain);
      SemPlotText words = { number,
                            SEM_PLOT_RIGHT,
                            area->x - NUMBER_GAP * text,
                            y - LINE_HEIGHT * text / 2,
                            area->x - NUMBER_GAP * text,
                            1,
                            1 };

      if (!pen->plot->cells)
        draw_line (pen, area->x, y, area->x + area->width, y, 0.25);
      sem_plot_pen_write (pen, &words);
    }
}

static void
draw_x (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  const SemPlotScale *scale = &pen->frame.x;
  double text = pen->frame.text, bottom = area->y + area->height;

  for (guint i = 0; i < scale->n_ticks && !pen->plot->categories; i++)
    {
      double x = sem_plot_scale_place (scale, scale->ticks[i]);
      g_autofree char *number =
        sem_plot_format (scale->unit, scale->ticks[i],
                         scale->logarithmic || scale->step == 0 ? fmin (scale->ticks[i], 1)
                                                                : scale->step,
                         pen->look->plain);
      SemPlotText words = {
        number, SEM_PLOT_CENTRE, x, bottom + NUMBER_GAP * text, TICK_WIDTH * text, 1, 1
      };

      draw_line (pen, x, bottom, x, bottom + TICK, 1);
      sem_plot_pen_write (pen, &words);
    }
}

/* Below each other, to the left of @x; @y: the middle. */
static void
write_name (SemPlotPen *pen, guint category, double x, double y, double size)
{
  SemPlotText words = { pen->plot->categories[category],
                        SEM_PLOT_RIGHT,
                        x,
                        y - LINE_HEIGHT * pen->frame.text * size / 2,
                        NAME_WIDTH * pen->frame.text,
                        1,
                        size };

  sem_plot_pen_write (pen, &words);
}

/* Names of narrow columns, from the bottom up, and those of the rows of a heat map. */
static void
draw_names (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  double text = pen->frame.text, gap = NUMBER_GAP * text / 2;
  double line = LINE_HEIGHT * text, bottom = area->y + area->height;
  double pitch = (pen->plot->cells ? area->height : area->width) / pen->plot->n_categories;
  double size = CLAMP (pitch / line, LEAST_SIZE, 1);
  guint each = (guint) ceil (line * size / fmax (pitch, 1));

  for (guint i = 0; i < pen->plot->n_categories; i += MAX (each, 1))
    {
      cairo_save (pen->cr);
      cairo_translate (pen->cr, sem_plot_scale_place (&pen->frame.x, i), bottom + gap);
      cairo_rotate (pen->cr, -G_PI / 2);
      write_name (pen, i, 0, 0, size);
      cairo_restore (pen->cr);
      if (pen->plot->cells)
        write_name (pen, i, area->x - gap, sem_plot_scale_place (&pen->frame.y, i), size);
    }
}

/* The name below a column. */
static void
init_category (const SemPlotPen *pen, guint category, double size, SemPlotText *words)
{
  const SemPlotBox *area = &pen->frame.area;

  *words = (SemPlotText){ pen->plot->categories[category],
                          SEM_PLOT_CENTRE,
                          sem_plot_scale_place (&pen->frame.x, category),
                          area->y + area->height + NUMBER_GAP * pen->frame.text,
                          area->width / pen->plot->n_categories - 4,
                          2,
                          size };
}

/* All in the size of the one that has to be smallest. */
static void
draw_categories (SemPlotPen *pen)
{
  SemPlotText words;
  double size = 1;

  if (pen->frame.upright)
    {
      draw_names (pen);
      return;
    }
  for (guint i = 0; i < pen->plot->n_categories; i++)
    {
      init_category (pen, i, 1, &words);
      size = MIN (size, sem_plot_pen_fit (pen, &words));
    }
  for (guint i = 0; i < pen->plot->n_categories; i++)
    {
      init_category (pen, i, size, &words);
      sem_plot_pen_write (pen, &words);
    }
}

static void
draw_labels (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  double text = pen->frame.text;
  double lines = pen->frame.upright ? 5.4 : pen->plot->categories ? 2 : 1;
  SemPlotText x = { pen->plot->x.label,
                    SEM_PLOT_CENTRE,
                    area->x + area->width / 2,
                    area->y + area->height + (NUMBER_GAP + LINE_HEIGHT * lines) * text,
                    area->width,
                    1,
                    1 };
  SemPlotText y = {
    pen->plot->y.label, SEM_PLOT_CENTRE, 0, -LINE_HEIGHT * text / 2, area->height, 1, 1
  };

  sem_plot_pen_write (pen, &x);
  cairo_save (pen->cr);
  cairo_translate (pen->cr, (LABEL_X + 4) * text, area->y + area->height / 2);
  cairo_rotate (pen->cr, -G_PI / 2);
  sem_plot_pen_write (pen, &y);
  cairo_restore (pen->cr);
}

void
sem_plot_axes_draw (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  double bottom = area->y + area->height;

  cairo_set_dash (pen->cr, NULL, 0, 0);
  draw_band (pen);
  draw_y (pen);
  draw_x (pen);
  draw_categories (pen);
  draw_labels (pen);
  if (!pen->plot->cells)
    draw_line (pen, area->x, bottom, area->x + area->width, bottom, 1);
}

void
sem_plot_axes_draw_legend (SemPlotPen *pen)
{
  const SemPlotBox *box = &pen->frame.legend;
  double text = pen->frame.text;
  double width = box->width / MAX (pen->frame.legend_columns, 1);

  for (guint s = 0; s < pen->plot->series->len && box->width > 0; s++)
    {
      const SemPlotSeries *series = sem_plot_get_series (pen->plot, s);
      double x = box->x + s % pen->frame.legend_columns * width;
      double y = box->y + (s / pen->frame.legend_columns + 0.5) * SEM_PLOT_LEGEND_LINE * text;
      double after = (SAMPLE + NUMBER_GAP) * text;
      SemPlotText words = {
        series->name, SEM_PLOT_LEFT, x + after, y - LINE_HEIGHT * text / 2, width - after, 1, 1
      };

      sem_plot_pen_set_colour (pen, sem_plot_pen_get_colour (pen, s), 1);
      sem_plot_pen_set_dashes (pen, s);
      cairo_set_line_width (pen->cr, series->mark == SEM_PLOT_LINE ? 2 : 8);
      cairo_move_to (pen->cr, x, y);
      cairo_line_to (pen->cr, x + SAMPLE * text, y);
      cairo_stroke (pen->cr);
      if (series->mark == SEM_PLOT_LINE && !series->reference)
        sem_plot_pen_mark (pen, s, x + SAMPLE * text / 2, y);
      sem_plot_pen_write (pen, &words);
    }
}
