/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/library/searcher-private.h"
#include "engine/index/sketch.h"
#include "engine/kernels/f16.h"
#include "engine/library/content.h"

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* Eight orientations of the trimmed query, and it as it came where trimming took something. */
#define MAX_VIEWS (SEM_N_ORIENTATIONS + 1)
#define MAX_WORDS SEM_HASH_WORDS (SEM_HASH_MAX_BITS)
/* Candidates a view of the query brings: by codes, and by perceptual hash within its reach. */
#define CODE_CANDIDATES 500
#define DCT_CANDIDATES 200
#define DCT_REACH 14
/* The perceptual hash counts only where the features do not speak against it. */
#define DCT_MIN_COSINE 0.1
#define DCT_WEIGHT 4.0
/* Best candidates whose sketches are compared at every place. */
#define PLACED_CANDIDATES 400
/* From where a correlation counts, and where it is certain; ten thousand pairs of different photos
 * stay below .91. */
#define PLACE_FROM 0.84
#define PLACE_CERTAIN 0.94
#define PLACE_WEIGHT 4.0
/* A place of this share of the area is the whole picture. */
#define WHOLE_AREA 0.9
/* Certain enough to say so: see SemCopyKind. */
#define SAME_DCT 6
#define SAME_COSINE 0.6
#define SAME_SHAPE 0.03

/* The query, held one of several ways. */
typedef struct
{
  guint orientation;
  double aspect; /* width over height, as it is held */
  guint width;
  guint height;
  float feature[SEM_BACKBONE_DIM];
  float outputs[SEM_HASH_MAX_BITS];
  guint64 code[MAX_WORDS];
  gint8 vector[SEM_VECTOR_DIM];
  guint8 sketch[SEM_SKETCH_SIZE];
  gboolean has_dct;
  guint64 dct;
} View;

typedef struct
{
  View views[MAX_VIEWS];
  guint n_views;
} Question;

typedef struct
{
  SemRankedHit hit;
  guint view;       /* the one that fits best */
  guint dct;        /* distance of the perceptual hashes there, 65 for none */
  SemCopyKind kind;
} Candidate;

/* The query ------------------------------------------------------------------------------------ */

static void
view_init (SemSearcher *self, const SemDecodedPhoto *photo, const guint8 *input,
           guint orientation, View *view)
{
  gboolean swaps = orientation & 1;
  guint16 half[SEM_BACKBONE_DIM];

  view->orientation = orientation;
  view->width = swaps ? photo->height : photo->width;
  view->height = swaps ? photo->width : photo->height;
  view->aspect = (double) view->width / view->height;
  sem_backbone_forward (self->backbone, self->workspace, input, view->feature);
  sem_k_f32_to_f16 (view->feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, view->feature);
  sem_sketch_make (input, SEM_DECODE_SIDE, view->sketch);
  view->has_dct = sem_sketch_dct_hash (view->sketch, &view->dct);
}

static gboolean
look (SemSearcher *self, const SemDecodedPhoto *trimmed, const SemDecodedPhoto *plain,
      Question *question, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *turned = g_malloc (SEM_DECODE_INPUT_SIZE);

  for (guint i = 0; i < SEM_N_ORIENTATIONS; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      sem_sketch_orient (trimmed->input, SEM_DECODE_SIDE, 3, i, turned);
      view_init (self, trimmed, turned, i, &question->views[question->n_views++]);
    }
  if (plain->width != trimmed->width || plain->height != trimmed->height)
    view_init (self, plain, plain->input, 0, &question->views[question->n_views++]);
  return TRUE;
}

static void
encode_views (SemSearcher *self, Question *question)
{
  for (guint i = 0; i < question->n_views; i++)
    {
      View *view = &question->views[i];

      memset (view->code, 0, sizeof view->code);
      sem_hash_model_encode (self->model, view->feature, 1, view->code, view->outputs);
      sem_hash_model_vectors (self->model, view->feature, 1, view->vector);
    }
}

/* Candidates ----------------------------------------------------------------------------------- */

static gboolean
refresh_dct (SemSearcher *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (self->dct && self->dct_generation != self->generation)
    g_clear_pointer (&self->dct, sem_hamming_index_unref);
  if (!self->dct)
    {
      self->dct = sem_hamming_index_new (64);
      self->dct_generation = self->generation;
      self->dct_last = 0;
    }
  if (!sem_store_list_dct (self->store, self->dct_last, ids, hashes, error))
    return FALSE;
  if (ids->len == 0)
    return TRUE;
  self->dct_last = g_array_index (ids, gint64, ids->len - 1);
  return sem_hamming_index_append (self->dct, (const guint64 *) (void *) hashes->data,
                                   (const gint64 *) (void *) ids->data, ids->len, error);
}

