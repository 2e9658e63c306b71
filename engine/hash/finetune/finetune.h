/* finetune.h - train a hash function together with the backbone
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
 * @SEM_FINETUNE_NONE: train only the head, on stored features
 * @SEM_FINETUNE_LAST_STAGE: also train the last stage of the backbone
 * @SEM_FINETUNE_ALL: train the whole backbone
 */
typedef enum
{
  SEM_FINETUNE_NONE,
  SEM_FINETUNE_LAST_STAGE,
  SEM_FINETUNE_ALL,
} SemFinetuneDepth;

/* Returns: (transfer none): "none", "last-stage" or "all"; not translated. */
const char *sem_finetune_depth_get_name (SemFinetuneDepth depth);
/* The depth of a name. @depth: (out). Returns: %FALSE for an unknown name, with @depth unchanged */
gboolean sem_finetune_depth_from_name (const char *name, SemFinetuneDepth *depth);
/* Whether the method supports fine-tuning. */
gboolean sem_finetune_can (SemHashMethod method);

/* Number of views per photo if only the last stage is trained with augmentation: the photo
 * unchanged and three altered views. The trunk takes three times as long as a training step of the
 * last stage, so that new views in every epoch would take four times as long; these views need the
 * trunk only once. */
#define SEM_FINETUNE_VIEWS 4

/**
 * SemFinetuneRequest:
 * @options: of the method, as for sem_hash_train(); its number of epochs is that of the
 *   fine-tuning, 0 for the default; everything else also applies to the training of the head that
 *   comes first
 * @backbone: the backbone to start from
 * @depth: which part of it to train, not %SEM_FINETUNE_NONE
 * @augment: whether to train on altered views: of the %SEM_FINETUNE_VIEWS in @views if only the
 *   last stage is trained, else of a new one in every epoch
 * @network_rate: learning rate of the backbone in the first epoch; 0 for the default
 * @features: (array): shape (n, %SEM_BACKBONE_DIM), row-major: features by @backbone
 * @n: number of photos, from 2 to %SEM_HASH_MAX_TRAINING
 * @views: (array): shape (n, sem_finetune_get_n_views(), sem_finetune_get_row_size()), bytes, by
 *   sem_finetune_make_row()
 * @photos: identifies the photos, so that a training on others does not resume from this checkpoint
 * @checkpoint: (nullable) (type filename): written after every epoch; the training resumes from it
 *   if it is of the same request; a damaged one is ignored
 *
 * The input of a fine-tuning. All pointers are borrowed and must stay valid during sem_finetune().
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

/* Number of rows per photo in the views of a request, at least 1. */
guint sem_finetune_get_n_views (SemFinetuneDepth depth, gboolean augment);
/* Size of a row in bytes: of the trunk's output in fp16 if only the last stage is trained, of the
 * picture if the whole backbone is. */
gsize sem_finetune_get_row_size (SemFinetuneDepth depth);

/**
 * SemFinetuneView:
 * @seed: seed of the training
 * @photo: index of the photo, from 0
 * @view: index of its view: 0 is the photo unchanged; the alteration of any other view depends on
 *   the seed and both indices
 */
typedef struct
{
  guint64 seed;
  gsize photo;
  guint view;
} SemFinetuneView;

/**
 * sem_finetune_make_row:
 * @backbone: the backbone of the request
 * @workspace: of @backbone, not used by another thread meanwhile
 * @depth: that of the request
 * @rgb: (array): shape (224, 224, 3), bytes: the photo
 * @view: the view to make
 * @row: (out caller-allocates): sem_finetune_get_row_size() bytes, aligned to 2
 *
 * Makes one row of a request's views, in the calling thread. Thread-safe with a workspace per
 * thread.
 */
void sem_finetune_make_row (SemBackbone *backbone,
                            SemBackboneWorkspace *workspace,
                            SemFinetuneDepth depth,
                            const guint8 *rgb,
                            const SemFinetuneView *view,
                            guint8 *row);

/**
 * sem_finetune:
 * @request: what to train
 * @job: threads, progress and cancelling
 * @trainer: (out) (transfer full): the trained network, to be saved; not set on failure
 * @resumed: (out): number of epochs that the checkpoint already had; they are told again, as they
 *   were told first
 * @error: return location; SEM_ERROR_FAILED, SEM_ERROR_FULL, G_IO_ERROR_CANCELLED, or
 *   SEM_ERROR_TOO_FEW if the scenes of the options have too few positives
 *
 * Trains the network f and the head W, b of u = W' s l2 (f (I) - mean) + b together; in the paper's
 * preset of DDH the mean is 0 and the latest outputs are 0 at the start. Elsewhere the mean is
 * that of the features before training, which leans on that of the options as in any training; it
 * does not change, nor do the pairs that a method derives from these features. The head is first
 * trained alone, except with the preset that follows the method's paper. Of many photos some are
 * held out of all of this, see SemStopping, and searched with after each epoch. Blocks. The same
 * request gives the same model and the same network for any number of threads, resumed or not.
 *
 * Returns: (transfer full): the model, whose int8 vectors are of the features after training; %NULL
 *   with @error set
 */
SemHashModel *sem_finetune (const SemFinetuneRequest *request,
                            SemWork *job,
                            SemBackboneTrainer **trainer,
                            guint *resumed,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
