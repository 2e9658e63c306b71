/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/map/groups.h"
#include "tests/support/fake-private.h"

#define COLUMNS 4

struct _SemMap
{
  GObject parent_instance;

  GListStore *photos;
  guint8 *colours;
  gboolean running;
  double progress;
  char *problem;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_PROGRESS,
  PROP_PROBLEM,
};

static GType
get_item_type (GListModel *model)
{
  return SEM_TYPE_PHOTO;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (((SemMap *) model)->photos));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (((SemMap *) model)->photos), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SemMap,
                               sem_map,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
sem_map_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SemMap *self = SEM_MAP (object);

  if (id == PROP_RUNNING)
    g_value_set_boolean (value, self->running);
  else if (id == PROP_PROGRESS)
    g_value_set_double (value, self->progress);
  else if (id == PROP_PROBLEM)
    g_value_set_string (value, self->problem);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_map_finalize (GObject *object)
{
  SemMap *self = SEM_MAP (object);

  g_object_unref (self->photos);
  g_free (self->colours);
  g_free (self->problem);

  G_OBJECT_CLASS (sem_map_parent_class)->finalize (object);
}

static void
sem_map_class_init (SemMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sem_map_finalize;
  object_class->get_property = sem_map_get_property;
  g_object_class_install_property (object_class, PROP_RUNNING,
                                   g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROGRESS,
                                   g_param_spec_double ("progress", NULL, NULL, 0, 1, 0,
                                                        G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PROBLEM,
                                   g_param_spec_string ("problem", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
}

static void
sem_map_init (SemMap *self)
{
  self->photos = g_list_store_new (SEM_TYPE_PHOTO);
}

SemMap *
sem_map_new (SemLibrary *library)
{
  return g_object_new (SEM_TYPE_MAP, NULL);
}

void
sem_map_start (SemMap *self)
{
  self->running = TRUE;
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_map_stop (SemMap *self)
{
  self->running = FALSE;
  g_object_notify (G_OBJECT (self), "running");
}

gboolean
sem_map_get_running (SemMap *self)
{
  return self->running;
}

const char *
sem_map_get_problem (SemMap *self)
{
  return self->problem;
}

guint
sem_map_get_columns (SemMap *self)
{
  return get_n_items (G_LIST_MODEL (self)) > 0 ? COLUMNS : 0;
}

gint64
sem_map_get_id (SemMap *self, guint position)
{
  g_autoptr (SemPhoto) photo = get_item (G_LIST_MODEL (self), position);

  return sem_photo_get_id (photo);
}

gboolean
sem_map_find (SemMap *self, gint64 id, guint *position)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    if (sem_map_get_id (self, i) == id)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

const guint8 *
sem_map_get_colours (SemMap *self)
{
  return self->colours;
}

/* Control -------------------------------------------------------------------------------------- */

void
sem_fake_map_finish (SemMap *self, guint n)
{
  const guint before = get_n_items (G_LIST_MODEL (self));

  g_list_store_remove_all (self->photos);
  g_free (self->colours);
  self->colours = g_new (guint8, MAX (3 * n, 1));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemPhoto) photo = sem_fake_photo_new ((gint64) (n - 1 - i));

      g_list_store_append (self->photos, photo);
      self->colours[3 * i] = (guint8) (i * 9);
      self->colours[3 * i + 1] = 128;
      self->colours[3 * i + 2] = (guint8) (255 - i * 9);
    }
  self->running = FALSE;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, n);
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_fake_map_fail (SemMap *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->running = FALSE;
  g_object_notify (G_OBJECT (self), "problem");
  g_object_notify (G_OBJECT (self), "running");
}

void
sem_map_groups_free (SemMapGroups *self)
{
  if (!self)
    return;
  g_strfreev (self->names);
  g_free (self->members);
  g_free (self);
}

static void
groups_free (gpointer groups)
{
  sem_map_groups_free (groups);
}

/* Folders: photos of even and of odd number. There are no scenes. */
void
sem_map_groups_async (SemLibrary *library,
                      SemMap *map,
                      SemMapGrouping by,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  static const char *const names[] = { "even", "odd", NULL };
  g_autoptr (GTask) task = g_task_new (library, cancellable, callback, user_data);
  SemMapGroups *groups = g_new0 (SemMapGroups, 1);

  groups->n_photos = get_n_items (G_LIST_MODEL (map));
  groups->members = g_new (guint8, groups->n_photos + 1);
  groups->n = by == SEM_MAP_BY_FOLDER ? 2 : 0;
  groups->names = by == SEM_MAP_BY_FOLDER ? g_strdupv ((GStrv) names) : NULL;
  for (guint i = 0; i < groups->n_photos; i++)
    {
      groups->members[i] = (guint8) (by == SEM_MAP_BY_FOLDER ? sem_map_get_id (map, i) % 2 : 1);
      groups->counts[groups->members[i]]++;
    }
  g_task_return_pointer (task, groups, groups_free);
}

SemMapGroups *
sem_map_groups_finish (SemLibrary *library, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
