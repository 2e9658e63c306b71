/* trial.h - one split of a set, ranked in every way
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/split.h"
#include "engine/base/work.h"

G_BEGIN_DECLS

/**
 * SemTrial:
 * @job: set up by the caller
 * @queries, @database: features of the split's rows
 * @query_x, @database_x: normalised for the cosine at work
 * @nearest: shape (n_queries, 10): of each query by the centred cosine
 * @find_nearest: whether the cosine at work fills @nearest
 * @model: the model at work, and what it makes of the rows: @query_codes, @codes, @outputs (of the
 *   queries), @query_vectors, @vectors
 * @figures: shape (n_queries, SEM_EVALUATION_N_FIGURES) each: by Hamming order or cosine; by score
 */
typedef struct
{
  SemWork job;
  const guint32 *labels;
  gsize d;
  guint64 seed;
  SemSplit *split;
  float *queries;
  float *database;
  float *query_x;
  float *database_x;
  guint32 *nearest;
  gboolean find_nearest;
  SemHashModel *model;
  guint64 *query_codes;
  guint64 *codes;
  float *outputs;
  gint8 *query_vectors;
  gint8 *vectors;
  double *figures[2];
} SemTrial;

/* @labels must outlive the trial. */
void sem_trial_init (SemTrial *trial,
                     const float *features,
                     const guint32 *labels,
                     gsize n,
                     gsize d,
                     guint queries_per_class,
                     guint64 seed);
void sem_trial_clear (SemTrial *trial);

/* @figures: means over the queries. The centred cosine must come before anything else. Returns:
 * %FALSE when cancelled */
gboolean sem_trial_rank_by_cosine (SemTrial *trial, gboolean centred, double *figures);

/* Trains on the database. Returns: %FALSE when cancelled (without @error) or failed */
gboolean sem_trial_rank_by_codes (SemTrial *trial,
                                  const SemHashOptions *options,
                                  double *hamming,
                                  double *score,
                                  GError **error);

G_END_DECLS
