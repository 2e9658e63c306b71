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
  [SEM_EVALUATION_MAP] = { "map", "mAP" },
  [SEM_EVALUATION_P_5] = { "p_5", "P@5" },
  [SEM_EVALUATION_P_RADIUS_2] = { "p_h2", "P@H<=2" },
  [SEM_EVALUATION_NS] = { "ns", "N-S" },
  [SEM_EVALUATION_MAP_EASY] = { "map_easy", "mAP easy" },
  [SEM_EVALUATION_MAP_HARD] = { "map_hard", "mAP hard" },
  [SEM_EVALUATION_MP_10_EASY] = { "mp_10_easy", "mP@10 easy" },
  [SEM_EVALUATION_MP_10] = { "mp_10", "mP@10" },
  [SEM_EVALUATION_MP_10_HARD] = { "mp_10_hard", "mP@10 hard" },
  [SEM_EVALUATION_KNN_10] = { "knn_10", "10-NN class" },
  [SEM_EVALUATION_MAP_TIES] = { "map_ties", "mAP of ties" },
};

/* The columns of tables. Figures by different rules of AP are never in one. */
static const SemEvaluationMetric class_metrics[] = {
  SEM_EVALUATION_MAP_ALL, SEM_EVALUATION_MAP_1000, SEM_EVALUATION_P_1,        SEM_EVALUATION_P_10,
  SEM_EVALUATION_P_100,   SEM_EVALUATION_NN10_100, SEM_EVALUATION_P_RADIUS_2, SEM_EVALUATION_KNN_10,
};
static const SemEvaluationMetric label_metrics[] = {
  SEM_EVALUATION_MAP,   SEM_EVALUATION_MAP_ALL,  SEM_EVALUATION_P_1,        SEM_EVALUATION_P_10,
  SEM_EVALUATION_P_100, SEM_EVALUATION_NN10_100, SEM_EVALUATION_P_RADIUS_2,
};
static const SemEvaluationMetric instance_metrics[] = {
  SEM_EVALUATION_MAP,  SEM_EVALUATION_P_1,      SEM_EVALUATION_P_5,
  SEM_EVALUATION_P_10, SEM_EVALUATION_NN10_100,
};
static const SemEvaluationMetric graded_metrics[] = {
  SEM_EVALUATION_MAP_EASY,   SEM_EVALUATION_MAP,   SEM_EVALUATION_MAP_HARD,
  SEM_EVALUATION_MP_10_EASY, SEM_EVALUATION_MP_10, SEM_EVALUATION_MP_10_HARD,
};
static const SemEvaluationMetric group_metrics[] = {
  SEM_EVALUATION_NS,
  SEM_EVALUATION_MAP,
  SEM_EVALUATION_P_1,
  SEM_EVALUATION_NN10_100,
};

static const struct
{
  const SemEvaluationMetric *metrics;
  guint n;
} tables[] = {
  [SEM_LISTS_NONE] = { class_metrics, G_N_ELEMENTS (class_metrics) },
  [SEM_LISTS_JOINED] = { label_metrics, G_N_ELEMENTS (label_metrics) },
  [SEM_LISTS_NUS_WIDE] = { label_metrics, G_N_ELEMENTS (label_metrics) },
  [SEM_LISTS_MIRFLICKR] = { label_metrics, G_N_ELEMENTS (label_metrics) },
  [SEM_LISTS_HOLIDAYS] = { instance_metrics, G_N_ELEMENTS (instance_metrics) },
  [SEM_LISTS_UKBENCH] = { group_metrics, G_N_ELEMENTS (group_metrics) },
  [SEM_LISTS_LANDMARKS] = { instance_metrics, G_N_ELEMENTS (instance_metrics) },
  [SEM_LISTS_REVISITED] = { graded_metrics, G_N_ELEMENTS (graded_metrics) },
};

const SemEvaluationMetric *
sem_evaluation_list_metrics (const SemEvaluation *self, guint *n)
{
  *n = tables[self->protocol->lists].n;
  return tables[self->protocol->lists].metrics;
}

const char *
sem_evaluation_metric_get_title (SemEvaluationMetric metric)
{
  return metrics[metric].title;
}

