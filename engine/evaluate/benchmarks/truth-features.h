/* truth-features.h - the features of the rows of a truth
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/evaluate/benchmarks/truth.h"
#include "engine/nn/backbone.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * sem_photo_finder_load:
 * @backbone: its id
 * @folder: (type filename): absolute
 *
 * Returns: (transfer full): the files below the folder that are not missing and whose photo has a
 *   feature of the backbone, sorted; NULL with an error of the store
 */
SemPhotoFinder *sem_photo_finder_load (SemStore *store,
                                       const char *backbone,
                                       const char *folder,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_truth_load_features:
 * @truth: made with the photos of sem_photo_finder_load()
 * @progress: (nullable)
 * @error: return location; an error of the store or of the decoder; SEM_ERROR_DAMAGED where a box
 *   is not inside its photo; SEM_ERROR_FAILED where there is not enough memory;
 *   G_IO_ERROR_CANCELLED
 *
 * Loads the features of photos, and decodes and describes those parts of photos that are queries.
 * Boxes are rounded to whole pixels of the upright photo. A query at several sizes has the mean of
 * the features of the picture squashed to 160, 224 and 320 pixels a side, each brought to one
 * length; @backbone must be no program then. Blocks.
 *
 * Returns: (transfer full): shape (rows, SEM_BACKBONE_DIM)
 */
float *sem_truth_load_features (const SemTruth *truth,
                                SemStore *store,
                                SemBackbone *backbone,
                                const SemProgress *progress,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
