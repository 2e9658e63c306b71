/* trial.h - rankings on one split of a set
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
 * @SEM_EVALUATION_SCORE: by the float cosine, or for codes by Hamming distance with the first hits
 *   re-ranked as in a search for 10 hits
 */
typedef enum
{
  SEM_EVALUATION_HAMMING,
  SEM_EVALUATION_SCORE,
} SemEvaluationOrder;

typedef struct _SemTrial SemTrial;

/* Of SemRelevantFunc: a photo that rankings skip. */
#define SEM_TRIAL_IGNORED 2

/**
 * SemRelevantFunc:
 * @query: number of the query in the split, from 0
 * @relevant: (out): by position in the gallery: to be set to 1 where the photo is relevant to the
 *   query, and to SEM_TRIAL_IGNORED where it is neither; all 0 before
 *
 * Tells which photos are relevant. Called from several threads, once for each query and order.
 */
typedef void (*SemRelevantFunc) (const SemTrial *trial,
                                 gsize query,
                                 guint8 *relevant,
                                 gpointer user_data);

/* Adds figures of a truth of its own kind to those of a ranking, which has all photos, also ignored
 * ones; called from several threads, in any order. */
typedef void (*SemJudgeFunc) (const SemTrial *trial,
                              const SemRanking *ranking,
                              SemRecord *record,
                              gpointer user_data);

/* Receives each ranking and its figures; called from several threads, in any order. */
typedef void (*SemRankedFunc) (const SemTrial *trial,
                               SemEvaluationOrder order,
                               const SemRanking *ranking,
                               const SemRecord *record,
                               gpointer user_data);

/**
 * SemTrial:
 * @job: threads and progress; the caller sets it up with sem_work_init() after sem_trial_init()
 * @features: shape (n, d): of all rows; borrowed
 * @labels: (nullable): shape (n): classes; borrowed
 * @split: owned
 * @seed: of the models and of the ties
 * @relevant: by default, the photos of the query's class
 * @keeps_self: whether a query that is in the gallery is ranked like other photos; then @relevant
 *   decides about it
 * @measuring: (nullable): the protocol's own mAP
 * @judge: (nullable): for figures that @relevant does not give, with @relevant_data
 * @factors: (nullable): shape (SEM_EVALUATION_N_FIGURES): what the means over the queries are
 *   multiplied by, for figures that some queries do not have
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
  gboolean keeps_self;
  const SemMeasuring *measuring;
  SemJudgeFunc judge;
  const double *factors;
  SemRankedFunc ranked;
  gpointer ranked_data;
  guint32 *nearest;
};

/* @split: (transfer full): of the rows of @features; @labels may be %NULL if the caller sets
 * @relevant afterwards. */
void sem_trial_init (SemTrial *trial,
                     const float *features,
                     const guint32 *labels,
                     gsize d,
                     SemSplit *split,
                     guint64 seed);
void sem_trial_clear (SemTrial *trial);

/* Ranks by the cosine of the features, plain or after subtracting the mean of the gallery. @record:
 * (out): means over the queries. The centred cosine must come first: it finds @nearest. Returns:
 * %FALSE when cancelled */
gboolean sem_trial_rank_by_cosine (SemTrial *trial, gboolean centred, SemRecord *record);

/* Trains on the training rows of the split. Returns: (nullable) (transfer full): %NULL with @error
 * when it failed or was cancelled */
SemHashModel *sem_trial_train (SemTrial *trial,
                               const SemHashOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_trial_rank_by_model:
 * @features: (array): shape (n, d) with the model's d: of the rows of the trial, by the model's
 *   backbone
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
