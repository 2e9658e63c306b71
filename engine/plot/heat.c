/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/plot/series.h"

#include "engine/plot/figures.h"
#include "engine/plot/plot-private.h"

#include <math.h>

/* In pixels at the usual size of texts. */
#define SCALE_GAP 16
#define SCALE_WIDTH 12
#define SCALE_NUMBER 40
#define LINE_HEIGHT 16

/* Premultiplied, as cairo's ARGB32. */
static guint32
mix (const SemPlotColours *colours, double share)
{
  const double *cold = &colours->cold.red, *hot = &colours->hot.red;
  double alpha = cold[3] + share * (hot[3] - cold[3]);
  guint32 pixel = (guint32) lround (alpha * 255) << 24;

  for (guint i = 0; i < 3; i++)
    pixel |= (guint32) lround ((cold[i] + share * (hot[i] - cold[i])) * alpha * 255)
             << (8 * (2 - i));
  return pixel;
}

/* One pixel a value. */
static cairo_surface_t *
paint (const SemPlotColours *colours, const double *values, guint width, guint height)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (guint y = 0; pixels && y < height; y++)
    for (guint x = 0; x < width; x++)
      ((guint32 *) (gpointer) (pixels + (gsize) y * stride))[x] =
        mix (colours, CLAMP (values[(gsize) y * width + x], 0, 1));
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
place (cairo_t *cr, cairo_surface_t *surface, guint width, guint height, const SemPlotBox *box)
{
  cairo_save (cr);
  cairo_translate (cr, box->x, box->y);
  cairo_scale (cr, box->width / width, box->height / height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
draw_scale (SemPlotPen *pen)
{
  const SemPlotBox *area = &pen->frame.area;
  double text = pen->frame.text;
  const SemPlotBox box = { area->x + area->width + SCALE_GAP * text, area->y, SCALE_WIDTH * text,
                           area->height };
  double values[64];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = 1 - i / (G_N_ELEMENTS (values) - 1.0);
  place (pen->cr, paint (pen->look->colours, values, 1, G_N_ELEMENTS (values)), 1,
         G_N_ELEMENTS (values), &box);
  for (guint i = 0; i <= 2; i++)
    {
      g_autofree char *number = sem_plot_format (SEM_PLOT_SHARE, i / 2.0, 0.5, pen->look->plain);
      SemPlotText words = { number,
                            SEM_PLOT_LEFT,
                            box.x + box.width + 4 * text,
                            box.y + (box.height - LINE_HEIGHT * text) * (1 - i / 2.0),
                            SCALE_NUMBER * text,
                            1,
                            1 };

      sem_plot_pen_write (pen, &words);
    }
}

void
sem_plot_heat_draw (SemPlotPen *pen)
{
  guint n = pen->plot->n_cells;

  place (pen->cr, paint (pen->look->colours, pen->plot->cells, n, n), n, n, &pen->frame.area);
  draw_scale (pen);
}
