/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/library-reference.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"

/* Features of the same photos by two backbones. */
typedef struct
{
  float *before;
  float *after;
  guint n;
} Pairs;

/* Adds the photo if it has both features. */
static gboolean
add_pair (SemStore *store, gint64 photo, const char *from, const char *to, Pairs *pairs, GError **e)
{
  gsize at = (gsize) pairs->n * SEM_BACKBONE_DIM;
  gboolean first, second = FALSE;

  if (!sem_codes_load_feature (store, photo, from, pairs->before + at, &first, e)
      || (first && !sem_codes_load_feature (store, photo, to, pairs->after + at, &second, e)))
    return FALSE;
  pairs->n += first && second;
  return TRUE;
}

/* The first photos are as good as any: a backbone is fine-tuned on all of them. They are listed by
 * content, so that a library of the same photos has the same reference. */
static gboolean
map_by_library (SemStore *store,
                const SemReference *own,
                const char *backbone,
                SemReference **reference,
                GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (store, backbone, error);
  gsize size = (gsize) SEM_REFERENCE_MAX_PAIRS * SEM_BACKBONE_DIM;
  g_autofree float *before = g_new (float, size);
  g_autofree float *after = g_new (float, size);
  Pairs pairs = { before, after, 0 };

  if (!ids)
    return FALSE;
  for (guint i = 0; i < ids->len && pairs.n < SEM_REFERENCE_MAX_PAIRS; i++)
    if (!add_pair (store, g_array_index (ids, gint64, i), own->backbone, backbone, &pairs, error))
      return FALSE;
  if (pairs.n > 0)
    *reference = sem_reference_map (own, backbone, before, after, pairs.n);
  return TRUE;
}

/* (nullable): what "backbone measure" kept for the program. One that is damaged is as none: it only
 * says how alike is alike, and can be measured again. */
static SemReference *
load_measured (const char *backbone)
{
  g_autofree char *path = sem_program_get_reference_path (backbone);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemReference) reference = NULL;
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL))
    return NULL;
  reference = sem_reference_new_from_bytes ((const guint8 *) data, size, &error);
  if (!reference)
    g_debug ("%s: %s", name, error->message);
  return reference && g_str_equal (reference->backbone, backbone) ? g_steal_pointer (&reference)
                                                                  : NULL;
}

gboolean
sem_library_load_reference (SemStore *store,
                            const char *backbone,
                            SemReference **reference,
                            GError **error)
{
  const SemReference *own = sem_reference_get ();

  *reference = NULL;
  if (g_str_equal (backbone, own->backbone))
    {
      *reference = sem_reference_copy (own);
      return TRUE;
    }
  if (sem_program_is_id (backbone))
    {
      *reference = load_measured (backbone);
      return TRUE;
    }
  if (sem_store_get_backbone_kind (store, backbone, NULL) == SEM_BACKBONE_FOUND)
    return TRUE;
  return map_by_library (store, own, backbone, reference, error);
}
