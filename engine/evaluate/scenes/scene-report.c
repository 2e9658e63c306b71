/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/reports/json.h"
#include "engine/evaluate/reports/latex.h"
#include "engine/evaluate/scenes/scene-private.h"

#include <glib/gi18n-lib.h>

static const char *
protocol (const SemSceneResult *self)
{
  if (self->split == SEM_SCENE_SPLIT_SCENES)
    /* xgettext:no-c-format */
    return _("scenes-overlap, unseen scenes: all photos of two scenes are queries, "
             "the others are the training set; photos that share more than 20 % of "
             "the query's 3D points are relevant; the gallery is all other photos; "
             "ties at random");
  /* xgettext:no-c-format */
  return _("scenes-overlap, unseen photos of known scenes: a part of each scene's "
           "photos are queries, the others are the training set; photos that "
           "share more than 20 % of the query's 3D points are relevant; the "
           "gallery is all other photos; ties at random");
}

static const char *
name_order (const SemSceneRow *row)
{
  return row->order == SEM_EVALUATION_HAMMING ? "hamming" : "score";
}

char *
sem_scene_result_to_text (SemSceneResult *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  if (self->set)
    g_string_append_printf (text, "%s\n", self->set);
  g_string_append_printf (text, "%s\n", protocol (self));
  g_string_append_printf (text,
                          _("%u scenes, %zu queries, %zu photos in the gallery, %u folds, %u "
                            "seeds: mean ± standard deviation over the folds"),
                          self->n_scenes, self->n_queries, self->n_database, self->n_folds,
                          self->n_seeds);
  g_string_append_c (text, '\n');
  g_string_append (text,
                   self->own_pairs
                     ? _("Training pairs from reconstructions of the training set.")
                     : _("Training pairs from reconstructions of all photos, without the pairs "
                         "of queries."));
  g_string_append_printf (text, "\n\n%-14s%5s  %-7s  %-13s  %s\n", "method", "bits", "order",
                          "mAP overlap", "rank correlation");
  for (guint r = 0; r < self->rows->len; r++)
    {
      const SemSceneRow *row = &g_array_index (self->rows, SemSceneRow, r);

      g_string_append_printf (text, "%-14s", row->method);
      if (row->n_bits > 0)
        g_string_append_printf (text, "%5u  ", row->n_bits);
      else
        g_string_append (text, "    -  ");
      g_string_append_printf (text, "%-7s  ", name_order (row));
      /* For people. */
      g_string_append_printf (text, "%.3f ± %.3f  %.3f ± %.3f\n", row->map.mean, row->map.sd,
                              row->correlation.mean, row->correlation.sd);
    }
  return g_string_free (text, FALSE);
}

/* No method name contains a character that CSV would quote. */
char *
sem_scene_result_to_csv (const SemSceneResult *self)
{
  GString *text =
    g_string_new ("protocol,split,method,bits,order,map_overlap,map_overlap_sd,rank_correlation,"
                  "rank_correlation_sd\n");

  for (guint r = 0; r < self->rows->len; r++)
    {
      const SemSceneRow *row = &g_array_index (self->rows, SemSceneRow, r);
      const double values[] = { row->map.mean, row->map.sd, row->correlation.mean,
                                row->correlation.sd };
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, "scenes-overlap,%s,%s,%u,%s",
                              self->split == SEM_SCENE_SPLIT_SCENES ? "scenes" : "photos",
                              row->method, row->n_bits, name_order (row));
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        g_string_append_printf (text, ",%s",
                                g_ascii_formatd (buffer, sizeof buffer, "%.6f", values[i]));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

char *
sem_scene_result_to_latex (const SemSceneResult *self)
{
  GString *latex = g_string_new (NULL);

  sem_latex_begin (latex, self->set, "scenes-overlap", self->first_seed, self->n_seeds, 2);
  g_string_append (latex, " & mAP overlap & rank correlation \\\\\n\\hline\n");
  for (guint r = 0; r < self->rows->len; r++)
    {
      const SemSceneRow *row = &g_array_index (self->rows, SemSceneRow, r);

      sem_latex_append_row (latex, row->method, row->n_bits, row->order);
      sem_latex_append_number (latex, row->map.mean, row->map.sd);
      sem_latex_append_number (latex, row->correlation.mean, row->correlation.sd);
      g_string_append (latex, " \\\\\n");
    }
  g_string_append (latex, "\\hline\n\\end{tabular}\n");
  return g_string_free (latex, FALSE);
}

static void
add_row (JsonBuilder *builder, gconstpointer data)
{
  const SemSceneRow *row = data;

  sem_json_add_text (builder, "method", row->method);
  sem_json_add_count (builder, "bits", row->n_bits);
  sem_json_add_text (builder, "order", name_order (row));
  sem_json_add_figure (builder, "map_overlap", row->map.mean, row->map.sd);
  sem_json_add_figure (builder, "rank_correlation", row->correlation.mean, row->correlation.sd);
}

static void
build_head (JsonBuilder *builder, const SemSceneResult *self)
{
  sem_json_add_text (builder, "set", self->set);
  sem_json_add_text (builder, "protocol", protocol (self));
  sem_json_add_text (builder, "split", self->split == SEM_SCENE_SPLIT_SCENES ? "scenes" : "photos");
  sem_json_add_count (builder, "scenes", self->n_scenes);
  sem_json_add_count (builder, "queries", self->n_queries);
  sem_json_add_count (builder, "database", self->n_database);
  sem_json_add_count (builder, "folds", self->n_folds);
  sem_json_add_seeds (builder, self->first_seed, self->n_seeds);
  sem_json_add_text (builder, "pairs", self->own_pairs ? "own" : "whole");
}

char *
sem_scene_result_to_json (SemSceneResult *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  build_head (builder, self);
  return sem_json_finish (builder, self->rows, add_row);
}
