/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/nodes.h"

#include "engine/duplicates/best/weigh.h"
#include "engine/photos/content.h"
#include "engine/store/details/metadata.h"
#include "engine/store/details/sharpness.h"
#include "engine/store/photos.h"
#include "engine/store/scope.h"

/* One path of a photo. @now: of the file that it leads to, where that is there. @is_link: whether
 * it does so by a symbolic link */
typedef struct
{
  SemDuplicateFile file;
  SemFileIdentity now;
  gboolean is_link;
} Place;

static void
clear_file (gpointer data)
{
  g_free (((SemDuplicateFile *) data)->path);
}

GArray *
sem_duplicate_files_new (void)
{
  GArray *files = g_array_new (FALSE, FALSE, sizeof (SemDuplicateFile));

  g_array_set_clear_func (files, clear_file);
  return files;
}

SemDuplicateFile
sem_duplicate_file_copy (const SemDuplicateFile *self)
{
  SemDuplicateFile copy = *self;

  copy.path = g_strdup (self->path);
  return copy;
}

static void
node_free (gpointer data)
{
  SemDuplicateNode *self = data;

  g_array_unref (self->files);
  g_array_unref (self->edges);
  g_free (self);
}

static SemDuplicateNode *
get_node (GHashTable *nodes, gint64 photo)
{
  SemDuplicateNode *node = g_hash_table_lookup (nodes, &photo);

  if (node)
    return node;
  node = g_new0 (SemDuplicateNode, 1);
  node->photo = photo;
  node->files = sem_duplicate_files_new ();
  node->edges = g_array_new (FALSE, FALSE, sizeof (SemDuplicateEdge));
  g_hash_table_insert (nodes, &node->photo, node);
  return node;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  return sem_duplicate_file_compare (a, b, NULL);
}

/* Those that are there first, and links to files last of these. */
static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->file.is_there != y->file.is_there)
    return y->file.is_there - x->file.is_there;
  if (x->is_link != y->is_link)
    return x->is_link - y->is_link;
  return compare_files (&x->file, &y->file);
}

static void
look_at (Place *place, const SemFileIdentity *known)
{
  struct stat st;

  if (stat (place->file.path, &st) != 0 || !S_ISREG (st.st_mode))
    return;
  sem_content_identify (&st, &place->now);
  place->file.is_there = sem_content_is_unchanged (known, &place->now, FALSE);
  place->is_link = lstat (place->file.path, &st) == 0 && S_ISLNK (st.st_mode);
}

/* Returns: (transfer full) (element-type Place) */
static GArray *
list_places (SemStore *store, const SemDuplicateFile *common, GError **error)
{
  g_autoptr (GArray) paths = sem_store_list_photo_files (store, common->photo, error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  g_array_set_clear_func (places, clear_file);
  for (guint i = 0; paths && i < paths->len; i++)
    {
      const SemStorePhotoFile *there = &g_array_index (paths, SemStorePhotoFile, i);
      SemStoreFile row = { 0 };
      Place place = { .file = *common };

      if (there->missing)
        continue;
      if (!sem_store_find_file (store, there->path, &row, error))
        g_clear_pointer (&paths, g_array_unref);
      else
        {
          place.file.path = g_strdup (there->path);
          place.file.size = MAX (row.identity.size, 0);
          place.file.mtime = row.identity.mtime;
          look_at (&place, &row.identity);
          g_array_append_val (places, place);
        }
      sem_store_file_clear (&row);
    }
  return paths ? g_steal_pointer (&places) : NULL;
}

/* Whether nothing is gained by keeping @place beside the first @n of @places. */
static gboolean
is_known (const GArray *places, guint n, const Place *place)
{
  for (guint i = 0; i < n; i++)
    {
      const SemFileIdentity *now = &g_array_index (places, Place, i).now;

      if (!place->file.is_there
          || (now->inode == place->now.inode && now->device == place->now.device))
        return TRUE;
    }
  return FALSE;
}

/* A file on disk that has several paths, by symbolic or hard links or because its folder is mounted
 * twice, is taken once: who keeps one of the paths and deletes the others may delete the only file.
 */
static gboolean
add_files (SemStore *store, GArray *files, const SemDuplicateFile *common, GError **error)
{
  g_autoptr (GArray) places = list_places (store, common, error);

  if (!places)
    return FALSE;
  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      if (!is_known (places, i, place))
        {
          SemDuplicateFile file = sem_duplicate_file_copy (&place->file);

          g_array_append_val (files, file);
        }
    }
  return TRUE;
}

