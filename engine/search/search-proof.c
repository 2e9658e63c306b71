/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/search-proof.h"
#include "engine/base/work.h"
#include "engine/photos/content.h"
#include "engine/search/searcher/search-source.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"

#include <string.h>
#include <unistd.h>

/* From here on two pictures have much in common, even if they are no copies: that one is inside the
 * other, under something else. */
#define LOCATED_MATCHES 15
#define LOCATED_BLOCKS 8
#define LOCATED_AGREEMENT 0.5
/* A region of this share of the sides is the whole. */
#define WHOLE_SIDE 0.97

/* One file to decode, and what became of it. */
typedef struct
{
  int fd;                    /* -1 for none */
  const SemDecodeView *view; /* (nullable) */
  SemProofRole role;
  guint width; /* of the whole picture; 0 where the decoder is to say it */
  guint height;
  gboolean has_hash; /* whether it is known what the file holds */
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemProofPicture *picture; /* (nullable) */
} Look;

typedef struct
{
  SemSearcher *searcher;
  const SemSearchRequest *request;
  GArray *hits;
  guint n_hits;    /* that are proven */
  guint n_sources; /* looks 0 to n_sources - 1 are the sources, then come the hits */
  Look *looks;
  SemProof *proofs;
  GAsyncQueue *decoders;
} Job;

static SemSearchHit *
get_hit (const Job *job, guint i)
{
  return &g_array_index (job->hits, SemSearchHit, i);
}

static Look *
get_look (const Job *job, guint hit)
{
  return &job->looks[job->n_sources + hit];
}

/* Files -----------------------------------------------------------------------------------------*/

