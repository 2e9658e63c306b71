/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/inspect/labels/labels.h"

#include "engine/base/json.h"
#include "engine/evaluate/reports/json.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Classes that a table shows. */
#define SHOWN 20
/* Pairs of classes that are named. */
#define PAIRS 3
/* Of what an evaluation prints. */
#define MAX_DEPTH 16

static guint *
count_photos (const SemLabels *self)
{
  guint *counts = g_new0 (guint, self->set->classes->len + 1);

  for (gsize i = 0; i < self->set->n; i++)
    counts[self->set->labels[i]]++;
  return counts;
}

static void
add_classes (JsonBuilder *builder, const SemLabels *self)
{
  g_autofree SemLabelsClass *classes = sem_labels_list_classes (self, self->main_row);
  g_autofree guint *photos = count_photos (self);

  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint c = 0; c < self->set->classes->len; c++)
    {
      json_builder_begin_object (builder);
      sem_json_add_text (builder, "name", self->names[c]);
      sem_json_add_count (builder, "photos", photos[c]);
      sem_json_add_count (builder, "queries", classes[c].n_queries);
      json_builder_set_member_name (builder, "map_all");
      json_builder_add_double_value (builder, classes[c].figures[SEM_EVALUATION_MAP_ALL]);
      json_builder_set_member_name (builder, "p_10");
      json_builder_add_double_value (builder, classes[c].figures[SEM_EVALUATION_P_10]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* (transfer full) (nullable): as sem_labels_list_confusion(), of all classes */
static double *
list_confusion (const SemLabels *self)
{
  const guint n = self->set->classes->len;
  g_autofree guint *all = NULL;

  if (n > SEM_LABELS_MOST_CONFUSED)
    return NULL;
  all = g_new (guint, n + 1);
  for (guint c = 0; c < n; c++)
    all[c] = c;
  return sem_labels_list_confusion (self, self->main_row, all, n);
}

static void
add_confusion (JsonBuilder *builder, const SemLabels *self)
{
  const guint n = self->set->classes->len;
  g_autofree double *confusion = list_confusion (self);

  json_builder_set_member_name (builder, "confusion");
  if (!confusion)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  for (guint c = 0; c < n; c++)
    {
      json_builder_begin_array (builder);
      for (guint i = 0; i < n; i++)
        json_builder_add_double_value (builder, confusion[(gsize) c * n + i]);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

/* The object of "evaluate", and what it does not have. */
void
sem_labels_add_json (JsonBuilder *builder, const SemLabels *self)
{
  g_autofree char *text = sem_evaluation_to_json (self->evaluation);
  g_autoptr (JsonNode) root = sem_json_parse (text, strlen (text), MAX_DEPTH, NULL);
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GList) members = json_object_get_members (object);

  json_builder_set_member_name (builder, "labels");
  json_builder_begin_object (builder);
  for (const GList *member = members; member; member = member->next)
    {
      json_builder_set_member_name (builder, member->data);
      json_builder_add_value (builder, json_object_dup_member (object, member->data));
    }
  sem_json_add_count (builder, "level", self->level);
  sem_json_add_count (builder, "levels", self->set->n_levels);
  json_builder_set_member_name (builder, "sampled");
  json_builder_add_boolean_value (builder, self->sampled);
  sem_json_add_count (builder, "main_row", self->main_row);
  add_classes (builder, self);
  add_confusion (builder, self);
  json_builder_end_object (builder);
}

typedef struct
{
  const char *name;
  SemLabelsClass class;
} Listed;

/* The class that is found least first. */
static int
compare_listed (const void *a, const void *b)
{
  const Listed *one = a, *other = b;
  double x = one->class.figures[SEM_EVALUATION_MAP_ALL];
  double y = other->class.figures[SEM_EVALUATION_MAP_ALL];

  return x < y ? -1 : x > y ? 1 : g_strcmp0 (one->name, other->name);
}

static void
append_classes (GString *text, const SemLabels *self)
{
  g_autofree SemLabelsClass *classes = sem_labels_list_classes (self, self->main_row);
  g_autoptr (GArray) listed = g_array_new (FALSE, FALSE, sizeof (Listed));

  for (guint c = 0; c < self->set->classes->len; c++)
    {
      const Listed one = { self->names[c], classes[c] };

      if (classes[c].n_queries > 0)
        g_array_append_val (listed, one);
    }
  qsort (listed->data, listed->len, sizeof (Listed), compare_listed);
  /* Translators: a table follows; the name is that of a model or method */
  g_string_append_printf (text, _("Folders that are found least by %s, re-ranked:"),
                          (const char *) g_ptr_array_index (self->titles, self->main_row));
  g_string_append (text, "\n");
  for (guint i = 0; i < MIN (listed->len, SHOWN); i++)
    {
      const Listed *one = &g_array_index (listed, Listed, i);

      /* For people: in the locale's format. */
      g_string_append_printf (text, "mAP@all %.3f  P@10 %.3f  %s\n",
                              one->class.figures[SEM_EVALUATION_MAP_ALL],
                              one->class.figures[SEM_EVALUATION_P_10], one->name);
    }
}

/* The first cell with the greatest share beside the diagonal; or 0 where none has any. */
static gsize
find_confused (const double *confusion, gsize n)
{
  gsize best = 0;

  for (gsize i = 0; i < n * n; i++)
    if (i / n != i % n && confusion[i] > (best > 0 ? confusion[best] : 0.0))
      best = i;
  return best;
}

static void
append_confused (GString *text, const SemLabels *self)
{
  const gsize n = self->set->classes->len;
  g_autofree double *confusion = list_confusion (self);
  gsize worst;

  for (guint i = 0; i < PAIRS && confusion && (worst = find_confused (confusion, n)) > 0; i++)
    {
      if (i == 0)
        /* Translators: lines follow such as "12.0 %  asked for → found" */
        g_string_append_printf (text, "\n%s\n",
                                _("Folders that are confused most, share of the first ten hits:"));
      /* As the locale does: for people. */
      g_string_append_printf (text, "%5.1f %%  %s → %s\n", 100.0 * confusion[worst],
                              self->names[worst / n], self->names[worst % n]);
      confusion[worst] = 0.0;
    }
}

char *
sem_labels_to_text (const SemLabels *self)
{
  g_autofree char *table = sem_evaluation_to_text (self->evaluation);
  GString *text = g_string_new (table);

  for (guint r = 0; r < sem_evaluation_get_n_rows (self->evaluation); r++)
    {
      const SemEvaluationRow *row = sem_evaluation_get_row (self->evaluation, r);

      if (row->order == SEM_EVALUATION_HAMMING && g_str_has_prefix (row->method, "model-"))
        g_string_append_printf (text, "%s: %s\n", row->method,
                                (const char *) g_ptr_array_index (self->titles, r));
    }
  if (self->sampled)
    g_string_append_printf (text, _("A sample of %u photos, since the library has more."),
                            (guint) self->set->n);
  g_string_append (text, self->sampled ? "\n\n" : "\n");
  append_classes (text, self);
  append_confused (text, self);
  return g_string_free (text, FALSE);
}
