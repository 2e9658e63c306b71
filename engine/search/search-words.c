/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/search-words.h"
#include "engine/kernels/f16.h"
#include "engine/search/request/search-hits.h"
#include "engine/search/searcher/search-gallery.h"
#include "engine/store/companions.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* @wanted: t + Σ w_i f_i, then of length 1 */
typedef struct
{
  SemSearcher *searcher;
  const SemSearchRequest *request;
  GArray *looks;
  SemHammingScope *scope;
  GArray *hits;
  float wanted[SEM_BACKBONE_DIM];
} Words;

static double
measure (const float *x)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) x[i] * (double) x[i];
  return sqrt (sum);
}

static void
add (Words *self, const float *feature, double weight)
{
  const double length = measure (feature);

  for (guint i = 0; length > 0 && i < SEM_BACKBONE_DIM; i++)
    self->wanted[i] += (float) (weight * (double) feature[i] / length);
}

/* What is asked with --------------------------------------------------------------------------- */

/* In half precision, as stored features are. */
static gboolean
compute (Words *self, SemSearchLook *look, float *feature, GError **error)
{
  SemSearcher *searcher = self->searcher;
  g_autoptr (SemDecodedPhoto) pixels = NULL;
  guint16 half[SEM_BACKBONE_DIM];

  if (!sem_search_look_open (look, searcher, error))
    return FALSE;
  pixels = sem_decoder_decode_view (searcher->decoder, look->fd, look->name, look->source->region,
                                    self->request->cancellable, error);
  if (!pixels
      || !sem_backbone_describe (searcher->backbone, searcher->workspace, pixels->input, feature,
                                 self->request->cancellable, error))
    return FALSE;
  sem_search_look_take_pixels (look, pixels);
  sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  return TRUE;
}

static gboolean
look_at (Words *self, SemSearchLook *look, GError **error)
{
  float feature[SEM_BACKBONE_DIM];
  gboolean found = TRUE;

  if (!look->subject.photo || look->source->region)
    {
      if (!compute (self, look, feature, error))
        return FALSE;
    }
  else if (!sem_search_look_take_photo (look, self->searcher, look->subject.photo, error)
           || !sem_search_gallery_load_feature (self->searcher, look->subject.photo, feature,
                                                &found, error))
    return FALSE;
  if (!found)
    {
      sem_search_set_gone (error);
      return FALSE;
    }
  look->subject.feature = g_memdup2 (feature, sizeof feature);
  add (self, feature, look->source->weight);
  return TRUE;
}

static gboolean
make_wanted (Words *self, GError **error)
{
  SemBackbone *backbone = self->searcher->backbone;
  float feature[SEM_BACKBONE_DIM];
  double length;

  if (!sem_backbone_takes_words (backbone))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM,
                   _("The photos were described by a network that knows no words. Search with a "
                     "photo, or have them described by one that does, see “semblance-cli backbone "
                     "--help”."));
      return FALSE;
    }
  if (!sem_backbone_describe_words (backbone, self->request->text, feature,
                                    self->request->cancellable, error))
    return FALSE;
  add (self, feature, 1);
  for (guint i = 0; i < self->looks->len; i++)
    if (!look_at (self, &g_array_index (self->looks, SemSearchLook, i), error))
      return FALSE;
  length = measure (self->wanted);
  for (guint i = 0; length > 0 && i < SEM_BACKBONE_DIM; i++)
    self->wanted[i] = (float) ((double) self->wanted[i] / length);
  return TRUE;
}

/* What is found -------------------------------------------------------------------------------- */

static gboolean
allows (const Words *self, gint64 photo)
{
  const SemHammingScope *scope = self->scope;
  guint32 row;

  if (sem_search_looks_leave_out (self->looks, photo)
      || !sem_hamming_index_lookup (self->searcher->index, photo, &row))
    return FALSE;
  return !scope || (row / 64 < scope->n_words && (scope->words[row / 64] >> (row % 64) & 1));
}

/* A SemStoreFeatureFunc. */
static gboolean
rate (gint64 photo, const guint16 *half, gpointer user_data, GError **error)
{
  Words *self = user_data;
  float feature[SEM_BACKBONE_DIM];
  SemSearchHit hit = { .photo = photo };
  double sum = 0, length;

  if (g_cancellable_set_error_if_cancelled (self->request->cancellable, error))
    return FALSE;
  if (!allows (self, photo))
    return TRUE;
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  length = measure (feature);
  if (length <= 0)
    return TRUE;
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) feature[i] * (double) self->wanted[i];
  hit.score = (float) (sum / length);
  hit.cosine = hit.likeness = CLAMP (hit.score, 0, 1);
  hit.above_chance = TRUE;
  if (hit.likeness >= self->request->min_likeness && hit.likeness <= self->request->max_likeness)
    g_array_append_val (self->hits, hit);
  return TRUE;
}

static gboolean
rate_all (Words *self, GError **error)
{
  if (!sem_store_walk_features (self->searcher->store,
                                sem_backbone_get_id (self->searcher->backbone), SEM_BACKBONE_DIM,
                                rate, self, error))
    return FALSE;
  sem_search_hits_sort (self->hits, FALSE);
  if (self->hits->len > self->request->k)
    g_array_set_size (self->hits, self->request->k);
  return TRUE;
}

GArray *
sem_search_words (SemSearcher *searcher,
                  const SemSearchRequest *request,
                  const SemSearchFilter *filter,
                  GArray *looks,
                  GError **error)
{
  g_autofree Words *self = g_new0 (Words, 1);
  g_autoptr (GArray) hits = sem_search_hits_new ();
  gboolean ok;

  self->searcher = searcher;
  self->request = request;
  self->looks = looks;
  self->hits = hits;
  ok = make_wanted (self, error)
       && sem_search_filter_make_scope (filter, searcher, searcher->index, &self->scope, error)
       && rate_all (self, error);
  g_free (self->scope);
  return ok ? g_steal_pointer (&hits) : NULL;
}