/* A file of the library with the content that was indexed; -1 where that is not there. */
static int
open_indexed (SemSearcher *searcher, const char *path, GError **error)
{
  SemStoreFile row = { 0 };
  SemFileIdentity identity;
  gboolean current;
  int fd = -1;

  if (!sem_store_find_file (searcher->store, path, &row, error))
    return -1;
  if (row.id && !row.missing)
    fd = sem_content_open (path, &identity, NULL);
  current = fd >= 0 && sem_content_is_current (searcher->store, &row, fd, error);
  sem_store_file_clear (&row);
  if (current)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
read_hash (SemSearcher *searcher, gint64 photo, Look *look, GError **error)
{
  SemStorePhoto row = { 0 };

  if (!sem_store_get_photo (searcher->store, photo, &row, error))
    return FALSE;
  look->has_hash = row.id != 0;
  memcpy (look->hash, row.hash, sizeof look->hash);
  sem_store_photo_clear (&row);
  return TRUE;
}

static gboolean
open_photo (SemSearcher *searcher, gint64 photo, int *fd, GError **error)
{
  SemStorePhoto row = { 0 };
  g_autoptr (GError) local = NULL;

  if (sem_store_get_photo (searcher->store, photo, &row, &local) && row.path)
    *fd = open_indexed (searcher, row.path, &local);
  sem_store_photo_clear (&row);
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Sources that no hit is about are not looked at. */
static gboolean
open_sources (Job *job, const SemSearchSubject *subjects, GError **error)
{
  g_autoptr (GArray) opened = sem_search_looks_new (job->request, NULL);

  for (guint i = 0; opened && i < job->n_sources; i++)
    {
      SemSearchLook *from = &g_array_index (opened, SemSearchLook, i);
      gboolean wanted = FALSE;

      for (guint j = 0; j < job->n_hits; j++)
        wanted |= get_hit (job, j)->source == i && get_look (job, j)->fd >= 0;
      if (!wanted)
        continue;
      job->looks[i].view = from->source->region;
      job->looks[i].width = subjects[i].width;
      job->looks[i].height = subjects[i].height;
      job->looks[i].fd = from->fd;
      from->fd = -1;
      if (from->source->kind == SEM_SEARCH_PHOTO
          && !open_photo (job->searcher, from->source->photo, &job->looks[i].fd, error))
        return FALSE;
      if (job->searcher->store && subjects[i].photo
          && !read_hash (job->searcher, subjects[i].photo, &job->looks[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Any of the photo's files will do. */
static gboolean
open_hit (const Job *job, const SemSearchHit *hit, Look *look, GError **error)
{
  g_autoptr (GError) local = NULL;

  look->width = hit->width;
  look->height = hit->height;
  if (job->searcher->gallery)
    {
      look->fd = job->searcher->gallery->open_file (job->searcher->gallery->data, hit->photo);
      return TRUE;
    }
  for (guint i = 0; look->fd < 0 && !local && hit->paths && hit->paths[i]; i++)
    look->fd = open_indexed (job->searcher, hit->paths[i], &local);
  if (!local)
    return look->fd < 0 || read_hash (job->searcher, hit->photo, look, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
expect_files (const Job *job, GError **error)
{
  const SemSearchGallery *gallery = job->searcher->gallery;
  g_autofree gint64 *photos = g_new (gint64, job->n_hits + 1);

  for (guint i = 0; i < job->n_hits; i++)
    photos[i] = get_hit (job, i)->photo;
  return gallery->expect_files (gallery->data, photos, job->n_hits, error);
}

static gboolean
open_hits (Job *job, GError **error)
{
  if (job->searcher->gallery && !expect_files (job, error))
    return FALSE;
  for (guint i = 0; i < job->n_hits; i++)
    if (get_hit (job, i)->kind != SEM_COPY_IDENTICAL
        && !open_hit (job, get_hit (job, i), get_look (job, i), error))
      return FALSE;
  return TRUE;
}

/* Pictures --------------------------------------------------------------------------------------*/

static void
decode (Job *job, Look *look)
{
  SemDecodeView view = look->view ? *look->view : (SemDecodeView){ 0 };
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  SemDecoder *decoder;

  view.colour_side = SEM_PROOF_SIDE;
  decoder = g_async_queue_pop (job->decoders);
  photo =
    sem_decoder_decode_view (decoder, look->fd, "photo", &view, job->request->cancellable, &error);
  g_async_queue_push (job->decoders, decoder);
  if (photo)
    look->picture =
      sem_proof_picture_new (look->role, photo->colour, photo->colour_width, photo->colour_height,
                             look->width ? look->width : photo->width,
                             look->height ? look->height : photo->height);
  else
    g_debug ("no proof: %s", error->message);
}

/* A part of a picture is not kept: it is not asked with again. */
static void
decode_task (gsize task, gpointer data)
{
  Job *job = data;
  Look *look = &job->looks[task];
  SemProofCache *pictures = look->has_hash && !look->view ? job->searcher->pictures : NULL;
  SemProofKey key = { .role = look->role, .full_width = look->width, .full_height = look->height };

  if (look->fd < 0)
    return;
  memcpy (key.hash, look->hash, sizeof key.hash);
  if (pictures)
    look->picture = sem_proof_cache_find (pictures, &key);
  if (look->picture)
    return;
  decode (job, look);
  if (pictures && look->picture)
    sem_proof_cache_add (pictures, &key, look->picture);
}

static void
compare_task (gsize task, gpointer data)
{
  Job *job = data;
  const Look *look = get_look (job, (guint) task);
  const Look *source = &job->looks[get_hit (job, (guint) task)->source];

  if (look->picture && source->picture)
    sem_proof_compare (source->picture, look->picture, &job->proofs[task]);
}

/* As many decoders as threads; they stay with the searcher. */
static gboolean
look_and_compare (Job *job, GError **error)
{
  const SemProgress progress = { .cancellable = job->request->cancellable };
  SemWork work;

  sem_work_init (&work, MIN (g_get_num_processors (), SEM_SEARCHER_MAX_DECODERS), &progress);
  job->decoders = g_async_queue_new ();
  for (guint i = 0; i < work.n_threads; i++)
    g_async_queue_push (job->decoders, sem_searcher_get_decoder (job->searcher, i));
  if (sem_work_parallel (&work, job->n_sources + job->n_hits, decode_task, job)
      && sem_work_parallel (&work, job->n_hits, compare_task, job))
    return TRUE;
  g_cancellable_set_error_if_cancelled (job->request->cancellable, error);
  return FALSE;
}

/* Hits ------------------------------------------------------------------------------------------*/

SemCopyKind
sem_search_translate_kind (SemProofKind kind)
{
  switch (kind)
    {
    case SEM_PROOF_SAME:
      return SEM_COPY_SAME;
    case SEM_PROOF_RESIZED:
      return SEM_COPY_RESIZED;
    case SEM_PROOF_CROPPED:
      return SEM_COPY_CROPPED;
    case SEM_PROOF_ORIGINAL:
      return SEM_COPY_ORIGINAL;
    case SEM_PROOF_MIRRORED:
      return SEM_COPY_MIRRORED;
    case SEM_PROOF_TURNED:
      return SEM_COPY_TURNED;
    case SEM_PROOF_RECOLOURED:
      return SEM_COPY_RECOLOURED;
    case SEM_PROOF_NONE:
    default:
      return SEM_COPY_ALIKE;
    }
}

static SemSearchRegion
translate_area (const SemProofArea *area)
{
  if (area->width >= WHOLE_SIDE && area->height >= WHOLE_SIDE)
    return (SemSearchRegion){ 0 };
  return (SemSearchRegion){ area->x, area->y, area->width, area->height };
}

static gboolean
is_located (const SemProof *proof)
{
  return proof->n_matches >= LOCATED_MATCHES && proof->n_blocks >= LOCATED_BLOCKS
         && proof->agreement >= LOCATED_AGREEMENT;
}

/* Where the search took a hit to lie is a guess, which nothing has borne out by now. */
static void
forget_place (SemSearchHit *hit)
{
  if (hit->kind == SEM_COPY_ALIKE)
    hit->region = (SemSearchRegion){ 0 };
}

static void
take_proof (SemSearchHit *hit, const SemProof *proof)
{
  if (proof->kind == SEM_PROOF_NONE && !is_located (proof))
    {
      forget_place (hit);
      return;
    }
  hit->region = translate_area (&proof->region);
  hit->part = (SemSearchRegion){ 0 };
  if (proof->kind == SEM_PROOF_NONE)
    return;
  hit->kind = sem_search_translate_kind (proof->kind);
  hit->part = translate_area (&proof->part);
  hit->above_chance = TRUE;
}

/* The less, the further in front. */
static guint
rank_hit (const Job *job, guint i)
{
  if (get_hit (job, i)->kind == SEM_COPY_IDENTICAL)
    return 0;
  if (get_hit (job, i)->kind != SEM_COPY_ALIKE)
    return 1;
  return is_located (&job->proofs[i]) ? 2 : 3;
}

static void
order_hits (Job *job)
{
  g_autofree SemSearchHit *ordered = g_new (SemSearchHit, job->n_hits);
  guint n = 0;

  for (guint rank = 0; rank <= 3; rank++)
    for (guint i = 0; i < job->n_hits; i++)
      if (rank_hit (job, i) == rank)
        ordered[n++] = *get_hit (job, i);
  for (guint i = 0; i < job->n_hits; i++)
    *get_hit (job, i) = ordered[i];
  for (guint i = job->n_hits; i-- > 1;)
    {
      SemSearchHit *before = get_hit (job, i - 1);

      before->likeness = MAX (before->likeness, get_hit (job, i)->likeness);
      before->above_chance |= get_hit (job, i)->above_chance;
    }
}

static void
job_clear (Job *job)
{
  for (guint i = 0; i < job->n_sources + job->n_hits; i++)
    {
      if (job->looks[i].fd >= 0)
        close (job->looks[i].fd);
      g_clear_pointer (&job->looks[i].picture, sem_proof_picture_unref);
    }
  g_clear_pointer (&job->decoders, g_async_queue_unref);
  g_free (job->looks);
  g_free (job->proofs);
}

gboolean
sem_search_prove_hits (SemSearcher *searcher,
                       const SemSearchRequest *request,
                       const SemSearchSubject *subjects,
                       GArray *hits,
                       GError **error)
{
  Job job = {
    .searcher = searcher,
    .request = request,
    .hits = hits,
    .n_hits = MIN (hits->len, SEM_SEARCH_N_PROVEN),
    .n_sources = request->sources->len,
  };
  gboolean done;

  job.looks = g_new0 (Look, job.n_sources + job.n_hits);
  job.proofs = g_new0 (SemProof, job.n_hits);
  for (guint i = 0; i < job.n_sources + job.n_hits; i++)
    {
      job.looks[i].fd = -1;
      job.looks[i].role = i < job.n_sources ? SEM_PROOF_QUERY : SEM_PROOF_STORED;
    }
  done = open_hits (&job, error) && open_sources (&job, subjects, error)
         && look_and_compare (&job, error);
  for (guint i = 0; done && i < job.n_hits; i++)
    take_proof (get_hit (&job, i), &job.proofs[i]);
  for (guint i = job.n_hits; done && i < hits->len; i++)
    forget_place (get_hit (&job, i));
  if (done && !request->by_distance)
    order_hits (&job);
  job_clear (&job);
  return done;
}
