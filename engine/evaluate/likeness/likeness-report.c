/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/likeness/likeness-evaluate.h"
#include "engine/evaluate/reports/json.h"

#include <glib/gi18n-lib.h>

static void
print_row (GString *text, const SemLikenessRow *row)
{
  g_autofree char *photos = row->least == row->most
                              ? g_strdup_printf ("%u", row->most)
                              : g_strdup_printf ("%u-%u", row->least, row->most);

  g_string_append_printf (text, "%-8s%-26s%10s%8u", row->absent ? "absent" : "present", row->name,
                          photos, row->n_queries);
  /* For people. */
  g_string_append_printf (text, "%8.3f%8.3f", row->few, row->none);
  if (row->absent)
    g_string_append (text, "       -       -       -          -\n");
  else
    /* For people. */
    g_string_append_printf (text, "%8.3f%8.3f%8.3f%11.3f\n", 1 - row->none, row->recall,
                            row->best_recall, row->precision);
}

static void
print_curve (GString *text, const SemLikenessCurve *curve)
{
  g_string_append_printf (text, "%-8u%8u", curve->n_photos, curve->n_draws);
  /* For people. */
  for (guint order = 0; order < SEM_LIKENESS_N_ORDERS; order++)
    g_string_append_printf (text, "%9.4f ±%.4f", curve->precision[order], curve->error[order]);
  /* For people. */
  g_string_append_printf (text, "%+9.4f ±%.4f\n", curve->ahead, curve->ahead_error);
}

char *
sem_likeness_result_to_text (const SemLikenessResult *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->seed);

  g_string_append_printf (
    text,
    _("Seed %s; the best recall is that above a likeness of %.3f in all libraries, "
      "chosen by the classes"),
    seed, self->threshold);
  g_string_append (text, "\n\n");
  g_string_append_printf (text, "%-8s%-26s%10s%8s%8s%8s%8s%8s%8s%11s\n", "case", "asked", "photos",
                          "queries", "<= 5", "none", ">= 1", "recall", "best", "precision");
  for (guint i = 0; i < self->rows->len; i++)
    print_row (text, &g_array_index (self->rows, SemLikenessRow, i));
  g_string_append_printf (text, "\n%-8s%8s%16s%16s%16s%16s\n", "photos", "draws", "P@10", "plain",
                          "centred", "ahead");
  for (guint i = 0; i < SEM_LIKENESS_N_SIZES; i++)
    print_curve (text, &self->curve[i]);
  return g_string_free (text, FALSE);
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_row (JsonBuilder *builder, gconstpointer data)
{
  const SemLikenessRow *row = data;

  sem_json_add_text (builder, "asked", row->name);
  sem_json_add_text (builder, "case", row->absent ? "absent" : "present");
  sem_json_add_count (builder, "libraries", row->n_libraries);
  sem_json_add_count (builder, "least_photos", row->least);
  sem_json_add_count (builder, "most_photos", row->most);
  sem_json_add_count (builder, "queries", row->n_queries);
  add_number (builder, "at_most_5", row->few);
  add_number (builder, "none", row->none);
  add_number (builder, "recall", row->recall);
  add_number (builder, "best_recall", row->best_recall);
  add_number (builder, "precision", row->precision);
}

static void
add_curve (JsonBuilder *builder, const SemLikenessCurve *curve)
{
  static const char *const names[] = { "p_10", "plain", "centred" };
  static const char *const errors[] = { "p_10_error", "plain_error", "centred_error" };

  json_builder_begin_object (builder);
  sem_json_add_count (builder, "photos", curve->n_photos);
  sem_json_add_count (builder, "draws", curve->n_draws);
  for (guint order = 0; order < SEM_LIKENESS_N_ORDERS; order++)
    {
      add_number (builder, names[order], curve->precision[order]);
      add_number (builder, errors[order], curve->error[order]);
    }
  add_number (builder, "ahead", curve->ahead);
  add_number (builder, "ahead_error", curve->ahead_error);
  json_builder_end_object (builder);
}

char *
sem_likeness_result_to_json (const SemLikenessResult *self, const char *set)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  sem_json_add_text (builder, "set", set);
  sem_json_add_seeds (builder, self->seed, 1);
  add_number (builder, "threshold", self->threshold);
  json_builder_set_member_name (builder, "curve");
  json_builder_begin_array (builder);
  for (guint i = 0; i < SEM_LIKENESS_N_SIZES; i++)
    add_curve (builder, &self->curve[i]);
  json_builder_end_array (builder);
  return sem_json_finish (builder, self->rows, add_row);
}
