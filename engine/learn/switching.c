/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/switching.h"
#include "engine/learn/models.h"
#include "engine/store/backbones.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

gboolean
sem_switch_find_model (SemStore *store,
                       const char *backbone,
                       gint64 *id,
                       guint *photos,
                       GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (store, error);
  const gint64 active = models ? sem_store_get_active_model (store, error) : -1;
  gint64 last = -1;

  *id = 0;
  for (guint i = 0; active >= 0 && i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);
      const gint64 used =
        model->id == active ? G_MAXINT64 : MAX (model->used, MAX (model->created, 0));

      if (model->stage == SEM_MODEL_UNFINISHED || g_strcmp0 (model->backbone, backbone) != 0
          || used < last)
        continue;
      last = used;
      *id = model->id;
      if (photos)
        *photos = model->photos;
    }
  return active >= 0;
}

static gboolean
choose_options (SemStore *store, const char *backbone, SemHashOptions *options, GError **error)
{
  const guint d = sem_program_get_dim_of_id (backbone);
  SemStoreModel active = { 0 };
  gboolean ok = sem_store_get_active_row (store, &active, error);

  if (ok)
    sem_train_choose_options (&active, options);
  sem_store_model_clear (&active);
  while (ok && d > 0 && options->n_bits > d && sem_hash_bits_valid (options->n_bits / 2))
    options->n_bits /= 2;
  return ok;
}

/* Whether a model of the backbone can be used again; it is in @summary then. */
static gboolean
find_again (SemStore *store,
            const char *backbone,
            SemTrainSummary *summary,
            gboolean *found,
            GError **error)
{
  guint photos = 0;
  g_autoptr (GArray) described = NULL;

  *found = FALSE;
  if (!sem_switch_find_model (store, backbone, &summary->model, &photos, error))
    return FALSE;
  described = sem_store_list_training (store, backbone, error);
  if (!described)
    return FALSE;
  *found = summary->model > 0 && 2 * (guint64) photos >= described->len;
  summary->photos = described->len;
  return TRUE;
}

static gboolean
train (const char *path,
       SemStore *store,
       const char *backbone,
       const SemProgress *progress,
       SemTrainSummary *summary,
       GError **error)
{
  SemTrainRequest request = { .path = path, .backbone = backbone, .end = SEM_TRAIN_USE };

  if (!choose_options (store, backbone, &request.options, error))
    return FALSE;
  request.progress = progress->func;
  request.progress_data = progress->user_data;
  return sem_train_library (&request, sem_progress_get_cancellable (progress), summary, error);
}

gboolean
sem_switch_backbone (const char *path,
                     SemBackbone *backbone,
                     const SemProgress *progress,
                     SemTrainSummary *summary,
                     SemLeftOut *left_out,
                     GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  const char *id = sem_backbone_get_id (backbone);
  SemProgressPart describing, rest;
  gboolean again;

  if (!store
      || !sem_describe_photos (store, backbone, left_out,
                               sem_progress_part_init (&describing, progress, 0,
                                                       SEM_SWITCH_DESCRIBED),
                               error)
      || !find_again (store, id, summary, &again, error))
    return FALSE;
  sem_progress_part_init (&rest, progress, SEM_SWITCH_DESCRIBED, 1);
  sem_progress_report (&rest.progress, 0);
  if (!again)
    return train (path, store, id, &rest.progress, summary, error);
  summary->active = sem_models_use (path, id, summary->model, &rest.progress, error);
  return summary->active;
}

/* Forgetting ----------------------------------------------------------------------------------- */

static gboolean
is_active (SemStore *store, const char *backbone, gboolean *active, GError **error)
{
  SemStoreModel row = { 0 };
  const gboolean ok = sem_store_get_active_row (store, &row, error);

  *active = ok && g_strcmp0 (row.backbone, backbone) == 0;
  sem_store_model_clear (&row);
  return ok;
}

static gboolean
drop_models (SemStore *store, const char *backbone, GError **error)
{
  g_autoptr (GPtrArray) models = sem_store_list_models (store, error);

  for (guint i = 0; models && i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);

      if (g_strcmp0 (model->backbone, backbone) == 0
          && !sem_store_drop_model (store, model->id, error))
        return FALSE;
    }
  return models != NULL;
}

gboolean
sem_switch_forget (const char *path, const char *backbone, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  gboolean active;

  if (!store || !is_active (store, backbone, &active, error))
    return FALSE;
  if (active)
    {
      g_set_error (
        error, SEM_ERROR, SEM_ERROR_FAILED,
        _("The codes of the library are of this backbone. Choose another one first, with "
          "“semblance-cli backbone use default”."));
      return FALSE;
    }
  if (!sem_store_begin (store, error))
    return FALSE;
  if (drop_models (store, backbone, error) && sem_store_drop_backbone (store, backbone, error)
      && sem_store_commit (store, error))
    return sem_store_sweep (store, error);
  sem_store_rollback (store);
  return FALSE;
}
