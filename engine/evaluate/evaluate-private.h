/* evaluate-private.h - the result of an evaluation, for its reports
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/* @rows: (element-type SemEvaluationRow); @samples: shape (rows, n_seeds); @outcomes: (element-type
 * SemOutcome): by row, or none; @epochs: (element-type GArray): by row, (nullable) the SemHashEpoch
 * of its training in the first split; @missing: (element-type filename) (nullable): listed photos
 * that were left out; @n_without: queries that were left out;
 * @whole_queries: whether boxes of queries were not used
 * @scaled_queries: whether queries were described at several sizes */
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
  GPtrArray *epochs;
  GPtrArray *missing;
  guint n_without;
  gboolean whole_queries;
  gboolean scaled_queries;
};

/* (transfer full): the rows, without figures. */
SemEvaluation *sem_evaluation_new (const SemEvaluateOptions *options) G_GNUC_WARN_UNUSED_RESULT;
/* Fills in the rows from the samples. */
void sem_evaluation_summarise (SemEvaluation *self);
/* "hamming" or "score". */
const char *sem_evaluation_order_get_name (SemEvaluationOrder order);
/* Returns: (transfer none): its name for people, such as "mAP@all"; not translated */
const char *sem_evaluation_metric_get_title (SemEvaluationMetric metric);
/* @n: (out). Returns: (transfer none): the figures of the protocol's table */
const SemEvaluationMetric *sem_evaluation_list_metrics (const SemEvaluation *self, guint *n);
/* (transfer full): the rule of AP of the protocol's own mAP, such as "hash@5000" or "trapezoidal".
 */
char *sem_evaluation_dup_rule (const SemEvaluation *self) G_GNUC_WARN_UNUSED_RESULT;
/* What a figure is multiplied by where it is shown: 4 for N-S, else 1. */
double sem_evaluation_metric_get_scale (SemEvaluationMetric metric);
/* @key: its name in JSON and CSV */
typedef void (*SemEvaluationFigureFunc) (const char *key,
                                         double mean,
                                         double sd,
                                         gpointer user_data);
/* @row: (nullable): %NULL for the names alone. Calls @func for each figure of JSON and CSV: those
 * of the table, then precision at all places. */
void sem_evaluation_each_figure (const SemEvaluation *self,
                                 const SemEvaluationRow *row,
                                 SemEvaluationFigureFunc func,
                                 gpointer user_data);
/* The number of radii of a row's curves, K / 4 + 1; 0 for rows that are not by Hamming distance. */
guint sem_evaluation_row_get_n_radii (const SemEvaluationRow *row);

G_END_DECLS
