/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/scenes/scene-plots.h"

#include "engine/base/output.h"
#include "engine/evaluate/reports/plot-files.h"
#include "engine/evaluate/scenes/scene-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  const SemSceneResult *result;
  const char *folder;
  char *subtitle;
  double lengths[SEM_EVALUATE_MAX_ROWS];
  guint n_lengths;
} Plots;

static const SemSceneRow *
row_at (const Plots *plots, guint row)
{
  return &g_array_index (plots->result->rows, SemSceneRow, row);
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

/* Rising, each once. */
static void
list_lengths (Plots *plots)
{
  for (guint r = 0; r < plots->result->rows->len; r++)
    {
      const double bits = row_at (plots, r)->n_bits;
      gboolean known = bits == 0;

      for (guint i = 0; i < plots->n_lengths; i++)
        known = known || plots->lengths[i] == bits;
      if (!known)
        plots->lengths[plots->n_lengths++] = bits;
    }
  qsort (plots->lengths, plots->n_lengths, sizeof (double), compare_lengths);
}

static const SemSceneFigure *
get_figure (const SemSceneRow *row, gboolean correlation)
{
  return correlation ? &row->correlation : &row->map;
}

/* @first: its row at the first length, or a row of float */
static void
add_line (const Plots *plots, SemPlot *plot, const SemSceneRow *first, gboolean correlation)
{
  double y[SEM_EVALUATE_MAX_ROWS], sd[SEM_EVALUATE_MAX_ROWS];
  const SemPlotSeries line = {
    first->method, SEM_PLOT_LINE, first->n_bits == 0, plots->n_lengths, plots->lengths, y, sd
  };

  for (guint i = 0; i < plots->n_lengths; i++)
    {
      const SemSceneRow *row = first->n_bits == 0 ? first : NULL;

      for (guint r = 0; r < plots->result->rows->len && !row; r++)
        if (row_at (plots, r)->n_bits == (guint) plots->lengths[i]
            && row_at (plots, r)->order == SEM_EVALUATION_HAMMING
            && g_str_equal (row_at (plots, r)->method, first->method))
          row = row_at (plots, r);
      if (!row)
        return;
      y[i] = get_figure (row, correlation)->mean;
      sd[i] = get_figure (row, correlation)->sd;
    }
  sem_plot_add (plot, &line);
}

static gboolean
write_lengths (const Plots *plots, gboolean correlation, const char *name, GError **error)
{
  const char *title = correlation ? _("Rank correlation") : _("mAP by overlap");
  const SemPlotAxis x = {
    _("bits"), SEM_PLOT_NUMBER, TRUE, 0, 0, plots->lengths, plots->n_lengths
  };
  /* A correlation may be below 0. */
  const SemPlotAxis y = { .label = title, .unit = correlation ? SEM_PLOT_NUMBER : SEM_PLOT_SHARE };
  g_autoptr (SemPlot) plot = sem_plot_new (title, plots->subtitle);

  if (plots->n_lengths < 2)
    return TRUE;
  sem_plot_set_x_axis (plot, &x);
  sem_plot_set_y_axis (plot, &y);
  for (guint r = 0; r < plots->result->rows->len; r++)
    {
      const SemSceneRow *row = row_at (plots, r);

      if (row->n_bits == 0
          || (row->n_bits == (guint) plots->lengths[0] && row->order == SEM_EVALUATION_HAMMING))
        add_line (plots, plot, row, correlation);
    }
  return sem_plot_files_write (plot, plots->folder, name, error);
}

/* A bar for each method in each order, beside those of the features. */
static gboolean
write_methods (const Plots *plots, guint n_bits, GError **error)
{
  static const char *const orders[] = { N_("Hamming"), N_("search order") };
  g_autofree char *title = g_strdup_printf (_("%s, %u bits"), _("mAP by overlap"), n_bits);
  g_autofree char *name = g_strdup_printf ("methods-%u", n_bits);
  const SemPlotAxis x = { .label = NULL };
  const SemPlotAxis y = { .label = _("mAP by overlap"), .unit = SEM_PLOT_SHARE };
  g_autoptr (SemPlot) plot = sem_plot_new (title, plots->subtitle);
  const char *methods[SEM_EVALUATE_MAX_ROWS + 2];
  double places[SEM_EVALUATE_MAX_ROWS + 2], values[2][SEM_EVALUATE_MAX_ROWS + 2];
  guint n = 0;

  for (guint r = 0; r < plots->result->rows->len && n < G_N_ELEMENTS (methods); r++)
    {
      const SemSceneRow *row = row_at (plots, r);

      if (row->n_bits != 0 && (row->n_bits != n_bits || row->order != SEM_EVALUATION_HAMMING))
        continue;
      methods[n] = row->method;
      places[n] = n;
      values[0][n] = row->map.mean;
      /* The other order of a method follows it. */
      values[1][n] = row->n_bits == 0 ? row->map.mean : row_at (plots, r + 1)->map.mean;
      n++;
    }
  sem_plot_set_x_axis (plot, &x);
  sem_plot_set_y_axis (plot, &y);
  sem_plot_set_categories (plot, methods, n);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      const SemPlotSeries bars = {
        _(orders[i]), SEM_PLOT_BARS, FALSE, n, places, values[i], NULL
      };

      sem_plot_add (plot, &bars);
    }
  return sem_plot_files_write (plot, plots->folder, name, error);
}

static gboolean
write_text (const Plots *plots, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (plots->folder, name, NULL);

  return sem_output_write (path, text, strlen (text), error);
}

gboolean
sem_scene_plots_write (const SemSceneResult *result, const char *folder, GError **error)
{
  Plots plots = { .result = result, .folder = folder };
  g_autofree char *csv = sem_scene_result_to_csv (result);
  g_autofree char *latex = sem_scene_result_to_latex (result);
  gboolean ok;

  if (!sem_plots_make_folder (folder, error))
    return FALSE;
  list_lengths (&plots);
  plots.subtitle =
    g_strdup_printf (_(
                       "%s · scenes-overlap · %zu queries · mean ± standard deviation of %u folds"),
                     result->set ? result->set : "", result->n_queries, result->n_folds);
  ok = write_lengths (&plots, FALSE, "map-overlap", error)
       && write_lengths (&plots, TRUE, "rank-correlation", error)
       && write_text (&plots, "table.csv", csv, error)
       && write_text (&plots, "table.tex", latex, error);
  for (guint i = 0; ok && i < plots.n_lengths; i++)
    ok = write_methods (&plots, (guint) plots.lengths[i], error);
  g_free (plots.subtitle);
  return ok;
}
