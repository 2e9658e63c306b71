/* backbone-train-private.h - the trunk of a batch, for tests and benchmarks
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/nn/backbone-train.h"

G_BEGIN_DECLS

/**
 * sem_backbone_trainer_forward_trunk:
 * @rgb: (array): shape (n, 224, 224, 3), bytes
 * @entry: (out caller-allocates): shape (n, entry size); a photo's entry depends on it alone
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_backbone_trainer_forward_trunk (SemBackboneTrainer *self,
                                             SemWork *work,
                                             const guint8 *rgb,
                                             gsize n,
                                             float *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
