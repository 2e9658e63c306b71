/* judging.h - new codes against those that answer, on a sample of the library's photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/training-log.h"
#include "engine/measure/quality.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* Photos that models are compared on, drawn by the training's seed. */
#define SEM_TRAIN_JUDGED 5000

/**
 * SemTrainJudgeFunc:
 * @before: the active model, with at most SEM_TRAIN_JUDGED photos
 * @after: the new model, with the same photos; the same features where both are of one backbone
 *
 * Compares two models, as sem_compare_models() does. FALSE with G_IO_ERROR_CANCELLED when
 * cancelled.
 */
typedef gboolean (*SemTrainJudgeFunc) (const SemCodedSet *before,
                                       const SemCodedSet *after,
                                       guint64 seed,
                                       const SemProgress *progress,
                                       SemCodeComparison *comparison,
                                       GError **error);

/* A model and the id of the network whose features it maps. */
typedef struct
{
  SemHashModel *model;
  const char *backbone;
} SemJudgedCodes;

/**
 * sem_judge_codes:
 * @ids: (element-type gint64): photos to draw from
 * @comparison: (out): on the drawn photos that have features of both networks; where those are
 *   fewer than two, the codes count as equal
 *
 * Returns: FALSE with what the store or @judge sets
 */
gboolean sem_judge_codes (SemStore *store,
                          SemTrainJudgeFunc judge,
                          const SemJudgedCodes *before,
                          const SemJudgedCodes *after,
                          GArray *ids,
                          guint64 seed,
                          SemProgressFunc progress,
                          gpointer user_data,
                          GCancellable *cancellable,
                          SemCodeComparison *comparison,
                          GError **error);

G_END_DECLS
