/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/reports/latex.h"

#include "engine/evaluate/evaluate-private.h"

#include <string.h>

/* What means something in LaTeX is escaped; a line break would end a comment. */
static void
append_text (GString *latex, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *at = valid; *at; at++)
    if (g_str_has_prefix (at, "<="))
      {
        g_string_append (latex, "$\\le$");
        at++;
      }
    else if (strchr ("#$%&_{}", *at))
      g_string_append_printf (latex, "\\%c", *at);
    else if (strchr ("\\~^\n\r", *at))
      g_string_append_c (latex, ' ');
    else
      g_string_append_c (latex, *at);
}

void
sem_latex_append_number (GString *latex, double mean, double sd)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (latex, " & $%s", g_ascii_formatd (buffer, sizeof buffer, "%.3f", mean));
  g_string_append_printf (latex, " \\pm %s$", g_ascii_formatd (buffer, sizeof buffer, "%.3f", sd));
}

void
sem_latex_begin (GString *latex,
                 const char *set,
                 const char *what,
                 guint64 first,
                 guint n_seeds,
                 guint n)
{
  g_string_append (latex, "% ");
  append_text (latex, set ? set : "");
  g_string_append_printf (latex, ", %s, seeds %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT "\n",
                          what, first, first + n_seeds - 1);
  g_string_append (latex, "\\begin{tabular}{lrl");
  for (guint i = 0; i < n; i++)
    g_string_append_c (latex, 'c');
  g_string_append (latex, "}\n\\hline\nmethod & bits & order");
}

void
sem_latex_append_row (GString *latex, const char *method, guint n_bits, SemEvaluationOrder order)
{
  append_text (latex, method);
  if (n_bits > 0)
    g_string_append_printf (latex, " & %u", n_bits);
  else
    g_string_append (latex, " & --");
  g_string_append_printf (latex, " & %s", sem_evaluation_order_get_name (order));
}

char *
sem_evaluation_to_latex (const SemEvaluation *self)
{
  g_autofree char *rule = sem_evaluation_dup_rule (self);
  g_autofree char *what = g_strdup_printf ("%s, average precision %s", self->protocol->name, rule);
  GString *latex = g_string_new (NULL);
  guint n;
  const SemEvaluationMetric *columns = sem_evaluation_list_metrics (self, &n);

  sem_latex_begin (latex, self->set, what, self->first_seed, self->n_seeds, n);
  for (guint i = 0; i < n; i++)
    {
      g_string_append (latex, " & ");
      append_text (latex, sem_evaluation_metric_get_title (columns[i]));
    }
  g_string_append (latex, " \\\\\n\\hline\n");
  for (guint r = 0; r < self->rows->len; r++)
    {
      const SemEvaluationRow *row = &g_array_index (self->rows, SemEvaluationRow, r);

      sem_latex_append_row (latex, row->method, row->n_bits, row->order);
      for (guint i = 0; i < n; i++)
        {
          const double scale = sem_evaluation_metric_get_scale (columns[i]);

          sem_latex_append_number (latex, row->mean.figures[columns[i]] * scale,
                                   row->sd.figures[columns[i]] * scale);
        }
      g_string_append (latex, " \\\\\n");
    }
  g_string_append (latex, "\\hline\n\\end{tabular}\n");
  return g_string_free (latex, FALSE);
}
