/* compare-codes.h - compare two models on a sample of the library's photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/training-log.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* The size of the sample. */
#define SEM_COMPARE_SAMPLE 5000

/* A model and the id of the backbone whose features it maps. */
typedef struct
{
  SemHashModel *model;
  const char *backbone;
} SemComparedModel;

/**
 * sem_compare_codes:
 * @before: the active model
 * @after: the new model
 * @seed: draws the sample from the visible photos that have a feature of @after's backbone
 * @comparison: (out): on those photos of the sample that have features of both backbones; where
 *   they are fewer than two, the codes count as equal
 *
 * Compares with sem_compare_models(), each model on the features of its own backbone. Blocks.
 *
 * Returns: FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_compare_codes (SemStore *store,
                            const SemComparedModel *before,
                            const SemComparedModel *after,
                            guint64 seed,
                            const SemProgress *progress,
                            SemCodeComparison *comparison,
                            GError **error);

G_END_DECLS
