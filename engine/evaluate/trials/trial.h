/* trial.h - one split of a set, ranked in every way
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/measure/record.h"
#include "engine/evaluate/protocols/split.h"
#include "engine/hash/methods/hash-trainer.h"

G_BEGIN_DECLS

/**
 * SemEvaluationOrder:
 * @SEM_EVALUATION_HAMMING: by Hamming distance alone
 * @SEM_EVALUATION_SCORE: by real numbers: the float cosine, or for codes the Hamming order with its
 *   head reordered as a search for 10 results does it
 */
typedef enum
{
  SEM_EVALUATION_HAMMING,
  SEM_EVALUATION_SCORE,
} SemEvaluationOrder;

typedef struct _SemTrial SemTrial;

/**
 * SemRelevantFunc:
 * @query: a place in the split's queries
 * @relevant: (out): by position in the split's database: 1 where the photo is relevant to the
 *   query, 0 elsewhere; it comes zeroed
 *
 * What counts as found. Called from several threads, once for each query and order.
 */
typedef void (*SemRelevantFunc) (const SemTrial *trial,
                                 gsize query,
                                 guint8 *relevant,
                                 gpointer user_data);

/* Told of each ranking, for figures of its own; called from several threads, in any order. */
typedef void (*SemRankedFunc) (const SemTrial *trial,
                               SemEvaluationOrder order,
                               const SemRanking *ranking,
                               gpointer user_data);

/**
 * SemTrial:
 * @job: threads and progress; the caller sets it up with sem_work_init() after sem_trial_init()
 * @features: shape (n, d): of all rows; borrowed
 * @labels: (nullable): n classes; borrowed
 * @split: owned
 * @seed: of models and ties
 * @relevant: by default, the photos of the query's class
 * @ranked: (nullable)
 * @nearest: shape (n_queries, SEM_RECORD_NEAREST): positions, by the centred cosine
 */
struct _SemTrial
{
  SemWork job;
  const float *features;
  const guint32 *labels;
  gsize d;
  guint64 seed;
  SemSplit *split;
  SemRelevantFunc relevant;
  gpointer relevant_data;
  SemRankedFunc ranked;
  gpointer ranked_data;
  guint32 *nearest;
};

/* @split: (transfer full): of the rows of @features; @labels may be %NULL where @relevant is set
 * afterwards. */
void sem_trial_init (SemTrial *trial,
                     const float *features,
                     const guint32 *labels,
                     gsize d,
                     SemSplit *split,
                     guint64 seed);
void sem_trial_clear (SemTrial *trial);

/* Ranks by the cosine of the features, plain or without the database's mean. @record: (out): means
 * over the queries. The centred cosine must come before anything else: it finds @nearest. Returns:
 * %FALSE when cancelled */
gboolean sem_trial_rank_by_cosine (SemTrial *trial, gboolean centred, SemRecord *record);

/* Learns from the split's training rows. Returns: (nullable): %NULL with @error when it failed or
 * was cancelled */
SemHashModel *sem_trial_train (SemTrial *trial,
                               const SemHashOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_trial_rank_by_model:
 * @features: (array): shape (n, d) with the model's d: of the same rows as the trial's, but perhaps
 *   of another backbone
 * @hamming, @score: (out): means over the queries, in each order
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_trial_rank_by_model (SemTrial *trial,
                                  SemHashModel *model,
                                  const float *features,
                                  SemRecord *hamming,
                                  SemRecord *score);

G_END_DECLS
