/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-search"

#include "config.h"

#include "engine/photos/backbones.h"
#include "engine/photos/codes.h"
#include "engine/photos/library-reference.h"
#include "engine/search/compare/comparer-private.h"
#include "engine/search/search-proof.h"
#include "engine/store/store.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Photos of a library in which "alike" is said. */
#define USUAL_PHOTOS 1000

/* @model_id: that @model is of, 0 for none; -1 before the first comparison
 * @store: (nullable): during a call */
struct _SemComparer
{
  char *library;
  SemStore *store;
  SemComparerLooks looks;
  gint64 model_id;
  SemHashModel *model;
  SemLikeness *likeness;
};

char *
sem_comparison_dup_sentence (const SemComparison *self)
{
  const int percent = (int) (self->likeness * 100 + .5);

  if (self->alike)
    return g_strdup_printf (_(
                              "What is lit in each photo is most like the other one, and makes the "
                              "two %d %% alike."),
                            percent);
  return g_strdup_printf (_("The two are only %d %% alike, no more than unrelated photos can be: "
                            "what is lit in each comes nearest to the other one."),
                          percent);
}

SemComparer *
sem_comparer_new (const char *library)
{
  SemComparer *self = g_new0 (SemComparer, 1);

  self->library = g_strdup (library);
  self->model_id = -1;
  sem_comparer_looks_init (&self->looks);
  return self;
}

static void
forget (SemComparer *self)
{
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->likeness, sem_likeness_free);
  self->model_id = -1;
}

void
sem_comparer_free (SemComparer *self)
{
  forget (self);
  sem_comparer_looks_clear (&self->looks);
  g_free (self->library);
  g_free (self);
}

/* The model and its network ----------------------------------------------------------------------
 */

/* Without a reference features are centred as the model does, or not at all. */
static gboolean
load_likeness (SemComparer *self, GError **error)
{
  const char *id = sem_backbone_get_id (self->looks.backbone);
  const float *mean = self->model ? sem_hash_model_get_mean (self->model) : NULL;
  g_autofree float *none = g_new0 (float, SEM_BACKBONE_DIM);
  SemReference plain = { .mean = none };
  g_autoptr (SemReference) reference = NULL;

  if (mean && sem_hash_model_get_n_features (self->model) != SEM_BACKBONE_DIM)
    mean = NULL;
  if (self->store && !sem_library_load_reference (self->store, id, &reference, error))
    return FALSE;
  if (!self->store && g_str_equal (id, sem_reference_get ()->backbone))
    reference = sem_reference_copy (sem_reference_get ());
  if (!reference && mean)
    memcpy (none, mean, SEM_BACKBONE_DIM * sizeof *none);
  self->likeness = sem_likeness_new (reference ? reference : &plain,
                                     mean ? mean : (reference ? reference : &plain)->mean);
  return TRUE;
}

static gboolean
load_backbone (SemComparer *self, const char *id, GError **error)
{
  g_autoptr (SemBackbone) backbone =
    id ? sem_backbones_load (self->store, id, error) : sem_backbone_new (NULL, error);

  /* The heat map is of our own network's last map: what a program says has no parts. */
  if (backbone && sem_backbone_is_program (backbone))
    {
      sem_backbone_unref (backbone);
      backbone = sem_backbone_new (NULL, error);
    }
  if (!backbone)
    return FALSE;
  /* Codes of an older network say nothing about the features of this one. */
  if (g_strcmp0 (id, sem_backbone_get_id (backbone)) != 0)
    g_clear_pointer (&self->model, sem_hash_model_free);
  sem_comparer_looks_set_backbone (&self->looks, backbone);
  return TRUE;
}

static gboolean
load_model (SemComparer *self, gint64 active, GError **error)
{
  SemStoreModel row = { 0 };
  gboolean ok;

  forget (self);
  ok = active == 0 || sem_codes_load_active (self->store, &row, &self->model, error);
  ok = ok && load_backbone (self, self->model ? row.backbone : NULL, error)
       && load_likeness (self, error);
  sem_store_model_clear (&row);
  if (ok)
    self->model_id = active;
  else
    forget (self);
  return ok;
}