double
sem_evaluation_metric_get_scale (SemEvaluationMetric metric)
{
  return metric == SEM_EVALUATION_NS ? 4.0 : 1.0;
}

char *
sem_evaluation_dup_rule (const SemEvaluation *self)
{
  const SemMeasuring *measuring = &self->protocol->measuring;

  if (measuring->rule == SEM_AP_TRAPEZOIDAL)
    return g_strdup (sem_ap_rule_get_name (measuring->rule));
  if (measuring->k == 0)
    return g_strconcat (sem_ap_rule_get_name (measuring->rule), "@all", NULL);
  return g_strdup_printf ("%s@%u", sem_ap_rule_get_name (measuring->rule), measuring->k);
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
  g_autofree char *rule = sem_evaluation_dup_rule (self);
  g_autofree char *small = sem_evaluation_dup_small (self);

  if (self->set)
    g_string_append_printf (text, "%s\n", self->set);
  g_string_append_printf (text, "%s: %s", self->protocol->name, _(self->protocol->description));
  if (self->queries_per_class > 0 && self->protocol->split.n_queries > 0)
    g_string_append_printf (text, _(" (here with %u queries)"), self->queries_per_class);
  else if (self->queries_per_class > 0)
    g_string_append_printf (text, _(" (here with %u queries per class)"), self->queries_per_class);
  if (self->whole_queries)
    g_string_append (text, _(" (here with whole photos as queries)"));
  if (self->scaled_queries)
    g_string_append (text, _(" (here with queries at three sizes)"));
  g_string_append_printf (text,
                          _("\n"
                            "%zu queries, %zu photos in the gallery, %zu in the training set, "
                            "seeds %s to %s: mean ± standard deviation; ties at random"),
                          self->n_queries, self->n_database, self->n_training, first, last);
  g_string_append_printf (text, _("\naverage precision: %s"), rule);
  if (small && self->protocol->lists == SEM_LISTS_NONE)
    g_string_append_printf (text, "\n%s", small);
  if (self->n_without > 0)
    g_string_append_printf (text, _("\n%u queries to which nothing is relevant are left out"),
                            self->n_without);
}

char *
sem_evaluation_dup_small (SemEvaluation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->classes.n_small == 0)
    return NULL;
  return g_strdup_printf (_("%u of %u classes have fewer than %u other photos: for these P@10 "
                            "cannot reach 1, and mAP@all says more."),
                          self->classes.n_small, self->classes.n, SEM_SPLIT_SMALL);
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
append_label (GString *text, const SemEvaluationRow *row)
{
  g_string_append_printf (text, "%-14s", row->method);
  if (row->n_bits > 0)
    g_string_append_printf (text, "%5u  ", row->n_bits);
  else
    g_string_append (text, "    -  ");
  g_string_append_printf (text, "%-8s", sem_evaluation_order_get_name (row->order));
}

static void
append_row (GString *text, SemEvaluation *self, const SemEvaluationRow *row)
{
  guint n;
  const SemEvaluationMetric *columns = sem_evaluation_list_metrics (self, &n);

  append_label (text, row);
  for (guint i = 0; i < n; i++)
    {
      const double scale = sem_evaluation_metric_get_scale (columns[i]);

      /* For people: in the locale's format, unlike sem_evaluation_to_csv(). */
      g_string_append_printf (text, "  %.3f ± %.3f", row->mean.figures[columns[i]] * scale,
                              row->sd.figures[columns[i]] * scale);
    }
  g_string_append_c (text, '\n');
}

static void
append_columns (GString *text, SemEvaluation *self)
{
  guint n;
  const SemEvaluationMetric *columns = sem_evaluation_list_metrics (self, &n);
  const guint k = self->protocol->measuring.k;

  g_string_append_printf (text, "\n\n%-14s%5s  %-8s", "method", "bits", "order");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = columns[i] == SEM_EVALUATION_MAP && k > 0
                                 ? g_strdup_printf ("mAP@%u", k)
                                 : g_strdup (metrics[columns[i]].title);

      g_string_append_printf (text, "  %-13s", title);
    }
  g_string_append_c (text, '\n');
}