static gboolean
fill_node (SemStore *store, SemDuplicateNode *node, GError **error)
{
  SemMetadata metadata;
  SemStorePhoto row = { 0 };
  SemDuplicateFile common = { .photo = node->photo };
  gboolean ok = sem_store_get_photo (store, node->photo, &row, error)
                && sem_store_get_metadata (store, node->photo, &metadata, error)
                && sem_store_get_sharpness (store, node->photo, &common.sharpness, NULL, error);

  if (ok)
    {
      common.width = row.width;
      common.height = row.height;
      common.is_taken = metadata.date == SEM_METADATA_DATE_TAKEN;
      common.taken = common.is_taken ? metadata.taken : 0;
      common.is_edited = sem_duplicate_software_edits (metadata.software);
    }
  sem_store_photo_clear (&row);
  return ok && add_files (store, node->files, &common, error);
}

static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  const SemDuplicateNode *x = *(SemDuplicateNode *const *) a, *y = *(SemDuplicateNode *const *) b;

  return sem_duplicate_file_compare ((SemDuplicateFile *) (void *) x->files->data,
                                     (SemDuplicateFile *) (void *) y->files->data, NULL);
}

/* Returns: (transfer full): those that have files, in no order */
static GPtrArray *
fill_nodes (SemStore *store, GHashTable *nodes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func (node_free);
  GHashTableIter iter;
  gpointer value;
  gboolean ok = TRUE;

  g_hash_table_iter_init (&iter, nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SemDuplicateNode *node = value;

      ok = ok && !g_cancellable_set_error_if_cancelled (cancellable, error)
           && fill_node (store, node, error);
      g_ptr_array_add (sorted, node);
    }
  if (!ok)
    return NULL;
  for (guint i = sorted->len; i-- > 0;)
    {
      SemDuplicateNode *node = sorted->pdata[i];

      if (node->files->len > 0)
        continue;
      g_hash_table_remove (nodes, &node->photo);
      g_ptr_array_remove_index_fast (sorted, i);
    }
  return g_steal_pointer (&sorted);
}

typedef void (*WeighFunc) (SemDuplicateFile *a, SemDuplicateFile *b);

static void
weigh_nodes (SemDuplicateNode *a, SemDuplicateNode *b, WeighFunc func)
{
  for (guint i = 0; i < a->files->len; i++)
    for (guint k = 0; k < b->files->len; k++)
      func (&g_array_index (a->files, SemDuplicateFile, i),
            &g_array_index (b->files, SemDuplicateFile, k));
}

/* Each proven pair, from its first photo. */
static void
weigh (GPtrArray *nodes, WeighFunc func)
{
  for (guint i = 0; i < nodes->len; i++)
    {
      SemDuplicateNode *node = nodes->pdata[i];

      for (guint k = 0; k < node->edges->len; k++)
        {
          const SemDuplicateEdge *edge = &g_array_index (node->edges, SemDuplicateEdge, k);

          if (edge->pair->a == node->photo && edge->pair->relation == SEM_DUPLICATE_COPY
              && edge->pair->state == SEM_DUPLICATE_PROVEN)
            weigh_nodes (node, edge->to, func);
        }
    }
}

static void
sort_nodes (GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    g_array_sort (((SemDuplicateNode *) nodes->pdata[i])->files, compare_files);
  g_ptr_array_sort (nodes, compare_nodes);
}

GPtrArray *
sem_duplicate_nodes_new (SemStore *store,
                         GArray *pairs,
                         GArray *identical,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GHashTable) nodes = g_hash_table_new (g_int64_hash, g_int64_equal);
  GPtrArray *sorted;

  for (guint i = 0; i < pairs->len; i++)
    {
      get_node (nodes, g_array_index (pairs, SemStoreDuplicate, i).a);
      get_node (nodes, g_array_index (pairs, SemStoreDuplicate, i).b);
    }
  for (guint i = 0; i < identical->len; i++)
    get_node (nodes, g_array_index (identical, gint64, i));
  sorted = fill_nodes (store, nodes, cancellable, error);
  for (guint i = 0; sorted && i < pairs->len; i++)
    {
      const SemStoreDuplicate *pair = &g_array_index (pairs, SemStoreDuplicate, i);
      SemDuplicateNode *a = g_hash_table_lookup (nodes, &pair->a);
      SemDuplicateNode *b = g_hash_table_lookup (nodes, &pair->b);

      if (!a || !b)
        continue;
      g_array_append_val (a->edges, ((SemDuplicateEdge){ b, pair }));
      g_array_append_val (b->edges, ((SemDuplicateEdge){ a, pair }));
    }
  if (!sorted)
    return NULL;
  weigh (sorted, sem_duplicate_files_weigh_detail);
  weigh (sorted, sem_duplicate_files_weigh_steps);
  sort_nodes (sorted);
  return sorted;
}
