/* switching.h - have a library described by another backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/learn/trainer.h"
#include "engine/nn/backbone.h"

G_BEGIN_DECLS

/**
 * sem_switch_backbone:
 * @path: (type filename): the library; the caller holds the lock of sem_store_lock()
 * @backbone: the program's own, or one that is a program
 * @progress: (nullable): reported on the calling thread
 * @summary: (out): of the training; clear it with sem_train_summary_clear(), also after a failure
 * @n_left_out: (out): photos that could not be described, since their files cannot be read now
 *
 * Describes the photos that have no feature of the backbone yet, trains a model on the features as
 * the active model was trained (with fewer bits where the backbone gives fewer numbers), encodes
 * all photos and makes it the active model. Until then the active model answers as before, and
 * stays where this fails; what was described stays too, and is not done again. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_PROGRAM, an error of the store or of sem_train_library(), or
 *   G_IO_ERROR_CANCELLED
 */
gboolean sem_switch_backbone (const char *path,
                              SemBackbone *backbone,
                              const SemProgress *progress,
                              SemTrainSummary *summary,
                              guint *n_left_out,
                              GError **error);

/* Removes the features and the models of a backbone from the library; the caller holds the lock.
 * FALSE with SEM_ERROR_FAILED where the active model is one of them, or an error of the store. */
gboolean sem_switch_forget (const char *path, const char *backbone, GError **error);

G_END_DECLS
