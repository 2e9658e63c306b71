/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/folder-tree.h"
#include "engine/model/browse/natural.h"

#include <string.h>

#define NONE G_MAXUINT

/* A folder while the tree grows. */
typedef struct
{
  char *path;
  guint parent;
  guint n_photos;
  guint32 last; /* the photo that was counted last */
  guint place;  /* in the order of the result */
} Node;

typedef struct
{
  GArray *nodes;
  GHashTable *known; /* path, owned by its node, to its position + 1 */
} Tree;

static void
clear_count (gpointer data)
{
  g_free (((SemFolderCount *) data)->path);
}

static guint
add_node (Tree *tree, const char *path, guint parent)
{
  const Node node = { .path = g_strdup (path), .parent = parent, .last = G_MAXUINT32 };

  g_array_append_val (tree->nodes, node);
  g_hash_table_insert (tree->known, node.path, GUINT_TO_POINTER (tree->nodes->len));
  return tree->nodes->len - 1;
}

/* Finds or adds a folder and those around it. Returns: NONE outside of the library's folders */
static guint
find_node (Tree *tree, const char *path)
{
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (tree->known, path));
  g_autofree char *around = NULL;
  guint parent;

  if (known)
    return known - 1;
  if (strcmp (path, "/") == 0)
    return NONE;
  around = g_path_get_dirname (path);
  parent = find_node (tree, around);
  return parent == NONE ? NONE : add_node (tree, path, parent);
}

static void
count_in (Tree *tree, guint at, guint32 photo)
{
  while (at != NONE)
    {
      Node *node = &g_array_index (tree->nodes, Node, at);

      if (node->last == photo)
        break;
      node->last = photo;
      node->n_photos++;
      at = node->parent;
    }
}

/* A photo with several files counts once in each folder. Returns: how many there are */
static guint
count (Tree *tree, SemFacts *facts, const GArray *gone)
{
  const guint n_folders = sem_facts_get_n_folders (facts);
  g_autofree guint *leaves = g_new (guint, n_folders ? n_folders : 1);
  guint n, n_photos = 0, next = 0;
  guint32 last = G_MAXUINT32;
  const SemFact *rows = sem_facts_get_rows (facts, &n);

  for (guint i = 0; i < n_folders; i++)
    leaves[i] = find_node (tree, sem_facts_get_folder (facts, i));
  for (guint i = 0; i < n; i++)
    {
      if (next < gone->len && g_array_index (gone, guint32, next) == i)
        {
          next++;
          continue;
        }
      n_photos += rows[i].photo != last ? 1 : 0;
      last = rows[i].photo;
      count_in (tree, leaves[rows[i].folder], last);
    }
  return n_photos;
}

static int
compare_nodes (gconstpointer a, gconstpointer b, gpointer data)
{
  const Tree *tree = data;
  const Node *x = &g_array_index (tree->nodes, Node, *(const guint *) a);
  const Node *y = &g_array_index (tree->nodes, Node, *(const guint *) b);

  return sem_natural_compare (x->path, y->path);
}

/* In natural order of the paths a folder comes right before what is in it. */
static GArray *
list (Tree *tree)
{
  const guint n = tree->nodes->len;
  g_autofree guint *order = g_new (guint, n ? n : 1);
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (SemFolderCount));

  g_array_set_clear_func (counts, clear_count);
  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_nodes, tree);
  for (guint i = 0; i < n; i++)
    g_array_index (tree->nodes, Node, order[i]).place = i;
  for (guint i = 0; i < n; i++)
    {
      Node *node = &g_array_index (tree->nodes, Node, order[i]);
      const SemFolderCount row = {
        .path = g_steal_pointer (&node->path),
        .parent =
          node->parent == NONE ? NONE : g_array_index (tree->nodes, Node, node->parent).place,
        .n_photos = node->n_photos,
      };

      g_array_append_val (counts, row);
    }
  return counts;
}

GArray *
sem_folder_count (SemFacts *facts, const GPtrArray *roots, const GArray *gone, guint *n_photos)
{
  Tree tree = {
    g_array_new (FALSE, FALSE, sizeof (Node)),
    g_hash_table_new (g_str_hash, g_str_equal),
  };
  GArray *counts;

  for (guint i = 0; i < roots->len; i++)
    add_node (&tree, g_ptr_array_index (roots, i), NONE);
  *n_photos = count (&tree, facts, gone);
  g_hash_table_unref (tree.known);
  counts = list (&tree);
  g_array_unref (tree.nodes);
  return counts;
}
