/* outcome.h - figures and first hits of each query of a ranking
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/trials/trial.h"

G_BEGIN_DECLS

/* Hits of a query that are kept. */
#define SEM_OUTCOME_HEAD 10

/**
 * SemOutcome:
 * @n: number of queries
 * @queries: shape (n): their rows in the set, rising
 * @figures: shape (n, SEM_EVALUATION_N_FIGURES): the figures of each query, of which a row of the
 *   evaluation has the means
 * @head: shape (n, SEM_OUTCOME_HEAD): rows of the first hits, best first; G_MAXUINT32 where there
 *   are fewer
 *
 * Memory is shared by no two outcomes.
 */
typedef struct
{
  gsize n;
  guint32 *queries;
  double *figures;
  guint32 *head;
} SemOutcome;

SemOutcome *sem_outcome_new (const SemSplit *split) G_GNUC_WARN_UNUSED_RESULT;
void sem_outcome_free (SemOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemOutcome, sem_outcome_free)

/* The outcomes that the rankings of a trial are added to, by order. */
typedef struct
{
  SemOutcome *by_order[2];
} SemOutcomes;

/* A SemRankedFunc, with SemOutcomes as its data, none of whose outcomes that are ranked is %NULL.
 */
void sem_outcome_take (const SemTrial *trial,
                       SemEvaluationOrder order,
                       const SemRanking *ranking,
                       const SemRecord *record,
                       gpointer outcomes);

G_END_DECLS
