/* latex.h - tables for papers
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/* (transfer full): the table of sem_evaluation_to_text() as a tabular environment of LaTeX, which
 * needs no package, below a comment with set, protocol, rule of AP and seeds. */
char *sem_evaluation_to_latex (const SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;

/* The parts of such a table. @set: (nullable); @what: protocol and figures, for the comment; @n:
 * columns after method, bits and order. The caller adds their titles, and ends each line. */
void sem_latex_begin (GString *latex,
                      const char *set,
                      const char *what,
                      guint64 first_seed,
                      guint n_seeds,
                      guint n);
/* The first three columns of a row. */
void
sem_latex_append_row (GString *latex, const char *method, guint n_bits, SemEvaluationOrder order);
/* A column. */
void sem_latex_append_number (GString *latex, double mean, double sd);

G_END_DECLS
