/* switching.h - have a library described by another backbone
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/learn/trainer.h"
#include "engine/nn/backbone.h"
#include "engine/photos/describe.h"

G_BEGIN_DECLS

/* Progress of sem_switch_backbone() from which on all photos are described: what remains takes
 * minutes, and begins again where it is stopped. */
#define SEM_SWITCH_DESCRIBED 0.9

/* @id: (out): the finished model of the backbone's features that is active, or else was last, or
 * was made last; 0 where there is none. @photos: (out) (optional): how many there were at its
 * training. FALSE with an error of the store */
gboolean sem_switch_find_model (SemStore *store,
                                const char *backbone,
                                gint64 *id,
                                guint *photos,
                                GError **error);

/**
 * sem_switch_backbone:
 * @path: (type filename): the library; the caller holds the lock of sem_store_lock()
 * @backbone: the program's own, or one that is a program
 * @progress: (nullable): reported on the calling thread
 * @summary: (out): of the training; clear it with sem_train_summary_clear(), also after a failure
 * @left_out: (out): photos that could not be described; clear it with sem_left_out_clear(), also
 *   after a failure
 *
 * Describes the photos that have no feature of the backbone yet. Then the model of
 * sem_switch_find_model() is used again, where there is one that was trained when there were at
 * least half as many photos; otherwise one is trained on the features as the active model was (with
 * fewer bits where the backbone gives fewer numbers). All photos are encoded, and it becomes the
 * active model. Until then the active model answers as before, and stays where this fails; what was
 * described stays too, and is not done again. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NO_PROGRAM, an error of the store or of sem_train_library(), or
 *   G_IO_ERROR_CANCELLED
 */
gboolean sem_switch_backbone (const char *path,
                              SemBackbone *backbone,
                              const SemProgress *progress,
                              SemTrainSummary *summary,
                              SemLeftOut *left_out,
                              GError **error);

/* Removes the features and the models of a backbone from the library; the caller holds the lock.
 * FALSE with SEM_ERROR_FAILED where the active model is one of them, or an error of the store. */
gboolean sem_switch_forget (const char *path, const char *backbone, GError **error);

G_END_DECLS
