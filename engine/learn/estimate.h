/* estimate.h - how long a training takes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"

G_BEGIN_DECLS

/**
 * sem_estimate_training:
 * @options: of the training
 * @depth: the part of the network that is fine-tuned
 * @augment: whether it is trained on altered views as well
 * @photos: photos in the library
 * @most: most photos to train on; 0 for as many as are allowed
 *
 * Estimates the time of training, of computing all features where the network is trained, of
 * encoding all photos, and of the comparison with the active model. Rough: computed from the number
 * of operations, for an otherwise idle core of 2025.
 *
 * Returns: seconds, at least 1
 */
double sem_estimate_training (const SemHashOptions *options,
                              SemFinetuneDepth depth,
                              gboolean augment,
                              guint photos,
                              guint most);

G_END_DECLS
