/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/quality/figure.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH 720
#define HEIGHT 440
#define SCALE 2
#define MOST_CELLS 200

struct _SemFigure
{
  GObject parent_instance;

  char *name;
  char *explanation;
  char *healthy;
  SemPlot *plot;
  SemFigureBehind behind; /* all NULL for none */
  gpointer data;
};

G_DEFINE_FINAL_TYPE (SemFigure, sem_figure, G_TYPE_OBJECT)

static void
sem_figure_finalize (GObject *object)
{
  SemFigure *self = SEM_FIGURE (object);

  g_free (self->name);
  g_free (self->explanation);
  g_free (self->healthy);
  sem_plot_unref (self->plot);
  if (self->behind.destroy)
    self->behind.destroy (self->data);

  G_OBJECT_CLASS (sem_figure_parent_class)->finalize (object);
}

static void
sem_figure_class_init (SemFigureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_figure_finalize;
}

static void
sem_figure_init (SemFigure *self)
{
}

SemFigure *
sem_figure_new (const char *name,
                const char *explanation,
                const char *healthy,
                SemPlot *plot,
                const SemFigureBehind *behind,
                gpointer data)
{
  SemFigure *self = g_object_new (SEM_TYPE_FIGURE, NULL);

  self->name = g_strdup (name);
  self->explanation = g_strdup (explanation);
  self->healthy = g_strdup (healthy);
  self->plot = sem_plot_ref (plot);
  if (behind)
    self->behind = *behind;
  self->data = data;
  return self;
}

const char *
sem_figure_get_name (SemFigure *self)
{
  g_return_val_if_fail (SEM_IS_FIGURE (self), NULL);
  return self->name;
}

const char *
sem_figure_get_explanation (SemFigure *self)
{
  g_return_val_if_fail (SEM_IS_FIGURE (self), NULL);
  return self->explanation;
}

const char *
sem_figure_get_healthy (SemFigure *self)
{
  g_return_val_if_fail (SEM_IS_FIGURE (self), NULL);
  return self->healthy;
}

SemPlot *
sem_figure_get_plot (SemFigure *self)
{
  g_return_val_if_fail (SEM_IS_FIGURE (self), NULL);
  return self->plot;
}

GArray *
sem_figure_list_photos (SemFigure *self, const SemPlotPoint *point)
{
  g_return_val_if_fail (SEM_IS_FIGURE (self), NULL);

  return self->behind.list ? self->behind.list (self->data, point)
                           : g_array_new (FALSE, FALSE, sizeof (gint64));
}

char *
sem_figure_describe_photos (SemFigure *self, const SemPlotPoint *point)
{
  g_return_val_if_fail (SEM_IS_FIGURE (self), NULL);

  return self->behind.describe ? self->behind.describe (self->data, point) : g_strdup ("");
}

static int
compare_points (const void *a, const void *b)
{
  const SemPlotPoint *first = a, *second = b;

  if (first->value > second->value || first->value < second->value)
    return first->value > second->value ? -1 : 1;
  return first->index < second->index ? -1 : first->index > second->index;
}

/* Of a matrix that is the same from both sides, one side is enough. */
static gboolean
is_symmetric (const SemPlot *plot)
{
  guint n = sem_plot_get_n_cells (plot);
  SemPlotPoint one, other;

  for (guint i = 0; i < n * n; i++)
    if (!sem_plot_get_point (plot, 0, i, &one)
        || !sem_plot_get_point (plot, 0, i % n * n + i / n, &other) || one.value < other.value
        || one.value > other.value)
      return FALSE;
  return TRUE;
}

SemPlotPoint *
sem_figure_list_points (SemFigure *self, guint *n)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (SemPlotPoint));
  gboolean cells = sem_plot_get_n_cells (self->plot) > 0, half = is_symmetric (self->plot);
  SemPlotPoint point;

  for (guint s = 0; s < MAX (sem_plot_get_n_series (self->plot), 1); s++)
    for (guint i = 0; sem_plot_get_point (self->plot, s, i, &point); i++)
      if (!cells || point.x < point.y || (!half && point.x > point.y))
        g_array_append_val (points, point);
  if (cells && points->len > 0)
    qsort (points->data, points->len, sizeof point, compare_points);
  if (cells && points->len > MOST_CELLS)
    g_array_set_size (points, MOST_CELLS);
  *n = points->len;
  return (SemPlotPoint *) (gpointer) g_array_free (points, FALSE);
}

GBytes *
sem_figure_save (SemFigure *self, const char *name, const SemPlotTurn *turn, GError **error)
{
  const SemPlotLook look = { .colours = sem_plot_colours_get (FALSE),
                             .width = WIDTH,
                             .height = HEIGHT,
                             .text = 1,
                             .titled = TRUE,
                             .turn = turn ? *turn : (SemPlotTurn){ 0 } };
  char *text = NULL;

  g_return_val_if_fail (SEM_IS_FIGURE (self) && name != NULL, NULL);

  if (g_str_has_suffix (name, ".svg"))
    text = sem_plot_to_svg (self->plot, &look);
  else if (g_str_has_suffix (name, ".csv"))
    text = sem_plot_to_csv (self->plot);
  else
    return sem_plot_to_png (self->plot, &look, SCALE, error);
  return g_bytes_new_take (text, strlen (text));
}