static void
add_hits (GHashTable *ids, GArray **hits, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < hits[i]->len; j++)
        g_hash_table_add (ids, g_memdup2 (&g_array_index (hits[i], SemHammingHit, j).photo_id,
                                          sizeof (gint64)));
      g_array_unref (hits[i]);
    }
}

/* (element-type gint64): photos near any view of the query, by codes or by perceptual hash. */
static GHashTable *
find_candidates (SemSearcher *self, const Question *question, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint words = SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model)), n_dct = 0;
  guint64 codes[MAX_VIEWS * MAX_WORDS], dct[MAX_VIEWS];
  GArray *hits[MAX_VIEWS];

  for (guint i = 0; i < question->n_views; i++)
    {
      const View *view = &question->views[i];

      memcpy (codes + i * words, view->code, words * sizeof *codes);
      if (view->has_dct)
        dct[n_dct++] = view->dct;
    }
  if (!sem_hamming_index_search_batch (self->index, codes, question->n_views, CODE_CANDIDATES,
                                       G_MAXUINT, hits, cancellable, error))
    return NULL;
  add_hits (ids, hits, question->n_views);
  if (n_dct
      && !sem_hamming_index_search_batch (self->dct, dct, n_dct, DCT_CANDIDATES, DCT_REACH, hits,
                                          cancellable, error))
    return NULL;
  add_hits (ids, hits, n_dct);
  return g_steal_pointer (&ids);
}

/* a + 2·max (0, c - .5) + 4·max (0, (14 - p) / 14), the best over the views. */
static void
score_views (SemSearcher *self, const Question *question, const guint64 *code,
             const gint8 *vector, const guint64 *dct, Candidate *candidate)
{
  guint n_bits = sem_hash_model_get_n_bits (self->model);
  SemRankedHit best = { .score = -G_MAXFLOAT };

  candidate->dct = 65;
  for (guint i = 0; i < question->n_views; i++)
    {
      const View *view = &question->views[i];
      SemRankedHit hit = { .photo_id = candidate->hit.photo_id };
      guint p = 65;

      sem_rerank_score (view->outputs, code, n_bits, view->vector, vector, SEM_VECTOR_DIM, &hit);
      if (dct && view->has_dct)
        p = (guint) __builtin_popcountll (*dct ^ view->dct);
      if (p < DCT_REACH && hit.similarity >= DCT_MIN_COSINE)
        hit.score += (float) (DCT_WEIGHT * (DCT_REACH - p) / DCT_REACH);
      for (guint w = 0; w < SEM_HASH_WORDS (n_bits); w++)
        hit.distance += (guint) __builtin_popcountll (code[w] ^ view->code[w]);
      if (hit.score > best.score)
        {
          best = hit;
          candidate->view = i;
          candidate->dct = p;
        }
    }
  candidate->hit = best;
}

