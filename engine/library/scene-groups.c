/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/library/scene-groups.h"

#include <string.h>

#define NEAREST 10
#define KEY_DIGITS 32
#define NAME_BYTES 16

/* Two rows of the candidates that are near each other. */
typedef struct
{
  guint a;
  guint b;
  float similarity;
} Edge;

/* Sets that grow together: each row points towards the row that stands for its set. */
typedef struct
{
  guint *parent;
  guint *size;
} Sets;

void
sem_scene_group_free (SemSceneGroup *group)
{
  g_free (group->name);
  g_free (group->key);
  g_clear_pointer (&group->photos, g_array_unref);
  g_clear_pointer (&group->names, g_ptr_array_unref);
  g_free (group);
}

char *
sem_scene_image_name (const guint8 *hash)
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

  return n == 0 || (path && strncmp (path, folder, n) == 0
                    && (path[n] == '/' || folder[n - 1] == '/'));
}

/* (element-type SemStorePhoto): those that are there, below the folder, by content hash. */
static GArray *
load_photos (SemStore *store, const GArray *ids, const char *under, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GArray) photos = g_array_new (FALSE, TRUE, sizeof (SemStorePhoto));

  g_array_set_clear_func (photos, clear_photo);
  for (guint i = 0; i < ids->len; i++)
    {
      SemStorePhoto photo = { 0 };
      g_autoptr (GError) local = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (sem_store_get_photo (store, g_array_index (ids, gint64, i), &photo, &local))
        {
          if (lies_under (photo.path, under))
            g_array_append_val (photos, photo);
          else
            sem_store_photo_clear (&photo);
        }
      else if (local)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  g_array_sort (photos, compare_hashes);
  return g_steal_pointer (&photos);
}

static SemSceneGroup *
make_group (const GArray *photos)
{
  SemSceneGroup *group = g_new0 (SemSceneGroup, 1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  group->photos = g_array_new (FALSE, FALSE, sizeof (gint64));
  group->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < photos->len; i++)
    {
      const SemStorePhoto *photo = &g_array_index (photos, SemStorePhoto, i);

      g_array_append_val (group->photos, photo->id);
      g_ptr_array_add (group->names, sem_scene_image_name (photo->hash));
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
  g_autoptr (GArray) rows = load_photos (store, photos, NULL, NULL, error);

  return rows ? make_group (rows) : NULL;
}

/* The visible photos below the folder; where @tried is given, only those that are not among it. */
static GArray *
list_candidates (SemStore *store, const char *under, const GArray *tried,
                 GCancellable *cancellable, GError **error)
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
  return load_photos (store, ids, under, cancellable, error);
}

static int
compare_edges (gconstpointer one, gconstpointer other)
{
  const Edge *x = one, *y = other;

  if (x->similarity > y->similarity || x->similarity < y->similarity)
    return x->similarity > y->similarity ? -1 : 1;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

static int
compare_edge_ends (gconstpointer one, gconstpointer other)
{
  const Edge *x = one, *y = other;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

/* An edge stands twice among @edges where each end has found the other. */
static void
keep_mutual (GArray *edges)
{
  guint kept = 0;

  g_array_sort (edges, compare_edge_ends);
  for (guint i = 1; i < edges->len; i++)
    if (compare_edge_ends (&g_array_index (edges, Edge, i), &g_array_index (edges, Edge, i - 1))
        == 0)
      g_array_index (edges, Edge, kept++) = g_array_index (edges, Edge, i);
  g_array_set_size (edges, kept);
  g_array_sort (edges, compare_edges);
}

static void
add_edges (GArray *edges, guint row, const GArray *hits, GHashTable *rows)
{
  const float least = g_hash_table_size (rows) < SEM_SCENE_FEW ? 0 : SEM_SCENE_MIN_SIMILARITY;

  for (guint i = 0; i < hits->len; i++)
    {
      const SemRankedHit *hit = &g_array_index (hits, SemRankedHit, i);
      gpointer found = g_hash_table_lookup (rows, &hit->photo_id);
      Edge edge;

      if (!found || hit->similarity < least)
        continue;
      edge.a = MIN (row, GPOINTER_TO_UINT (found) - 1);
      edge.b = MAX (row, GPOINTER_TO_UINT (found) - 1);
      edge.similarity = hit->similarity;
      g_array_append_val (edges, edge);
    }
}

static GArray *
find_edges (SemSearcher *searcher, const GArray *photos, SemProgressFunc progress,
            gpointer user_data, GCancellable *cancellable, GError **error)
{
  const SemSearchOptions options = { .k = NEAREST, .max_distance = G_MAXUINT };
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint i = 0; i < photos->len; i++)
    g_hash_table_insert (rows, &g_array_index (photos, SemStorePhoto, i).id,
                         GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < photos->len; i++)
    {
      const gint64 id = g_array_index (photos, SemStorePhoto, i).id;
      g_autoptr (SemSearchAnswer) answer
        = sem_searcher_search_photo (searcher, id, &options, cancellable, error);

      if (!answer)
        return NULL;
      add_edges (edges, i, answer->hits, rows);
      if (progress)
        progress ((double) (i + 1) / photos->len, user_data);
    }
  keep_mutual (edges);
  return g_steal_pointer (&edges);
}

static guint
find_set (Sets *sets, guint row)
{
  while (sets->parent[row] != row)
    row = sets->parent[row] = sets->parent[sets->parent[row]];
  return row;
}

static void
join_sets (Sets *sets, const GArray *edges)
{
  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);
      const guint a = find_set (sets, edge->a), b = find_set (sets, edge->b);

      if (a == b || sets->size[a] + sets->size[b] > SEM_SCENE_MAX_GROUP)
        continue;
      sets->parent[MAX (a, b)] = MIN (a, b);
      sets->size[MIN (a, b)] += sets->size[MAX (a, b)];
    }
}

