/* page-figures LIBRARY [--no-labels]: what the quality page shows of a library, as a JSON object:
 * the verdict, and every plot with its numbers, without labels and with folders as classes, models
 * and methods beside each other. Nothing of it is computed here: it is what the window's objects
 * hold.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/inspector.h"
#include "engine/model/quality/label-inspector.h"

#include <locale.h>
#include <stdlib.h>

#include <json-glib/json-glib.h>

static void
add_numbers (JsonBuilder *builder, const char *name, const double *values, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text ? text : "");
}

/* The words of each point are what is told when it is pointed at. */
static void
add_series (JsonBuilder *builder, const SemPlot *plot, guint s)
{
  const SemPlotSeries *series = sem_plot_get_series (plot, s);

  json_builder_begin_object (builder);
  add_text (builder, "name", series->name);
  add_numbers (builder, "x", series->x, series->n);
  add_numbers (builder, "y", series->y, series->n);
  json_builder_set_member_name (builder, "words");
  json_builder_begin_array (builder);
  for (guint i = 0; i < series->n; i++)
    {
      const SemPlotPoint point = { s, i, series->x[i], series->y[i], series->y[i] };
      g_autofree char *words = sem_plot_describe (plot, &point);

      json_builder_add_string_value (builder, words);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_figure (JsonBuilder *builder, SemFigure *figure)
{
  const SemPlot *plot = sem_figure_get_plot (figure);
  guint n_cells = sem_plot_get_n_cells (plot);
  g_autofree double *cells = g_new (double, (gsize) n_cells *n_cells + 1);

  for (guint i = 0; i < n_cells * n_cells; i++)
    {
      SemPlotPoint point;

      if (sem_plot_get_point (plot, 0, i, &point))
        cells[i] = point.value;
    }
  json_builder_set_member_name (builder, sem_figure_get_name (figure));
  json_builder_begin_object (builder);
  add_text (builder, "healthy", sem_figure_get_healthy (figure));
  add_numbers (builder, "cells", cells, n_cells * n_cells);
  json_builder_set_member_name (builder, "series");
  json_builder_begin_array (builder);
  for (guint s = 0; s < sem_plot_get_n_series (plot); s++)
    add_series (builder, plot, s);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_figures (JsonBuilder *builder, GListModel *figures)
{
  for (guint i = 0; i < g_list_model_get_n_items (figures); i++)
    {
      g_autoptr (SemFigure) figure = g_list_model_get_item (figures, i);

      add_figure (builder, figure);
    }
}

/* Ends the program where the sentence is none of success. */
static void
refuse (const char *problem)
{
  if (problem)
    {
      g_printerr ("%s\n", problem);
      exit (EXIT_FAILURE);
    }
}

static void
add_labels (JsonBuilder *builder, SemLabelInspector *labels)
{
  sem_label_inspector_start (labels, TRUE, 0);
  while (sem_label_inspector_get_running (labels))
    g_main_context_iteration (NULL, TRUE);
  refuse (sem_label_inspector_get_problem (labels));
  add_text (builder, "summary", sem_label_inspector_get_summary (labels));
}

static void
add_page (JsonBuilder *builder, SemLibrary *library, gboolean with_labels)
{
  g_autoptr (SemInspector) inspector = sem_inspector_new (library);
  g_autoptr (SemLabelInspector) labels = sem_label_inspector_new (library);

  sem_inspector_start (inspector);
  while (sem_inspector_get_running (inspector))
    g_main_context_iteration (NULL, TRUE);
  refuse (sem_inspector_get_problem (inspector));
  add_text (builder, "verdict", sem_inspector_get_verdict (inspector));
  if (with_labels)
    add_labels (builder, labels);
  json_builder_set_member_name (builder, "figures");
  json_builder_begin_object (builder);
  add_figures (builder, sem_inspector_get_figures (inspector));
  add_figures (builder, sem_label_inspector_get_figures (labels));
  json_builder_end_object (builder);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  SemLibrary *library;

  setlocale (LC_ALL, "");
  if (argc != 2 && !(argc == 3 && g_str_equal (argv[2], "--no-labels")))
    {
      g_printerr ("Usage: page-figures LIBRARY [--no-labels]\n");
      return 2;
    }
  library = sem_library_new (argv[1]);
  while (sem_library_get_state (library) != SEM_LIBRARY_IDLE)
    g_main_context_iteration (NULL, TRUE);
  json_builder_begin_object (builder);
  add_page (builder, library, argc == 2);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_print ("%s\n", text);
  g_object_add_weak_pointer (G_OBJECT (library), (gpointer *) &library);
  g_object_unref (library);
  while (library)
    g_main_context_iteration (NULL, TRUE);
  return EXIT_SUCCESS;
}