static gboolean
score_candidate (SemSearcher *self, const Question *question, gint64 id, Candidate *candidate,
                 GError **error)
{
  guint64 code[MAX_WORDS], dct;
  gint8 vector[SEM_VECTOR_DIM];
  g_autoptr (GError) local = NULL;
  gboolean has_vector, has_dct;
  guint32 position;

  if (!sem_hamming_index_lookup (self->index, id, &position))
    return FALSE;
  sem_hamming_index_get_code (self->index, position, code);
  has_vector = sem_store_get_vector (self->store, self->model_id, id, vector, SEM_VECTOR_DIM,
                                     &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  has_dct = sem_hamming_index_lookup (self->dct, id, &position);
  if (has_dct)
    sem_hamming_index_get_code (self->dct, position, &dct);
  candidate->hit.photo_id = id;
  score_views (self, question, code, has_vector ? vector : NULL, has_dct ? &dct : NULL, candidate);
  return TRUE;
}

/* Places --------------------------------------------------------------------------------------- */

static SemCopyKind
classify (const View *view, const SemStorePhoto *photo, const Candidate *candidate,
          const SemSketchPlace *in_photo, const SemSketchPlace *in_query)
{
  double area_in_photo = in_photo->width * in_photo->height;
  double area_in_query = in_query->width * in_query->height;

  if (in_photo->correlation >= PLACE_CERTAIN && area_in_photo < WHOLE_AREA
      && in_photo->correlation >= in_query->correlation && candidate->dct > SAME_DCT)
    return SEM_COPY_WHOLE;
  if (in_query->correlation >= PLACE_CERTAIN && area_in_query < WHOLE_AREA
      && in_query->correlation >= in_photo->correlation && candidate->dct > SAME_DCT)
    return SEM_COPY_PART;
  if (candidate->dct > SAME_DCT
      || (candidate->hit.similarity < SAME_COSINE && in_photo->correlation < PLACE_CERTAIN))
    return SEM_COPY_ALIKE;
  if (view->orientation & 4)
    return SEM_COPY_MIRRORED;
  if (view->orientation)
    return SEM_COPY_TURNED;
  /* A query that lost a plain border has another shape, which says nothing about its size. */
  if (view->width == photo->width || view->height == photo->height
      || fabs (view->aspect * photo->height / photo->width - 1) > SAME_SHAPE)
    return SEM_COPY_SAME;
  return SEM_COPY_RESIZED;
}

/* Lays the sketches over each other, either way round. */
static gboolean
place_candidate (SemSearcher *self, const Question *question, Candidate *candidate,
                 GError **error)
{
  const View *view = &question->views[candidate->view];
  gboolean found;
  guint8 sketch[SEM_SKETCH_SIZE];
  SemSketchPlace in_photo, in_query;
  g_autoptr (GError) local = NULL;
  SemStorePhoto photo = { 0 };
  double best;

  found = sem_store_get_photo (self->store, candidate->hit.photo_id, &photo, &local)
          && sem_store_get_sketch (self->store, &photo, sketch, sizeof sketch, &local);
  if (found && photo.width && photo.height)
    {
      double ratio = view->aspect * photo.height / photo.width;

      sem_sketch_locate (view->sketch, sketch, ratio, &in_photo);
      sem_sketch_locate (sketch, view->sketch, 1 / ratio, &in_query);
      best = MAX (in_photo.correlation, in_query.correlation);
      candidate->hit.score += (float) (PLACE_WEIGHT
                                       * CLAMP ((best - PLACE_FROM)
                                                  / (PLACE_CERTAIN - PLACE_FROM), 0, 1));
      candidate->kind = classify (view, &photo, candidate, &in_photo, &in_query);
    }
  sem_store_photo_clear (&photo);
  if (!local)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The answer ----------------------------------------------------------------------------------- */

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const SemRankedHit *x = &((const Candidate *) a)->hit, *y = &((const Candidate *) b)->hit;

  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  return (x->photo_id > y->photo_id) - (x->photo_id < y->photo_id);
}

static GArray *
rank (SemSearcher *self, const Question *question, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) ids = find_candidates (self, question, cancellable, error);
  g_autoptr (GArray) candidates = g_array_new (FALSE, TRUE, sizeof (Candidate));
  g_autoptr (GError) local = NULL;
  GHashTableIter iter;
  gpointer id;

  if (!ids)
    return NULL;
  g_hash_table_iter_init (&iter, ids);
  while (!local && g_hash_table_iter_next (&iter, &id, NULL))
    {
      Candidate candidate = { 0 };

      if (score_candidate (self, question, *(gint64 *) id, &candidate, &local))
        g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; !local && i < MIN (candidates->len, PLACED_CANDIDATES); i++)
    if (!g_cancellable_set_error_if_cancelled (cancellable, &local))
      place_candidate (self, question, &g_array_index (candidates, Candidate, i), &local);
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  g_array_sort (candidates, compare_candidates);
  return g_steal_pointer (&candidates);
}

/* A model that is replaced meanwhile takes its vectors along: as in a search, what was ranked is
 * ranked again. */
static GArray *
rank_by_current (SemSearcher *self, Question *question, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_ref (self->backbone);
  g_autoptr (GArray) candidates = NULL;
  gboolean again;

  do
    {
      g_clear_pointer (&candidates, g_array_unref);
      if (self->backbone != backbone)
        {
          g_set_error_literal (error, SEM_ERROR, SEM_ERROR_BUSY,
                               _("The codes were changed while this was searched for. Search "
                                 "again."));
          return NULL;
        }
      encode_views (self, question);
      candidates = rank (self, question, cancellable, error);
      again = candidates && !sem_searcher_is_current (self);
      if (again && (!sem_searcher_refresh (self, error) || !refresh_dct (self, error)))
        return NULL;
    }
  while (again);
  return g_steal_pointer (&candidates);
}

