/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/learn/places.h"

#include "engine/base/random.h"
#include "engine/measure/metrics.h"
#include "engine/measure/scene-metrics.h"
#include "engine/nn/backbone.h"
#include "engine/photos/codes.h"
#include "engine/scenes/scenes.h"
#include "engine/store/backbones.h"

/* The same for all models. */
#define SEED 1

/* The photos that have features of both backbones. */
typedef struct
{
  SemScenes *truth;
  guint8 *asks; /* shape (n): whether it is held out */
  guint64 *codes[2];
  guint n_words[2];
} Gallery;

static void
gallery_clear (Gallery *self)
{
  g_clear_pointer (&self->truth, sem_scenes_free);
  g_free (self->asks);
  g_free (self->codes[0]);
  g_free (self->codes[1]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gallery, gallery_clear)

void
sem_places_hold_out (const SemScenes *scenes, guint8 *left_out)
{
  gsize n = 0;

  for (gsize i = 0; i < scenes->n; i++)
    n += scenes->scene[i] >= 0;
  if (n >= SEM_PLACES_FEWEST)
    sem_scenes_fold (scenes, SEM_PLACES_SHARE, 0, SEED, left_out);
  else
    for (gsize i = 0; i < scenes->n; i++)
      left_out[i] = 0;
}

guint32 *
sem_places_choose (const SemScenes *scenes, gsize most, gsize *n)
{
  g_autofree guint8 *left_out = g_new (guint8, MAX (scenes->n, 1));
  g_autofree guint32 *kept = g_new (guint32, MAX (scenes->n, 1));
  g_autoptr (SemScenes) rest = NULL;
  guint32 *rows;
  gsize n_kept = 0;

  sem_places_hold_out (scenes, left_out);
  for (gsize i = 0; i < scenes->n; i++)
    if (!left_out[i])
      kept[n_kept++] = (guint32) i;
  rest = sem_scenes_restrict (scenes, kept, n_kept);
  *n = MIN (n_kept, most);
  rows = sem_scenes_choose (rest, *n);
  for (gsize i = 0; i < *n; i++)
    rows[i] = kept[rows[i]];
  return rows;
}

/* The code of a photo by one of the models, if it has a feature. */
static gboolean
encode (SemStore *store,
        gint64 photo,
        const SemComparedModel *compared,
        guint64 *code,
        gboolean *found,
        GError **error)
{
  float feature[SEM_BACKBONE_DIM];

  if (!sem_codes_load_feature (store, photo, compared->backbone, feature, found, error))
    return FALSE;
  if (*found)
    sem_hash_model_encode (compared->model, feature, 1, code, NULL);
  return TRUE;
}

/* @rows: those of @all in the gallery, reduced to those that have both codes. */
static gboolean
fill (Gallery *self,
      SemStore *store,
      const gint64 *ids,
      const SemScenes *all,
      const SemComparedModel *const *models,
      GCancellable *cancellable,
      GError **error)
{
  gsize wanted = MIN (all->n, SEM_HASH_MAX_TRAINING), n = 0;
  g_autofree guint32 *rows = sem_scenes_choose (all, wanted);
  g_autofree guint8 *left_out = g_new (guint8, MAX (all->n, 1));

  sem_places_hold_out (all, left_out);
  self->asks = g_new0 (guint8, MAX (wanted, 1));
  for (guint m = 0; m < 2; m++)
    {
      self->n_words[m] = SEM_HASH_WORDS (sem_hash_model_get_n_bits (models[m]->model));
      self->codes[m] = g_new (guint64, MAX (wanted, 1) * self->n_words[m]);
    }
  for (gsize i = 0; i < wanted; i++)
    {
      gboolean found = TRUE;

      for (guint m = 0; m < 2 && found; m++)
        if (g_cancellable_set_error_if_cancelled (cancellable, error)
            || !encode (store, ids[rows[i]], models[m], self->codes[m] + n * self->n_words[m],
                        &found, error))
          return FALSE;
      self->asks[n] = left_out[rows[i]];
      rows[n] = rows[i];
      n += found;
    }
  self->truth = sem_scenes_restrict (all, rows, n);
  return TRUE;
}

/* Means over the photos that are held out, and have a figure. Returns: their number */
static guint
measure (const Gallery *self, guint m, GCancellable *cancellable, SemPlaceQuality *quality)
{
  gsize n = self->truth->n;
  g_autofree guint16 *bits = g_new (guint16, MAX (n, 1));
  g_autofree float *distances = g_new (float, MAX (n, 1));
  g_autofree guint32 *ties = g_new (guint32, MAX (n, 1));
  guint n_map = 0, n_correlation = 0;
  SemRandom random;

  sem_random_init (&random, SEED, SEM_RANDOM_TIES);
  sem_random_permutation (&random, ties, n);
  for (gsize q = 0; q < n && !g_cancellable_is_cancelled (cancellable); q++)
    {
      SemSceneFigures figures;

      if (!self->asks[q])
        continue;
      sem_metrics_hamming_distances (self->codes[m], n, self->n_words[m], (guint32) q, bits);
      for (gsize i = 0; i < n; i++)
        distances[i] = (float) bits[i];
      sem_scene_measure (self->truth, (guint32) q, distances, ties, &figures);
      if (figures.map >= 0.0)
        quality->map += (figures.map - quality->map) / ++n_map;
      if (figures.correlation >= -1.0)
        quality->correlation += (figures.correlation - quality->correlation) / ++n_correlation;
    }
  return n_map;
}

gboolean
sem_places_compare (SemStore *store,
                    const SemComparedModel *before,
                    const SemComparedModel *after,
                    GCancellable *cancellable,
                    SemCodeComparison *comparison,
                    GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (store, after->backbone, error);
  const SemComparedModel *const models[] = { before, after };
  g_autoptr (SemScenes) all = NULL;
  g_auto (Gallery) gallery = { 0 };

  if (ids)
    all = sem_scenes_load (store, (const gint64 *) (void *) ids->data, ids->len, error);
  if (!all
      || !fill (&gallery, store, (const gint64 *) (void *) ids->data, all, models, cancellable,
                error))
    return FALSE;
  comparison->places_before = comparison->places_after = (SemPlaceQuality){ 0 };
  measure (&gallery, 0, cancellable, &comparison->places_before);
  comparison->n_places = measure (&gallery, 1, cancellable, &comparison->places_after);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
