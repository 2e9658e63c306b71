/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/library/trainer.h"
#include "engine/library/codes.h"
#include "engine/nn/backbone.h"

#include <glib/gi18n-lib.h>

/* Photos encoded in one transaction: another writer waits no longer than that takes. */
#define ENCODE_ROWS 4096
/* How the time is shared among loading, training and encoding. */
#define SHARE_LOADED 0.1
#define SHARE_TRAINED 0.8

typedef struct
{
  SemProgressFunc func;
  gpointer user_data;
  double from, to;
} Stage;

static void
stage_progress (double fraction, gpointer user_data)
{
  Stage *stage = user_data;

  if (stage->func)
    stage->func (stage->from + fraction * (stage->to - stage->from), stage->user_data);
}

void
sem_train_summary_clear (SemTrainSummary *summary)
{
  g_clear_pointer (&summary->remark, g_free);
}

void
sem_train_choose_options (const SemStoreModel *active, SemHashOptions *options)
{
  sem_hash_options_init (options);
  if (!active->id || !sem_hash_method_from_name (active->method, &options->method))
    return;
  options->n_bits = active->bits;
  options->seed = active->seed;
}

/* The training rows. The list is by content hash, which is uniform: its head is a random sample
 * that depends on the photos alone. */
static float *
load_rows (SemStore *store, const char *backbone, guint *n_photos, guint *n_rows,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (store, backbone, error);
  g_autofree float *rows = NULL;
  guint n;

  if (!ids)
    return NULL;
  *n_photos = ids->len;
  *n_rows = 0;
  n = MIN (ids->len, SEM_HASH_MAX_TRAINING);
  rows = g_try_new (float, (gsize) MAX (n, 1) * SEM_BACKBONE_DIM);
  if (!rows)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("There is not enough memory to train on %u photos."), n);
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) local = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (sem_codes_load_feature (store, g_array_index (ids, gint64, i), backbone,
                                  rows + (gsize) *n_rows * SEM_BACKBONE_DIM, &local))
        (*n_rows)++;
      else if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  if (*n_rows == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                   _("There are no photos to learn from yet. Index a folder with photos first."));
      return NULL;
    }
  return g_steal_pointer (&rows);
}

static gboolean
put_model (SemStore *store, SemHashModel *model, const char *backbone,
           const SemTrainSummary *summary, gboolean provisional, gint64 *id, GError **error)
{
  SemStoreModel row = {
    .method = (char *) sem_hash_method_get_name (sem_hash_model_get_method (model)),
    .bits = sem_hash_model_get_n_bits (model),
    .seed = sem_hash_model_get_seed (model),
    .backbone = (char *) backbone,
    .photos = summary->photos,
    .trained_on = summary->trained_on,
    .provisional = provisional,
    .created = g_get_real_time () / G_USEC_PER_SEC,
    .data = sem_hash_model_to_bytes (model),
  };
  gboolean ok = sem_store_begin (store, error) && sem_store_remove_inactive (store, error)
                && sem_store_put_model (store, &row, error) && sem_store_commit (store, error);

  sem_store_rollback (store);
  g_bytes_unref (row.data);
  *id = row.id;
  return ok;
}

/* Encodes until a batch is not full; that last batch and the switch are one transaction, so that
 * no photo which is added meanwhile is without a code. */
static gboolean
encode_and_activate (SemStore *store, gint64 id, SemHashModel *model, const char *backbone,
                     guint n_photos, Stage *stage, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint done = 0, n = ENCODE_ROWS;

  while (n == ENCODE_ROWS)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!sem_store_begin (store, error)
          || !sem_codes_fill (store, id, model, backbone, ENCODE_ROWS, &n, error)
          || (n < ENCODE_ROWS && !sem_store_activate_model (store, id, error))
          || !sem_store_commit (store, error))
        {
          sem_store_rollback (store);
          return FALSE;
        }
      done += n;
      stage_progress (MIN (1.0, (double) done / MAX (n_photos, 1)), stage);
    }
  /* The new codes are there: what the old ones leave behind can also go the next time. */
  if (!sem_store_sweep (store, &local))
    g_debug ("sweeping: %s", local->message);
  return TRUE;
}

gboolean
sem_train_library (const char *path, const char *backbone, const SemHashOptions *options,
                   gboolean provisional, SemProgressFunc progress, gpointer user_data,
                   GCancellable *cancellable, SemTrainSummary *summary, GError **error)
{
  gint64 start = g_get_monotonic_time (), id;
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  g_autofree float *rows = NULL;
  g_autoptr (SemHashModel) model = NULL;
  Stage stage = { progress, user_data, 0, SHARE_LOADED };

  if (!store)
    return FALSE;
  rows = load_rows (store, backbone, &summary->photos, &summary->trained_on, cancellable, error);
  if (!rows)
    return FALSE;
  stage_progress (1, &stage);

  stage = (Stage) { progress, user_data, SHARE_LOADED, SHARE_TRAINED };
  model = sem_hash_train (options, rows, summary->trained_on, SEM_BACKBONE_DIM, stage_progress,
                          &stage, cancellable, error);
  g_clear_pointer (&rows, g_free);
  if (!model)
    return FALSE;
  summary->remark = g_strdup (sem_hash_model_get_remark (model));

  stage = (Stage) { progress, user_data, SHARE_TRAINED, 1 };
  if (!put_model (store, model, backbone, summary, provisional, &id, error)
      || !encode_and_activate (store, id, model, backbone, summary->photos, &stage, cancellable,
                               error))
    return FALSE;
  summary->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return TRUE;
}
