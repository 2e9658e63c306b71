/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/reports/plots.h"

#include "engine/base/output.h"
#include "engine/evaluate/evaluate-private.h"
#include "engine/evaluate/reports/latex.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* The part of a SemRecord that a line shows. */
typedef enum
{
  CURVE_RECALL,
  CURVE_NN10,
  CURVE_PLACES,
  CURVE_RADIUS_PRECISION,
  CURVE_RADIUS_FOUND,
} Curve;

typedef struct
{
  SemEvaluation *evaluation;
  const char *folder;
  char *subtitle;
} Plots;

/* (transfer full): without lines */
static SemPlot *
begin_plot (const Plots *plots, const char *title, const SemPlotAxis *x, const char *y_label)
{
  const SemPlotAxis y = { .label = y_label, .unit = SEM_PLOT_SHARE };
  SemPlot *plot = sem_plot_new (title, plots->subtitle);

  sem_plot_set_x_axis (plot, x);
  sem_plot_set_y_axis (plot, &y);
  return plot;
}

static const SemEvaluationRow *
row_at (const Plots *plots, guint position)
{
  return &g_array_index (plots->evaluation->rows, SemEvaluationRow, position);
}

/* Returns: (nullable) */
static const SemEvaluationRow *
find_row (const Plots *plots, const char *method, guint n_bits)
{
  for (guint r = 0; r < plots->evaluation->rows->len; r++)
    {
      const SemEvaluationRow *row = row_at (plots, r);

      if (row->n_bits == n_bits && row->order == SEM_EVALUATION_HAMMING
          && g_str_equal (row->method, method))
        return row;
    }
  return NULL;
}

/* @lengths: (out): rising, each once. Returns: their number */
static guint
list_lengths (const Plots *plots, double *lengths)
{
  const guint all[] = { 16, 32, 64, 128, 256, 512 };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint r = 0; r < plots->evaluation->rows->len; r++)
      if (row_at (plots, r)->n_bits == all[i])
        {
          lengths[n++] = all[i];
          break;
        }
  return n;
}

/* Adds a line, unless the method lacks one of the lengths. */
static void
add_lengths (const Plots *plots,
             SemPlot *plot,
             const SemEvaluationRow *row,
             const double *lengths,
             guint n,
             SemEvaluationMetric metric)
{
  double y[SEM_EVALUATE_MAX_ROWS], sd[SEM_EVALUATE_MAX_ROWS];
  const SemPlotSeries line = { row->method, SEM_PLOT_LINE, row->n_bits == 0, n, lengths, y, sd };

  for (guint i = 0; i < n; i++)
    {
      const SemEvaluationRow *at =
        row->n_bits == 0 ? row : find_row (plots, row->method, (guint) lengths[i]);

      if (!at)
        return;
      y[i] = at->mean.figures[metric];
      sd[i] = at->sd.figures[metric];
    }
  sem_plot_add (plot, &line);
}

/* A figure over the code lengths. */
static gboolean
write_lengths (const Plots *plots, SemEvaluationMetric metric, const char *name, GError **error)
{
  double lengths[SEM_EVALUATE_MAX_ROWS];
  guint n = list_lengths (plots, lengths);
  const char *title = sem_evaluation_metric_get_title (metric);
  const SemPlotAxis x = { _("bits"), SEM_PLOT_NUMBER, TRUE, 0, 0, lengths, n };
  g_autoptr (SemPlot) plot = NULL;

  if (n < 2)
    return TRUE;
  plot = begin_plot (plots, title, &x, title);
  for (guint r = 0; r < plots->evaluation->rows->len; r++)
    {
      const SemEvaluationRow *row = row_at (plots, r);

      if (row->n_bits == 0
          || (row->n_bits == (guint) lengths[0] && row->order == SEM_EVALUATION_HAMMING))
        add_lengths (plots, plot, row, lengths, n, metric);
    }
  return sem_plot_files_write (plot, plots->folder, name, error);
}

static const double *
get_curve (const SemRecord *record, Curve curve)
{
  switch (curve)
    {
    case CURVE_RECALL:
      return record->precision;
    case CURVE_NN10:
      return record->nn10;
    case CURVE_PLACES:
      return record->precision_at;
    case CURVE_RADIUS_PRECISION:
      return record->radius_precision;
    default:
      return record->radius_found;
    }
}

