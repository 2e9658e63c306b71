/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered-set.h"
#include "engine/photos/codes.h"
#include "engine/nn/backbone.h"
#include "engine/store/backbones.h"
#include "engine/store/companions.h"

#include <math.h>

/* Photos whose features and perceptual hashes are at least this similar are the same picture, saved
 * twice. */
#define TWIN_COSINE 0.98
#define TWIN_DCT 4

struct _SemAlteredSet
{
  SemStore *store;
  const char *backbone;
  GArray *ids;     /* gint64: all photos, by content hash */
  float *features; /* a row each, centred and normalised */
  float *mean;
  GHashTable *dct; /* perceptual hashes by photo */
};

static void
centre (const float *mean, float *row)
{
  double squares = 0;
  float norm;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    {
      row[i] -= mean[i];
      squares += (double) row[i] * row[i];
    }
  norm = squares > 0 ? (float) (1 / sqrt (squares)) : 0;
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    row[i] *= norm;
}

static gboolean
load (SemAlteredSet *self, GError **error)
{
  double *sums = g_new0 (double, SEM_BACKBONE_DIM);
  gboolean ok = TRUE;

  self->features = g_new0 (float, (gsize) self->ids->len *SEM_BACKBONE_DIM);
  self->mean = g_new0 (float, SEM_BACKBONE_DIM);
  for (guint i = 0; ok && i < self->ids->len; i++)
    {
      float *row = self->features + (gsize) i * SEM_BACKBONE_DIM;
      gboolean found;

      /* A photo whose feature is gone resembles no other: its row stays zero. */
      ok = sem_codes_load_feature (self->store, g_array_index (self->ids, gint64, i),
                                   self->backbone, row, &found, error);
      for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
        sums[j] += row[j];
    }
  for (guint j = 0; j < SEM_BACKBONE_DIM; j++)
    self->mean[j] = (float) (sums[j] / MAX (self->ids->len, 1));
  for (guint i = 0; i < self->ids->len; i++)
    centre (self->mean, self->features + (gsize) i * SEM_BACKBONE_DIM);
  g_free (sums);
  return ok;
}

static double
dot (const float *a, const float *b)
{
  double sum = 0;

  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    sum += (double) a[i] * b[i];
  return sum;
}

static gboolean
load_dct (SemAlteredSet *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (!sem_store_list_dct (self->store, 0, ids, hashes, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (self->dct, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)),
                         g_memdup2 (&g_array_index (hashes, guint64, i), sizeof (guint64)));
  return TRUE;
}

static gboolean
are_twins (const SemAlteredSet *self, guint a, guint b)
{
  const guint64 *x = g_hash_table_lookup (self->dct, &g_array_index (self->ids, gint64, a));
  const guint64 *y = g_hash_table_lookup (self->dct, &g_array_index (self->ids, gint64, b));

  return x && y && __builtin_popcountll (*x ^ *y) <= TWIN_DCT
         && dot (self->features + (gsize) a * SEM_BACKBONE_DIM,
                 self->features + (gsize) b * SEM_BACKBONE_DIM)
              >= TWIN_COSINE;
}

SemAlteredSet *
sem_altered_set_load (SemStore *store, const char *backbone, GError **error)
{
  g_autoptr (SemAlteredSet) self = g_new0 (SemAlteredSet, 1);

  self->store = store;
  self->backbone = backbone;
  self->dct = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->ids = sem_store_list_training (store, backbone, error);
  if (!self->ids || !load (self, error) || !load_dct (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sem_altered_set_free (SemAlteredSet *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_hash_table_unref (self->dct);
  g_free (self->features);
  g_free (self->mean);
  g_free (self);
}

const GArray *
sem_altered_set_get_ids (const SemAlteredSet *self)
{
  return self->ids;
}

GHashTable *
sem_altered_set_find_sources (const SemAlteredSet *self, gint64 id)
{
  GHashTable *sources = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint own = 0;

  while (g_array_index (self->ids, gint64, own) != id)
    own++;
  for (guint i = 0; i < self->ids->len; i++)
    if (i == own || are_twins (self, own, i))
      g_hash_table_add (sources, &g_array_index (self->ids, gint64, i));
  return sources;
}

guint
sem_altered_set_list_nearest (const SemAlteredSet *self, const float *feature, gint64 *ids, guint n)
{
  g_autofree double *best = g_new (double, n);
  float query[SEM_BACKBONE_DIM];
  guint found = 0;

  memcpy (query, feature, sizeof query);
  centre (self->mean, query);
  for (guint i = 0; i < self->ids->len; i++)
    {
      double cosine = dot (query, self->features + (gsize) i * SEM_BACKBONE_DIM);
      guint at = found;

      while (at > 0 && best[at - 1] < cosine)
        at--;
      if (at == n)
        continue;
      found = MIN (found + 1, n);
      memmove (best + at + 1, best + at, (found - 1 - at) * sizeof *best);
      memmove (ids + at + 1, ids + at, (found - 1 - at) * sizeof *ids);
      best[at] = cosine;
      ids[at] = g_array_index (self->ids, gint64, i);
    }
  return found;
}
