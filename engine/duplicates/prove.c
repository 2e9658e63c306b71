/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/prove.h"

#include "engine/base/work.h"
#include "engine/decode/decoder.h"
#include "engine/photos/content.h"
#include "engine/proof/proof.h"
#include "engine/store/photos.h"
#include "engine/store/scope.h"

#include <unistd.h>

#define MAX_DECODERS 4
/* Share of a picture's area that the other one covers, of a copy. */
#define MIN_COVER 0.5

struct _SemDuplicateProver
{
  SemDecoder *decoders[MAX_DECODERS];
  guint n_decoders;
};

/* One file of a pair. @fd: -1 where there is none that is as it was indexed */
typedef struct
{
  int fd;
  guint width;
  guint height;
  SemProofPicture *picture;
} Look;

typedef struct
{
  const SemStoreDuplicate *pairs;
  Look looks[2 * SEM_PROVER_MOST];
  SemDuplicateState states[SEM_PROVER_MOST];
  GAsyncQueue *decoders;
  GCancellable *cancellable;
} Job;

SemDuplicateProver *
sem_duplicate_prover_new (void)
{
  SemDuplicateProver *self = g_new0 (SemDuplicateProver, 1);

  self->n_decoders = MIN (g_get_num_processors (), MAX_DECODERS);
  for (guint i = 0; i < self->n_decoders; i++)
    self->decoders[i] = sem_decoder_new (NULL);
  return self;
}

void
sem_duplicate_prover_free (SemDuplicateProver *self)
{
  for (guint i = 0; i < self->n_decoders; i++)
    sem_decoder_free (self->decoders[i]);
  g_free (self);
}

/* @fd: (out): -1 where the content that was indexed is not there. Returns: whether the store could
 * be read */
static gboolean
open_path (SemStore *store, const char *path, int *fd, GError **error)
{
  g_autoptr (GError) local = NULL;
  SemStoreFile row = { 0 };
  SemFileIdentity identity;

  if (!sem_store_find_file (store, path, &row, error))
    return FALSE;
  if (row.id && !row.missing)
    *fd = sem_content_open (path, &identity, NULL);
  if (*fd >= 0 && !sem_content_is_current (store, &row, *fd, &local))
    {
      close (*fd);
      *fd = -1;
    }
  sem_store_file_clear (&row);
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
open_photo (SemStore *store, gint64 photo, Look *look, GError **error)
{
  g_autoptr (GArray) files = sem_store_list_photo_files (store, photo, error);
  SemStorePhoto row = { 0 };
  gboolean ok = files && sem_store_get_photo (store, photo, &row, error);

  look->width = row.width;
  look->height = row.height;
  sem_store_photo_clear (&row);
  for (guint i = 0; ok && look->fd < 0 && i < files->len; i++)
    if (!g_array_index (files, SemStorePhotoFile, i).missing)
      ok = open_path (store, g_array_index (files, SemStorePhotoFile, i).path, &look->fd, error);
  return ok;
}

static void
decode (Job *job, Look *look, SemProofRole role)
{
  const SemDecodeView view = { .colour_side = SEM_PROOF_SIDE };
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  SemDecoder *decoder = g_async_queue_pop (job->decoders);

  photo = sem_decoder_decode_view (decoder, look->fd, "photo", &view, job->cancellable, &error);
  g_async_queue_push (job->decoders, decoder);
  if (photo)
    look->picture =
      sem_proof_picture_new (role, photo->colour, photo->colour_width, photo->colour_height,
                             MAX (look->width, 1), MAX (look->height, 1));
  else
    g_debug ("no proof: %s", error->message);
}

static double
get_area (const SemProofArea *area)
{
  return area->width > 0 && area->height > 0 ? area->width * area->height : 1;
}

static void
prove_task (gsize task, gpointer data)
{
  Job *job = data;
  Look *query = &job->looks[2 * task], *stored = query + 1;
  SemProof proof = { 0 };

  if (query->fd < 0 || stored->fd < 0)
    return;
  decode (job, query, SEM_PROOF_QUERY);
  if (query->picture)
    decode (job, stored, SEM_PROOF_STORED);
  if (!query->picture || !stored->picture)
    return;
  sem_proof_compare (query->picture, stored->picture, &proof);
  job->states[task] = proof.kind != SEM_PROOF_NONE
                          && MIN (get_area (&proof.region), get_area (&proof.part)) >= MIN_COVER
                        ? SEM_DUPLICATE_PROVEN
                        : SEM_DUPLICATE_REFUTED;
}

static gboolean
store_states (const Job *job, SemStore *store, guint n, guint *n_settled, GError **error)
{
  if (!sem_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (job->states[i] == SEM_DUPLICATE_OPEN)
        continue;
      if (!sem_store_settle_duplicate (store, job->pairs[i].a, job->pairs[i].b, job->states[i],
                                       error))
        {
          sem_store_rollback (store);
          return FALSE;
        }
      (*n_settled)++;
    }
  return sem_store_commit (store, error);
}

static gboolean
prove (const SemDuplicateProver *self, Job *job, guint n, GError **error)
{
  const SemProgress progress = { .cancellable = job->cancellable };
  SemWork work;

  sem_work_init (&work, self->n_decoders, &progress);
  if (sem_work_parallel (&work, n, prove_task, job)
      && !g_cancellable_is_cancelled (job->cancellable))
    return TRUE;
  g_cancellable_set_error_if_cancelled (job->cancellable, error);
  return FALSE;
}

gboolean
sem_duplicate_prover_run (SemDuplicateProver *self,
                          SemStore *store,
                          const SemStoreDuplicate *pairs,
                          guint n,
                          guint *n_settled,
                          GCancellable *cancellable,
                          GError **error)
{
  Job job = { .pairs = pairs, .cancellable = cancellable };
  gboolean ok = TRUE;

  g_return_val_if_fail (n <= SEM_PROVER_MOST, FALSE);

  *n_settled = 0;
  job.decoders = g_async_queue_new ();
  for (guint i = 0; i < self->n_decoders; i++)
    g_async_queue_push (job.decoders, self->decoders[i]);
  for (guint i = 0; i < 2 * n; i++)
    job.looks[i].fd = -1;
  for (guint i = 0; ok && i < n; i++)
    ok = open_photo (store, pairs[i].a, &job.looks[2 * i], error)
         && open_photo (store, pairs[i].b, &job.looks[2 * i + 1], error);
  ok = ok && prove (self, &job, n, error) && store_states (&job, store, n, n_settled, error);
  for (guint i = 0; i < 2 * n; i++)
    {
      if (job.looks[i].fd >= 0)
        close (job.looks[i].fd);
      g_clear_pointer (&job.looks[i].picture, sem_proof_picture_free);
    }
  g_async_queue_unref (job.decoders);
  return ok;
}
