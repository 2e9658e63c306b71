/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/search/searcher/searcher-private.h"
#include "engine/kernels/f16.h"
#include "engine/photos/backbones.h"
#include "engine/photos/codes.h"
#include "engine/photos/content.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

/* What is asked: a feature, and the photo to leave out; for a photo from elsewhere, its pixels. */
typedef struct
{
  gint64 photo; /* 0: not in the library */
  SemDecodedPhoto *pixels;
  float feature[SEM_BACKBONE_DIM];
} Question;

void
sem_search_answer_free (SemSearchAnswer *answer)
{
  g_clear_pointer (&answer->hits, g_array_unref);
  g_clear_pointer (&answer->copies, g_array_unref);
  g_free (answer->feature);
  g_clear_pointer (&answer->thumbnail, g_bytes_unref);
  g_free (answer);
}

SemSearcher *
sem_searcher_new (const char *path, SemBackbone *backbone)
{
  SemSearcher *self = g_new0 (SemSearcher, 1);

  self->path = g_strdup (path);
  self->backbone = sem_backbone_ref (backbone);
  self->workspace = sem_backbone_workspace_new (backbone);
  self->decoder = sem_decoder_new (NULL);
  return self;
}

void
sem_searcher_free (SemSearcher *self)
{
  g_clear_pointer (&self->index, sem_hamming_index_free);
  g_clear_pointer (&self->dct, sem_hamming_index_free);
  g_clear_pointer (&self->model, sem_hash_model_free);
  sem_store_close (self->store);
  sem_decoder_free (self->decoder);
  sem_backbone_workspace_free (self->workspace);
  sem_backbone_unref (self->backbone);
  g_free (self->path);
  g_free (self);
}

static gboolean
append_codes (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  SemSearcher *self = user_data;

  if (!sem_hamming_index_append (self->index, codes, ids, n, error))
    return FALSE;
  self->last = ids[n - 1];
  return TRUE;
}

static gboolean
remove_hidden (SemSearcher *self, GError **error)
{
  g_autoptr (GArray) hidden = sem_store_list_hidden (self->store, error);

  if (!hidden)
    return FALSE;
  for (guint i = 0; i < hidden->len; i++)
    sem_hamming_index_remove (self->index, g_array_index (hidden, gint64, i));
  return TRUE;
}

static void
forget (SemSearcher *self)
{
  g_clear_pointer (&self->index, sem_hamming_index_free);
  g_clear_pointer (&self->model, sem_hash_model_free);
  self->model_id = 0;
  self->last = 0;
}

/* The network that the active model's features come from. FALSE without @error where there is none
 * by that name. */
static gboolean
follow_backbone (SemSearcher *self, const char *id, GError **error)
{
  g_autoptr (SemBackbone) backbone = NULL;

  if (g_strcmp0 (id, sem_backbone_get_id (self->backbone)) == 0)
    return TRUE;
  backbone = sem_backbones_load (self->store, id, error);
  if (!backbone || g_strcmp0 (id, sem_backbone_get_id (backbone)) != 0)
    return FALSE;
  sem_backbone_workspace_free (self->workspace);
  sem_backbone_unref (self->backbone);
  self->backbone = g_steal_pointer (&backbone);
  self->workspace = sem_backbone_workspace_new (self->backbone);
  return TRUE;
}

/* Starts anew with the active model. */
static gboolean
load_model (SemSearcher *self, GError **error)
{
  SemStoreModel row = { 0 };
  g_autoptr (GError) local = NULL;
  gboolean ok = FALSE;

  forget (self);
  self->model = sem_codes_load_active (self->store, &row, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!self->model)
    sem_codes_set_none (self->store, error);
  else if (follow_backbone (self, row.backbone, &local))
    ok = TRUE;
  else if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                 _("The library was indexed with another network. Index it again."));
  if (ok)
    {
      self->model_id = row.id;
      self->index = sem_hamming_index_new (sem_hash_model_get_n_bits (self->model));
    }
  sem_store_model_clear (&row);
  return ok;
}

gboolean
sem_searcher_refresh (SemSearcher *self, GError **error)
{
  gint64 active, generation;
  gboolean anew;

  if (!self->store)
    self->store = sem_store_open (self->path, SEM_STORE_READ, error);
  if (!self->store)
    return FALSE;
  active = sem_store_get_active_model (self->store, error);
  generation = active >= 0 ? sem_store_get_generation (self->store, error) : -1;
  if (generation < 0)
    return FALSE;

  anew = active == 0 || active != self->model_id || generation != self->generation;
  if (anew && !load_model (self, error))
    return FALSE;
  if (!sem_store_read_codes (self->store, self->model_id,
                             SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model)), self->last,
                             append_codes, self, error)
      || (anew && !remove_hidden (self, error)))
    {
      forget (self);
      return FALSE;
    }
  self->generation = generation;
  return TRUE;
}