static void
fill_answer (SemSearchAnswer *answer, const GArray *candidates, const SemSearchOptions *options)
{
  answer->hits = g_array_new (FALSE, TRUE, sizeof (SemRankedHit));
  answer->copies = g_array_new (FALSE, TRUE, sizeof (SemCopyKind));
  for (guint i = 0; i < candidates->len && answer->hits->len < options->k; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (candidate->hit.distance > options->max_distance
          || candidate->hit.photo_id == options->exclude)
        continue;
      g_array_append_val (answer->hits, candidate->hit);
      g_array_append_val (answer->copies, candidate->kind);
    }
}

SemSearchAnswer *
sem_searcher_find_copies (SemSearcher *self, int fd, const char *name, const SemDecodeView *view,
                          const SemSearchOptions *options, GCancellable *cancellable,
                          GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemDecodeView trimmed = view ? *view : (SemDecodeView) { 0 };
  g_autofree Question *question = g_new0 (Question, 1);
  g_autoptr (SemDecodedPhoto) plain = NULL, photo = NULL;
  g_autoptr (GArray) candidates = NULL;
  SemSearchAnswer *answer;

  trimmed.trim = 1;
  if (!sem_searcher_refresh (self, error) || !refresh_dct (self, error))
    return NULL;
  plain = sem_decoder_decode_view (self->decoder, fd, name, view, cancellable, error);
  photo = plain ? sem_decoder_decode_view (self->decoder, fd, name, &trimmed, cancellable, error)
                : NULL;
  if (!photo || !look (self, photo, plain, question, cancellable, error))
    return NULL;
  candidates = rank_by_current (self, question, cancellable, error);
  if (!candidates)
    return NULL;

  answer = g_new0 (SemSearchAnswer, 1);
  fill_answer (answer, candidates, options);
  answer->thumbnail = g_bytes_ref (plain->thumbnail);
  answer->width = plain->width;
  answer->height = plain->height;
  answer->n_bits = sem_hash_model_get_n_bits (self->model);
  answer->method = sem_hash_method_get_name (sem_hash_model_get_method (self->model));
  answer->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return answer;
}

SemSearchAnswer *
sem_searcher_find_copies_of_file (SemSearcher *self, const char *path,
                                  const SemSearchOptions *options, GCancellable *cancellable,
                                  GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  SemSearchOptions chosen = *options;
  SemStoreFile row = { 0 };
  g_autoptr (GError) local = NULL;
  SemSearchAnswer *answer = NULL;
  SemFileIdentity identity;
  int fd = sem_content_open (path, &identity, error);

  if (fd < 0)
    return NULL;
  if (sem_searcher_refresh (self, error))
    {
      if (sem_store_find_file (self->store, path, &row, &local))
        chosen.exclude = row.photo;
      sem_store_file_clear (&row);
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        answer = sem_searcher_find_copies (self, fd, name, NULL, &chosen, cancellable, error);
    }
  close (fd);
  return answer;
}

/* The thumbnail as a file for the decoder; -1 where there is none. */
static int
open_thumbnail (SemSearcher *self, gint64 photo, GError **error)
{
  g_autoptr (GBytes) jpeg = sem_store_get_thumbnail (self->store, photo, error);
  gsize size;
  const void *data;
  int fd;

  if (!jpeg)
    return -1;
  data = g_bytes_get_data (jpeg, &size);
  fd = memfd_create ("thumbnail", MFD_CLOEXEC);
  if (fd >= 0 && write (fd, data, size) == (gssize) size)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

SemSearchAnswer *
sem_searcher_find_copies_of_photo (SemSearcher *self, gint64 photo,
                                   const SemSearchOptions *options, GCancellable *cancellable,
                                   GError **error)
{
  SemSearchOptions chosen = *options;
  SemSearchAnswer *answer = NULL;
  SemStorePhoto row = { 0 };
  g_autofree char *name = NULL;
  SemFileIdentity identity;
  int fd;

  chosen.exclude = photo;
  if (!sem_searcher_refresh (self, error))
    return NULL;
  if (!sem_store_get_photo (self->store, photo, &row, error))
    {
      if (error && !*error)
        g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                     _("The library no longer has this photo. Update the library."));
      return NULL;
    }
  name = g_filename_display_name (row.path ? row.path : "");
  fd = row.path ? sem_content_open (row.path, &identity, NULL) : -1;
  if (fd < 0)
    fd = open_thumbnail (self, photo, error);
  if (fd >= 0)
    {
      answer = sem_searcher_find_copies (self, fd, name, NULL, &chosen, cancellable, error);
      close (fd);
    }
  else if (error && !*error)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("Neither “%s” nor its thumbnail can be read. Update the library."), name);
  sem_store_photo_clear (&row);
  return answer;
}
