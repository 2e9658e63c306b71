/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/evaluate-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static const struct
{
  const char *key;
  const char *title;
} figures[SEM_EVALUATION_N_FIGURES] = {
  [SEM_EVALUATION_MAP_ALL] = { "map_all", "mAP@all" },
  [SEM_EVALUATION_MAP_1000] = { "map_1000", "mAP@1000" },
  [SEM_EVALUATION_P_1] = { "p_1", "P@1" },
  [SEM_EVALUATION_P_10] = { "p_10", "P@10" },
  [SEM_EVALUATION_P_100] = { "p_100", "P@100" },
  [SEM_EVALUATION_NN10_100] = { "nn10_100", "nn10@100" },
};

const char *
sem_evaluation_order_get_name (SemEvaluationOrder order)
{
  return order == SEM_EVALUATION_SCORE ? "score" : "hamming";
}

static void
append_row (GString *text, const SemEvaluationRow *row)
{
  g_string_append_printf (text, "%-14s", row->method);
  if (row->n_bits > 0)
    g_string_append_printf (text, "%5u  ", row->n_bits);
  else
    g_string_append (text, "    -  ");
  g_string_append_printf (text, "%-8s", sem_evaluation_order_get_name (row->order));
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    g_string_append_printf (text, "  %.3f ± %.3f", row->mean.figures[f], row->sd.figures[f]);
  g_string_append_c (text, '\n');
}

char *
sem_evaluation_to_text (SemEvaluation *self)
{
  g_autofree char *first = NULL, *last = NULL;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  /* Apart: a format macro inside a message cuts it in two for translators. */
  first = g_strdup_printf ("%" G_GUINT64_FORMAT, self->first_seed);
  last = g_strdup_printf ("%" G_GUINT64_FORMAT, self->first_seed + self->n_seeds - 1);
  if (self->set != NULL)
    g_string_append_printf (text, "%s\n", self->set);
  g_string_append_printf (text, "%s: %s\n", self->protocol->name, _(self->protocol->description));
  g_string_append_printf (text,
                          _("%zu queries, %zu photos in the database, seeds %s to %s: "
                            "mean ± standard deviation"),
                          self->n_queries, self->n_database, first, last);
  g_string_append_printf (text, "\n\n%-14s%5s  %-8s", "method", "bits", "order");
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    g_string_append_printf (text, "  %-13s", figures[f].title);
  g_string_append_c (text, '\n');
  for (guint r = 0; r < self->rows->len; r++)
    append_row (text, &g_array_index (self->rows, SemEvaluationRow, r));
  return g_string_free (text, FALSE);
}

static void
build_row (JsonBuilder *builder, const SemEvaluationRow *row)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "method");
  json_builder_add_string_value (builder, row->method);
  json_builder_set_member_name (builder, "bits");
  json_builder_add_int_value (builder, row->n_bits);
  json_builder_set_member_name (builder, "order");
  json_builder_add_string_value (builder, sem_evaluation_order_get_name (row->order));
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    {
      json_builder_set_member_name (builder, figures[f].key);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "mean");
      json_builder_add_double_value (builder, row->mean.figures[f]);
      json_builder_set_member_name (builder, "sd");
      json_builder_add_double_value (builder, row->sd.figures[f]);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
build_head (JsonBuilder *builder, SemEvaluation *self)
{
  json_builder_set_member_name (builder, "set");
  if (self->set != NULL)
    json_builder_add_string_value (builder, self->set);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "protocol");
  json_builder_add_string_value (builder, self->protocol->name);
  json_builder_set_member_name (builder, "queries");
  json_builder_add_int_value (builder, (gint64) self->n_queries);
  json_builder_set_member_name (builder, "database");
  json_builder_add_int_value (builder, (gint64) self->n_database);
  json_builder_set_member_name (builder, "seeds");
  json_builder_begin_array (builder);
  for (guint s = 0; s < self->n_seeds; s++)
    json_builder_add_int_value (builder, (gint64) (self->first_seed + s));
  json_builder_end_array (builder);
}

char *
sem_evaluation_to_json (SemEvaluation *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  build_head (builder, self);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint r = 0; r < self->rows->len; r++)
    build_row (builder, &g_array_index (self->rows, SemEvaluationRow, r));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