/* @name: of the file, without the code length
 * @title: without the code length
 * @x: (array): n values of the horizontal axis */
typedef struct
{
  Curve curve;
  const char *name;
  const char *title;
  const char *y_label;
  const double *x;
  guint n;
  SemPlotAxis axis;
} Drawing;

/* One line for each method at one code length. */
static gboolean
write_curves (const Plots *plots, guint n_bits, const Drawing *drawing, GError **error)
{
  g_autofree char *title = g_strdup_printf (_("%s, %u bits"), drawing->title, n_bits);
  g_autofree char *file = g_strdup_printf ("%s-%u", drawing->name, n_bits);
  g_autoptr (SemPlot) plot = begin_plot (plots, title, &drawing->axis, drawing->y_label);

  for (guint r = 0; r < plots->evaluation->rows->len; r++)
    {
      const SemEvaluationRow *row = row_at (plots, r);
      const SemPlotSeries line = { row->method,
                                   SEM_PLOT_LINE,
                                   row->n_bits == 0,
                                   drawing->n,
                                   drawing->x,
                                   get_curve (&row->mean, drawing->curve),
                                   get_curve (&row->sd, drawing->curve) };

      if ((row->n_bits == n_bits && row->order == SEM_EVALUATION_HAMMING)
          || (row->n_bits == 0 && drawing->curve <= CURVE_PLACES))
        sem_plot_add (plot, &line);
    }
  return sem_plot_files_write (plot, plots->folder, file, error);
}

static gboolean
write_radii (const Plots *plots, guint n_bits, GError **error)
{
  double radii[SEM_RECORD_N_RADII];
  double ticks[5];
  const SemPlotAxis axis = { .label = _("radius in bits"),
                             .ticks = ticks,
                             .n_ticks = G_N_ELEMENTS (ticks) };
  const Drawing precision = { CURVE_RADIUS_PRECISION,
                              "radius-precision",
                              _("Precision within a Hamming radius"),
                              _("precision"),
                              radii,
                              n_bits / 4 + 1,
                              axis };
  const Drawing found = { CURVE_RADIUS_FOUND,
                          "radius-found",
                          _("Queries with any photo within a Hamming radius"),
                          _("share of the queries"),
                          radii,
                          n_bits / 4 + 1,
                          axis };

  for (guint i = 0; i <= n_bits / 4; i++)
    radii[i] = i;
  for (guint i = 0; i < G_N_ELEMENTS (ticks); i++)
    ticks[i] = n_bits / 16.0 * i;
  return write_curves (plots, n_bits, &precision, error)
         && write_curves (plots, n_bits, &found, error);
}

/* Of sem_record_places, as far as the gallery goes. */
static guint
count_places (const Plots *plots)
{
  guint n = 1;

  while (n < SEM_RECORD_N_PLACES && sem_record_places[n] <= plots->evaluation->n_database)
    n++;
  return n;
}

static gboolean
write_length (const Plots *plots, guint n_bits, GError **error)
{
  const double recall_ticks[] = { 0.0, 0.2, 0.4, 0.6, 0.8, 1.0 };
  double recalls[SEM_RECORD_N_RECALLS];
  double depths[SEM_RECORD_N_DEPTHS];
  double places[SEM_RECORD_N_PLACES];
  const Drawing recall = {
    CURVE_RECALL,
    "precision-recall",
    _("Precision and recall"),
    _("precision"),
    recalls,
    SEM_RECORD_N_RECALLS,
    { .label = _("recall"), .ticks = recall_ticks, .n_ticks = G_N_ELEMENTS (recall_ticks) }
  };
  const Drawing nn10 = {
    CURVE_NN10,
    "nn10",
    _("Ten nearest by the features among the first R"),
    "nn10@R",
    depths,
    SEM_RECORD_N_DEPTHS,
    { .label = "R", .logarithmic = TRUE, .ticks = depths, .n_ticks = G_N_ELEMENTS (depths) }
  };
  const Drawing at = {
    CURVE_PLACES,
    "precision-at",
    _("Precision of the first N"),
    "P@N",
    places,
    count_places (plots),
    { .label = "N", .logarithmic = TRUE, .ticks = places, .n_ticks = count_places (plots) }
  };

  for (guint i = 0; i < SEM_RECORD_N_RECALLS; i++)
    recalls[i] = i / (SEM_RECORD_N_RECALLS - 1.0);
  for (guint i = 0; i < SEM_RECORD_N_DEPTHS; i++)
    depths[i] = sem_record_depths[i];
  for (guint i = 0; i < SEM_RECORD_N_PLACES; i++)
    places[i] = sem_record_places[i];
  return write_curves (plots, n_bits, &recall, error) && write_curves (plots, n_bits, &nn10, error)
         && write_curves (plots, n_bits, &at, error) && write_radii (plots, n_bits, error);
}

