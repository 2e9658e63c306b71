/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/scenes/scene-groups-private.h"
#include "engine/store/photos.h"

#include <string.h>

#define KEY_DIGITS 32
#define NAME_BYTES 16

void
sem_scene_group_free (SemSceneGroup *group)
{
  g_free (group->name);
  g_free (group->key);
  g_clear_pointer (&group->photos, g_array_unref);
  g_clear_pointer (&group->names, g_ptr_array_unref);
  g_free (group->joins);
  g_clear_pointer (&group->joining, g_array_unref);
  g_free (group);
}

/* (transfer full): what the image of a photo with that content is called. */
static char *
make_image_name (const guint8 *hash)
{
  GString *name = g_string_sized_new (2 * NAME_BYTES + 5);

  for (guint i = 0; i < NAME_BYTES; i++)
    g_string_append_printf (name, "%02x", hash[i]);
  g_string_append (name, ".pgm");
  return g_string_free (name, FALSE);
}

static int
compare_hashes (gconstpointer a, gconstpointer b)
{
  return memcmp (((const SemStorePhoto *) a)->hash, ((const SemStorePhoto *) b)->hash,
                 SEM_STORE_HASH_SIZE);
}

static void
clear_photo (gpointer photo)
{
  sem_store_photo_clear (photo);
}

static gboolean
lies_under (const char *path, const char *folder)
{
  const gsize n = folder ? strlen (folder) : 0;

  return n == 0
         || (path && strncmp (path, folder, n) == 0 && (path[n] == '/' || folder[n - 1] == '/'));
}

void
sem_scene_photos_sort (GArray *photos)
{
  g_array_sort (photos, compare_hashes);
}

GArray *
sem_scene_photos_load (SemStore *store,
                       const GArray *ids,
                       const char *under,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) photos = g_array_new (FALSE, TRUE, sizeof (SemStorePhoto));

  g_array_set_clear_func (photos, clear_photo);
  for (guint i = 0; i < ids->len; i++)
    {
      SemStorePhoto photo = { 0 };

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (!sem_store_get_photo (store, g_array_index (ids, gint64, i), &photo, error))
        return NULL;
      if (photo.id && lies_under (photo.path, under))
        g_array_append_val (photos, photo);
      else
        sem_store_photo_clear (&photo);
    }
  sem_scene_photos_sort (photos);
  return g_steal_pointer (&photos);
}

SemSceneGroup *
sem_scene_group_make (const GArray *photos)
{
  SemSceneGroup *group = g_new0 (SemSceneGroup, 1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  group->photos = g_array_new (FALSE, FALSE, sizeof (gint64));
  group->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < photos->len; i++)
    {
      const SemStorePhoto *photo = &g_array_index (photos, SemStorePhoto, i);

      g_array_append_val (group->photos, photo->id);
      g_ptr_array_add (group->names, make_image_name (photo->hash));
      g_checksum_update (checksum, photo->hash, SEM_STORE_HASH_SIZE);
      if (!group->name && photo->path)
        group->name = g_path_get_dirname (photo->path);
    }
  if (!group->name)
    group->name = g_strdup ("");
  group->key = g_strndup (g_checksum_get_string (checksum), KEY_DIGITS);
  return group;
}

SemSceneGroup *
sem_scene_group_new (SemStore *store, const GArray *photos, GError **error)
{
  g_autoptr (GArray) rows = sem_scene_photos_load (store, photos, NULL, NULL, error);

  return rows ? sem_scene_group_make (rows) : NULL;
}

GArray *
sem_scene_photos_list (SemStore *store,
                       const char *under,
                       const GArray *tried,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_photos (store, 0, error);
  guint kept = 0, at = 0;

  for (guint i = 0; ids && i < ids->len; i++)
    {
      const gint64 id = g_array_index (ids, gint64, i);

      while (tried && at < tried->len && g_array_index (tried, gint64, at) < id)
        at++;
      if (!tried || at == tried->len || g_array_index (tried, gint64, at) != id)
        g_array_index (ids, gint64, kept++) = id;
    }
  if (!ids)
    return NULL;
  g_array_set_size (ids, kept);
  return sem_scene_photos_load (store, ids, under, cancellable, error);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const SemSceneGroup *x = *(SemSceneGroup *const *) a, *y = *(SemSceneGroup *const *) b;

  if (x->photos->len != y->photos->len)
    return x->photos->len < y->photos->len ? -1 : 1;
  return strcmp (x->key, y->key);
}

void
sem_scene_groups_sort (GPtrArray *groups)
{
  g_ptr_array_sort (groups, compare_groups);
}

GPtrArray *
sem_scene_groups_by_folder (SemStore *store,
                            const char *under,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GArray) photos = sem_scene_photos_list (store, under, NULL, cancellable, error);
  g_autoptr (GHashTable) folders =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) groups =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_scene_group_free);
  GHashTableIter iter;
  gpointer members;

  for (guint i = 0; photos && i < photos->len; i++)
    {
      const SemStorePhoto *photo = &g_array_index (photos, SemStorePhoto, i);
      g_autofree char *folder = photo->path ? g_path_get_dirname (photo->path) : g_strdup ("");
      GArray *list = g_hash_table_lookup (folders, folder);

      if (!list)
        {
          list = g_array_new (FALSE, FALSE, sizeof (SemStorePhoto));
          g_hash_table_insert (folders, g_steal_pointer (&folder), list);
        }
      if (list->len < SEM_SCENE_MAX_FOLDER)
        g_array_append_val (list, *photo);
    }
  if (!photos)
    return NULL;
  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, NULL, &members))
    if (((const GArray *) members)->len >= SEM_SCENE_MIN_GROUP)
      g_ptr_array_add (groups, sem_scene_group_make (members));
  sem_scene_groups_sort (groups);
  return g_steal_pointer (&groups);
}
