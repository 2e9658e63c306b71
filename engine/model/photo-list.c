/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/photo-list.h"
#include "engine/model/photo-private.h"

struct _SemPhotoList
{
  GObject parent_instance;

  SemThumbnailer *thumbnailer;
  GArray *ids;      /* gint64, ascending */
  GHashTable *live; /* gint64 to each SemPhoto that exists; not owned */
  GHashTable *all;  /* these, and those with a file of their own; not owned */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemPhotoList,
                               sem_photo_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

typedef struct
{
  GHashTable *live;
  gint64 id;
} Entry;

static void
photo_gone (gpointer data, GObject *photo)
{
  Entry *entry = data;

  g_hash_table_remove (entry->live, &entry->id);
  g_hash_table_unref (entry->live);
  g_free (entry);
}

static void
any_gone (gpointer all, GObject *photo)
{
  g_hash_table_remove (all, photo);
  g_hash_table_unref (all);
}

/* Returns: (transfer full) */
static SemPhoto *
make (SemPhotoList *self, gint64 id, const char *path)
{
  SemPhoto *photo = sem_photo_new (id, self->thumbnailer, path);

  g_hash_table_add (self->all, photo);
  g_object_weak_ref (G_OBJECT (photo), any_gone, g_hash_table_ref (self->all));
  return photo;
}

SemPhoto *
sem_photo_list_dup_photo (SemPhotoList *self, gint64 id)
{
  SemPhoto *photo = g_hash_table_lookup (self->live, &id);
  Entry *entry;

  if (photo)
    return g_object_ref (photo);
  photo = make (self, id, NULL);
  entry = g_new (Entry, 1);
  entry->live = g_hash_table_ref (self->live);
  entry->id = id;
  g_hash_table_insert (self->live, &entry->id, photo);
  g_object_weak_ref (G_OBJECT (photo), photo_gone, entry);
  return photo;
}

SemPhoto *
sem_photo_list_make_photo (SemPhotoList *self, gint64 id, const char *path)
{
  return make (self, id, path);
}

static GType
get_item_type (GListModel *model)
{
  return SEM_TYPE_PHOTO;
}

static guint
get_n_items (GListModel *model)
{
  return SEM_PHOTO_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SemPhotoList *self = SEM_PHOTO_LIST (model);

  if (position >= self->ids->len)
    return NULL;
  return sem_photo_list_dup_photo (self, g_array_index (self->ids, gint64, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
sem_photo_list_finalize (GObject *object)
{
  SemPhotoList *self = SEM_PHOTO_LIST (object);

  g_array_unref (self->ids);
  g_hash_table_unref (self->live);
  g_hash_table_unref (self->all);
  sem_thumbnailer_unref (self->thumbnailer);
  G_OBJECT_CLASS (sem_photo_list_parent_class)->finalize (object);
}

static void
sem_photo_list_class_init (SemPhotoListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_photo_list_finalize;
}

static void
sem_photo_list_init (SemPhotoList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->live = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->all = g_hash_table_new (NULL, NULL);
}

SemPhotoList *
sem_photo_list_new (SemThumbnailer *thumbnailer)
{
  SemPhotoList *self = g_object_new (SEM_TYPE_PHOTO_LIST, NULL);

  self->thumbnailer = sem_thumbnailer_ref (thumbnailer);
  return self;
}

gint64
sem_photo_list_get_last (SemPhotoList *self)
{
  return self->ids->len ? g_array_index (self->ids, gint64, self->ids->len - 1) : 0;
}

void
sem_photo_list_append (SemPhotoList *self, GArray *ids)
{
  guint position = self->ids->len;

  if (ids->len == 0 || g_array_index (ids, gint64, 0) <= sem_photo_list_get_last (self))
    return;
  g_array_append_vals (self->ids, ids->data, ids->len);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, ids->len);
}

void
sem_photo_list_set (SemPhotoList *self, GArray *ids)
{
  g_autoptr (GArray) old = self->ids;
  const gint64 *a = (const gint64 *) (void *) old->data, *b = (const gint64 *) (void *) ids->data;
  guint head = 0, tail = 0, shorter = MIN (old->len, ids->len);

  while (head < shorter && a[head] == b[head])
    head++;
  while (tail < shorter - head && a[old->len - 1 - tail] == b[ids->len - 1 - tail])
    tail++;
  self->ids = g_array_ref (ids);
  if (old->len != ids->len || head < ids->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                ids->len - head - tail);
}

void
sem_photo_list_look_again (SemPhotoList *self)
{
  GHashTableIter iter;
  gpointer photo;

  g_hash_table_iter_init (&iter, self->all);
  while (g_hash_table_iter_next (&iter, &photo, NULL))
    sem_photo_look_again (photo);
}
