/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/json.h"
#include "engine/evaluate/benchmarks/revisited.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define MAX_DEPTH 8

void
sem_revisited_free (SemRevisited *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->photos);
  g_ptr_array_unref (self->query_names);
  g_array_unref (self->queries);
  g_free (self);
}

static void
clear_query (gpointer data)
{
  SemRevisitedQuery *query = data;

  for (guint i = 0; i < G_N_ELEMENTS (query->places); i++)
    g_clear_pointer (&query->places[i], g_array_unref);
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_names (JsonObject *root, const char *member, GPtrArray *names)
{
  JsonArray *array = get_array (root, member);
  const guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *name = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (!name || name[0] == '\0')
        return FALSE;
      g_ptr_array_add (names, g_strdup (name));
    }
  return array != NULL;
}

/* Whole or not. */
static gboolean
read_number (JsonArray *array, guint i, double *number)
{
  JsonNode *node = json_array_get_element (array, i);
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *number = json_node_get_double (node);
  return isfinite (*number);
}

static gboolean
read_box (JsonObject *object, SemQueryBox *box)
{
  JsonArray *array = get_array (object, "bbx");

  return array && json_array_get_length (array) == 4 && read_number (array, 0, &box->x1)
         && read_number (array, 1, &box->y1) && read_number (array, 2, &box->x2)
         && read_number (array, 3, &box->y2) && box->x1 < box->x2 && box->y1 < box->y2;
}

static gboolean
read_places (JsonObject *object, const char *member, guint n_photos, GArray *places)
{
  JsonArray *array = get_array (object, member);
  const guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    {
      double number;
      guint32 place;

      if (!read_number (array, i, &number) || number < 0 || number >= n_photos
          || number != floor (number))
        return FALSE;
      place = (guint32) number;
      g_array_append_val (places, place);
    }
  return array != NULL;
}

static gboolean
read_query (JsonArray *array, guint i, guint n_photos, SemRevisitedQuery *query)
{
  static const char *const members[] = { "easy", "hard", "junk" };
  JsonNode *node = json_array_get_element (array, i);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  for (guint k = 0; k < G_N_ELEMENTS (members); k++)
    query->places[k] = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (!object || !read_box (object, &query->box))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (members); k++)
    if (!read_places (object, members[k], n_photos, query->places[k]))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full) (nullable): a sentence that says what is wrong */
static char *
read_root (JsonNode *root, SemRevisited *self)
{
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *queries = object ? get_array (object, "gnd") : NULL;

  if (!queries || !read_names (object, "imlist", self->photos)
      || !read_names (object, "qimlist", self->query_names))
    return g_strdup (_("There must be the lists imlist, qimlist and gnd."));
  if (json_array_get_length (queries) != self->query_names->len)
    return g_strdup (_("There must be as many entries in gnd as in qimlist."));
  for (guint i = 0; i < self->query_names->len; i++)
    {
      SemRevisitedQuery query = { 0 };
      const gboolean ok = read_query (queries, i, self->photos->len, &query);

      g_array_append_val (self->queries, query);
      if (!ok)
        return g_strdup_printf (_("Entry %u of gnd must have bbx, easy, hard and junk, with "
                                  "places in imlist."),
                                i);
    }
  return NULL;
}

SemRevisited *
sem_revisited_parse (const char *name, const char *text, gsize size, GError **error)
{
  g_autoptr (SemRevisited) self = g_new (SemRevisited, 1);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *what = NULL;

  self->photos = g_ptr_array_new_with_free_func (g_free);
  self->query_names = g_ptr_array_new_with_free_func (g_free);
  self->queries = g_array_new (FALSE, FALSE, sizeof (SemRevisitedQuery));
  g_array_set_clear_func (self->queries, clear_query);
  root = sem_json_parse (text, size, MAX_DEPTH, &local);
  what = root ? read_root (root, self) : g_strdup (local->message);
  if (!what)
    return g_steal_pointer (&self);
  g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED, _("“%s”: %s"), name, what);
  return NULL;
}
