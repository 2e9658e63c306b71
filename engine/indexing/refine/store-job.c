/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/refine/store-job.h"
#include "engine/store/companions.h"
#include "engine/store/details/inner.h"
#include "engine/store/details/metadata.h"
#include "engine/store/quick/quick.h"

static gboolean
store_inner (const SemIndexJob *job, SemStore *store, GError **error)
{
  guint8 bytes[SEM_MAX_INNER_PICTURES * SEM_INNER_PICTURE_SIZE];

  sem_inner_pictures_pack (job->inner, job->n_inner, bytes);
  return sem_store_put_inner (store, job->file.photo, bytes,
                              (gsize) job->n_inner * SEM_INNER_PICTURE_SIZE, error);
}

/* What was decoded once more is whole, whatever it was before. */
static gboolean
note_quick (const SemIndexJob *job, SemStore *store, const char *backbone, GError **error)
{
  return job->quick ? sem_store_put_quick (store, job->file.photo, backbone, error)
                    : sem_store_end_quick (store, job->file.photo, backbone, error);
}

gboolean
sem_store_job_photo (SemIndexJob *job, SemStore *store, const char *backbone, GError **error)
{
  job->file.photo =
    sem_store_put_photo (store, job->hash, job->width, job->height, backbone, error);
  return job->file.photo > 0 && note_quick (job, store, backbone, error)
         && sem_store_put_sketch (store, job->file.photo, job->hash, job->sketch, SEM_SKETCH_SIZE,
                                  job->has_dct ? &job->dct : NULL, error)
         && store_inner (job, store, error)
         && sem_store_put_metadata (store, job->file.photo, &job->metadata,
                                    sem_decoder_get_version (), error)
         && sem_store_put_thumbnail (store, job->hash, job->thumbnail, error)
         && sem_store_put_feature (store, job->hash, backbone, job->feature, SEM_BACKBONE_DIM,
                                   error);
}
