/* train-end.h - whether a trained model becomes active or is offered
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemTrainEnd:
 * @SEM_TRAIN_REPLACE: for training that the program starts itself: it becomes the active model
 *   without a comparison, and models that the user neither trained nor chose are removed. Where the
 *   user trained or chose the active model, it is compared with it as by
 *   %SEM_TRAIN_USE_UNLESS_WORSE, unless that one is provisional
 * @SEM_TRAIN_USE: it is compared with the active model and becomes the active one; the one before
 *   stays in the library
 * @SEM_TRAIN_USE_UNLESS_WORSE: likewise, unless it is worse: then it is offered
 * @SEM_TRAIN_OFFER: it is compared and offered
 *
 * The first model of a library becomes the active one in any case. With all but %SEM_TRAIN_REPLACE,
 * the new model and the one that was active before count as trained or chosen by the user
 * (SemStoreModel.kept).
 */
typedef enum
{
  SEM_TRAIN_REPLACE,
  SEM_TRAIN_USE,
  SEM_TRAIN_USE_UNLESS_WORSE,
  SEM_TRAIN_OFFER,
} SemTrainEnd;

G_END_DECLS