/* Opens the library and follows its active model. Without a library there is none. */
static gboolean
refresh (SemComparer *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 active = 0;

  self->store = sem_store_open (self->library, SEM_STORE_READ, &local);
  if (!self->store && !g_error_matches (local, SEM_ERROR, SEM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (self->store)
    active = sem_store_get_active_model (self->store, error);
  return active >= 0 && (active == self->model_id || load_model (self, active, error));
}

/* Measuring --------------------------------------------------------------------------------------
 */

/* (transfer full): the feature that the library has of the photo, or else the computed one. */
static float *
load_feature (SemComparer *self, const SemComparerLook *look, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (look->path, NULL);
  float *feature = g_memdup2 (look->feature, sizeof look->feature);
  SemStoreFile row = { 0 };
  gboolean found, ok = TRUE;

  if (self->store)
    ok = sem_store_find_file (self->store, path, &row, error);
  if (ok && row.photo && row.identity.size == look->identity.size
      && row.identity.mtime == look->identity.mtime)
    ok = sem_codes_load_feature (self->store, row.photo, sem_backbone_get_id (self->looks.backbone),
                                 feature, &found, error);
  sem_store_file_clear (&row);
  if (!ok)
    g_clear_pointer (&feature, g_free);
  return feature;
}

static void
measure_codes (SemComparer *self, const float *a, const float *b, SemComparison *comparison)
{
  guint64 codes[2][SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];

  comparison->n_bits = sem_hash_model_get_n_bits (self->model);
  sem_hash_model_encode (self->model, a, 1, codes[0], NULL);
  sem_hash_model_encode (self->model, b, 1, codes[1], NULL);
  for (guint w = 0; w < SEM_HASH_WORDS (comparison->n_bits); w++)
    comparison->distance += (guint) __builtin_popcountll (codes[0][w] ^ codes[1][w]);
}

static void
measure_likeness (SemComparer *self, const float *a, const float *b, SemComparison *comparison)
{
  float centred[2][SEM_BACKBONE_DIM];

  sem_likeness_centre (self->likeness, a, centred[0]);
  sem_likeness_centre (self->likeness, b, centred[1]);
  comparison->likeness = CLAMP (sem_likeness_cosine (centred[0], centred[1]), 0, 1);
}

static gboolean
measure (SemComparer *self,
         const SemComparerLook *const *looks,
         SemComparison *comparison,
         GError **error)
{
  g_autofree float *a = load_feature (self, looks[0], error);
  g_autofree float *b = a ? load_feature (self, looks[1], error) : NULL;

  if (!b)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      comparison->width[i] = looks[i]->photo->width;
      comparison->height[i] = looks[i]->photo->height;
      sem_heat_measure (self->likeness, self->model, looks[i]->parts, i ? a : b,
                        &comparison->heat[i]);
    }
  if (self->model)
    measure_codes (self, a, b, comparison);
  measure_likeness (self, a, b, comparison);
  if (memcmp (looks[0]->hash, looks[1]->hash, SEM_STORE_HASH_SIZE) == 0)
    {
      comparison->kind = SEM_COPY_IDENTICAL;
      comparison->proven = TRUE;
      comparison->likeness = 1;
      comparison->distance = 0;
    }
  comparison->alike =
    comparison->likeness > (double) sem_likeness_line (self->likeness, USUAL_PHOTOS, 1);
  return TRUE;
}

static gboolean
get_looks (SemComparer *self,
           const char *const *paths,
           const SemComparerLook **looks,
           GCancellable *cancellable,
           GError **error)
{
  for (guint i = 0; i < 2; i++)
    if (!(looks[i] = sem_comparer_looks_get (&self->looks, paths[i], cancellable, error)))
      return FALSE;
  return TRUE;
}

gboolean
sem_comparer_measure (SemComparer *self,
                      const char *const *paths,
                      SemComparison *comparison,
                      GCancellable *cancellable,
                      GError **error)
{
  const SemComparerLook *looks[2];
  gboolean ok;

  g_return_val_if_fail (self != NULL && paths != NULL && comparison != NULL, FALSE);

  *comparison = (SemComparison){ 0 };
  ok = refresh (self, error) && get_looks (self, paths, looks, cancellable, error)
       && measure (self, looks, comparison, error);
  g_clear_pointer (&self->store, sem_store_close);
  return ok;
}

/* The proof --------------------------------------------------------------------------------------
 */

static SemProofPicture *
new_picture (SemProofRole role, const SemComparerLook *look)
{
  return sem_proof_picture_new (role, look->photo->colour, look->photo->colour_width,
                                look->photo->colour_height, look->photo->width,
                                look->photo->height);
}

gboolean
sem_comparer_prove (SemComparer *self,
                    const char *const *paths,
                    SemComparison *comparison,
                    GCancellable *cancellable,
                    GError **error)
{
  const SemComparerLook *looks[2];
  g_autoptr (SemProofPicture) query = NULL, stored = NULL;
  SemProof proof = { 0 };

  g_return_val_if_fail (self != NULL && self->looks.backbone, FALSE);

  if (comparison->proven)
    return TRUE;
  if (!get_looks (self, paths, looks, cancellable, error))
    return FALSE;
  query = new_picture (SEM_PROOF_QUERY, looks[0]);
  stored = new_picture (SEM_PROOF_STORED, looks[1]);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  sem_proof_compare (query, stored, &proof);
  comparison->proven = TRUE;
  comparison->kind = sem_search_translate_kind (proof.kind);
  if (proof.kind != SEM_PROOF_NONE)
    {
      comparison->region = proof.region;
      comparison->part = proof.part;
      comparison->turn = proof.turn;
    }
  return TRUE;
}

gboolean
sem_comparer_draw (SemComparer *self,
                   SemCompareView view,
                   const char *const *paths,
                   const SemComparison *comparison,
                   SemComparePicture *picture,
                   GError **error)
{
  const SemComparerLook *looks[2];

  g_return_val_if_fail (self != NULL && self->looks.backbone, FALSE);

  *picture = (SemComparePicture){ 0 };
  if (!get_looks (self, paths, looks, NULL, error))
    return FALSE;
  picture->rgb =
    view == SEM_COMPARE_HEAT
      ? sem_compare_view_heat (looks, comparison, &picture->width, &picture->height)
      : sem_compare_view_difference (looks, comparison, &picture->width, &picture->height);
  return TRUE;
}
