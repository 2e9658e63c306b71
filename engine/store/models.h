/* models.h - the models, that is trained hash functions, and which of them is active
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * SemModelStage:
 * @SEM_MODEL_UNFINISHED: photos are being encoded, or were when training was interrupted
 * @SEM_MODEL_READY: each photo of its time has a code; the active model, or one that was active
 * @SEM_MODEL_OFFERED: complete as well; the user decides whether it becomes the active model
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_MODEL_UNFINISHED = 0,
  SEM_MODEL_READY = 1,
  SEM_MODEL_OFFERED = 2,
} SemModelStage;

/**
 * SemStoreModel:
 * @method: the name of its method, see sem_hash_method_get_name()
 * @bits: the length of its codes
 * @backbone: the id of the backbone whose features it encodes
 * @photos: photos that were in the library when it was trained
 * @trained_on: how many of them it was trained on
 * @provisional: whether the next indexing replaces it, because it was trained while photos were
 *   still being indexed or may lack codes
 * @created: seconds since 1970
 * @data: (nullable): the serialised SemHashModel, not checked; NULL in a list
 * @log: (nullable): the serialised SemTrainingLog, not checked
 */
typedef struct
{
  gint64 id;
  char *method;
  guint bits;
  guint64 seed;
  char *backbone;
  guint photos;
  guint trained_on;
  gboolean provisional;
  gint64 created;
  GBytes *data;
  SemModelStage stage;
  GBytes *log;
} SemStoreModel;

void sem_store_model_clear (SemStoreModel *model);
void sem_store_model_free (SemStoreModel *model);

/* Returns: the id of the active model; 0 where there is none */
gint64 sem_store_get_active_model (SemStore *self, GError **error);
/* @model: (out): the active model; its id is 0 where there is none. */
gboolean sem_store_get_active_row (SemStore *self, SemStoreModel *model, GError **error);
/* @model: (out): its id is 0 where there is no model @id. */
gboolean sem_store_get_model (SemStore *self, gint64 id, SemStoreModel *model, GError **error);
/* Returns: (transfer full) (element-type SemStoreModel): all models without their data, by id */
GPtrArray *sem_store_list_models (SemStore *self, GError **error);

/* The functions below are called in a transaction. Those that remove models remove their codes too;
 * their vectors are removed by sem_store_sweep(). */

/* Inserts the model as SEM_MODEL_UNFINISHED and without a log, and sets model->id. */
gboolean sem_store_put_model (SemStore *self, SemStoreModel *model, GError **error);
/* @log: (nullable): replaces the log; NULL keeps it. */
gboolean sem_store_set_model_stage (SemStore *self,
                                    gint64 id,
                                    SemModelStage stage,
                                    GBytes *log,
                                    GError **error);
/* Marks every model as provisional, for when photos came back or were indexed again and each model
 * may lack their codes. Training follows at the end of the next indexing, whichever model is active
 * then. */
gboolean sem_store_expire_models (SemStore *self, GError **error);
/* Makes the model active and removes all others. */
gboolean sem_store_activate_model (SemStore *self, gint64 id, GError **error);
/* Makes the model active; the previous one stays and can be made active again. */
gboolean sem_store_use_model (SemStore *self, gint64 id, GError **error);
/* Removes a model, which must not be the active one. */
gboolean sem_store_drop_model (SemStore *self, gint64 id, GError **error);
/* Removes the models that are not active, or only the unfinished ones among them.
 * @keep: a model to keep all the same; 0 for none. */
gboolean
sem_store_remove_inactive (SemStore *self, gint64 keep, gboolean only_unfinished, GError **error);

G_END_DECLS
