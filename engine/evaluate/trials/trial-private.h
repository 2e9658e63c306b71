/* trial-private.h - functions for ranking by cosine and by codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/trials/trial.h"

G_BEGIN_DECLS

#define SEM_TRIAL_QUERIES_A_TASK 64

/* @rows: (array) (nullable): n rows of @features, shape (…, d), or %NULL for the first n
 * Returns: (transfer full): shape (n, d): those rows */
float *sem_trial_gather (const float *features, const guint32 *rows, gsize n, gsize d)
  G_GNUC_WARN_UNUSED_RESULT;
/* The same, less @mean, shape (d), and scaled to unit length; a row equal to it becomes zero. */
float *sem_trial_normalise (const float *features,
                            const guint32 *rows,
                            gsize n,
                            gsize d,
                            const double *mean) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: how many tasks of @per_task items cover @n items; the last one may have fewer */
gsize sem_trial_count_tasks (gsize n, gsize per_task);
/* The position of a query in the gallery that rankings leave out, or G_MAXSIZE if there is none. */
gsize sem_trial_find_self (const SemTrial *trial, gsize query);
/* @random: (out): breaks the ties of the query's ranking, the same way for every method */
void sem_trial_seed_ties (SemRandom *random, const SemTrial *trial, gsize query);
/* @relevant: (out) (array): shape (n_database): 1 for the photos of the query's class, else 0,
 * or SEM_TRIAL_IGNORED */
void sem_trial_find_relevant (const SemTrial *trial, gsize query, guint8 *relevant);
/* Adds the figures of a ranking to @sum, the sums of its task. */
void sem_trial_measure (const SemTrial *trial,
                        SemEvaluationOrder order,
                        const SemRanking *ranking,
                        const guint8 *relevant,
                        SemRecord *sum);
/* Means over the queries, from the sums of the tasks. */
void sem_trial_summarise (const SemTrial *trial, const SemRecord *sums, SemRecord *record);

G_END_DECLS
