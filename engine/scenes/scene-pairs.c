/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/hash/models/hash-model.h"
#include "engine/index/rerank.h"
#include "engine/photos/codes.h"
#include "engine/scenes/scene-groups.h"
#include "engine/store/models.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Codes, outputs and vectors of a group's photos; photos without a feature are left out. */
typedef struct
{
  guint n;
  guint *rows; /* in the group */
  guint n_bits;
  guint words;
  float *outputs;
  guint64 *codes;
  gint8 *vectors;
} Views;

static void
views_clear (Views *views)
{
  g_free (views->rows);
  g_free (views->outputs);
  g_free (views->codes);
  g_free (views->vectors);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Views, views_clear)

static SemHashModel *
load_model (SemStore *store, GError **error)
{
  SemStoreModel row = { 0 };
  SemHashModel *model;
  gboolean ok = sem_codes_load_active (store, &row, &model, error);

  sem_store_model_clear (&row);
  if (ok && !model)
    sem_codes_set_none (store, error);
  return model;
}

static gboolean
load_views (SemStore *store,
            const SemSceneGroup *group,
            const char *backbone,
            Views *views,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SemHashModel) model = load_model (store, error);
  float feature[SEM_BACKBONE_DIM];

  if (!model)
    return FALSE;
  views->n_bits = sem_hash_model_get_n_bits (model);
  views->words = SEM_HASH_WORDS (views->n_bits);
  views->rows = g_new (guint, group->photos->len);
  views->outputs = g_new (float, (gsize) group->photos->len * views->n_bits);
  views->codes = g_new0 (guint64, (gsize) group->photos->len * views->words);
  views->vectors = g_new0 (gint8, (gsize) group->photos->len * SEM_VECTOR_DIM);
  for (guint i = 0; i < group->photos->len; i++)
    {
      gboolean found;

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !sem_codes_load_feature (store, g_array_index (group->photos, gint64, i), backbone,
                                      feature, &found, error))
        return FALSE;
      if (!found)
        continue;
      sem_hash_model_encode (model, feature, 1, views->codes + (gsize) views->n * views->words,
                             views->outputs + (gsize) views->n * views->n_bits);
      sem_hash_model_vectors (model, feature, 1,
                              views->vectors + (gsize) views->n * SEM_VECTOR_DIM);
      views->rows[views->n++] = i;
    }
  return TRUE;
}

/* Ranks the other photos of the group; photo_id of a hit is its index in @views, from 1. */
static GArray *
rank (const Views *views, guint query)
{
  GArray *hits = g_array_sized_new (FALSE, TRUE, sizeof (SemRankedHit), views->n);

  for (guint i = 0; i < views->n; i++)
    {
      SemRankedHit hit = { .photo_id = i + 1 };

      if (i == query)
        continue;
      sem_rerank_score (views->outputs + (gsize) query * views->n_bits,
                        views->codes + (gsize) i * views->words, views->n_bits,
                        views->vectors + (gsize) query * SEM_VECTOR_DIM,
                        views->vectors + (gsize) i * SEM_VECTOR_DIM, SEM_VECTOR_DIM, &hit);
      g_array_append_val (hits, hit);
    }
  sem_rerank_sort (hits);
  return hits;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

GPtrArray *
sem_scene_group_pairs (SemStore *store,
                       const SemSceneGroup *group,
                       const char *backbone,
                       guint n_nearest,
                       GCancellable *cancellable,
                       GError **error)
{
  g_auto (Views) views = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (!load_views (store, group, backbone, &views, cancellable, error))
    return NULL;
  for (guint i = 0; i < views.n; i++)
    {
      g_autoptr (GArray) hits = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      hits = rank (&views, i);
      for (guint j = 0; j < MIN (hits->len, n_nearest); j++)
        {
          const guint other = (guint) g_array_index (hits, SemRankedHit, j).photo_id - 1;
          const guint a = views.rows[MIN (i, other)], b = views.rows[MAX (i, other)];
          g_autofree char *line = g_strdup_printf ("%s %s", (const char *) group->names->pdata[a],
                                                   (const char *) group->names->pdata[b]);

          if (g_hash_table_contains (seen, line))
            continue;
          g_hash_table_add (seen, line);
          g_ptr_array_add (lines, g_steal_pointer (&line));
        }
    }
  g_ptr_array_sort (lines, compare_lines);
  return g_steal_pointer (&lines);
}
