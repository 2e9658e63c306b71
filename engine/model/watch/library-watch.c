/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/model/library-private.h"
#include "engine/store/store.h"

#include <glib/gi18n-lib.h>

/* While another program indexes: the first wait, which doubles up to the longest, since each
 * attempt shows the library anew. */
#define FIRST_RETRY_SECONDS 5
#define LAST_RETRY_SECONDS 320

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

static void
look_for_changes (SemLibrary *self)
{
  if (self->stopped_indexing)
    return;
  /* What runs now may have looked there before; refining gives way. */
  if (sem_library_is_busy (self))
    self->changed_meanwhile = TRUE;
  else
    sem_library_index_unasked (self);
}

/* Passed from the watcher's thread to the main thread. */
typedef struct
{
  SemLibrary *self;
  gint64 last; /* as of SemWatchFunc */
} Change;

static gboolean
changed_cb (gpointer data)
{
  g_autofree Change *change = data;
  g_autoptr (SemLibrary) self = change->self;

  if (!self->engine || !self->watcher)
    return G_SOURCE_REMOVE;
  tell_limits (self);
  if (!sem_engine_indexes_since (self->engine, change->last))
    look_for_changes (self);
  return G_SOURCE_REMOVE;
}

static gboolean
retry_cb (gpointer data)
{
  SemLibrary *self = data;

  self->retry = 0;
  look_for_changes (self);
  return G_SOURCE_REMOVE;
}

/* After another program has indexed, which may have looked there before. */
static void
try_later (SemLibrary *self)
{
  /* It finds what has changed meanwhile. */
  self->changed_meanwhile = FALSE;
  if (self->retry)
    return;
  self->retry_seconds = CLAMP (self->retry_seconds * 2, FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS);
  self->retry = g_timeout_add_seconds (self->retry_seconds, retry_cb, self);
}

/* Another program that watches the same folders indexes the same change: an error for that reason
 * is shown only where the user has requested the indexing. A SemLibraryEndedFunc. */
static gboolean
ended (SemLibrary *self, SemEngineJob job, const GError *error)
{
  const gboolean busy = g_error_matches (error, SEM_ERROR, SEM_ERROR_BUSY);

  if (job == SEM_ENGINE_INDEX && !error)
    {
      g_clear_handle_id (&self->retry, g_source_remove);
      self->retry_seconds = 0;
    }
  if (!busy || (job != SEM_ENGINE_INDEX && job != SEM_ENGINE_REFINE))
    return FALSE;
  if (self->watcher)
    try_later (self);
  return job == SEM_ENGINE_REFINE || !self->asked_index;
}

/* In the watcher's thread. */
static void
changed (gint64 last, gpointer user_data)
{
  Change *change = g_new (Change, 1);

  *change = (Change){ g_object_ref (user_data), last };
  g_idle_add_full (G_PRIORITY_LOW, changed_cb, change, NULL);
}

void
sem_library_watch (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  if (!self->engine || self->watcher)
    return;
  self->ended = ended;
  self->watcher = sem_watcher_new (sem_engine_get_path (self->engine), changed, self);
  sem_library_watch_folders (self);
}

void
sem_library_unwatch (SemLibrary *self)
{
  g_return_if_fail (SEM_IS_LIBRARY (self));
  g_clear_handle_id (&self->retry, g_source_remove);
  g_clear_pointer (&self->watcher, sem_watcher_free);
  self->changed_meanwhile = FALSE;
}
