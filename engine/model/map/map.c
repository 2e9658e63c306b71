/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/map/map.h"

#include <string.h>

#include "engine/map/map-source.h"
#include "engine/model/background.h"
#include "engine/model/library-private.h"
#include "engine/model/map/colours.h"
#include "engine/model/map/map-file.h"

#include <glib/gi18n-lib.h>

/* Share of the time that sorting takes; the colours take the rest. */
#define SORTED 0.3

/* A map that is done. */
typedef struct
{
  GArray *photos; /* gint64, by rows */
  guint8 *colours;
  guint columns;
} Map;

struct _SemMap
{
  GObject parent_instance;

  SemLibrary *library;
  Map *map;
  GHashTable *positions; /* of ids, + 1; made when it is first needed */
  gboolean stale;        /* the photos have changed since the map was requested, or */
  gint64 codes;          /* are these the codes of that time */
  SemBackground background;
};

static GParamSpec *properties[SEM_BACKGROUND_N_PROPS];

static void sem_map_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SemMap,
                               sem_map,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sem_map_list_model_init))

/* The list ------------------------------------------------------------------------------------- */

static guint
get_n (SemMap *self)
{
  return self->map ? self->map->photos->len : 0;
}

static GType
sem_map_get_item_type (GListModel *model)
{
  return SEM_TYPE_PHOTO;
}

static guint
sem_map_get_n_items (GListModel *model)
{
  return get_n (SEM_MAP (model));
}

static gpointer
sem_map_get_item (GListModel *model, guint position)
{
  SemMap *self = SEM_MAP (model);

  return position < get_n (self)
           ? sem_library_dup_photo (self->library, sem_map_get_id (self, position), NULL)
           : NULL;
}

static void
sem_map_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sem_map_get_item_type;
  iface->get_n_items = sem_map_get_n_items;
  iface->get_item = sem_map_get_item;
}

/* The worker ----------------------------------------------------------------------------------- */

/* One file for each library. */
static char *
find_file (const char *library)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, library, -1);
  g_autofree char *name = g_strconcat (sum, ".map", NULL);

  return g_build_filename (g_get_user_cache_dir (), "semblance", "maps", name, NULL);
}

static void
map_free (gpointer data)
{
  Map *map = data;

  g_array_unref (map->photos);
  g_free (map->colours);
  g_free (map);
}

static Map *
take (const SemMapSource *source, SemMapFile *file)
{
  Map *map = g_new (Map, 1);

  map->photos = g_array_sized_new (FALSE, FALSE, sizeof (gint64), file->n);
  map->columns = file->columns;
  map->colours = g_steal_pointer (&file->colours);
  for (guint i = 0; i < file->n; i++)
    g_array_append_val (map->photos, g_array_index (source->photos, gint64, file->order[i]));
  return map;
}

static gboolean
compute (SemStore *store,
         const SemMapSource *source,
         SemMapFile *map,
         SemWork *work,
         GError **error)
{
  g_autofree gint64 *photos = g_new (gint64, map->n);

  sem_work_stage (work, 0, SORTED);
  map->order = sem_map_source_sort (source, &map->columns, work);
  if (!map->order)
    {
      g_cancellable_set_error_if_cancelled (work->progress.cancellable, error);
      return FALSE;
    }
  for (guint i = 0; i < map->n; i++)
    photos[i] = g_array_index (source->photos, gint64, map->order[i]);
  sem_work_stage (work, SORTED, 1);
  map->colours = sem_map_colours_new (store, photos, map->n, work, error);
  return map->colours != NULL;
}

static gpointer
map_worker (const char *path, gpointer data, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = sem_background_get_progress (data, cancellable);
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  g_autoptr (SemMapSource) source = store ? sem_map_source_read (store, error) : NULL;
  g_autofree char *file = find_file (path);
  g_auto (SemMapFile) map = { 0 };
  SemWork work;

  if (!source)
    return NULL;
  memcpy (map.key, source->key, sizeof map.key);
  map.n = source->photos->len;
  if (!sem_map_file_read (&map, file))
    {
      sem_work_init (&work, 0, &progress);
      if (!compute (store, source, &map, &work, error))
        return NULL;
      sem_map_file_write (&map, file);
    }
  return take (source, &map);
}

