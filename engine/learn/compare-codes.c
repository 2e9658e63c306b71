/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/learn/compare-codes.h"
#include "engine/base/random.h"
#include "engine/measure/compare.h"
#include "engine/nn/backbone.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"

/* Features of the same photos by the backbones of both models; the same array where they have one
 * backbone. */
typedef struct
{
  float *before;
  float *after;
  guint n;
} Sample;

static void
sample_clear (Sample *self)
{
  if (self->after != self->before)
    g_free (self->after);
  g_free (self->before);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* Adds a photo, unless it lacks a feature; then TRUE as well. */
static gboolean
sample_add (Sample *self,
            SemStore *store,
            gint64 photo,
            const SemComparedModel *before,
            const SemComparedModel *after,
            GError **error)
{
  gsize at = (gsize) self->n * SEM_BACKBONE_DIM;
  gboolean found;

  if (!sem_codes_load_feature (store, photo, before->backbone, self->before + at, &found, error))
    return FALSE;
  if (found && self->after != self->before
      && !sem_codes_load_feature (store, photo, after->backbone, self->after + at, &found, error))
    return FALSE;
  self->n += found;
  return TRUE;
}

static gboolean
sample_draw (Sample *self,
             SemStore *store,
             const SemComparedModel *before,
             const SemComparedModel *after,
             guint64 seed,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (store, after->backbone, error);
  guint n = ids ? MIN (ids->len, SEM_COMPARE_SAMPLE) : 0;
  gsize size = (gsize) MAX (n, 1) * SEM_BACKBONE_DIM;
  g_autofree guint32 *positions = NULL;
  SemRandom random;

  if (!ids)
    return FALSE;
  self->before = g_new (float, size);
  self->after =
    g_str_equal (before->backbone, after->backbone) ? self->before : g_new (float, size);
  positions = g_new (guint32, ids->len);
  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, positions, ids->len);
  for (guint i = 0; i < n; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !sample_add (self, store, g_array_index (ids, gint64, positions[i]), before, after,
                        error))
      return FALSE;
  return TRUE;
}

gboolean
sem_compare_codes (SemStore *store,
                   const SemComparedModel *before,
                   const SemComparedModel *after,
                   guint64 seed,
                   const SemProgress *progress,
                   SemCodeComparison *comparison,
                   GError **error)
{
  g_auto (Sample) sample = { 0 };

  if (!sample_draw (&sample, store, before, after, seed, sem_progress_get_cancellable (progress),
                    error))
    return FALSE;
  if (sample.n >= 2)
    {
      const SemCodedSet old = { before->model, sample.before, sample.n };
      const SemCodedSet new = { after->model, sample.after, sample.n };

      return sem_compare_models (&old, &new, seed, progress, comparison, error);
    }
  *comparison = (SemCodeComparison){ .overlap = 1, .n_photos = sample.n };
  return TRUE;
}