/* Small ones first: what is done soon is there soon. */
static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const SemSceneGroup *x = *(SemSceneGroup *const *) a, *y = *(SemSceneGroup *const *) b;

  if (x->photos->len != y->photos->len)
    return x->photos->len < y->photos->len ? -1 : 1;
  return strcmp (x->key, y->key);
}

/* @photos is by content hash, and so are the members of each set. */
static GPtrArray *
make_groups (const GArray *photos, Sets *sets)
{
  g_autoptr (GPtrArray) groups
    = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_scene_group_free);
  g_autofree GArray **members = g_new0 (GArray *, MAX (photos->len, 1));

  for (guint i = 0; i < photos->len; i++)
    {
      const guint set = find_set (sets, i);

      if (sets->size[set] < SEM_SCENE_MIN_GROUP)
        continue;
      if (!members[set])
        members[set] = g_array_new (FALSE, FALSE, sizeof (SemStorePhoto));
      g_array_append_val (members[set], g_array_index (photos, SemStorePhoto, i));
    }
  for (guint i = 0; i < photos->len; i++)
    if (members[i])
      {
        g_ptr_array_add (groups, make_group (members[i]));
        g_array_unref (members[i]);
      }
  g_ptr_array_sort (groups, compare_groups);
  return g_steal_pointer (&groups);
}

GPtrArray *
sem_scene_groups_by_codes (SemStore *store, SemSearcher *searcher, const char *under,
                           SemProgressFunc progress, gpointer user_data, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) tried = sem_store_list_tried (store, error);
  g_autoptr (GArray) photos
    = tried ? list_candidates (store, under, tried, cancellable, error) : NULL;
  g_autoptr (GArray) edges = NULL;
  g_autofree guint *parent = NULL;
  g_autofree guint *size = NULL;

  if (!photos)
    return NULL;
  edges = find_edges (searcher, photos, progress, user_data, cancellable, error);
  if (!edges)
    return NULL;
  parent = g_new (guint, MAX (photos->len, 1));
  size = g_new (guint, MAX (photos->len, 1));
  for (guint i = 0; i < photos->len; i++)
    {
      parent[i] = i;
      size[i] = 1;
    }
  Sets sets = { parent, size };

  join_sets (&sets, edges);
  return make_groups (photos, &sets);
}

GPtrArray *
sem_scene_groups_by_folder (SemStore *store, const char *under, GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GArray) photos = list_candidates (store, under, NULL, cancellable, error);
  g_autoptr (GHashTable) folders
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) groups
    = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_scene_group_free);
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
      g_ptr_array_add (groups, make_group (members));
  g_ptr_array_sort (groups, compare_groups);
  return g_steal_pointer (&groups);
}
