/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/bench/report.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

static GPtrArray *entries; /* JsonObject */

void
report_add (const char *name, double value, double goal, const char *unit, gboolean lower_is_better)
{
  JsonObject *entry;

  if (isnan (goal))
    {
      printf ("%-28s %9.3f %-22s\n", name, value, unit);
      return;
    }
  printf ("%-28s %9.3f %-22s goal %s %-7.3g %s\n", name, value, unit,
          lower_is_better ? "<=" : ">=", goal,
          (lower_is_better ? value <= goal : value >= goal) ? "pass" : "MISS");
  fflush (stdout);

  entry = json_object_new ();
  json_object_set_string_member (entry, "name", name);
  json_object_set_double_member (entry, "value", value);
  json_object_set_double_member (entry, "goal", goal);
  json_object_set_string_member (entry, "unit", unit);
  json_object_set_boolean_member (entry, "lower_is_better", lower_is_better);
  if (!entries)
    entries = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_ptr_array_add (entries, entry);
}

static gboolean
is_reported (JsonNode *node)
{
  const char *name = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    name = json_object_get_string_member_with_default (json_node_get_object (node), "name", NULL);
  for (guint i = 0; name != NULL && entries != NULL && i < entries->len; i++)
    if (g_str_equal (json_object_get_string_member (g_ptr_array_index (entries, i), "name"), name))
      return TRUE;
  return FALSE;
}

/* Moves the file's entries with other names to @list. */
static gboolean
keep_others (const char *path, JsonArray *list, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!json_parser_load_from_file (parser, path, error))
    return FALSE;
  root = json_parser_get_root (parser);
  if (root && JSON_NODE_HOLDS_ARRAY (root))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (root)); i++)
      {
        JsonNode *node = json_array_get_element (json_node_get_array (root), i);

        if (!is_reported (node))
          json_array_add_element (list, json_node_copy (node));
      }
  return TRUE;
}

gboolean
report_write (const char *path, GError **error)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *list = json_array_new ();

  json_node_take_array (root, list);
  if (!path)
    return TRUE;
  if (!keep_others (path, list, error))
    return FALSE;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    json_array_add_object_element (list, json_object_ref (g_ptr_array_index (entries, i)));
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_file (generator, path, error);
}

static double
read_clock (clockid_t clock)
{
  struct timespec t;

  clock_gettime (clock, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

double
thread_seconds (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

double
wall_seconds (void)
{
  return read_clock (CLOCK_MONOTONIC);
}
