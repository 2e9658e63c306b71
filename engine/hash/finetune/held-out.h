/* held-out.h - photos that a fine-tuning does not train on, to measure its quality after each epoch
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/hash/finetune/finetune.h"
#include "engine/hash/methods/method.h"
#include "engine/hash/methods/stopping.h"

G_BEGIN_DECLS

/**
 * SemHeldOut:
 * @request: the given request without the photos that are held out; its options, scenes and
 *   features are @options, @scenes and @features
 * @stopping: by the features before training; the rows are those of the request as it was given
 * @order: shape (n): the rows of the given request, those to train on first, then those that are
 *   held out
 * @n_kept, @n_held: numbers of rows to train on and of rows held out
 *
 * With BCDH only photos that are in no scene are held out.
 */
typedef struct
{
  SemFinetuneRequest request;
  SemStopping *stopping;
  guint32 *order;
  gsize n_kept;
  gsize n_held;
  SemHashOptions options;
  SemScenes *scenes;
  float *features;
} SemHeldOut;

/**
 * sem_held_out_new:
 * @input: of all photos of @request
 * @held: (out) (transfer full) (nullable): %NULL where none can be held out
 *
 * Returns: %FALSE when cancelled
 */
gboolean sem_held_out_new (const SemFinetuneRequest *request,
                           SemWork *job,
                           const SemHashInput *input,
                           SemHeldOut **held);
void sem_held_out_free (SemHeldOut *self);

/**
 * sem_held_out_measure:
 * @held: shape (n_held, K): the outputs of the photos that are held out
 * @kept: shape (n_kept, K): the latest outputs of the others
 *
 * Returns: nn10@R, see #SemStopping
 */
double sem_held_out_measure (const SemHeldOut *self, const float *held, const float *kept);

G_END_DECLS
