/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/model-files.h"
#include "engine/base/output.h"
#include "engine/hash/models/hash-model-private.h"
#include "engine/hash/models/model-file.h"
#include "engine/learn/encoding.h"
#include "engine/learn/models.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/models.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Exporting ------------------------------------------------------------------------------------ */

static gboolean
write_file (const char *path, GBytes *bytes, gboolean overwrite, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (!overwrite && sem_output_replaces (path))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("“%s” already exists. Choose another name."), name);
      return FALSE;
    }
  return sem_output_write (path, data, size, error);
}

gboolean
sem_models_export (const char *path,
                   gint64 id,
                   const char *file,
                   gboolean overwrite,
                   GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  SemStoreModel row = { 0 };
  g_auto (SemModelFile) contents = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  if (!store || !sem_models_find (store, id, &row, error))
    return FALSE;
  contents.model = sem_models_read (&row, error);
  contents.backbone = g_strdup (row.backbone);
  contents.photos = row.photos;
  contents.created = row.created;
  contents.name = g_strdup (row.name);
  contents.note = g_strdup (row.note);
  contents.log = row.log ? sem_training_log_new_from_bytes (row.log, NULL) : NULL;
  sem_store_model_clear (&row);
  if (!contents.model)
    return FALSE;
  bytes = sem_model_file_to_bytes (&contents);
  return write_file (file, bytes, overwrite, error);
}

/* Importing ------------------------------------------------------------------------------------ */

typedef struct
{
  gint64 id;
  GBytes *log;
} Import;

static GBytes *
read_file (const char *path, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  GStatBuf status;
  char *data;
  gsize size;

  if (g_stat (path, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_size <= SEM_MODEL_FILE_SIZE && g_file_get_contents (path, &data, &size, &local))
    return g_bytes_new_take (data, size);
  g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
               _("“%s” cannot be read as a model: %s. Choose a file that Semblance exported."),
               name, local ? local->message : _("it is missing, is not a file, or is too large"));
  return NULL;
}

/* A model maps the features of one backbone alone. */
static gboolean
check_backbone (SemStore *store, const SemModelFile *contents, const char *own, GError **error)
{
  gint64 kind = sem_store_get_backbone_kind (store, contents->backbone, error);

  if (kind < 0)
    return FALSE;
  if ((g_strcmp0 (contents->backbone, own) == 0 || kind == SEM_BACKBONE_TUNED)
      && sem_hash_model_get_n_features (contents->model) == SEM_BACKBONE_DIM)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
               _("This model was trained on the features of another network (%s), which this "
                 "library does not have. Train a new model instead."),
               contents->backbone);
  return FALSE;
}

/* The row of a finished model with this data, 0 where there is none, -1 with @error. */
static gint64
find_same (SemStore *store, const SemModelFile *contents, GBytes *data, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (store, error);
  gint64 found = 0;

  for (guint i = 0; models && found == 0 && i < models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (models, i);
      SemStoreModel whole = { 0 };

      if (row->stage == SEM_MODEL_UNFINISHED || g_strcmp0 (row->backbone, contents->backbone) != 0)
        continue;
      if (!sem_store_get_model (store, row->id, &whole, error))
        found = -1;
      else if (whole.id && g_bytes_equal (whole.data, data))
        found = row->id;
      sem_store_model_clear (&whole);
    }
  return models ? found : -1;
}

static gboolean
put_model (SemStore *store, const SemModelFile *contents, GBytes *data, gint64 *id, GError **error)
{
  SemStoreModel row = {
    .method = (char *) sem_hash_method_get_name (sem_hash_model_get_method (contents->model)),
    .bits = sem_hash_model_get_n_bits (contents->model),
    .seed = sem_hash_model_get_seed (contents->model),
    .backbone = contents->backbone,
    .photos = contents->photos,
    .trained_on = (guint) sem_hash_model_get_n_trained (contents->model),
    .created = contents->created,
    .data = data,
    .origin = SEM_MODEL_IMPORTED,
    .name = contents->name,
    .note = contents->note,
  };

  if (sem_store_begin (store, error) && sem_store_remove_inactive (store, 0, TRUE, error)
      && sem_store_put_model (store, &row, error) && sem_store_commit (store, error))
    {
      *id = row.id;
      return TRUE;
    }
  sem_store_rollback (store);
  return FALSE;
}

/* In the transaction of the last codes. */
static gboolean
finish (SemStore *store, gpointer data, GError **error)
{
  const Import *import = data;
  gint64 active = sem_store_get_active_model (store, error);

  return active >= 0
         && sem_store_set_model_stage (store, import->id, SEM_MODEL_READY, import->log, error)
         && (active > 0 || sem_store_use_model (store, import->id, error));
}

static gboolean
add (SemStore *store,
     SemModelFile *contents,
     GBytes *data,
     gint64 *id,
     const SemProgress *progress,
     GError **error)
{
  g_autoptr (GBytes) log = contents->log ? sem_training_log_to_bytes (contents->log) : NULL;
  Import import = { .log = log };
  SemEncoding encoding = {
    .model = contents->model,
    .backbone = contents->backbone,
    .n_photos = contents->photos,
    .end = finish,
    .end_data = &import,
  };

  if (!put_model (store, contents, data, id, error))
    return FALSE;
  import.id = encoding.id = *id;
  return sem_encode_photos (store, &encoding, progress, error);
}

static gboolean
find_or_add (SemStore *store,
             SemModelFile *contents,
             gint64 *id,
             gboolean *known,
             const SemProgress *progress,
             GError **error)
{
  g_autoptr (GBytes) data = sem_hash_model_to_bytes (contents->model);

  *id = find_same (store, contents, data, error);
  if (known)
    *known = *id > 0;
  return *id == 0 ? add (store, contents, data, id, progress, error) : *id > 0;
}

gboolean
sem_models_import (const char *path,
                   const char *backbone,
                   const char *file,
                   gint64 *id,
                   gboolean *known,
                   const SemProgress *progress,
                   GError **error)
{
  g_autofree char *name = g_filename_display_name (file);
  g_autoptr (GBytes) bytes = read_file (file, name, error);
  g_autoptr (SemStore) store = NULL;
  g_auto (SemModelFile) contents = { 0 };

  if (!bytes || !sem_model_file_read (&contents, bytes, name, error))
    return FALSE;
  store = sem_store_open (path, SEM_STORE_WRITE, error);
  return store && check_backbone (store, &contents, backbone, error)
         && find_or_add (store, &contents, id, known, progress, error)
         && sem_store_sweep (store, error);
}