/* The curve of precision at N, as means. */
static void
append_places (GString *text, SemEvaluation *self)
{
  g_string_append_printf (text, "\n%-14s%5s  %-8s", "P@N", "bits", "order");
  for (guint i = 0; i < SEM_RECORD_N_PLACES; i++)
    g_string_append_printf (text, "  %5u", sem_record_places[i]);
  g_string_append_c (text, '\n');
  for (guint r = 0; r < self->rows->len; r++)
    {
      const SemEvaluationRow *row = &g_array_index (self->rows, SemEvaluationRow, r);

      append_label (text, row);
      for (guint i = 0; i < SEM_RECORD_N_PLACES; i++)
        /* For people. */
        g_string_append_printf (text, "  %.3f", row->mean.precision_at[i]);
      g_string_append_c (text, '\n');
    }
}

char *
sem_evaluation_to_text (SemEvaluation *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  append_head (text, self);
  append_columns (text, self);
  for (guint r = 0; r < self->rows->len; r++)
    append_row (text, self, &g_array_index (self->rows, SemEvaluationRow, r));
  append_places (text, self);
  return g_string_free (text, FALSE);
}

/* The same in every locale. */
static void
append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, ",%s", g_ascii_formatd (buffer, sizeof buffer, "%.6f", value));
}

/* Precision at places that are no columns of the table. */
static gboolean
is_column (const SemEvaluation *self, guint place)
{
  g_autofree char *key = g_strdup_printf ("p_%u", sem_record_places[place]);
  guint n;
  const SemEvaluationMetric *columns = sem_evaluation_list_metrics (self, &n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (metrics[columns[i]].key, key))
      return TRUE;
  return FALSE;
}

void
sem_evaluation_each_figure (const SemEvaluation *self,
                            const SemEvaluationRow *row,
                            SemEvaluationFigureFunc func,
                            gpointer user_data)
{
  guint n;
  const SemEvaluationMetric *columns = sem_evaluation_list_metrics (self, &n);

  for (guint i = 0; i < n; i++)
    {
      const double scale = sem_evaluation_metric_get_scale (columns[i]);

      func (metrics[columns[i]].key, row ? row->mean.figures[columns[i]] * scale : 0,
            row ? row->sd.figures[columns[i]] * scale : 0, user_data);
    }
  if (self->protocol->lists == SEM_LISTS_NONE)
    func ("map", row ? row->mean.figures[SEM_EVALUATION_MAP] : 0,
          row ? row->sd.figures[SEM_EVALUATION_MAP] : 0, user_data);
  func ("map_ties", row ? row->mean.figures[SEM_EVALUATION_MAP_TIES] : 0,
        row ? row->sd.figures[SEM_EVALUATION_MAP_TIES] : 0, user_data);
  for (guint i = 0; i < SEM_RECORD_N_PLACES; i++)
    if (!is_column (self, i))
      {
        g_autofree char *key = g_strdup_printf ("p_%u", sem_record_places[i]);

        func (key, row ? row->mean.precision_at[i] : 0, row ? row->sd.precision_at[i] : 0,
              user_data);
      }
}

static void
append_key (const char *key, double mean, double sd, gpointer text)
{
  g_string_append_printf (text, ",%s,%s_sd", key, key);
}

static void
append_figure (const char *key, double mean, double sd, gpointer text)
{
  append_number (text, mean);
  append_number (text, sd);
}

/* No method name or key contains a character that CSV would quote. */
char *
sem_evaluation_to_csv (SemEvaluation *self)
{
  g_autofree char *rule = NULL;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  rule = sem_evaluation_dup_rule (self);
  text = g_string_new ("protocol,ap,method,bits,order");
  sem_evaluation_each_figure (self, NULL, append_key, text);
  g_string_append_c (text, '\n');
  for (guint r = 0; r < self->rows->len; r++)
    {
      const SemEvaluationRow *row = &g_array_index (self->rows, SemEvaluationRow, r);

      g_string_append_printf (text, "%s,%s,%s,%u,%s", self->protocol->name, rule, row->method,
                              row->n_bits, sem_evaluation_order_get_name (row->order));
      sem_evaluation_each_figure (self, row, append_figure, text);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
