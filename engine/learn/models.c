/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/models.h"
#include "engine/learn/encoding.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/models.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

static gboolean
find_model (SemStore *store, gint64 id, SemStoreModel *row, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  if (!sem_store_get_model (store, id, row, error))
    return FALSE;
  if (row->id)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
               _("The library has no model %s. “semblance-cli models” lists them."), number);
  return FALSE;
}

static SemHashModel *
read_model (const SemStoreModel *row, const char *backbone, GError **error)
{
  SemHashModel *model;

  if (row->stage == SEM_MODEL_UNFINISHED)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                   _("This model's training was not finished. Train again with the same settings "
                     "to resume it."));
      return NULL;
    }
  model = sem_hash_model_new_from_bytes (row->data, error);
  if (!model
      || (g_strcmp0 (row->backbone, backbone) == 0
          && sem_hash_model_get_n_features (model) == SEM_BACKBONE_DIM))
    return model;
  sem_hash_model_free (model);
  g_set_error (
    error, SEM_ERROR, SEM_ERROR_NO_MODEL,
    _("These codes are of another network than the photos were described by. Train a new model."));
  return NULL;
}

static gboolean
switch_model (SemStore *store, gpointer id, GError **error)
{
  return sem_store_use_model (store, *(gint64 *) id, error);
}

gboolean
sem_models_use (const char *path,
                const char *backbone,
                gint64 id,
                const SemProgress *progress,
                GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  g_autoptr (SemHashModel) model = NULL;
  SemEncoding encoding = { .id = id, .backbone = backbone, .end = switch_model, .end_data = &id };
  SemStoreModel row = { 0 };
  g_autofree char *tuned = NULL;

  if (!store || !find_model (store, id, &row, error))
    return FALSE;
  /* A backbone that was trained on the library's photos becomes active with its model. */
  if (sem_store_get_backbone_kind (store, row.backbone, NULL) == SEM_BACKBONE_TUNED)
    encoding.backbone = tuned = g_strdup (row.backbone);
  model = read_model (&row, encoding.backbone, error);
  sem_store_model_clear (&row);
  if (!model)
    return FALSE;
  encoding.model = model;
  encoding.n_photos = row.photos;
  return sem_encode_photos (store, &encoding, progress, error);
}

gboolean
sem_models_set_offered (const char *path, gint64 id, gboolean offered, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  SemStoreModel row = { 0 };
  gboolean finished;

  if (!store || !find_model (store, id, &row, error))
    return FALSE;
  finished = row.stage != SEM_MODEL_UNFINISHED;
  sem_store_model_clear (&row);
  return !finished
         || sem_store_set_model_stage (store, id, offered ? SEM_MODEL_OFFERED : SEM_MODEL_READY,
                                       NULL, error);
}

gboolean
sem_models_drop (const char *path, gint64 id, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  SemStoreModel row = { 0 };
  gint64 active = store ? sem_store_get_active_model (store, error) : -1;
  gboolean ok;

  if (active < 0 || !find_model (store, id, &row, error))
    return FALSE;
  sem_store_model_clear (&row);
  if (id == active)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                   _("This model is active. Choose another model before you remove it."));
      return FALSE;
    }
  ok = sem_store_begin (store, error) && sem_store_drop_model (store, id, error)
       && sem_store_commit (store, error);
  sem_store_rollback (store);
  return ok && sem_store_sweep (store, error);
}
