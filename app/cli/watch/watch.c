/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "engine/indexing/indexer.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"
#include "engine/store/quick/quick.h"
#include "engine/watch/watcher.h"

#include <stdio.h>

#include <glib/gi18n.h>

/* Between two attempts while another program indexes. */
#define BUSY_SECONDS 5

typedef struct
{
  const CliCommon *common;
  char *library; /* its file: that of @common, and where it is moved meanwhile */
  SemIndexer *indexer;
  SemWatcher *watcher;
  GAsyncQueue *changes; /* anything: something has changed, or Ctrl-C */
  SemWatchLimits told;
  gboolean has_moved; /* the user's own library, from where it was watched */

  GMutex mutex;
  GCancellable *refining; /* (nullable): of what runs between changes; @mutex guards it */
} Watching;

static void
note_cb (const char *path, const char *sentence, gpointer user_data)
{
  cli_note (sentence);
}

/* In the watcher's thread. */
static void
changed_cb (gint64 last, gpointer user_data)
{
  Watching *self = user_data;
  g_autoptr (GCancellable) refining = NULL;

  g_async_queue_push (self->changes, self);
  g_mutex_lock (&self->mutex);
  g_set_object (&refining, self->refining);
  g_mutex_unlock (&self->mutex);
  if (refining)
    g_cancellable_cancel (refining);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  changed_cb (0, user_data);
}

static void
print_update (const Watching *self, const SemIndexSummary *summary, guint photos)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!self->common->json)
    {
      g_print (ngettext ("%u added, %u updated, %u removed, %u failed; %u photo in the library\n",
                         "%u added, %u updated, %u removed, %u failed; %u photos in the library\n",
                         photos),
               summary->added, summary->updated, summary->removed, summary->failed, photos);
      fflush (stdout);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_int (builder, "added", summary->added);
  cli_json_add_int (builder, "updated", summary->updated);
  cli_json_add_int (builder, "removed", summary->removed);
  cli_json_add_int (builder, "failed", summary->failed);
  cli_json_add_int (builder, "photos", photos);
  json_builder_end_object (builder);
  cli_json_print (builder);
  /* What reads it may be a program. */
  fflush (stdout);
}

/* Says once why not all folders are watched. */
static void
tell_limits (Watching *self)
{
  SemWatchLimits limits;

  sem_watcher_get_limits (self->watcher, &limits);
  if (limits.full && !self->told.full)
    cli_note (_("There are more folders than can be watched. Changes are looked for every ten "
                "minutes instead; to watch all, raise the setting fs.inotify.max_user_watches."));
  if (limits.shared && !self->told.shared)
    cli_note (_("Other computers may change folders on a network disk without notice. Changes are "
                "looked for every ten minutes as well."));
  self->told.full |= limits.full;
  self->told.shared |= limits.shared;
}

/* Watches the folders that the library has now. */
static gboolean
follow_folders (Watching *self, guint *photos, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->library, SEM_STORE_READ, error);
  g_autoptr (GPtrArray) folders = store ? sem_store_list_folders (store, error) : NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  SemStoreCounts counts;

  if (!folders || !sem_store_count (store, &counts, error))
    return FALSE;
  for (guint i = 0; i < folders->len; i++)
    g_ptr_array_add (paths, ((const SemStoreFolder *) g_ptr_array_index (folders, i))->path);
  if (paths->len == 0)
    {
      g_set_error (
        error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
        _("The library has no folder to watch. Index a folder first: semblance-cli index "
          "FOLDER."));
      return FALSE;
    }
  sem_watcher_set_folders (self->watcher, paths);
  *photos = counts.photos;
  return TRUE;
}

/* @again: (out): another program held the library */
static gboolean
update (Watching *self, gboolean first, GCancellable *cancellable, gboolean *again, GError **error)
{
  SemIndexSummary summary;
  g_autoptr (GError) local = NULL;
  guint photos;

  *again = FALSE;
  /* One run covers all changes that were reported so far. */
  while (g_async_queue_try_pop (self->changes))
    continue;
  if (!sem_indexer_run (self->indexer, NULL, cancellable, &summary, &local))
    {
      *again = g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY);
      if (!*again)
        g_propagate_error (error, g_steal_pointer (&local));
      return *again;
    }
  if (!follow_folders (self, &photos, error))
    return FALSE;
  if (first || summary.added || summary.updated || summary.removed)
    print_update (self, &summary, photos);
  return TRUE;
}

static void
set_refining (Watching *self, GCancellable *refining)
{
  g_mutex_lock (&self->mutex);
  g_set_object (&self->refining, refining);
  g_mutex_unlock (&self->mutex);
}

static gint64
count_quick (Watching *self, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (self->library, SEM_STORE_READ, error);

  return store ? sem_store_count_quick (store, error) : -1;
}

/* Decodes quick photos in full, which may take hours, until the next change, which it must not keep
 * waiting. @again: as of update() */
