/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/map/groups-private.h"

#include "engine/model/browse/facts.h"
#include "engine/model/library-private.h"
#include "engine/store/folders.h"
#include "engine/store/scenes.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MOST_LEVELS 16
#define NO_GROUP G_MAXUINT32

void
sem_map_groups_free (SemMapGroups *self)
{
  if (!self)
    return;
  g_strfreev (self->names);
  g_free (self->members);
  g_free (self);
}

typedef struct
{
  guint32 group;
  guint count;
} Counted;

/* The largest first. */
static int
compare_counted (const void *a, const void *b)
{
  const Counted *one = a, *other = b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  return one->group < other->group ? -1 : one->group > other->group;
}

/* @of: (array length=n): the group of each photo, below @n_groups, or NO_GROUP; @names: (nullable):
 * of all groups */
static SemMapGroups *
choose (const guint32 *of, guint n, guint n_groups, const GPtrArray *names)
{
  SemMapGroups *self = g_new0 (SemMapGroups, 1);
  g_autofree Counted *counted = g_new0 (Counted, n_groups + 1);
  g_autofree guint8 *places = g_new (guint8, n_groups + 1);

  for (guint g = 0; g < n_groups; g++)
    counted[g].group = g;
  for (guint i = 0; i < n; i++)
    if (of[i] != NO_GROUP)
      counted[of[i]].count++;
  qsort (counted, n_groups, sizeof *counted, compare_counted);
  while (self->n < MIN (n_groups, SEM_MAP_MOST_GROUPS) && counted[self->n].count > 0)
    self->n++;
  self->names = names ? g_new0 (char *, self->n + 1) : NULL;
  for (guint g = 0; g < n_groups; g++)
    {
      places[counted[g].group] = (guint8) MIN (g, self->n);
      if (g >= self->n)
        self->n_others += counted[g].count;
      else
        {
          self->counts[g] = counted[g].count;
          if (names)
            self->names[g] =
              g_filename_display_basename (g_ptr_array_index (names, counted[g].group));
        }
    }
  self->n_photos = n;
  self->members = g_new (guint8, n + 1);
  for (guint i = 0; i < n; i++)
    self->members[i] = of[i] == NO_GROUP ? (guint8) (self->n + 1) : places[of[i]];
  return self;
}

/* Folders -------------------------------------------------------------------------------------- */

/* Where the part of a path begins that lies below the library's folder. */
static gsize
find_below (const GPtrArray *roots, const char *folder)
{
  for (guint i = 0; i < roots->len; i++)
    {
      const SemStoreFolder *root = g_ptr_array_index (roots, i);

      if (sem_path_covers (root->path, folder))
        return strlen (root->path);
    }
  return 0;
}

/* (transfer full): the folder of a level below the library's, or the folder itself where it lies
 * higher */
static char *
cut (const char *folder, gsize below, guint level)
{
  const char *end = folder + below;
  guint n = 0;

  while (*end && !(*end == '/' && n++ == level))
    end++;
  return g_strndup (folder, (gsize) (end - folder));
}

/* Numbers the folders of a level. @of: (array): by number of a folder that holds files.
 * Returns: (transfer full): their paths */
static GPtrArray *
number_level (SemFacts *facts, const GPtrArray *roots, guint level, guint32 *of)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint f = 0; f < sem_facts_get_n_folders (facts); f++)
    {
      const char *folder = sem_facts_get_folder (facts, f);
      g_autofree char *path = cut (folder, find_below (roots, folder), level);
      gpointer number;

      if (!g_hash_table_lookup_extended (numbers, path, NULL, &number))
        {
          number = GUINT_TO_POINTER (paths->len);
          g_hash_table_insert (numbers, path, number);
          g_ptr_array_add (paths, g_steal_pointer (&path));
        }
      of[f] = GPOINTER_TO_UINT (number);
    }
  return paths;
}

/* The deepest level with few folders, or else the first with several. */
static GPtrArray *
number_folders (SemFacts *facts, const GPtrArray *roots, guint32 *of)
{
  GPtrArray *paths = number_level (facts, roots, 0, of);

  for (guint level = 1; level <= MOST_LEVELS && paths->len <= SEM_MAP_MOST_GROUPS; level++)
    {
      g_autofree guint32 *deeper_of = g_new (guint32, sem_facts_get_n_folders (facts) + 1);
      GPtrArray *deeper = number_level (facts, roots, level, deeper_of);

      if (deeper->len > SEM_MAP_MOST_GROUPS && paths->len > 1)
        {
          g_ptr_array_unref (deeper);
          break;
        }
      memcpy (of, deeper_of, sem_facts_get_n_folders (facts) * sizeof *of);
      g_ptr_array_unref (paths);
      paths = deeper;
    }
  return paths;
}

