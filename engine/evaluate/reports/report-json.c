/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/evaluate-private.h"

#include "engine/evaluate/reports/json.h"

static void
add_places (JsonBuilder *builder, const char *name, const guint *places, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_int_value (builder, places != NULL ? places[i] : i);
  json_builder_end_array (builder);
}

static void
add_recalls (JsonBuilder *builder)
{
  double recalls[SEM_RECORD_N_RECALLS];

  for (guint i = 0; i < SEM_RECORD_N_RECALLS; i++)
    recalls[i] = i / (SEM_RECORD_N_RECALLS - 1.0);
  sem_json_add_numbers (builder, "recall", recalls, SEM_RECORD_N_RECALLS);
}

static void
add_pair (JsonBuilder *builder, const char *name, const double *mean, const double *sd, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  sem_json_add_numbers (builder, "mean", mean, n);
  sem_json_add_numbers (builder, "sd", sd, n);
  json_builder_end_object (builder);
}

static void
add_curves (JsonBuilder *builder, const SemEvaluationRow *row)
{
  guint n_radii = sem_evaluation_row_get_n_radii (row);

  json_builder_set_member_name (builder, "curves");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "nn10");
  json_builder_begin_object (builder);
  add_places (builder, "r", sem_record_depths, SEM_RECORD_N_DEPTHS);
  sem_json_add_numbers (builder, "mean", row->mean.nn10, SEM_RECORD_N_DEPTHS);
  sem_json_add_numbers (builder, "sd", row->sd.nn10, SEM_RECORD_N_DEPTHS);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "precision_recall");
  json_builder_begin_object (builder);
  add_recalls (builder);
  sem_json_add_numbers (builder, "mean", row->mean.precision, SEM_RECORD_N_RECALLS);
  sem_json_add_numbers (builder, "sd", row->sd.precision, SEM_RECORD_N_RECALLS);
  json_builder_end_object (builder);
  if (n_radii > 0)
    {
      json_builder_set_member_name (builder, "radius");
      json_builder_begin_object (builder);
      add_places (builder, "radius", NULL, n_radii);
      add_pair (builder, "precision", row->mean.radius_precision, row->sd.radius_precision,
                n_radii);
      add_pair (builder, "found", row->mean.radius_found, row->sd.radius_found, n_radii);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_figure (const char *key, double mean, double sd, gpointer builder)
{
  sem_json_add_figure (builder, key, mean, sd);
}

static void
add_row (JsonBuilder *builder, gconstpointer data)
{
  const SemEvaluationRow *row = data;

  sem_json_add_text (builder, "method", row->method);
  sem_json_add_count (builder, "bits", row->n_bits);
  sem_json_add_text (builder, "order", sem_evaluation_order_get_name (row->order));
  sem_evaluation_each_figure (row->evaluation, row, add_figure, builder);
  add_curves (builder, row);
}

/* What the lists name and the folder does not have. */
static void
add_left_out (JsonBuilder *builder, SemEvaluation *self)
{
  sem_json_add_count (builder, "queries_without_relevant", self->n_without);
  sem_json_add_count (builder, "missing", self->missing->len);
  json_builder_set_member_name (builder, "missing_names");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->missing->len; i++)
    {
      g_autofree char *name = g_filename_display_name (g_ptr_array_index (self->missing, i));

      json_builder_add_string_value (builder, name);
    }
  json_builder_end_array (builder);
}

static void
build_head (JsonBuilder *builder, SemEvaluation *self)
{
  g_autofree char *rule = sem_evaluation_dup_rule (self);

  sem_json_add_text (builder, "set", self->set);
  sem_json_add_text (builder, "protocol", self->protocol->name);
  sem_json_add_text (builder, "ap", rule);
  sem_json_add_count (builder, "queries", self->n_queries);
  sem_json_add_count (builder, "database", self->n_database);
  sem_json_add_count (builder, "training", self->n_training);
  sem_json_add_seeds (builder, self->first_seed, self->n_seeds);
  if (self->missing)
    add_left_out (builder, self);
}

char *
sem_evaluation_to_json (SemEvaluation *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  build_head (builder, self);
  return sem_json_finish (builder, self->rows, add_row);
}