/* One vector a hit; where it is missing, the code alone decides. */
static gboolean
score_hit (SemSearcher *self,
           const SemHammingHit *hit,
           const float *outputs,
           const gint8 *query_vector,
           SemRankedHit *ranked,
           GError **error)
{
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint8 vector[SEM_VECTOR_DIM];
  g_autoptr (GError) local = NULL;
  gboolean found = sem_store_get_vector (self->store, self->model_id, hit->photo_id, vector,
                                         SEM_VECTOR_DIM, &local);

  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  sem_hamming_index_get_code (self->index, hit->position, code);
  ranked->photo_id = hit->photo_id;
  ranked->distance = hit->distance;
  sem_rerank_score (outputs, code, sem_hash_model_get_n_bits (self->model), query_vector,
                    found ? vector : NULL, SEM_VECTOR_DIM, ranked);
  return TRUE;
}

static GArray *
rank (SemSearcher *self,
      const Question *question,
      const float *outputs,
      const guint64 *code,
      const SemSearchOptions *options,
      GCancellable *cancellable,
      GError **error)
{
  /* One more, for the query's own photo. */
  guint n = MAX (sem_rerank_candidates (options->k), options->k) + 1;
  gint8 vector[SEM_VECTOR_DIM];
  g_autoptr (GArray) hits = sem_hamming_index_search (self->index, code, n, options->max_distance,
                                                      NULL, 0, cancellable, error);
  g_autoptr (GArray) ranked = NULL;

  if (!hits)
    return NULL;
  sem_hash_model_vectors (self->model, question->feature, 1, vector);
  ranked = g_array_sized_new (FALSE, TRUE, sizeof (SemRankedHit), hits->len);
  for (guint i = 0; i < hits->len; i++)
    {
      const SemHammingHit *hit = &g_array_index (hits, SemHammingHit, i);
      SemRankedHit entry = { 0 };

      if (hit->photo_id == question->photo || hit->photo_id == options->exclude)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !score_hit (self, hit, outputs, vector, &entry, error))
        return NULL;
      g_array_append_val (ranked, entry);
    }
  if (!question->photo && ranked->len == n)
    g_array_set_size (ranked, n - 1);
  if (!options->by_distance)
    sem_rerank_sort (ranked);
  if (ranked->len > options->k)
    g_array_set_size (ranked, options->k);
  return g_steal_pointer (&ranked);
}

/* A model that another connection replaces takes its vectors along: what was ranked meanwhile is
 * ranked again. */
gboolean
sem_searcher_is_current (SemSearcher *self)
{
  return sem_store_get_active_model (self->store, NULL) == self->model_id;
}

/* Through fp16, as the stored features went: a photo answers alike from inside and outside. */
static gboolean
look (SemSearcher *self, Question *question, GError **error)
{
  guint16 half[SEM_BACKBONE_DIM];

  if (!question->pixels)
    return sem_codes_load_feature (self->store, question->photo,
                                   sem_backbone_get_id (self->backbone), question->feature, error);
  sem_backbone_forward (self->backbone, self->workspace, question->pixels->input,
                        question->feature);
  sem_k_f32_to_f16 (question->feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, question->feature);
  return TRUE;
}

static void
set_gone (GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("The library no longer has this photo. Update the library."));
}

/* After another model, and perhaps its network, has become the active one. */
static gboolean
ask_again (SemSearcher *self, Question *question, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!sem_searcher_refresh (self, &local) || !look (self, question, &local))
    {
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        set_gone (error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
answer_question (SemSearcher *self,
                 Question *question,
                 const SemSearchOptions *options,
                 SemSearchAnswer *answer,
                 GCancellable *cancellable,
                 GError **error)
{
  gboolean again;

  do
    {
      float outputs[SEM_HASH_MAX_BITS];
      guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)] = { 0 };

      g_clear_pointer (&answer->hits, g_array_unref);
      sem_hash_model_encode (self->model, question->feature, 1, code, outputs);
      answer->hits = rank (self, question, outputs, code, options, cancellable, error);
      again = answer->hits && !sem_searcher_is_current (self);
      if (again && !ask_again (self, question, error))
        return FALSE;
    }
  while (again);
  answer->feature = g_memdup2 (question->feature, sizeof question->feature);
  answer->n_bits = sem_hash_model_get_n_bits (self->model);
  answer->method = sem_hash_method_get_name (sem_hash_model_get_method (self->model));
  return answer->hits != NULL;
}

