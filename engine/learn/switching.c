/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/learn/switching.h"
#include "engine/photos/describe.h"
#include "engine/store/backbones.h"
#include "engine/store/sweep.h"

#include <glib/gi18n-lib.h>

/* Progress when the photos are described. */
#define DESCRIBED 0.9

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

gboolean
sem_switch_backbone (const char *path,
                     SemBackbone *backbone,
                     const SemProgress *progress,
                     SemTrainSummary *summary,
                     guint *n_left_out,
                     GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  SemTrainRequest request = { .path = path,
                              .backbone = sem_backbone_get_id (backbone),
                              .end = SEM_TRAIN_USE };
  SemProgressPart part;

  if (!store
      || !sem_describe_photos (store, backbone, n_left_out,
                               sem_progress_part_init (&part, progress, 0, DESCRIBED), error)
      || !choose_options (store, request.backbone, &request.options, error))
    return FALSE;
  sem_progress_part_init (&part, progress, DESCRIBED, 1);
  request.progress = part.progress.func;
  request.progress_data = part.progress.user_data;
  return sem_train_library (&request, sem_progress_get_cancellable (progress), summary, error);
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
