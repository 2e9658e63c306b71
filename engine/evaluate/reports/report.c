/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/evaluate-private.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *key;
  const char *title;
} metrics[SEM_EVALUATION_N_FIGURES] = {
  [SEM_EVALUATION_MAP_ALL] = { "map_all", "mAP@all" },
  [SEM_EVALUATION_MAP_1000] = { "map_1000", "mAP@1000" },
  [SEM_EVALUATION_P_1] = { "p_1", "P@1" },
  [SEM_EVALUATION_P_10] = { "p_10", "P@10" },
  [SEM_EVALUATION_P_100] = { "p_100", "P@100" },
  [SEM_EVALUATION_NN10_100] = { "nn10_100", "nn10@100" },
};

const char *
sem_evaluation_metric_get_key (SemEvaluationMetric metric)
{
  return metrics[metric].key;
}

const char *
sem_evaluation_metric_get_title (SemEvaluationMetric metric)
{
  return metrics[metric].title;
}

const char *
sem_evaluation_order_get_name (SemEvaluationOrder order)
{
  return order == SEM_EVALUATION_SCORE ? "score" : "hamming";
}

guint
sem_evaluation_row_get_n_radii (const SemEvaluationRow *row)
{
  return row->order == SEM_EVALUATION_HAMMING ? row->n_bits / 4 + 1 : 0;
}

static void
append_head (GString *text, SemEvaluation *self)
{
  /* Apart: a format macro inside a message cuts it in two for translators. */
  g_autofree char *first = g_strdup_printf ("%" G_GUINT64_FORMAT, self->first_seed);
  g_autofree char *last =
    g_strdup_printf ("%" G_GUINT64_FORMAT, self->first_seed + self->n_seeds - 1);

  if (self->set)
    g_string_append_printf (text, "%s\n", self->set);
  g_string_append_printf (text, "%s: %s", self->protocol->name, _(self->protocol->description));
  if (self->queries_per_class > 0)
    g_string_append_printf (text, _(" (here with %u queries per class)"), self->queries_per_class);
  g_string_append_printf (text,
                          _("\n"
                            "%zu queries, %zu photos in the gallery, %zu in the training set, "
                            "seeds %s to %s: mean ± standard deviation; ties at random"),
                          self->n_queries, self->n_database, self->n_training, first, last);
}

char *
sem_evaluation_dup_shortage (SemEvaluation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->classes.n_short == 0)
    return NULL;
  return g_strdup_printf (_("%u of %u classes have fewer photos than %s needs: do not compare "
                            "these figures with others for that protocol."),
                          self->classes.n_short, self->classes.n, self->protocol->name);
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
  /* For people: in the locale's format, unlike sem_evaluation_to_csv(). */
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    g_string_append_printf (text, "  %.3f ± %.3f", row->mean.figures[f], row->sd.figures[f]);
  g_string_append_c (text, '\n');
}

char *
sem_evaluation_to_text (SemEvaluation *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  append_head (text, self);
  g_string_append_printf (text, "\n\n%-14s%5s  %-8s", "method", "bits", "order");
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    g_string_append_printf (text, "  %-13s", metrics[f].title);
  g_string_append_c (text, '\n');
  for (guint r = 0; r < self->rows->len; r++)
    append_row (text, &g_array_index (self->rows, SemEvaluationRow, r));
  return g_string_free (text, FALSE);
}

/* The same in every locale. */
static void
append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, ",%s", g_ascii_formatd (buffer, sizeof buffer, "%.6f", value));
}

/* No method name or key contains a character that CSV would quote. */
char *
sem_evaluation_to_csv (SemEvaluation *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new ("protocol,method,bits,order");
  for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
    g_string_append_printf (text, ",%s,%s_sd", metrics[f].key, metrics[f].key);
  g_string_append_c (text, '\n');
  for (guint r = 0; r < self->rows->len; r++)
    {
      const SemEvaluationRow *row = &g_array_index (self->rows, SemEvaluationRow, r);

      g_string_append_printf (text, "%s,%s,%u,%s", self->protocol->name, row->method, row->n_bits,
                              sem_evaluation_order_get_name (row->order));
      for (guint f = 0; f < SEM_EVALUATION_N_FIGURES; f++)
        {
          append_number (text, row->mean.figures[f]);
          append_number (text, row->sd.figures[f]);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
