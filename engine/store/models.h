/* models.h - models, that is trained hash functions, and which of them is active
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
 * SemModelOrigin:
 * @SEM_MODEL_AUTOMATIC: trained by the program on its own
 * @SEM_MODEL_TRAINED: trained at the user's request
 * @SEM_MODEL_IMPORTED: read from a file
 *
 * Stored by number: never change them.
 */
typedef enum
{
  SEM_MODEL_AUTOMATIC = 0,
  SEM_MODEL_TRAINED = 1,
  SEM_MODEL_IMPORTED = 2,
} SemModelOrigin;

/**
 * SemStoreModel:
 * @method: the name of its method, see sem_hash_method_get_name()
 * @bits: the length of its codes
 * @backbone: the id of the backbone whose features it encodes
 * @photos: photos that were in the library when it was trained
 * @trained_on: how many of them it was trained on
 * @provisional: whether the next indexing replaces it, because it was trained while photos were
 *   still being indexed or may lack codes
 * @expired: whether it may lack codes, or have some of features that are gone, see
 *   sem_store_expire_models(); it is @provisional then. Not looked at when a model is stored
 * @created: seconds since 1970
 * @data: (nullable): the serialised SemHashModel, not checked; NULL in a list
 * @log: (nullable): the serialised SemTrainingLog, not checked
 * @origin: where it comes from
 * @kept: whether the user trained or chose it, so that automatic training does not remove it
 * @used: when it was last the active model, in seconds since 1970; 0 for never
 * @name: (nullable): the name that the user gave it
 * @note: (nullable): the user's note about it
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
  gboolean expired;
  gint64 created;
  GBytes *data;
  SemModelStage stage;
  GBytes *log;
  SemModelOrigin origin;
  gboolean kept;
  gint64 used;
  char *name;
  char *note;
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

/* Inserts the model as SEM_MODEL_UNFINISHED and without a log, and sets model->id. It is kept where
 * its origin is not SEM_MODEL_AUTOMATIC. */
gboolean sem_store_put_model (SemStore *self, SemStoreModel *model, GError **error);
/* @log: (nullable): replaces the log; NULL keeps it. */
gboolean sem_store_set_model_stage (SemStore *self,
                                    gint64 id,
                                    SemModelStage stage,
                                    GBytes *log,
                                    GError **error);
/* Marks every model as expired, for when photos came back or were indexed again and each model
 * may lack their codes. Training follows at the end of the next indexing, whichever model is active
 * then. */
gboolean sem_store_expire_models (SemStore *self, GError **error);
/* Makes the model active; the previous one stays and can be made active again. Duplicates are
 * looked for by its codes from the first photo on. */
gboolean sem_store_use_model (SemStore *self, gint64 id, GError **error);
/* As sem_store_use_model(), and removes the other models that are not kept. */
gboolean sem_store_activate_model (SemStore *self, gint64 id, GError **error);
/* Sets @kept of the model: the user trained or chose it. */
gboolean sem_store_keep_model (SemStore *self, gint64 id, GError **error);
/* Sets all offered models to SEM_MODEL_READY. */
gboolean sem_store_withdraw_offers (SemStore *self, GError **error);
/* @name, @note: (nullable): replace those of the model, "" by none; NULL keeps them. A model with a
 * name or a note is kept. */
gboolean sem_store_set_model_words (SemStore *self,
                                    gint64 id,
                                    const char *name,
                                    const char *note,
                                    GError **error);
/* Deletes the codes of a model, so that all are computed again. */
gboolean sem_store_forget_codes (SemStore *self, gint64 id, GError **error);
/* Deletes the codes of a model that may lack some, see @provisional, so that all are computed again
 * when it is used; it is no longer provisional then. */
gboolean sem_store_renew_codes (SemStore *self, gint64 id, GError **error);
/* Removes a model, which must not be the active one. */
gboolean sem_store_drop_model (SemStore *self, gint64 id, GError **error);
/* Removes the models that are neither active nor kept, or only the unfinished ones, kept or not.
 * @keep: a model to keep all the same; 0 for none. */
gboolean
sem_store_remove_inactive (SemStore *self, gint64 keep, gboolean only_unfinished, GError **error);

/**
 * SemModelSize:
 * @model: the serialised model and its log, in bytes
 * @codes: its codes and their photos' ids, in bytes
 * @n_codes: photos that have a code
 *
 * What a model takes in the library. Its vectors are not counted: one for each code.
 */
typedef struct
{
  gint64 model;
  gint64 codes;
  gint64 n_codes;
} SemModelSize;

/* @size: (out): all 0 where there is no such model. Reads no blob. */
gboolean sem_store_measure_model (SemStore *self, gint64 id, SemModelSize *size, GError **error);
/* Removes the codes and vectors of a model, which is not the active one, but not the model: they
 * are computed again when it is used. Call sem_store_sweep() after the transaction, before the
 * model is used. */
gboolean sem_store_drop_model_codes (SemStore *self, gint64 id, GError **error);
/* Returns: the most photos that a finished model was trained for, the active one included; 0 where
 * there is none, -1 with @error set */
gint64 sem_store_get_most_photos (SemStore *self, GError **error);

G_END_DECLS
