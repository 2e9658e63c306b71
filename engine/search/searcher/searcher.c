/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/search/searcher/searcher-private.h"
#include "engine/photos/backbones.h"
#include "engine/photos/codes.h"
#include "engine/photos/library-reference.h"
#include "engine/store/codes.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/store.h"

#include <glib/gi18n-lib.h>

SemSearcher *
sem_searcher_new (const char *path, SemBackbone *backbone)
{
  SemSearcher *self = g_new0 (SemSearcher, 1);

  self->path = g_strdup (path);
  self->backbone = sem_backbone_ref (backbone);
  self->workspace = sem_backbone_workspace_new (backbone);
  self->decoder = sem_decoder_new (NULL);
  self->pictures = sem_proof_cache_new (SEM_SEARCHER_PICTURES);
  return self;
}

SemSearcher *
sem_searcher_new_for_gallery (SemBackbone *backbone,
                              SemHashModel *model,
                              SemLikeness *likeness,
                              const SemSearchGallery *gallery)
{
  SemSearcher *self = sem_searcher_new (NULL, backbone);

  self->model = model;
  self->likeness = likeness;
  self->gallery = gallery;
  return self;
}

void
sem_searcher_free (SemSearcher *self)
{
  g_clear_pointer (&self->index, sem_hamming_index_free);
  g_clear_pointer (&self->dct, sem_hamming_index_free);
  g_clear_pointer (&self->inner, sem_hamming_index_free);
  g_clear_pointer (&self->inner_places, g_array_unref);
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->likeness, sem_likeness_free);
  g_clear_pointer (&self->scope_ids, g_array_unref);
  g_clear_pointer (&self->pictures, sem_proof_cache_unref);
  g_free (self->scope_key);
  sem_store_close (self->store);
  sem_decoder_free (self->decoder);
  for (guint i = 0; i < G_N_ELEMENTS (self->more_decoders); i++)
    g_clear_pointer (&self->more_decoders[i], sem_decoder_free);
  sem_backbone_workspace_free (self->workspace);
  sem_backbone_unref (self->backbone);
  g_free (self->path);
  g_free (self);
}

void
sem_searcher_set_pictures (SemSearcher *self, SemProofCache *pictures)
{
  SemProofCache *before = self->pictures;

  self->pictures = pictures ? sem_proof_cache_ref (pictures) : NULL;
  if (before)
    sem_proof_cache_unref (before);
}

SemDecoder *
sem_searcher_get_decoder (SemSearcher *self, guint i)
{
  if (i == 0)
    return self->decoder;
  if (!self->more_decoders[i - 1])
    self->more_decoders[i - 1] = sem_decoder_new (NULL);
  return self->more_decoders[i - 1];
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
  g_clear_pointer (&self->likeness, sem_likeness_free);
  self->model_id = 0;
  self->last = 0;
}

/* Changes to the backbone that the active model's features come from. */
static gboolean
follow_backbone (SemSearcher *self, const char *id, GError **error)
{
  g_autoptr (SemBackbone) backbone = NULL;

  if (g_strcmp0 (id, sem_backbone_get_id (self->backbone)) == 0)
    return TRUE;
  backbone = sem_backbones_load (self->store, id, error);
  if (!backbone)
    return FALSE;
  if (g_strcmp0 (id, sem_backbone_get_id (backbone)) != 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NO_MODEL,
                   _("The library was indexed with another network. Index it again."));
      return FALSE;
    }
  sem_backbone_workspace_free (self->workspace);
  sem_backbone_unref (self->backbone);
  self->backbone = g_steal_pointer (&backbone);
  self->workspace = sem_backbone_workspace_new (self->backbone);
  return TRUE;
}

/* Centres on the model's mean, not on that of the photos of today: the same model gives the same
 * numbers while a library grows. */
static gboolean
load_likeness (SemSearcher *self, GError **error)
{
  g_autoptr (SemReference) reference = NULL;

  if (!sem_library_load_reference (self->store, sem_backbone_get_id (self->backbone), &reference,
                                   error))
    return FALSE;
  if (reference)
    self->likeness = sem_likeness_new (reference, sem_hash_model_get_mean (self->model));
  return TRUE;
}

/* Replaces what is in memory by the active model, with no codes yet. */
static gboolean
load_model (SemSearcher *self, GError **error)
{
  SemStoreModel row = { 0 };
  gboolean ok;

  forget (self);
  ok = sem_codes_load_active (self->store, &row, &self->model, error);
  if (ok && !self->model)
    sem_codes_set_none (self->store, error);
  ok =
    ok && self->model && follow_backbone (self, row.backbone, error) && load_likeness (self, error);
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
  gboolean reload;

  if (!self->store)
    self->store = sem_store_open (self->path, SEM_STORE_READ, error);
  if (!self->store)
    return FALSE;
  active = sem_store_get_active_model (self->store, error);
  generation = active >= 0 ? sem_store_get_generation (self->store, error) : -1;
  if (generation < 0)
    return FALSE;

  reload = active == 0 || active != self->model_id || generation != self->generation;
  if (reload && !load_model (self, error))
    return FALSE;
  if (!sem_store_read_codes (self->store, self->model_id,
                             SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model)), self->last,
                             append_codes, self, error)
      || (reload && !remove_hidden (self, error)))
    {
      forget (self);
      return FALSE;
    }
  self->generation = generation;
  return TRUE;
}

gboolean
sem_searcher_is_current (SemSearcher *self)
{
  return self->gallery || sem_store_get_active_model (self->store, NULL) == self->model_id;
}
