/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/prove.h"

#include "engine/base/work.h"
#include "engine/decode/decoder.h"
#include "engine/duplicates/best/sharpness.h"
#include "engine/photos/content.h"
#include "engine/proof/picture/picture-cache.h"
#include "engine/store/photos.h"
#include "engine/store/scope.h"

#include <string.h>
#include <unistd.h>

#define MAX_DECODERS 4
/* Bytes of the pictures that are kept: a photo of a group is in many pairs. */
#define PICTURES (64 << 20)
/* Share of a picture's area that the other one covers, of a copy. */
#define MIN_COVER 0.5

struct _SemDuplicateProver
{
  SemDecoder *decoders[MAX_DECODERS];
  guint n_decoders;
  SemProofCache *pictures;
};

/* One file of a pair. @fd: -1 where there is none that is as it was indexed. @is_known: whether it
 * was measured before; @is_measured: now */
typedef struct
{
  gint64 photo;
  int fd;
  gboolean is_known;
  gboolean is_measured;
  SemSharpness sharpness;
  guint width;
  guint height;
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemProofPicture *picture;
} Look;

typedef struct
{
  const SemStoreDuplicate *pairs;
  SemProofCache *pictures;
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
  self->pictures = sem_proof_cache_new (PICTURES);
  return self;
}

void
sem_duplicate_prover_free (SemDuplicateProver *self)
{
  for (guint i = 0; i < self->n_decoders; i++)
    sem_decoder_free (self->decoders[i]);
  sem_proof_cache_unref (self->pictures);
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
  gboolean ok = files && sem_store_get_photo (store, photo, &row, error)
                && sem_store_get_sharpness (store, photo, &look->sharpness, &look->is_known, error);

  look->photo = photo;
  look->width = row.width;
  look->height = row.height;
  memcpy (look->hash, row.hash, sizeof look->hash);
  sem_store_photo_clear (&row);
  for (guint i = 0; ok && look->fd < 0 && i < files->len; i++)
    if (!g_array_index (files, SemStorePhotoFile, i).missing)
      ok = open_path (store, g_array_index (files, SemStorePhotoFile, i).path, &look->fd, error);
  return ok;
}

static void
decode (Job *job, Look *look, const SemProofKey *key)
{
  const SemDecodeView view = { .colour_side = SEM_PROOF_SIDE };
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  SemDecoder *decoder = g_async_queue_pop (job->decoders);

  photo = sem_decoder_decode_view (decoder, look->fd, "photo", &view, job->cancellable, &error);
  g_async_queue_push (job->decoders, decoder);
  if (photo)
    look->picture = sem_proof_picture_new (key->role, photo->colour, photo->colour_width,
                                           photo->colour_height, key->full_width, key->full_height);
  else
    g_debug ("no proof: %s", error->message);
}

static void
describe (Job *job, Look *look, SemProofRole role)
{
  SemProofKey key = { .role = role,
                      .full_width = MAX (look->width, 1),
                      .full_height = MAX (look->height, 1) };

  memcpy (key.hash, look->hash, sizeof key.hash);
  look->picture = sem_proof_cache_find (job->pictures, &key);
  if (look->picture)
    return;
  decode (job, look, &key);
  if (look->picture)
    sem_proof_cache_add (job->pictures, &key, look->picture);
}

/* The part in the middle that is measured, which begins at a multiple of 8, in 1/65536 of @full,
 * rounded up, so that the decoder finds the same pixels. */
static void
choose_part (guint full, guint32 *start, guint32 *length)
{
  const guint side = MIN (full, SEM_SHARPNESS_SIDE), first = (full - side) / 2 / 8 * 8;

  *start = (guint32) (((guint64) first * 65536 + full - 1) / full);
  *length = (guint32) (((guint64) side * 65536 + full - 1) / full);
}

