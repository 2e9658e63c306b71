/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/browse/folder-tree.h"

#include <string.h>

struct _SemFolderNode
{
  GObject parent_instance;

  char *path;
  char *name;
  guint n_photos;
  SemFolderPresence presence;
  GListStore *children;
};

enum
{
  PROP_0,
  PROP_N_PHOTOS,
  PROP_PRESENCE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SemFolderNode, sem_folder_node, G_TYPE_OBJECT)

static void
sem_folder_node_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  SemFolderNode *self = SEM_FOLDER_NODE (object);

  switch (prop_id)
    {
    case PROP_N_PHOTOS:
      g_value_set_uint (value, self->n_photos);
      break;
    case PROP_PRESENCE:
      g_value_set_enum (value, self->presence);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sem_folder_node_finalize (GObject *object)
{
  SemFolderNode *self = SEM_FOLDER_NODE (object);

  g_free (self->path);
  g_free (self->name);
  g_object_unref (self->children);
  G_OBJECT_CLASS (sem_folder_node_parent_class)->finalize (object);
}

static void
sem_folder_node_class_init (SemFolderNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sem_folder_node_get_property;
  object_class->finalize = sem_folder_node_finalize;
  properties[PROP_N_PHOTOS] = g_param_spec_uint ("n-photos", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PRESENCE] =
    g_param_spec_enum ("presence", NULL, NULL, SEM_TYPE_FOLDER_PRESENCE, SEM_FOLDER_PRESENT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sem_folder_node_init (SemFolderNode *self)
{
  self->children = g_list_store_new (SEM_TYPE_FOLDER_NODE);
}

static SemFolderNode *
node_new (const char *path)
{
  SemFolderNode *self = g_object_new (SEM_TYPE_FOLDER_NODE, NULL);
  g_autofree char *base = g_path_get_basename (path);

  self->path = g_strdup (path);
  self->name = g_filename_display_name (base);
  return self;
}

const char *
sem_folder_node_get_path (SemFolderNode *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER_NODE (self), NULL);
  return self->path;
}

const char *
sem_folder_node_get_name (SemFolderNode *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER_NODE (self), NULL);
  return self->name;
}

guint
sem_folder_node_get_n_photos (SemFolderNode *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER_NODE (self), 0);
  return self->n_photos;
}

SemFolderPresence
sem_folder_node_get_presence (SemFolderNode *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER_NODE (self), SEM_FOLDER_PRESENT);
  return self->presence;
}

GListModel *
sem_folder_node_get_children (SemFolderNode *self)
{
  g_return_val_if_fail (SEM_IS_FOLDER_NODE (self), NULL);
  return G_LIST_MODEL (self->children);
}

/* Following the library ------------------------------------------------------------------------ */

/* @firsts: for each folder and, at the end, for the library, the first folder in it; @nexts: the
 * one after each folder with the same parent; G_MAXUINT for none */
typedef struct
{
  const GArray *counts;
  guint *firsts;
  guint *nexts;
  GListModel *folders;
} Update;

static void
link_counts (Update *update)
{
  const guint n = update->counts->len;

  update->firsts = g_new (guint, n + 1);
  update->nexts = g_new (guint, n + 1);
  memset (update->firsts, 0xff, (n + 1) * sizeof (guint));
  for (guint i = n; i-- > 0;)
    {
      const guint parent = g_array_index (update->counts, SemFolderCount, i).parent;
      guint *first = &update->firsts[parent == G_MAXUINT ? n : parent];

      update->nexts[i] = *first;
      *first = i;
    }
}

/* A folder of the library says for itself and for what is in it. */
static SemFolderPresence
find_presence (GListModel *folders, const char *path, SemFolderPresence around)
{
  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (folders, i);

      if (g_strcmp0 (g_file_peek_path (sem_folder_get_file (folder)), path) == 0)
        return sem_folder_get_presence (folder);
    }
  return around == SEM_FOLDER_PARTLY_PRESENT ? SEM_FOLDER_PRESENT : around;
}

static void
node_update (SemFolderNode *self, guint n_photos, SemFolderPresence presence)
{
  if (self->n_photos != n_photos)
    {
      self->n_photos = n_photos;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PHOTOS]);
    }
  if (self->presence != presence)
    {
      self->presence = presence;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENCE]);
    }
}

static SemFolderNode *
dup_node (GListStore *nodes, guint *from, const char *path)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (nodes));

  for (guint i = *from; i < n; i++)
    {
      g_autoptr (SemFolderNode) node = g_list_model_get_item (G_LIST_MODEL (nodes), i);

      if (strcmp (node->path, path) != 0)
        continue;
      /* Those between are not there any more. */
      g_list_store_splice (nodes, *from, i - *from, NULL, 0);
      return g_steal_pointer (&node);
    }
  return NULL;
}

static gboolean
is_leaf (SemFolderNode *node)
{
  return g_list_model_get_n_items (G_LIST_MODEL (node->children)) == 0;
}

/* Nodes that stay keep their children, so that an open folder stays open. */
static void
update_nodes (const Update *update, GListStore *nodes, guint parent, SemFolderPresence around)
{
  guint position = 0, n;

  for (guint i = update->firsts[parent]; i != G_MAXUINT; i = update->nexts[i])
    {
      const SemFolderCount *count = &g_array_index (update->counts, SemFolderCount, i);
      const SemFolderPresence presence = find_presence (update->folders, count->path, around);
      g_autoptr (SemFolderNode) node = dup_node (nodes, &position, count->path);

      if (node)
        {
          const gboolean was_leaf = is_leaf (node);

          node_update (node, count->n_photos, presence);
          update_nodes (update, node->children, i, presence);
          /* GtkTreeListModel asks once whether there is something to open. */
          if (is_leaf (node) != was_leaf)
            g_list_store_splice (nodes, position, 1, (gpointer *) &node, 1);
        }
      else
        {
          node = node_new (count->path);
          node_update (node, count->n_photos, presence);
          update_nodes (update, node->children, i, presence);
          g_list_store_insert (nodes, position, node);
        }
      position++;
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (nodes));
  if (n > position)
    g_list_store_splice (nodes, position, n - position, NULL, 0);
}

void
sem_folder_nodes_update (GListStore *nodes, const GArray *counts, GListModel *folders)
{
  Update update = { .counts = counts, .folders = folders };

  link_counts (&update);
  update_nodes (&update, nodes, counts->len, SEM_FOLDER_PRESENT);
  g_free (update.firsts);
  g_free (update.nexts);
}

static gboolean
is_around (const SemFolderNode *node, const char *path)
{
  return g_str_has_prefix (path, node->path)
         && (path[strlen (node->path)] == G_DIR_SEPARATOR || g_str_equal (node->path, "/"));
}

/* Empty folders stay until the next count, which is about to be made. */
void
sem_folder_nodes_take_away (GListStore *nodes, const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (nodes)); i++)
    {
      g_autoptr (SemFolderNode) node = g_list_model_get_item (G_LIST_MODEL (nodes), i);

      if (!is_around (node, path))
        continue;
      if (node->n_photos > 0)
        node_update (node, node->n_photos - 1, node->presence);
      sem_folder_nodes_take_away (node->children, path);
    }
}

guint
sem_folder_nodes_count_in (GListModel *nodes, const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (nodes); i++)
    {
      g_autoptr (SemFolderNode) node = g_list_model_get_item (nodes, i);

      if (g_str_equal (node->path, path))
        return node->n_photos;
      if (is_around (node, path))
        return sem_folder_nodes_count_in (G_LIST_MODEL (node->children), path);
    }
  return 0;
}
