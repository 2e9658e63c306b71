/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/plot/export.h"

#include "engine/base/error.h"
#include "engine/plot/draw.h"
#include "engine/plot/plot-private.h"
#include "engine/plot/svg-text.h"

#include <math.h>
#include <string.h>

#include <cairo-svg.h>

#include <glib/gi18n-lib.h>

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
sem_plot_to_png (const SemPlot *self, const SemPlotLook *look, double scale, GError **error)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (look->width * scale),
                                (int) ceil (look->height * scale));
  cairo_t *cr = cairo_create (surface);
  GByteArray *file = g_byte_array_new ();
  cairo_status_t status;

  cairo_scale (cr, scale, scale);
  sem_plot_draw (self, cr, look);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append_cb, file);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (file);
  g_byte_array_unref (file);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The picture of the plot cannot be made: %s. Choose a smaller size."),
               cairo_status_to_string (status));
  return NULL;
}

/* (transfer full): the names of what is drawn */
static char *
dup_description (const SemPlot *self)
{
  GString *text = g_string_new (self->subtitle);

  for (guint s = 0; s < self->series->len; s++)
    {
      if (text->len > 0)
        g_string_append (text, s == 0 ? ": " : ", ");
      g_string_append (text, sem_plot_get_series (self, s)->name);
    }
  return g_string_free (text, FALSE);
}

static char *
draw_svg (const SemPlot *self, const SemPlotLook *look, const char *prefix)
{
  GByteArray *file = g_byte_array_new ();
  cairo_surface_t *surface =
    cairo_svg_surface_create_for_stream (append_cb, file, look->width, look->height);
  cairo_t *cr = cairo_create (surface);
  g_autofree char *svg = NULL, *renamed = NULL, *description = dup_description (self);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  sem_plot_draw (self, cr, look);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  g_byte_array_append (file, (const guint8 *) "", 1);
  svg = (char *) g_byte_array_free (file, FALSE);
  renamed = sem_plot_svg_rename (svg, prefix);
  return sem_plot_svg_describe (renamed, self->title, description);
}

char *
sem_plot_to_svg (const SemPlot *self, const SemPlotLook *look)
{
  return draw_svg (self, look, "i");
}

char *
sem_plot_to_html (const SemPlot *self, const SemPlotLook *look, const char *prefix)
{
  g_autofree char *svg = draw_svg (self, look, prefix);

  return sem_plot_svg_embed (svg);
}

static void
append_text (GString *text, const char *value)
{
  if (!strpbrk (value, ",\"\r\n"))
    {
      g_string_append (text, value);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = value; *c; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

static void
append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

static void
append_x (GString *text, const SemPlot *self, double x)
{
  if (self->categories && x >= 0 && x < self->n_categories)
    append_text (text, self->categories[(guint) x]);
  else
    append_number (text, x);
}

static void
append_cells (GString *text, const SemPlot *self)
{
  g_string_append (text, "row,column,value\r\n");
  for (guint i = 0; i < self->n_cells * self->n_cells; i++)
    {
      append_x (text, self, i / self->n_cells);
      g_string_append_c (text, ',');
      append_x (text, self, i % self->n_cells);
      g_string_append_c (text, ',');
      append_number (text, self->cells[i]);
      g_string_append (text, "\r\n");
    }
}

static void
append_place (GString *text, const float *place)
{
  for (guint i = 0; i < 3; i++)
    {
      g_string_append_c (text, ',');
      append_number (text, (double) place[i]);
    }
}

static void
append_space (GString *text, const SemPlot *self)
{
  g_string_append (text, "eye,x,y,z,axis_x,axis_y,axis_z,value\r\n");
  for (guint i = 0; i < self->n_eyes; i++)
    {
      append_number (text, i);
      append_place (text, self->eyes[i].place);
      append_place (text, self->eyes[i].axis);
      g_string_append_c (text, ',');
      append_number (text, self->eyes[i].value);
      g_string_append (text, "\r\n");
    }
  for (guint i = 0; i < self->n_dots; i++)
    {
      append_place (text, self->dots[i].place);
      g_string_append (text, ",,,,\r\n");
    }
}

static void
append_series (GString *text, const SemPlot *self, const SemPlotSeries *series)
{
  for (guint i = 0; i < series->n; i++)
    {
      append_text (text, series->name);
      g_string_append_c (text, ',');
      append_x (text, self, series->x[i]);
      g_string_append_c (text, ',');
      append_number (text, series->y[i]);
      g_string_append_c (text, ',');
      if (series->sd)
        append_number (text, series->sd[i]);
      g_string_append (text, "\r\n");
    }
}

char *
sem_plot_to_csv (const SemPlot *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  if (self->cells)
    append_cells (text, self);
  else if (self->eyes)
    append_space (text, self);
  else
    g_string_append (text, "series,x,y,sd\r\n");
  for (guint s = 0; s < self->series->len; s++)
    append_series (text, self, sem_plot_get_series (self, s));
  return g_string_free (text, FALSE);
}
