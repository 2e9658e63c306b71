/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered-queries.h"
#include "engine/photos/content.h"
#include "engine/store/photos.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

/* More than there are alterations. */
#define PARTS 256

static void
query_clear (gpointer data)
{
  SemAlteredQuery *query = data;

  g_free (query->path);
  g_free (query->views);
  g_hash_table_unref (query->sources);
}

/* A photo whose file cannot be read is left out. */
static gboolean
add_query (SemStore *store,
           const SemAlteredSet *set,
           gint64 id,
           SemRandom *random,
           GArray *queries,
           GError **error)
{
  guint n;
  const SemAlteration *alterations = sem_alteration_list (&n);
  SemStorePhoto photo = { 0 };
  SemFileIdentity identity;
  SemAlteredQuery query = { .id = id };
  int fd;

  if (!sem_store_get_photo (store, id, &photo, error))
    return FALSE;
  fd = photo.path ? sem_content_open (photo.path, &identity, NULL) : -1;
  if (fd >= 0)
    {
      query.sources = sem_altered_set_find_sources (set, id);
      query.path = g_steal_pointer (&photo.path);
      query.views = g_new (SemDecodeView, n);
      for (guint i = 0; i < n; i++)
        query.views[i] = sem_alteration_make_view (&alterations[i], random);
      g_array_append_val (queries, query);
      close (fd);
    }
  sem_store_photo_clear (&photo);
  return TRUE;
}

/* (transfer full) (element-type gint64): the photos below the folder, in the order of the set. */
static GArray *
list_below (SemStore *store, const SemAlteredSet *set, const char *folder, GError **error)
{
  const GArray *ids = sem_altered_set_get_ids (set);
  g_autoptr (GArray) below = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *prefix = folder ? g_strconcat (folder, "/", NULL) : NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      SemStorePhoto photo = { 0 };

      if (prefix && !sem_store_get_photo (store, g_array_index (ids, gint64, i), &photo, error))
        return NULL;
      if (!prefix || (photo.path && g_str_has_prefix (photo.path, prefix)))
        g_array_append_val (below, g_array_index (ids, gint64, i));
      sem_store_photo_clear (&photo);
    }
  return g_steal_pointer (&below);
}

GArray *
sem_altered_queries_draw (SemStore *store,
                          const SemAlteredSet *set,
                          const char *folder,
                          guint n_queries,
                          guint64 seed,
                          GError **error)
{
  g_autoptr (GArray) ids = list_below (store, set, folder, error);
  g_autoptr (GArray) queries = g_array_new (FALSE, TRUE, sizeof (SemAlteredQuery));
  SemRandom random;

  if (!ids)
    return NULL;
  g_array_set_clear_func (queries, query_clear);
  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (guint i = 0; i < MIN (n_queries, ids->len); i++)
    {
      guint j = i + (guint) sem_random_below (&random, ids->len - i);
      gint64 chosen = g_array_index (ids, gint64, j);

      g_array_index (ids, gint64, j) = g_array_index (ids, gint64, i);
      if (!add_query (store, set, chosen, &random, queries, error))
        return NULL;
    }
  if (queries->len)
    return g_steal_pointer (&queries);
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("There are no photos to search with. Choose a folder with photos."));
  return NULL;
}

void
sem_altered_queries_init_random (SemRandom *random, guint64 seed, gsize query, gsize alteration)
{
  sem_random_init_part (random, seed, SEM_RANDOM_VIEWS, query * PARTS + alteration);
}
