/* backbone-train-private.h - the trunk for a whole batch, for tests and benchmarks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone-train.h"

G_BEGIN_DECLS

/**
 * sem_backbone_trainer_forward_trunk:
 * @work: runs one task per photo
 * @rgb: (array): shape (n, 224, 224, 3), bytes
 * @n: number of photos
 * @entry: (out caller-allocates): shape (n, entry size); a photo's entry does not depend on the
 *   other photos of the batch
 *
 * Returns: %FALSE when cancelled; @entry is not valid then
 */
gboolean sem_backbone_trainer_forward_trunk (SemBackboneTrainer *self,
                                             SemWork *work,
                                             const guint8 *rgb,
                                             gsize n,
                                             float *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
