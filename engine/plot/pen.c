/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/pen.h"

#include <math.h>

#include <pango/pangocairo.h>

#define MARK 3.2
#define N_MARKS 4
/* Of the size of letters, before a word ends in an ellipsis. */
#define LEAST_PERCENT 70

void
sem_plot_pen_set_colour (SemPlotPen *self, const SemPlotColour *colour, double opacity)
{
  cairo_set_source_rgba (self->cr, colour->red, colour->green, colour->blue,
                         colour->alpha * opacity);
}

/* The number of a series among those that are references, or among the others. */
static guint
get_number (const SemPlot *plot, guint series)
{
  gboolean reference = sem_plot_get_series (plot, series)->reference;
  guint n = 0;

  for (guint s = 0; s < series; s++)
    n += sem_plot_get_series (plot, s)->reference == reference;
  return n;
}

const SemPlotColour *
sem_plot_pen_get_colour (const SemPlotPen *self, guint series)
{
  const SemPlotColours *colours = self->look->colours;

  if (sem_plot_get_series (self->plot, series)->reference)
    return &colours->grid;
  return &colours->series[get_number (self->plot, series) % SEM_PLOT_N_COLOURS];
}

void
sem_plot_pen_set_dashes (SemPlotPen *self, guint series)
{
  static const double dashes[][2] = { { 0, 0 }, { 7, 3 }, { 2, 3 } };
  guint number = get_number (self->plot, series);
  guint kind = sem_plot_get_series (self->plot, series)->reference
                 ? 1 + number % 2
                 : number / SEM_PLOT_N_COLOURS % G_N_ELEMENTS (dashes);

  cairo_set_dash (self->cr, dashes[kind], kind > 0 ? 2 : 0, 0);
}

void
sem_plot_pen_mark (SemPlotPen *self, guint series, double x, double y)
{
  static const double corners[N_MARKS][4][2] = {
    { { 0 } },
    { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } },
    { { 0, -1.3 }, { 1.2, 0.9 }, { -1.2, 0.9 }, { 0, -1.3 } },
    { { 0, -1.4 }, { 1.4, 0 }, { 0, 1.4 }, { -1.4, 0 } },
  };
  guint kind = get_number (self->plot, series) % N_MARKS;
  double size = MARK * self->frame.text;

  cairo_new_path (self->cr);
  if (kind == 0)
    cairo_arc (self->cr, x, y, size, 0, 2 * G_PI);
  else
    for (guint i = 0; i < 4; i++)
      cairo_line_to (self->cr, x + size * corners[kind][i][0], y + size * corners[kind][i][1]);
  sem_plot_pen_set_colour (self, sem_plot_pen_get_colour (self, series), 1);
  cairo_fill (self->cr);
}

/* @share: share of the requested size. */
static void
set_font (SemPlotPen *self, PangoLayout *layout, const SemPlotText *text, double share)
{
  PangoFontDescription *font = pango_font_description_from_string ("sans");

  pango_font_description_set_absolute_size (font, SEM_PLOT_TEXT * self->frame.text * text->size
                                                    * share * PANGO_SCALE);
  if (text->bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

/* A word that is wider than its place is written smaller rather than broken. In steps, since the
 * widths of small letters are whole pixels. */
static double
fit_words (SemPlotPen *self, PangoLayout *layout, const SemPlotText *text)
{
  guint percent = 100;
  int width;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_get_pixel_size (layout, &width, NULL);
  while (width > text->width && percent > LEAST_PERCENT)
    {
      percent -= 5;
      set_font (self, layout, text, percent / 100.);
      pango_layout_get_pixel_size (layout, &width, NULL);
    }
  return percent / 100.;
}

/* Pango means the side on which words begin, which of Hebrew is the right one; a place on a plot is
 * the same in every script. */
static PangoAlignment
get_alignment (PangoLayout *layout, SemPlotAnchor anchor)
{
  const gboolean from_right = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;

  if (anchor == SEM_PLOT_CENTRE)
    return PANGO_ALIGN_CENTER;
  return (anchor == SEM_PLOT_LEFT) != from_right ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

/* @fitted: (out) (nullable): the share of the requested size */
static PangoLayout *
lay_out (SemPlotPen *self, const SemPlotText *text, double *fitted)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  double share;

  set_font (self, layout, text, 1);
  pango_layout_set_text (layout, text->text, -1);
  pango_layout_set_width (layout, (int) (MAX (text->width, 1) * PANGO_SCALE));
  share = fit_words (self, layout, text);
  if (fitted)
    *fitted = share;
  pango_layout_set_height (layout, -(int) MAX (text->n_lines, 1));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, get_alignment (layout, text->anchor));
  return layout;
}

double
sem_plot_pen_fit (SemPlotPen *self, const SemPlotText *text)
{
  double share = 1;

  if (text->text)
    g_object_unref (lay_out (self, text, &share));
  return share;
}

void
sem_plot_pen_write (SemPlotPen *self, const SemPlotText *text)
{
  static const double shares[] = { 0, 0.5, 1 };
  PangoLayout *layout;

  if (!text->text || self->look->colours->text.alpha <= 0)
    return;
  layout = lay_out (self, text, NULL);
  sem_plot_pen_set_colour (self, &self->look->colours->text, 1);
  cairo_move_to (self->cr, text->x - shares[text->anchor] * MAX (text->width, 1), text->y);
  pango_cairo_show_layout (self->cr, layout);
  g_object_unref (layout);
}
