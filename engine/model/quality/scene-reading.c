/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "engine/model/quality/scene-reading.h"

#include "engine/inspect/scenes/scene-pairs.h"
#include "engine/store/scenes.h"

void
sem_scene_wanted_free (gpointer data)
{
  SemSceneWanted *wanted = data;

  g_clear_pointer (&wanted->set, sem_scene_set_unref);
  g_free (wanted);
}

void
sem_scene_reading_free (gpointer data)
{
  SemSceneReading *scenes = data;

  if (!scenes)
    return;
  g_clear_pointer (&scenes->set, sem_scene_set_unref);
  g_clear_pointer (&scenes->space, sem_plot_unref);
  g_clear_pointer (&scenes->places, g_array_unref);
  g_clear_pointer (&scenes->overlap, sem_plot_unref);
  g_clear_pointer (&scenes->pairs, g_array_unref);
  g_free (scenes);
}

static guint
find_scene (const SemSceneSet *set, gint64 id)
{
  for (guint i = 0; i < sem_scene_set_get_n (set); i++)
    if (sem_scene_set_get_id (set, i) == id)
      return i;
  return 0;
}

static gboolean
read_scene (SemSceneReading *scenes, SemStore *store, GError **error)
{
  const gint64 id = sem_scene_set_get_id (scenes->set, scenes->chosen);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SemSceneShape) shape = NULL;

  if (!sem_store_get_scene_shape (store, id, &bytes, error))
    return FALSE;
  shape = bytes ? sem_scene_shape_parse (bytes) : NULL;
  if (shape)
    scenes->space = sem_scene_set_plot_space (scenes->set, scenes->chosen, shape, &scenes->places);
  scenes->overlap = sem_scene_set_plot_overlap (scenes->set, scenes->chosen);
  scenes->pairs = sem_scene_set_list_sharing (scenes->set, scenes->chosen);
  return TRUE;
}

gpointer
sem_scene_reading_worker (const char *path,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error)
{
  const SemSceneWanted *wanted = data;
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_READ, error);
  g_autoptr (SemSceneReading) scenes = g_new0 (SemSceneReading, 1);

  if (!store)
    return NULL;
  scenes->set = wanted->set ? sem_scene_set_ref (wanted->set) : sem_scene_set_load (store, error);
  if (!scenes->set)
    return NULL;
  scenes->chosen = wanted->set ? wanted->scene : find_scene (scenes->set, wanted->id);
  if (sem_scene_set_get_n (scenes->set) > 0 && !read_scene (scenes, store, error))
    return NULL;
  return g_steal_pointer (&scenes);
}
