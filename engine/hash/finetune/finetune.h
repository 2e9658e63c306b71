/* finetune.h - learn a hash function and the network below it, end to end
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/work.h"
#include "engine/hash/models/hash-model.h"
#include "engine/nn/backbone-train.h"

G_BEGIN_DECLS

/**
 * SemFinetuneDepth:
 * @SEM_FINETUNE_NONE: the head alone, on cached features
 * @SEM_FINETUNE_LAST_STAGE: the last stage of the network, too
 * @SEM_FINETUNE_ALL: all of it
 */
typedef enum
{
  SEM_FINETUNE_NONE,
  SEM_FINETUNE_LAST_STAGE,
  SEM_FINETUNE_ALL,
} SemFinetuneDepth;

/* "none", "last-stage", "all". */
const char *sem_finetune_depth_get_name (SemFinetuneDepth depth);
gboolean sem_finetune_depth_from_name (const char *name, SemFinetuneDepth *depth);
/* Whether there is a way to learn the method end to end. */
gboolean sem_finetune_can (SemHashMethod method);

/* Views of a photo that are kept where only the last stage learns and augmentation is on: the
 * photo as it is, and three altered ones. The trunk costs three times the last stage's step, so
 * that views drawn anew each time would cost four times as much; these cost the trunk once. */
#define SEM_FINETUNE_VIEWS 4

/**
 * SemFinetuneRequest:
 * @options: of the method, as for sem_hash_train(): epochs is of the training end to end (0 to
 *   choose), all else also of the head's own training, which comes first
 * @backbone: the network to start from
 * @depth: what of it to train
 * @augment: whether to learn from altered views: of the last stage from SEM_FINETUNE_VIEWS kept
 *   ones, of all of it from one drawn anew each time
 * @network_rate: of learning, for the network in the first pass; 0 to choose
 * @features: (array): shape (n, %SEM_BACKBONE_DIM): of @backbone
 * @n: photos, at least 2, at most SEM_HASH_MAX_TRAINING
 * @views: shape (n, sem_finetune_get_n_views()) of rows of sem_finetune_get_row_size() bytes: made
 *   by sem_finetune_make_row()
 * @photos: says which photos these are, so that another training does not go on with this one's
 *   checkpoint
 * @checkpoint: (nullable) (type filename): kept after each pass, and gone on with where it is of
 *   the same request; a damaged one is as good as none
 */
typedef struct
{
  const SemHashOptions *options;
  SemBackbone *backbone;
  SemFinetuneDepth depth;
  gboolean augment;
  double network_rate;
  const float *features;
  gsize n;
  const guint8 *views;
  const char *photos;
  const char *checkpoint;
} SemFinetuneRequest;

/* Rows a photo has, and bytes of one: fp16 values of the trunk, or the picture itself. */
guint sem_finetune_get_n_views (SemFinetuneDepth depth, gboolean augment);
gsize sem_finetune_get_row_size (SemFinetuneDepth depth);

/**
 * SemFinetuneView:
 * @seed: of the training
 * @photo: number of the photo, from 0
 * @view: number of its view, from 0: the photo unchanged; the seed and both numbers choose how any
 *   other view is altered
 */
typedef struct
{
  guint64 seed;
  gsize photo;
  guint view;
} SemFinetuneView;

/**
 * sem_finetune_make_row:
 * @backbone, @workspace: as for sem_backbone_forward()
 * @rgb: (array): shape (224, 224, 3): the photo
 * @view: which of its views to make
 * @row: (out caller-allocates): sem_finetune_get_row_size() bytes
 */
void sem_finetune_make_row (SemBackbone *backbone,
                            SemBackboneWorkspace *workspace,
                            SemFinetuneDepth depth,
                            const guint8 *rgb,
                            const SemFinetuneView *view,
                            guint8 *row);

/**
 * sem_finetune:
 * @trainer: (out) (transfer full): the network that was learned, to be saved
 * @resumed: (out): passes that an earlier run had done
 *
 * Learns u = W' s l2 (f (I) - mean) + b with the network f and the head W, b together. The mean is
 * that of the network as it was, and stays; so do the pairs that a method draws from its features.
 * Unless the method's paper is followed to the letter, the head is learned alone first. Blocks; the
 * same request gives the same model and the same network at any thread count, resumed or not.
 *
 * Returns: (transfer full): the model, whose int8 vectors are those of the learned network; %NULL
 *   when cancelled (without @error), or with SEM_ERROR_FAILED or SEM_ERROR_FULL
 */
SemHashModel *sem_finetune (const SemFinetuneRequest *request,
                            SemWork *job,
                            SemBackboneTrainer **trainer,
                            guint *resumed,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