/* What cannot be decoded is measured as well: all 0. */
static void
measure (Job *job, Look *look)
{
  SemDecodeView view = { .grey_side = SEM_SHARPNESS_SIDE };
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  SemDecoder *decoder;

  if (look->is_known || look->fd < 0)
    return;
  choose_part (MAX (look->width, 1), &view.x, &view.width);
  choose_part (MAX (look->height, 1), &view.y, &view.height);
  decoder = g_async_queue_pop (job->decoders);
  photo = sem_decoder_decode_view (decoder, look->fd, "photo", &view, job->cancellable, &error);
  g_async_queue_push (job->decoders, decoder);
  look->is_measured = !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                      && !g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_DECODER);
  if (photo)
    sem_sharpness_measure (g_bytes_get_data (photo->grey, NULL), photo->grey_width,
                           photo->grey_height, look->width, look->height, &look->sharpness);
  else
    g_debug ("not measured: %s", error->message);
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
  describe (job, query, SEM_PROOF_QUERY);
  if (query->picture)
    describe (job, stored, SEM_PROOF_STORED);
  if (!query->picture || !stored->picture)
    return;
  sem_proof_compare (query->picture, stored->picture, &proof);
  job->states[task] = proof.kind != SEM_PROOF_NONE
                          && MIN (get_area (&proof.region), get_area (&proof.part)) >= MIN_COVER
                        ? SEM_DUPLICATE_PROVEN
                        : SEM_DUPLICATE_REFUTED;
  if (job->states[task] != SEM_DUPLICATE_PROVEN)
    return;
  measure (job, query);
  measure (job, stored);
}

static void
measure_task (gsize task, gpointer data)
{
  Job *job = data;

  measure (job, &job->looks[task]);
}

static gboolean
put_sharpness (const Job *job, SemStore *store, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (job->looks[i].is_measured
        && !sem_store_put_sharpness (store, job->looks[i].photo, &job->looks[i].sharpness, error))
      return FALSE;
  return TRUE;
}

static gboolean
store_states (const Job *job, SemStore *store, guint n, guint *n_settled, GError **error)
{
  if (!sem_store_begin (store, error))
    return FALSE;
  if (!put_sharpness (job, store, 2 * n, error))
    {
      sem_store_rollback (store);
      return FALSE;
    }
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
run (const SemDuplicateProver *self, Job *job, SemTaskFunc task, guint n, GError **error)
{
  const SemProgress progress = { .cancellable = job->cancellable };
  SemWork work;

  sem_work_init (&work, self->n_decoders, &progress);
  if (sem_work_parallel (&work, n, task, job) && !g_cancellable_is_cancelled (job->cancellable))
    return TRUE;
  g_cancellable_set_error_if_cancelled (job->cancellable, error);
  return FALSE;
}

static void
init_job (const SemDuplicateProver *self, Job *job)
{
  job->pictures = self->pictures;
  job->decoders = g_async_queue_new ();
  for (guint i = 0; i < self->n_decoders; i++)
    g_async_queue_push (job->decoders, self->decoders[i]);
  for (guint i = 0; i < G_N_ELEMENTS (job->looks); i++)
    job->looks[i].fd = -1;
}

static void
clear_job (Job *job)
{
  for (guint i = 0; i < G_N_ELEMENTS (job->looks); i++)
    {
      if (job->looks[i].fd >= 0)
        close (job->looks[i].fd);
      g_clear_pointer (&job->looks[i].picture, sem_proof_picture_unref);
    }
  g_async_queue_unref (job->decoders);
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
  init_job (self, &job);
  for (guint i = 0; ok && i < n; i++)
    ok = open_photo (store, pairs[i].a, &job.looks[2 * i], error)
         && open_photo (store, pairs[i].b, &job.looks[2 * i + 1], error);
  ok =
    ok && run (self, &job, prove_task, n, error) && store_states (&job, store, n, n_settled, error);
  clear_job (&job);
  return ok;
}

static gboolean
store_measured (const Job *job, SemStore *store, guint n, GError **error)
{
  if (!sem_store_begin (store, error))
    return FALSE;
  if (put_sharpness (job, store, n, error))
    return sem_store_commit (store, error);
  sem_store_rollback (store);
  return FALSE;
}

gboolean
sem_duplicate_prover_measure (SemDuplicateProver *self,
                              SemStore *store,
                              const gint64 *photos,
                              guint n,
                              guint *n_measured,
                              GCancellable *cancellable,
                              GError **error)
{
  Job job = { .cancellable = cancellable };
  gboolean ok = TRUE;

  g_return_val_if_fail (n <= SEM_PROVER_MOST, FALSE);

  *n_measured = 0;
  init_job (self, &job);
  for (guint i = 0; ok && i < n; i++)
    ok = open_photo (store, photos[i], &job.looks[i], error);
  ok = ok && run (self, &job, measure_task, n, error) && store_measured (&job, store, n, error);
  for (guint i = 0; ok && i < n; i++)
    *n_measured += job.looks[i].is_measured;
  clear_job (&job);
  return ok;
}
