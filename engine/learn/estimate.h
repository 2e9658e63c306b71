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
 * @depth: the part of the network that is trained as well
 * @augment: whether on altered views as well
 * @photos: photos in the library
 * @most: most photos to train on; 0 for as many as are allowed
 *
 * Training, encoding all photos, with a trained network describing them first, and the comparison
 * with the active model. Rough: from operations, for a core of 2025 that does nothing else.
 *
 * Returns: seconds, at least 1
 */
double sem_estimate_training (const SemHashOptions *options,
                              SemFinetuneDepth depth,
                              gboolean augment,
                              guint photos,
                              guint most);

G_END_DECLS