static gboolean
refine (Watching *self, gboolean *again, GError **error)
{
  g_autoptr (GCancellable) refining = g_cancellable_new ();
  g_autoptr (GError) local = NULL;
  SemIndexSummary summary;
  const gint64 n_quick = count_quick (self, error);
  gboolean ok;

  if (n_quick <= 0)
    return n_quick == 0;
  set_refining (self, refining);
  /* Changes that were reported before that have not cancelled it. */
  if (g_async_queue_length (self->changes) > 0)
    g_cancellable_cancel (refining);
  ok = sem_indexer_refine (self->indexer, refining, &summary, &local);
  set_refining (self, NULL);
  *again = g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY);
  if (ok || *again || g_cancellable_is_cancelled (refining))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
has_moved (const Watching *self)
{
  g_autofree char *now = sem_store_default_path ();

  return self->common->is_default && !g_str_equal (now, self->library);
}

static gboolean
watch_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Watching *self = data;
  gulong handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  g_autoptr (GError) local = NULL;
  gboolean first = TRUE, again = FALSE, ok = TRUE;
  guint photos;

  /* The first scan comes when the folders are watched, so that nothing falls between the two. */
  ok = follow_folders (self, &photos, &local);
  if (ok)
    g_async_queue_pop (self->changes);
  while (ok && !has_moved (self) && !g_cancellable_is_cancelled (cancellable))
    {
      gpointer change = NULL;

      ok = update (self, first, cancellable, &again, &local);
      first &= again;
      if (ok && !again)
        ok = refine (self, &again, &local);
      while (ok && !change && !g_cancellable_is_cancelled (cancellable))
        {
          tell_limits (self);
          change = g_async_queue_timeout_pop (self->changes, BUSY_SECONDS * G_TIME_SPAN_SECOND);
          if (again)
            break;
        }
    }
  g_cancellable_disconnect (cancellable, handler);
  /* Also where it was moved during an attempt. Ctrl-C is how it ends. */
  self->has_moved = has_moved (self) && !g_cancellable_is_cancelled (cancellable);
  if (ok || self->has_moved || g_cancellable_is_cancelled (cancellable))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
watch_progress (gpointer data, char **text, double *fraction)
{
  Watching *self = data;
  SemIndexProgress progress;

  sem_indexer_get_progress (self->indexer, &progress);
  if (progress.stage == SEM_INDEX_TRAINING)
    {
      *text = g_strdup (_("Training"));
      *fraction = progress.share;
    }
  else if (progress.stage == SEM_INDEX_REFINING)
    {
      *text = g_strdup_printf (_("Refining %u of %u photos; all can be searched"),
                               progress.refined, progress.to_refine);
      *fraction = progress.share;
    }
  else if (progress.stage != SEM_INDEX_IDLE && progress.counted && progress.done < progress.total)
    {
      *text = g_strdup_printf (_("Indexing %u of %u files"), progress.done, progress.total);
      *fraction = (double) progress.done / progress.total;
    }
}

/* Until Ctrl-C, or the library has moved. */
static gboolean
watch (Watching *self, SemBackbone *backbone, GError **error)
{
  gboolean ok;

  self->indexer = sem_indexer_new (self->library, backbone, note_cb, NULL);
  sem_indexer_set_refines (self->indexer, FALSE);
  self->watcher = sem_watcher_new (self->library, changed_cb, self);
  ok = cli_run_job (watch_job, watch_progress, self, error);
  g_clear_pointer (&self->watcher, sem_watcher_free);
  g_clear_pointer (&self->indexer, sem_indexer_free);
  return ok;
}

static void
follow_library (Watching *self)
{
  g_autofree char *name = NULL, *sentence = NULL;

  g_free (self->library);
  self->library = sem_store_default_path ();
  name = cli_name (self->library);
  sentence =
    g_strdup_printf (_("The library has been moved to “%s”, and is watched there."), name);
  cli_note (sentence);
}

static int
run_watch (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GAsyncQueue) changes = NULL;
  Watching self = { .common = &common };
  gboolean ok;

  if (!cli_parse (command, NULL, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc > 1)
    return cli_usage (command, _("unexpected argument “%s”."), argv[1]);
  backbone = sem_backbone_new (NULL, &error);
  if (!backbone)
    return cli_fail (error);
  changes = g_async_queue_new ();
  self.changes = changes;
  self.library = g_strdup (common.library);
  g_mutex_init (&self.mutex);
  while ((ok = watch (&self, backbone, &error)) && self.has_moved)
    follow_library (&self);
  g_mutex_clear (&self.mutex);
  g_free (self.library);
  return ok ? CLI_DONE : cli_fail (error);
}

const CliCommand cli_watch_command = {
  .name = "watch",
  .summary = N_("Keep the library up to date while photos change"),
  .arguments = "",
  .help = N_("Updates the library, and again whenever photos in its folders are added, changed, "
             "moved or deleted, or a disk comes or goes, until Ctrl-C. A line tells what was "
             "updated; with --json, an object each time.\n"
             "\n"
             "Folders that cannot be watched, since there are too many or they lie on a network "
             "disk, are looked through every ten minutes.\n"
             "\n"
             "Example: semblance-cli watch"),
  .uses_blas = TRUE,
  .run = run_watch,
};
