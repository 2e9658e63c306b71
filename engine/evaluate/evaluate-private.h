/* evaluate-private.h - the result of an evaluation, for its reports
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/* @rows: (element-type SemEvaluationRow); @samples: shape (rows, n_seeds); @outcomes: (element-type
 * SemOutcome): by row, or none */
struct _SemEvaluation
{
  char *set;
  const SemProtocol *protocol;
  guint queries_per_class;
  SemSplitClasses classes;
  gsize n_queries;
  gsize n_database;
  gsize n_training;
  guint64 first_seed;
  guint n_seeds;
  GArray *rows;
  SemRecord *samples;
  GPtrArray *outcomes;
};

/* "hamming" or "score". */
const char *sem_evaluation_order_get_name (SemEvaluationOrder order);
/* Returns: (transfer none): its name in JSON and CSV, such as "map_all" */
const char *sem_evaluation_metric_get_key (SemEvaluationMetric metric);
/* Returns: (transfer none): its name for people, such as "mAP@all"; not translated */
const char *sem_evaluation_metric_get_title (SemEvaluationMetric metric);
/* The number of radii of a row's curves, K / 4 + 1; 0 for rows that are not by Hamming distance. */
guint sem_evaluation_row_get_n_radii (const SemEvaluationRow *row);

G_END_DECLS
