/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-model"

#include "config.h"

#include "engine/service/engine-private.h"
#include "engine/service/index-words.h"
#include "engine/service/wanted-training.h"
#include "engine/store/details/patterns.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/repair/orphans.h"
#include "engine/store/sweep.h"
#include "engine/store/store.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

/* Library and folders -------------------------------------------------------------------------- */

/* Whether the photos can be shown and searched all the same. */
static gboolean
can_read (SemEngine *self, const GError *error)
{
  g_autoptr (SemStore) store = NULL;

  if (!g_error_matches (error, SEM_ERROR, SEM_ERROR_FULL)
      && !g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE))
    return FALSE;
  store = sem_store_open (self->path, SEM_STORE_READ, NULL);
  return store != NULL;
}

/* Opens the library for writing, so that it is created, migrated, or renewed where it is damaged.
 */
static gboolean
open_library (SemEngine *self, char **message, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *aside = NULL, *name = NULL;
  guint n_folders;
  g_autoptr (SemStore) store = sem_store_open_or_renew (self->path, &aside, &n_folders, &local);

  if (store && !aside)
    return TRUE;
  if (!store && can_read (self, local))
    {
      *message = g_strdup (local->message);
      return TRUE;
    }
  if (!store)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  name = g_filename_display_name (aside);
  *message =
    g_strdup_printf (n_folders
                       ? _("The library was damaged and has been moved to “%s”. Your photos "
                           "are unchanged, and the new library has your folders.")
                       : _("The library was damaged and has been moved to “%s”. Your photos "
                           "are unchanged. Add your folders again to build a new library."),
                     name);
  return TRUE;
}

/* Files beyond the first of each photo. */
static guint
count_identical (SemEngine *self)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_READ, NULL);
  SemStoreCounts counts;

  return store && sem_store_count (store, &counts, NULL) && counts.files > counts.photos
           ? counts.files - counts.photos
           : 0;
}

static guint
count_offline (SemEngine *self)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_READ, NULL);
  g_autoptr (GPtrArray) folders = store ? sem_store_list_folders (store, NULL) : NULL;
  guint n = 0;

  for (guint i = 0; folders && i < folders->len; i++)
    n += !((const SemStoreFolder *) folders->pdata[i])->online;
  return n;
}

/* Indexes, or only refines, while the engine's other threads may read its progress. */
static gboolean
run_indexer (SemEngine *self,
             SemJob *job,
             SemIndexSummary *summary,
             SemIndexProgress *progress,
             GError **error)
{
  SemBackbone *backbone = sem_engine_get_backbone (self, error);
  SemIndexer *indexer;
  gboolean ok;

  if (!backbone)
    return FALSE;
  indexer = sem_indexer_new (self->path, backbone, NULL, NULL);
  /* That is a job of its own, since it takes long and gives way to others. */
  sem_indexer_set_refines (indexer, FALSE);
  g_mutex_lock (&self->mutex);
  self->indexer = indexer;
  self->index_job = job;
  sem_indexer_set_paused (indexer, sem_job_queue_is_paused (self->jobs, job));
  g_mutex_unlock (&self->mutex);

  if (job->request.job == SEM_ENGINE_REFINE)
    ok = sem_indexer_refine (indexer, job->cancellable, summary, error);
  else
    ok = sem_indexer_run (indexer, NULL, job->cancellable, summary, error);

  sem_indexer_get_progress (indexer, progress);
  g_mutex_lock (&self->mutex);
  self->indexer = NULL;
  g_mutex_unlock (&self->mutex);
  sem_indexer_free (indexer);
  return ok;
}

static gboolean
run_index (SemEngine *self, SemJob *job, char **message, GError **error)
{
  SemIndexSummary summary = { 0 };
  SemIndexProgress progress = { 0 };
  const guint before = job->request.tell ? count_identical (self) : 0;
  const gboolean ok = run_indexer (self, job, &summary, &progress, error);
  guint after;

  after = ok && job->request.tell && summary.added ? count_identical (self) : 0;
  if (ok ? job->request.tell : g_cancellable_is_cancelled (job->cancellable))
    *message = sem_index_describe (&summary, after > before ? after - before : 0,
                                   ok ? count_offline (self) : 0, &progress, !ok);
  return ok;
}

static gboolean
run_refine (SemEngine *self, SemJob *job, char **message, GError **error)
{
  SemIndexSummary summary = { 0 };
  SemIndexProgress progress = { 0 };
  const gboolean ok = run_indexer (self, job, &summary, &progress, error);

  if (!ok && job->unwanted)
    *message = sem_index_describe_unrefined (&progress);
  return ok;
}

static gboolean
change_row (SemStore *store, const SemEngineRequest *request, const char *folder, GError **error)
{
  switch (request->job)
    {
    case SEM_ENGINE_ADD_FOLDER:
      return sem_store_add_folder (store, folder, error) > 0;
    case SEM_ENGINE_FORGET_MISSING:
      /* The folder may have been removed from the library meanwhile. */
      return sem_store_forget_missing (store, folder, error) >= 0;
    case SEM_ENGINE_LEAVE_OUT:
      return sem_store_set_patterns (store, folder, request->patterns, error);
    default:
      return sem_store_remove_folder (store, folder, error);
    }
}

