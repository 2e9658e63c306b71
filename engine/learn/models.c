/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/models.h"
#include "engine/hash/models/model-file.h"
#include "engine/learn/compare-codes.h"
#include "engine/learn/encoding.h"
#include "engine/learn/imported/imported.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/models.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

gboolean
sem_models_find (SemStore *store, gint64 id, SemStoreModel *row, GError **error)
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

SemHashModel *
sem_models_read (const SemStoreModel *row, GError **error)
{
  if (row->stage != SEM_MODEL_UNFINISHED)
    return sem_hash_model_new_from_bytes (row->data, error);
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
               _("This model's training was not finished. Train again with the same settings "
                 "to resume it."));
  return NULL;
}

static SemHashModel *
read_of_backbone (const SemStoreModel *row, const char *backbone, GError **error)
{
  SemHashModel *model = sem_models_read (row, error);

  if (!model
      || (g_strcmp0 (row->backbone, backbone) == 0
          && sem_hash_model_get_n_features (model) == SEM_BACKBONE_DIM))
    return model;
  sem_hash_model_free (model);
  if (sem_imported_is_backbone (row->backbone))
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("These codes are of imported features (%s), which only “semblance-cli search "
                   "--features” searches. Choose others."),
                 row->backbone);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("These codes are of another network than the photos were described by. Train a "
                   "new model."));
  return NULL;
}

/* A model that may lack codes gets all of them again; so a model that the user chose is not
 * replaced by the next indexing. */
static gboolean
renew (SemStore *store, gint64 id, GError **error)
{
  if (sem_store_begin (store, error) && sem_store_renew_codes (store, id, error)
      && sem_store_keep_model (store, id, error) && sem_store_commit (store, error))
    return TRUE;
  sem_store_rollback (store);
  return FALSE;
}

/* An offer was compared with the model that is no longer in use then. */
static gboolean
switch_model (SemStore *store, gpointer id, GError **error)
{
  gint64 before = sem_store_get_active_model (store, error);

  return before >= 0 && (before == 0 || sem_store_keep_model (store, before, error))
         && sem_store_keep_model (store, *(gint64 *) id, error)
         && sem_store_withdraw_offers (store, error)
         && sem_store_use_model (store, *(gint64 *) id, error);
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
  gint64 active = store ? sem_store_get_active_model (store, error) : -1;

  /* What is left of removed codes would be removed after they were computed again. */
  if (active < 0 || !sem_store_sweep (store, error) || !sem_models_find (store, id, &row, error))
    return FALSE;
  /* A backbone that was trained on the library's photos becomes active with its model, as does a
   * program. */
  if (sem_program_is_id (row.backbone)
      || sem_store_get_backbone_kind (store, row.backbone, NULL) == SEM_BACKBONE_TUNED)
    encoding.backbone = tuned = g_strdup (row.backbone);
  model = read_of_backbone (&row, encoding.backbone, error);
  sem_store_model_clear (&row);
  if (!model || (row.provisional && id != active && !renew (store, id, error)))
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

  if (!store || !sem_models_find (store, id, &row, error))
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

  if (active < 0 || !sem_models_find (store, id, &row, error))
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

/* Naming --------------------------------------------------------------------------------------- */

static gboolean
check_words (const char *name, const char *note, GError **error)
{
  if ((!name || sem_model_name_valid (name)) && (!note || sem_model_note_valid (note)))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("A name is one line of at most %d bytes, and a note at most %d. Choose shorter "
                 "ones."),
               SEM_MODEL_NAME_SIZE, SEM_MODEL_NOTE_SIZE);
  return FALSE;
}

gboolean
sem_models_set_words (const char *path,
                      gint64 id,
                      const char *name,
                      const char *note,
                      GError **error)
{
  g_autoptr (SemStore) store = NULL;
  SemStoreModel row = { 0 };

  if (!check_words (name, note, error))
    return FALSE;
  store = sem_store_open (path, SEM_STORE_WRITE, error);
  if (!store || !sem_models_find (store, id, &row, error))
    return FALSE;
  sem_store_model_clear (&row);
  /* The user's decisions are written to the file of decisions by a commit. */
  return sem_store_begin (store, error) && sem_store_set_model_words (store, id, name, note, error)
         && sem_store_commit (store, error);
}

/* Comparing ------------------------------------------------------------------------------------ */

static SemHashModel *
load (SemStore *store, gint64 id, SemStoreModel *row, GError **error)
{
  if (!sem_models_find (store, id, row, error))
    return NULL;
  return read_of_backbone (row, row->backbone, error);
}

gboolean
sem_models_compare (const char *path,
                    gint64 before,
                    gint64 after,
                    const SemProgress *progress,
                    SemCodeComparison *comparison,
                    GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  SemStoreModel one = { 0 }, other = { 0 };
  g_autoptr (SemHashModel) first = store ? load (store, before, &one, error) : NULL;
  g_autoptr (SemHashModel) second = first ? load (store, after, &other, error) : NULL;
  const SemComparedModel old = { first, one.backbone }, new = { second, other.backbone };
  gboolean ok =
    second && sem_compare_codes (store, &old, &new, other.seed, progress, comparison, error);

  sem_store_model_clear (&one);
  sem_store_model_clear (&other);
  return ok;
}
