/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/describe.h"
#include "engine/photos/photo-pass.h"
#include "engine/store/backbones.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"

#include <glib/gi18n-lib.h>

/* Photos in one transaction. */
#define BATCH 64

typedef struct
{
  guint16 features[BATCH][SEM_BACKBONE_DIM];
  gboolean known[BATCH];
  GError *refusals[BATCH]; /* (nullable): where a program refuses the photo */
  GCancellable *cancellable;
} Batch;

static void
clear_batch (Batch *batch)
{
  memset (batch->known, 0, sizeof batch->known);
  for (guint i = 0; i < BATCH; i++)
    g_clear_error (&batch->refusals[i]);
}

static void
free_batch (Batch *batch)
{
  clear_batch (batch);
  g_free (batch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, free_batch)

static gboolean
describe (gsize index,
          const guint8 *rgb,
          SemPhotoReader *reader,
          gpointer user_data,
          GError **error)
{
  Batch *batch = user_data;

  g_autoptr (GError) local = NULL;

  batch->known[index] =
    sem_photo_reader_describe (reader, rgb, batch->features[index], batch->cancellable, &local);
  if (batch->known[index])
    return TRUE;
  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_REFUSED))
    {
      batch->refusals[index] = g_steal_pointer (&local);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

char *
sem_describe_refusal (const char *path, const GError *error)
{
  g_autofree char *name = g_filename_display_name (path);

  /* Translators: the second %s is a sentence that says why. */
  return g_strdup_printf (_("“%s” is passed over. %s"), name, error->message);
}

void
sem_left_out_clear (SemLeftOut *self)
{
  g_clear_pointer (&self->refused, g_free);
  self->n = 0;
}

/* @refusal: (nullable) */
static gboolean
leave_out (SemStore *store, gint64 id, const GError *refusal, SemLeftOut *left_out, GError **error)
{
  SemStorePhoto photo = { 0 };

  left_out->n++;
  if (!refusal || left_out->refused)
    return TRUE;
  if (!sem_store_get_photo (store, id, &photo, error))
    return FALSE;
  if (photo.path)
    left_out->refused = sem_describe_refusal (photo.path, refusal);
  sem_store_photo_clear (&photo);
  return TRUE;
}

static gboolean
store_photo (SemStore *store,
             gint64 id,
             const char *backbone,
             const guint16 *feature,
             GError **error)
{
  SemStorePhoto photo = { 0 };

  if (!sem_store_get_photo (store, id, &photo, error))
    return FALSE;
  sem_store_photo_clear (&photo);
  if (photo.id == 0)
    return TRUE;
  return sem_store_put_feature (store, photo.hash, backbone, feature, SEM_BACKBONE_DIM, error)
         && sem_store_note_feature (store, id, backbone, error);
}

static gboolean
store_batch (SemStore *store,
             GArray *ids,
             const char *backbone,
             const Batch *batch,
             SemLeftOut *left_out,
             GError **error)
{
  gboolean ok = sem_store_begin (store, error);

  for (guint i = 0; ok && i < ids->len; i++)
    if (batch->known[i])
      ok = store_photo (store, g_array_index (ids, gint64, i), backbone, batch->features[i], error);
    else
      ok = leave_out (store, g_array_index (ids, gint64, i), batch->refusals[i], left_out, error);
  ok = ok && sem_store_commit (store, error);
  if (!ok)
    sem_store_rollback (store);
  return ok;
}

static gboolean
describe_all (SemStore *store,
              SemBackbone *backbone,
              gint64 n,
              SemLeftOut *left_out,
              const SemProgress *progress,
              GError **error)
{
  g_autoptr (SemPhotoPass) pass = sem_photo_pass_new (sem_store_get_path (store), backbone);
  g_autoptr (Batch) batch = g_new0 (Batch, 1);
  const char *id = sem_backbone_get_id (backbone);
  gint64 after = 0, done = 0;

  for (;;)
    {
      SemProgressPart part;
      g_autoptr (GArray) ids = sem_store_list_undescribed (store, id, after, BATCH, error);

      if (!ids)
        return FALSE;
      if (ids->len == 0)
        return TRUE;
      clear_batch (batch);
      batch->cancellable = sem_progress_get_cancellable (progress);
      /* Photos may have been added since they were counted. */
      sem_progress_part_init (&part, progress, MIN ((double) done / (double) n, 1),
                              MIN ((double) (done + ids->len) / (double) n, 1));
      if (!sem_photo_pass_run (pass, (const gint64 *) (void *) ids->data, ids->len, describe, batch,
                               &part.progress, error)
          || !store_batch (store, ids, id, batch, left_out, error))
        return FALSE;
      done += ids->len;
      after = g_array_index (ids, gint64, ids->len - 1);
    }
}

gboolean
sem_describe_photos (SemStore *store,
                     SemBackbone *backbone,
                     SemLeftOut *left_out,
                     const SemProgress *progress,
                     GError **error)
{
  gint64 n = sem_store_count_undescribed (store, sem_backbone_get_id (backbone), error);

  *left_out = (SemLeftOut){ 0 };
  if (n < 0)
    return FALSE;
  return n == 0 || describe_all (store, backbone, n, left_out, progress, error);
}