/* Needs the lock, since the folders must not change while another process indexes. */
static gboolean
change_folder_locked (SemEngine *self,
                      const SemEngineRequest *request,
                      const char *folder,
                      GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, error);

  return store && sem_store_begin (store, error) && change_row (store, request, folder, error)
         && sem_store_commit (store, error) && sem_store_sweep (store, error);
}

static gboolean
retry_failed (SemEngine *self, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->path, SEM_STORE_WRITE, error);

  return store && sem_store_begin (store, error) && sem_store_retry_failed (store, error)
         && sem_store_commit (store, error);
}

static gboolean
retry (SemEngine *self, GError **error)
{
  gboolean ok;

  if (!sem_engine_hold_library (self, error))
    return FALSE;
  ok = retry_failed (self, error);
  sem_engine_release_library (self);
  return ok;
}

static gboolean
change_folder (SemEngine *self, const SemEngineRequest *request, GError **error)
{
  const char *folder = request->folder;
  char *resolved = realpath (folder, NULL);
  /* A folder that no longer exists is removed by the name under which it was added. */
  g_autofree char *canonical = g_strdup (resolved ? resolved : folder);
  gboolean found = resolved != NULL, ok;

  free (resolved);
  if (request->job == SEM_ENGINE_ADD_FOLDER
      && (!found || !g_file_test (canonical, G_FILE_TEST_IS_DIR)))
    {
      g_autofree char *name = g_filename_display_name (folder);

      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” is not a folder: %s."), name,
                   found ? _("it is a file") : g_strerror (ENOENT));
      return FALSE;
    }
  if (!sem_engine_hold_library (self, error))
    return FALSE;
  ok = change_folder_locked (self, request, canonical, error);
  sem_engine_release_library (self);
  return ok;
}

/* Doing ---------------------------------------------------------------------------------------- */

static gboolean
run (SemEngine *self, SemJob *job, char **message, GError **error)
{
  const SemEngineRequest *request = &job->request;

  switch (request->job)
    {
    case SEM_ENGINE_OPEN:
      return open_library (self, message, error);
    case SEM_ENGINE_ADD_FOLDER:
    case SEM_ENGINE_REMOVE_FOLDER:
    case SEM_ENGINE_FORGET_MISSING:
    case SEM_ENGINE_LEAVE_OUT:
      return change_folder (self, request, error);
    case SEM_ENGINE_RETRY:
      return retry (self, error);
    case SEM_ENGINE_INDEX:
      return run_index (self, job, message, error);
    case SEM_ENGINE_REFINE:
      return run_refine (self, job, message, error);
    case SEM_ENGINE_TRAIN:
      return sem_engine_train (self, job, message, error);
    case SEM_ENGINE_USE_CODES:
    case SEM_ENGINE_OFFER_CODES:
    case SEM_ENGINE_DECLINE_CODES:
    case SEM_ENGINE_NAME_CODES:
    case SEM_ENGINE_DELETE_CODES:
    case SEM_ENGINE_EXPORT_CODES:
    case SEM_ENGINE_IMPORT_CODES:
      return sem_engine_change_codes (self, job, message, error);
    case SEM_ENGINE_SWITCH:
    case SEM_ENGINE_REMOVE_NETWORK:
      return sem_engine_change_network (self, job, message, error);
    case SEM_ENGINE_REPAIR:
      return sem_engine_repair (self, job, message, error);
    case SEM_ENGINE_N_JOBS:
    default:
      return TRUE;
    }
}

void
sem_engine_do (SemEngine *self, SemJob *job)
{
  g_autoptr (GError) error = NULL, view_error = NULL;
  g_autofree char *message = NULL;
  GCancellable *stop = job->cancellable ? job->cancellable : self->quitting;
  gboolean trains = job->request.job == SEM_ENGINE_TRAIN || job->request.job == SEM_ENGINE_SWITCH;
  SemEngineView *view;

  if (trains)
    sem_wanted_training_note (self->path, &job->request);
  g_cancellable_push_current (stop);
  if (!g_cancellable_set_error_if_cancelled (job->cancellable, &error))
    run (self, job, &message, &error);
  else if (job->unwanted)
    message = sem_index_describe_unbegun (job->request.job);
  g_cancellable_pop_current (stop);
  job =
    sem_job_queue_end (self->jobs, job, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  if (!job)
    return;
  if (trains && !(error && job->interrupted))
    sem_wanted_training_forget (self->path);
  g_cancellable_push_current (self->quitting);
  view = sem_engine_take_view (self, &view_error);
  g_cancellable_pop_current (self->quitting);
  self->done (job->request.job, view, message, error ? error : view_error, self->user_data);
  sem_job_free (job);
}