static SemMapGroups *
group_by_folder (SemStore *store, const GArray *photos, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) roots = sem_store_list_folders (store, error);
  g_autoptr (SemFacts) facts = roots ? sem_facts_read (store, cancellable, error) : NULL;
  g_autoptr (GHashTable) folders = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) paths = NULL;
  g_autofree guint32 *numbers = NULL, *of = g_new (guint32, photos->len + 1);
  const SemFact *rows;
  guint n;

  if (!facts)
    return NULL;
  numbers = g_new (guint32, sem_facts_get_n_folders (facts) + 1);
  paths = number_folders (facts, roots, numbers);
  rows = sem_facts_get_rows (facts, &n);
  /* Backwards, so that the first file of a photo counts. */
  for (guint i = n; i > 0; i--)
    g_hash_table_insert (folders, GUINT_TO_POINTER (rows[i - 1].photo),
                         GUINT_TO_POINTER (numbers[rows[i - 1].folder] + 1));
  for (guint i = 0; i < photos->len; i++)
    of[i] = GPOINTER_TO_UINT (
              g_hash_table_lookup (folders,
                                   GUINT_TO_POINTER ((guint32) g_array_index (photos, gint64, i))))
            - 1;
  return choose (of, photos->len, paths->len, paths);
}

/* Scenes --------------------------------------------------------------------------------------- */

static SemMapGroups *
group_by_scene (SemStore *store, const GArray *photos, GError **error)
{
  g_autoptr (GPtrArray) scenes = sem_store_list_scenes (store, error);
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_autofree guint32 *of = g_new (guint32, photos->len + 1);

  if (!scenes)
    return NULL;
  for (guint s = 0; s < scenes->len; s++)
    {
      const SemStoreScene *scene = g_ptr_array_index (scenes, s);

      for (guint i = 0; i < scene->photos->len; i++)
        g_hash_table_insert (numbers,
                             GSIZE_TO_POINTER (
                               (gsize) g_array_index (scene->photos, SemStoreScenePhoto, i).photo),
                             GUINT_TO_POINTER (s + 1));
    }
  /* Without a scene: 0 - 1. */
  for (guint i = 0; i < photos->len; i++)
    of[i] =
      GPOINTER_TO_UINT (
        g_hash_table_lookup (numbers, GSIZE_TO_POINTER ((gsize) g_array_index (photos, gint64, i))))
      - 1;
  return choose (of, photos->len, scenes->len, NULL);
}

SemMapGroups *
sem_map_groups_new (SemStore *store,
                    const GArray *photos,
                    SemMapGrouping by,
                    GCancellable *cancellable,
                    GError **error)
{
  g_return_val_if_fail (store != NULL && photos != NULL, NULL);

  return by == SEM_MAP_BY_FOLDER ? group_by_folder (store, photos, cancellable, error)
                                 : group_by_scene (store, photos, error);
}

/* Another thread ------------------------------------------------------------------------------- */

typedef struct
{
  GArray *photos;
  SemMapGrouping by;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_array_unref (asked->photos);
  g_free (asked);
}

static void
groups_free (gpointer groups)
{
  sem_map_groups_free (groups);
}

static gpointer
groups_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);

  return store ? sem_map_groups_new (store, asked->photos, asked->by, cancellable, error) : NULL;
}

void
sem_map_groups_async (SemLibrary *library,
                      SemMap *map,
                      SemMapGrouping by,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (library, cancellable, callback, user_data);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (map));
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ g_array_sized_new (FALSE, FALSE, sizeof (gint64), n), by };
  for (guint i = 0; i < n; i++)
    {
      const gint64 id = sem_map_get_id (map, i);

      g_array_append_val (asked->photos, id);
    }
  g_task_set_source_tag (task, sem_map_groups_async);
  g_task_set_task_data (task, asked, asked_free);
  if (library->engine)
    sem_engine_work (library->engine, groups_worker, groups_free, task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _("The library is closed."));
}

SemMapGroups *
sem_map_groups_finish (SemLibrary *library, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, library), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
