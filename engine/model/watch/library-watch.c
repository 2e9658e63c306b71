/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/library-private.h"

#include <glib/gi18n-lib.h>

/* Once, since it comes back at each start. */
static void
tell_limits (SemLibrary *self)
{
  SemWatchLimits limits;

  sem_watcher_get_limits (self->watcher, &limits);
  if (!limits.full || self->told_limits)
    return;
  self->told_limits = TRUE;
  g_signal_emit_by_name (
    self, "message",
    _("There are more folders than can be watched. Semblance looks for changes "
      "every ten minutes instead."));
}

static gboolean
changed_cb (gpointer data)
{
  g_autoptr (SemLibrary) self = data;

  if (!self->engine)
    return G_SOURCE_REMOVE;
  tell_limits (self);
  /* What runs now may have looked there before; refining gives way. */
  if (sem_library_is_busy (self))
    self->changed_meanwhile = TRUE;
  else
    sem_library_push (self, &(SemEngineRequest){ .job = SEM_ENGINE_INDEX });
  return G_SOURCE_REMOVE;
}

/* In the watcher's thread. */
static void
changed (gpointer user_data)
{
  g_idle_add_full (G_PRIORITY_LOW, changed_cb, g_object_ref (user_data), NULL);
}

void
sem_library_watch (SemLibrary *self)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  guint n;

  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (!self->engine || self->watcher)
    return;
  self->watcher = sem_watcher_new (sem_engine_get_path (self->engine), changed, self);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->folders));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SemFolder) folder = g_list_model_get_item (G_LIST_MODEL (self->folders), i);

      g_ptr_array_add (paths, (gpointer) g_file_peek_path (sem_folder_get_file (folder)));
    }
  sem_watcher_set_folders (self->watcher, paths);
}
