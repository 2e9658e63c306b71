/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"
#include "engine/learn/kept-models.h"
#include "engine/nn/program/program-settings.h"
#include "engine/store/quick/quick.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"
#include "engine/store/scope.h"
#include "engine/store/store.h"

#include <glib/gstdio.h>

void
sem_engine_view_free (SemEngineView *view)
{
  g_clear_pointer (&view->photos, g_array_unref);
  g_clear_pointer (&view->folders, g_ptr_array_unref);
  g_clear_pointer (&view->mounts, g_ptr_array_unref);
  g_clear_pointer (&view->failed, g_ptr_array_unref);
  g_clear_pointer (&view->models, g_ptr_array_unref);
  g_clear_pointer (&view->sizes, g_array_unref);
  g_free (view);
}

gboolean
sem_engine_fill_view (SemStore *store, gint64 after, SemEngineView *view, GError **error)
{
  gint64 failed, active;

  view->photos = sem_store_list_photos (store, after, error);
  failed = view->photos ? sem_store_count_failed (store, error) : -1;
  active = failed >= 0 ? sem_store_get_active_model (store, error) : -1;
  view->n_failed = (guint) MAX (failed, 0);
  view->searchable = active > 0;
  view->active = MAX (active, 0);
  return active >= 0;
}

static gboolean
note_scenes (SemStore *store, SemEngineView *view, GError **error)
{
  g_autoptr (GPtrArray) scenes = sem_store_list_scenes (store, error);

  view->has_scenes = scenes && scenes->len > 0;
  return scenes != NULL;
}

/* A program that is not known here, any more or yet, takes none. */
static void
note_words (SemEngineView *view)
{
  for (guint i = 0; i < view->models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (view->models, i);
      g_autoptr (SemProgramSettings) settings = NULL;

      if (row->id == view->active && sem_program_is_id (row->backbone))
        settings = sem_programs_find_id (row->backbone, NULL);
      view->words |= settings && settings->words;
    }
}

static gboolean
count_quick (SemStore *store, SemEngineView *view, GError **error)
{
  const gint64 n = sem_store_count_quick (store, error);

  view->n_quick = (guint) MAX (n, 0);
  return n >= 0;
}

static gboolean
measure_models (SemStore *store, SemEngineView *view, GError **error)
{
  view->sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < view->models->len; i++)
    {
      const SemStoreModel *row = g_ptr_array_index (view->models, i);
      SemModelSize size;
      gint64 bytes;

      if (!sem_store_measure_model (store, row->id, &size, error))
        return FALSE;
      bytes = sem_model_size_get_bytes (&size);
      g_array_append_val (view->sizes, bytes);
    }
  return TRUE;
}

/* The library's file may have been replaced by a new one. */
static void
watch (SemEngine *self)
{
  GStatBuf info;
  const guint64 inode = g_stat (self->path, &info) == 0 ? (guint64) info.st_ino : 0;

  if (self->watched && inode == self->inode)
    return;
  sem_store_close (self->watched);
  self->watched = inode ? sem_store_open (self->path, SEM_STORE_READ, NULL) : NULL;
  self->inode = inode;
  g_atomic_int_set (&self->seen, 0);
}

/* Returns: a number that differs after each change; 0 where there is none */
static gint
read_version (SemEngine *self)
{
  gint64 version;

  g_mutex_lock (&self->watching);
  watch (self);
  version = self->watched ? sem_store_get_data_version (self->watched, NULL) : -1;
  g_mutex_unlock (&self->watching);
  return version > 0 ? (gint) version : 0;
}

gboolean
sem_engine_has_changed (SemEngine *self)
{
  const gint version = read_version (self);

  return version == 0 || version != g_atomic_int_get (&self->seen);
}

SemEngineView *
sem_engine_take_view (SemEngine *self, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_READ, error);
  SemEngineView *view = g_new0 (SemEngineView, 1);
  /* What changes from now on may be missing in the view. */
  const gint version = read_version (self);

  if (store && sem_engine_fill_view (store, 0, view, error)
      && (view->folders = sem_store_list_folders (store, error))
      && (view->mounts = sem_store_list_mounts (store, error))
      && (view->failed = sem_store_list_failed (store, error))
      && (view->models = sem_store_list_models (store, error)) && count_quick (store, view, error)
      && measure_models (store, view, error) && note_scenes (store, view, error))
    {
      note_words (view);
      g_atomic_int_set (&self->seen, version);
      return view;
    }
  sem_engine_view_free (view);
  return NULL;
}