/* The loss on pairs of what was trained in epochs at this length, relative to its first epoch. */
static gboolean
write_training (const Plots *plots, guint n_bits, GError **error)
{
  const SemPlotAxis x = { .label = _("epoch"), .unit = SEM_PLOT_COUNT };
  const SemPlotAxis y = { .label = _("loss on pairs, of the first epoch’s"),
                          .unit = SEM_PLOT_NUMBER };
  g_autofree char *title = g_strdup_printf (_("%s, %u bits"), _("Training"), n_bits);
  g_autofree char *file = g_strdup_printf ("training-%u", n_bits);
  g_autoptr (SemPlot) plot = sem_plot_new (title, plots->subtitle);

  sem_plot_set_x_axis (plot, &x);
  sem_plot_set_y_axis (plot, &y);
  for (guint r = 0; r < plots->evaluation->rows->len; r++)
    {
      const GArray *epochs = g_ptr_array_index (plots->evaluation->epochs, r);
      const guint n = epochs ? epochs->len : 0;
      g_autofree double *at = g_new (double, n + 1);
      g_autofree double *loss = g_new (double, n + 1);
      const SemPlotSeries line = {
        row_at (plots, r)->method, SEM_PLOT_LINE, FALSE, n, at, loss, NULL
      };

      if (n == 0 || row_at (plots, r)->n_bits != n_bits)
        continue;
      for (guint i = 0; i < n; i++)
        {
          const double first = g_array_index (epochs, SemHashEpoch, 0).pair_loss;

          at[i] = g_array_index (epochs, SemHashEpoch, i).epoch;
          loss[i] = first != 0 ? g_array_index (epochs, SemHashEpoch, i).pair_loss / first : 0.0;
        }
      sem_plot_add (plot, &line);
    }
  return sem_plot_get_n_series (plot) == 0
         || sem_plot_files_write (plot, plots->folder, file, error);
}

static gboolean
write_text (const Plots *plots, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (plots->folder, name, NULL);

  return sem_output_write (path, text, strlen (text), error);
}

static gboolean
write_all (const Plots *plots, GError **error)
{
  double lengths[SEM_EVALUATE_MAX_ROWS];
  guint n = list_lengths (plots, lengths);
  g_autofree char *csv = sem_evaluation_to_csv (plots->evaluation);
  g_autofree char *latex = sem_evaluation_to_latex (plots->evaluation);
  gboolean ok = write_lengths (plots, SEM_EVALUATION_MAP_ALL, "map-all", error)
                && write_lengths (plots, SEM_EVALUATION_P_10, "p-10", error)
                && write_text (plots, "table.csv", csv, error)
                && write_text (plots, "table.tex", latex, error);

  for (guint i = 0; ok && i < n; i++)
    ok = write_length (plots, (guint) lengths[i], error)
         && write_training (plots, (guint) lengths[i], error);
  return ok;
}

gboolean
sem_plots_write (SemEvaluation *evaluation, const char *folder, GError **error)
{
  Plots plots = { evaluation, folder, NULL };
  gboolean ok;

  g_return_val_if_fail (evaluation != NULL && folder != NULL, FALSE);

  if (!sem_plots_make_folder (folder, error))
    return FALSE;
  plots.subtitle = g_strdup_printf (
    _("%s · %s · %zu queries, %zu photos · mean ± standard deviation of %u splits"),
    evaluation->set != NULL ? evaluation->set : "", evaluation->protocol->name,
    evaluation->n_queries, evaluation->n_database, evaluation->n_seeds);
  ok = write_all (&plots, error);
  g_free (plots.subtitle);
  return ok;
}