/* The main thread ------------------------------------------------------------------------------ */

static void
show (SemMap *self, Map *map)
{
  const guint before = get_n (self);

  g_clear_pointer (&self->map, map_free);
  g_clear_pointer (&self->positions, g_hash_table_unref);
  self->map = map;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, get_n (self));
}

static gint64
get_codes (SemMap *self)
{
  SemCodes *codes = sem_library_get_codes (self->library);

  return codes ? sem_codes_get_id (codes) : 0;
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SemMap *self = SEM_MAP (object);
  Map *map = sem_background_finish (&self->background, result);

  if (map)
    show (self, map);
  else
    self->codes = -1;
  g_object_notify_by_pspec (object, properties[SEM_BACKGROUND_RUNNING]);
}

static void
sem_map_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!sem_background_read_property (&SEM_MAP (object)->background, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sem_map_dispose (GObject *object)
{
  SemMap *self = SEM_MAP (object);

  sem_background_clear (&self->background);
  g_clear_pointer (&self->map, map_free);
  g_clear_pointer (&self->positions, g_hash_table_unref);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (sem_map_parent_class)->dispose (object);
}

static void
sem_map_class_init (SemMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sem_map_dispose;
  object_class->get_property = sem_map_get_property;
  sem_background_add_properties (properties);
  g_object_class_install_properties (object_class, SEM_BACKGROUND_N_PROPS, properties);
}

static void
sem_map_init (SemMap *self)
{
  self->codes = -1;
}

static void
photos_cb (SemMap *self)
{
  self->stale = TRUE;
}

SemMap *
sem_map_new (SemLibrary *library)
{
  SemMap *self = g_object_new (SEM_TYPE_MAP, NULL);

  g_return_val_if_fail (SEM_IS_LIBRARY (library), self);

  self->library = g_object_ref (library);
  g_signal_connect_object (sem_library_get_photos (library), "items-changed",
                           G_CALLBACK (photos_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
sem_map_start (SemMap *self)
{
  static const SemBackgroundWork work = { map_worker, map_free, done_cb, NULL,
                                          N_("Sorting the similarity map") };

  g_return_if_fail (SEM_IS_MAP (self));

  if (!self->library || (!self->stale && self->codes == get_codes (self))
      || !sem_background_start (&self->background, G_OBJECT (self), self->library, &work))
    return;
  self->stale = FALSE;
  self->codes = get_codes (self);
}

void
sem_map_stop (SemMap *self)
{
  g_return_if_fail (SEM_IS_MAP (self));
  sem_background_stop (&self->background);
}

gboolean
sem_map_get_running (SemMap *self)
{
  g_return_val_if_fail (SEM_IS_MAP (self), FALSE);
  return self->background.cancellable != NULL;
}

const char *
sem_map_get_problem (SemMap *self)
{
  g_return_val_if_fail (SEM_IS_MAP (self), NULL);
  return self->background.problem;
}

guint
sem_map_get_columns (SemMap *self)
{
  g_return_val_if_fail (SEM_IS_MAP (self), 0);
  return self->map ? self->map->columns : 0;
}

gint64
sem_map_get_id (SemMap *self, guint position)
{
  g_return_val_if_fail (SEM_IS_MAP (self), 0);
  g_return_val_if_fail (position < get_n (self), 0);
  return g_array_index (self->map->photos, gint64, position);
}

gboolean
sem_map_find (SemMap *self, gint64 id, guint *position)
{
  guint found;

  g_return_val_if_fail (SEM_IS_MAP (self), FALSE);

  if (!self->positions)
    {
      self->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
      for (guint i = 0; i < get_n (self); i++)
        g_hash_table_insert (self->positions, &g_array_index (self->map->photos, gint64, i),
                             GUINT_TO_POINTER (i + 1));
    }
  found = GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, &id));
  if (found == 0)
    return FALSE;
  *position = found - 1;
  return TRUE;
}

const guint8 *
sem_map_get_colours (SemMap *self)
{
  g_return_val_if_fail (SEM_IS_MAP (self), NULL);
  return self->map ? self->map->colours : NULL;
}
