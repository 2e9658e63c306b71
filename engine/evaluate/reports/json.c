/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/reports/json.h"

void
sem_json_add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
sem_json_add_count (JsonBuilder *builder, const char *name, gsize count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

void
sem_json_add_numbers (JsonBuilder *builder, const char *name, const double *values, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
}

void
sem_json_add_figure (JsonBuilder *builder, const char *name, double mean, double sd)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "mean");
  json_builder_add_double_value (builder, mean);
  json_builder_set_member_name (builder, "sd");
  json_builder_add_double_value (builder, sd);
  json_builder_end_object (builder);
}

void
sem_json_add_seeds (JsonBuilder *builder, guint64 first, guint n_seeds)
{
  json_builder_set_member_name (builder, "seeds");
  json_builder_begin_array (builder);
  for (guint s = 0; s < n_seeds; s++)
    json_builder_add_int_value (builder, (gint64) (first + s));
  json_builder_end_array (builder);
}

char *
sem_json_finish (JsonBuilder *builder, const GArray *rows, SemJsonRowFunc add_row)
{
  gsize size = g_array_get_element_size ((GArray *) rows);
  g_autoptr (JsonNode) root = NULL;

  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      json_builder_begin_object (builder);
      add_row (builder, rows->data + i * size);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