static gboolean
ask_photo (SemSearcher *self,
           gint64 photo,
           Question *question,
           SemSearchAnswer *answer,
           GError **error)
{
  SemStorePhoto row = { 0 };
  g_autoptr (GError) local = NULL;

  question->photo = photo;
  if (!sem_store_get_photo (self->store, photo, &row, &local) || !look (self, question, &local))
    {
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        set_gone (error);
      sem_store_photo_clear (&row);
      return FALSE;
    }
  answer->width = row.width;
  answer->height = row.height;
  answer->thumbnail = sem_store_get_thumbnail (self->store, photo, NULL);
  sem_store_photo_clear (&row);
  return TRUE;
}

/* The photo with the file's content, 0 without @error where there is none. */
static gint64
find_content (SemSearcher *self,
              int fd,
              const char *name,
              GCancellable *cancellable,
              GError **error)
{
  guint8 hash[SEM_STORE_HASH_SIZE];

  if (!sem_content_hash (fd, name, hash, cancellable, error))
    return 0;
  return sem_store_find_photo (self->store, hash, sem_backbone_get_id (self->backbone), error);
}

static gboolean
ask_pixels (SemSearcher *self,
            int fd,
            const char *name,
            const SemDecodeView *view,
            Question *question,
            SemSearchAnswer *answer,
            GCancellable *cancellable,
            GError **error)
{
  SemDecodedPhoto *photo =
    sem_decoder_decode_view (self->decoder, fd, name, view, cancellable, error);

  if (!photo)
    return FALSE;
  question->pixels = photo;
  answer->width = photo->width;
  answer->height = photo->height;
  answer->thumbnail = g_bytes_ref (photo->thumbnail);
  return look (self, question, error);
}

static gboolean
ask_fd (SemSearcher *self,
        int fd,
        const char *name,
        Question *question,
        SemSearchAnswer *answer,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 known = find_content (self, fd, name, cancellable, &local);

  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (known)
    return ask_photo (self, known, question, answer, error);
  return ask_pixels (self, fd, name, NULL, question, answer, cancellable, error);
}

static SemSearchAnswer *
finish (SemSearcher *self,
        gboolean asked,
        Question *question,
        const SemSearchOptions *options,
        SemSearchAnswer *answer,
        gint64 start,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (SemSearchAnswer) owned = answer;

  asked = asked && answer_question (self, question, options, answer, cancellable, error);
  g_clear_pointer (&question->pixels, sem_decoded_photo_free);
  if (!asked)
    return NULL;
  answer->seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  return g_steal_pointer (&owned);
}

SemSearchAnswer *
sem_searcher_search_photo (SemSearcher *self,
                           gint64 photo,
                           const SemSearchOptions *options,
                           GCancellable *cancellable,
                           GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemSearchAnswer *answer = g_new0 (SemSearchAnswer, 1);
  Question question = { 0 };
  gboolean asked =
    sem_searcher_refresh (self, error) && ask_photo (self, photo, &question, answer, error);

  return finish (self, asked, &question, options, answer, start, cancellable, error);
}

SemSearchAnswer *
sem_searcher_search_fd (SemSearcher *self,
                        int fd,
                        const char *name,
                        const SemSearchOptions *options,
                        GCancellable *cancellable,
                        GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemSearchAnswer *answer = g_new0 (SemSearchAnswer, 1);
  Question question = { 0 };
  gboolean asked = sem_searcher_refresh (self, error)
                   && ask_fd (self, fd, name, &question, answer, cancellable, error);

  return finish (self, asked, &question, options, answer, start, cancellable, error);
}

SemSearchAnswer *
sem_searcher_search_view (SemSearcher *self,
                          int fd,
                          const char *name,
                          const SemDecodeView *view,
                          const SemSearchOptions *options,
                          GCancellable *cancellable,
                          GError **error)
{
  gint64 start = g_get_monotonic_time ();
  SemSearchAnswer *answer = g_new0 (SemSearchAnswer, 1);
  Question question = { 0 };
  gboolean asked = sem_searcher_refresh (self, error)
                   && ask_pixels (self, fd, name, view, &question, answer, cancellable, error);

  return finish (self, asked, &question, options, answer, start, cancellable, error);
}

SemSearchAnswer *
sem_searcher_search_file (SemSearcher *self,
                          const char *path,
                          const SemSearchOptions *options,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  SemFileIdentity identity;
  int fd = sem_content_open (path, &identity, error);
  SemSearchAnswer *answer;

  if (fd < 0)
    return NULL;
  answer = sem_searcher_search_fd (self, fd, name, options, cancellable, error);
  close (fd);
  return answer;
}
