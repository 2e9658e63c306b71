/* adoption.h - encodes all photos with a trained model, and makes it active or offers it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/hash/models/hash-model.h"
#include "engine/hash/models/training-log.h"
#include "engine/learn/train-end.h"
#include "engine/store/models.h"

G_BEGIN_DECLS

/**
 * SemAdoption:
 * @store: the library, open for writing; the caller holds its lock
 * @model: the trained model
 * @backbone: id of the features that the model maps
 * @fine_tuned: whether the backbone was trained with the model: it then becomes a backbone of the
 *   library in the same transaction, is compared with an active model of any backbone, and
 *   no model is removed
 * @provisional: whether photos are still being indexed, so that another training follows
 * @end: whether the model becomes active or is offered
 * @photos: photos in the library
 * @trained_on: photos that the model was trained on
 * @log: the epochs of the training; the comparison is added; stored with the model
 * @id: (out): the model's row
 * @active: (out): whether the model is the active one now; otherwise it is offered
 * @unchanged: (out): whether the active model is the same to the bit, so that nothing was done
 * @known: (out): whether an equal model, ready or offered, is in the library besides the active one
 * @resumed: (out): whether an earlier call, which was interrupted, had encoded photos
 * @dropped: (out) (nullable) (transfer full): a translated sentence that names older models that
 *   were removed because there were too many, see kept-models.h
 *
 * The last step of every training, and its outcome.
 */
typedef struct
{
  SemStore *store;
  SemHashModel *model;
  const char *backbone;
  gboolean fine_tuned;
  gboolean provisional;
  SemTrainEnd end;
  guint photos;
  guint trained_on;
  SemTrainingLog *log;

  gint64 id;
  gboolean active;
  gboolean unchanged;
  gboolean known;
  gboolean resumed;
  char *dropped;
} SemAdoption;

/**
 * sem_adoption_run:
 *
 * Stores the model, encodes all photos with it, compares it with the active model, and makes it the
 * active one or offers it, in one transaction with the last codes. Until then the active model
 * stays as it was; after an interruption the same call continues with the photos that have no code
 * yet. Blocks.
 *
 * Returns: FALSE with an error of the store, or G_IO_ERROR_CANCELLED
 */
gboolean sem_adoption_run (SemAdoption *self, const SemProgress *progress, GError **error);

G_END_DECLS
