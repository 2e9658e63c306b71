/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-scan.h"
#include "engine/decode/decoder.h"
#include "engine/decode/format.h"
#include "engine/photos/content.h"
#include "engine/photos/scan.h"
#include "engine/store/backbones.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"

#include <glib/gi18n-lib.h>

struct _SemIndexScan
{
  const SemIndexContext *context;
  SemIndexPresence *presence;
  SemIndexQueue *queue;

  guint8 *seen; /* a flag for each file row that existed before the scan, by its id */
  gint64 n_seen;
  SemStore *lookup; /* the scanner's connection */
  gint64 folder;    /* being scanned */
  gboolean met;     /* whether it has a file */
  gboolean ended;   /* whether its scan was ended, by an error or because indexing stops */
  GArray *complete; /* gint64: folders whose scan ended */
  GError *error;
};

SemIndexScan *
sem_index_scan_new (const SemIndexContext *context,
                    SemIndexPresence *presence,
                    SemIndexQueue *queue,
                    SemStore *store,
                    GError **error)
{
  gint64 n_seen = sem_store_last_file (store, error) + 1;
  guint8 *seen = n_seen > 0 ? g_try_malloc0 (n_seen) : NULL;
  SemIndexScan *self;

  if (!seen)
    {
      if (n_seen > 0)
        g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                     _("There is not enough memory to compare the library with its folders. Close "
                       "other programs and index again."));
      return NULL;
    }
  self = g_new0 (SemIndexScan, 1);
  self->context = context;
  self->presence = presence;
  self->queue = queue;
  self->seen = seen;
  self->n_seen = n_seen;
  self->complete = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
sem_index_scan_free (SemIndexScan *self)
{
  g_array_unref (self->complete);
  g_clear_error (&self->error);
  g_free (self->seen);
  g_free (self);
}

GError *
sem_index_scan_steal_error (SemIndexScan *self)
{
  return g_steal_pointer (&self->error);
}

/* Scanning ----------------------------------------------------------------------------------- */

/* Whether no file of the photo was decoded by a decoder that sees what this one does. FALSE also
 * with an error. */
static gboolean
looks_different (SemIndexScan *self,
                 const SemStoreFile *row,
                 const SemFileIdentity *identity,
                 const char *path)
{
  gboolean decoded = TRUE;

  return row->state == SEM_FILE_INDEXED && !row->missing && row->identity.size == identity->size
         && row->identity.mtime == identity->mtime
         && sem_format_get_change (path) != SEM_FORMAT_SAME
         && sem_store_is_decoded_by (self->lookup, row->photo, SEM_DECODE_LOOK, &decoded,
                                     &self->error)
         && !decoded;
}

/* Whether the row still describes the file, and nothing has to be done. */
static gboolean
is_known (SemIndexScan *self,
          const SemStoreFile *row,
          const SemFileIdentity *identity,
          const char *path)
{
  gboolean found;

  if (row->identity.size != identity->size || row->identity.mtime != identity->mtime
      || row->missing)
    return FALSE;
  switch (row->state)
    {
    case SEM_FILE_INDEXED:
      if (!sem_store_has_feature (self->lookup, row->photo,
                                  sem_backbone_get_id (self->context->backbone), &found,
                                  &self->error)
          || !found)
        return FALSE;
      sem_index_status_add (self->context->status, &(SemIndexSummary){ .unchanged = 1 });
      return TRUE;
    case SEM_FILE_FAILED:
      if (g_strcmp0 (row->decoder, sem_decoder_get_version ()) != 0)
        return FALSE;
      sem_index_status_add (self->context->status, &(SemIndexSummary){ .failed = 1 });
      return TRUE;
    case SEM_FILE_SKIPPED:
      /* An older program did not know this kind. */
      if (sem_format_is_image_name (path))
        return FALSE;
      sem_index_status_add (self->context->status, &(SemIndexSummary){ .skipped = 1 });
      return TRUE;
    default:
      return FALSE;
    }
}

/* The photo of a file that is back or was moved: the file need not be read. */
static gint64
find_moved (SemIndexScan *self,
            const SemStoreFile *row,
            const SemFileIdentity *identity,
            GError **error)
{
  gboolean found = FALSE;

  if (row->id && row->state == SEM_FILE_INDEXED && row->identity.size == identity->size
      && row->identity.mtime == identity->mtime
      && !sem_store_has_feature (self->lookup, row->photo,
                                 sem_backbone_get_id (self->context->backbone), &found, error))
    return -1;
  if (found)
    return row->photo;
  return sem_store_find_identity (self->lookup, identity,
                                  sem_backbone_get_id (self->context->backbone), error);
}

/* FALSE with the error of @self, or where indexing stops. */
static gboolean
take_file (SemIndexScan *self, const char *path, const struct stat *st)
{
  SemFileIdentity identity;
  SemStoreFile row = { 0 };
  SemIndexJob *job;
  gboolean again;

  self->met = TRUE;
  sem_content_identify (st, &identity);
  if (!sem_store_find_file (self->lookup, path, &row, &self->error))
    return FALSE;
  if (row.id && row.id < self->n_seen)
    self->seen[row.id] = 1;
  again = row.id && looks_different (self, &row, &identity, path);
  if (row.id && !self->error && !again && is_known (self, &row, &identity, path))
    {
      sem_store_file_clear (&row);
      return TRUE;
    }
  if (self->error)
    {
      sem_store_file_clear (&row);
      return FALSE;
    }

  job = sem_index_job_new (path, self->folder, &identity);
  job->file.id = row.id;
  job->old_photo = row.missing ? 0 : row.photo;
  job->again = again;
  if (!again)
    job->file.photo = find_moved (self, &row, &identity, &self->error);
  sem_store_file_clear (&row);
  if (self->error)
    {
      sem_index_job_free (job);
      return FALSE;
    }
  if (job->file.photo)
    job->file.state = SEM_FILE_INDEXED;
  return sem_index_queue_admit (self->queue, job, job->file.photo != 0);
}

static gboolean
scan_file (const char *path, const struct stat *st, gpointer user_data)
{
  SemIndexScan *self = user_data;

  self->ended = !take_file (self, path, st);
  return !self->ended;
}

static void
scan_note (const char *path, const char *sentence, gpointer user_data)
{
  sem_index_status_tell (((const SemIndexScan *) user_data)->context->status, path, sentence);
}

static void
scan_unreadable (const char *path, gpointer user_data)
{
  sem_index_presence_add_unreadable (((SemIndexScan *) user_data)->presence, path);
}

static gboolean
scan_enter (const char *path, gpointer user_data)
{
  SemIndexScan *self = user_data;

  return sem_index_presence_enter (self->presence, self->folder, path);
}

/* TRUE where all that the folder holds is known now. */
static gboolean
scan_folder (SemIndexScan *self, const SemStoreFolder *folder)
{
  static const SemScanHandlers handlers = { scan_file, scan_note, scan_unreadable, scan_enter };
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  self->folder = folder->id;
  self->met = self->ended = FALSE;
  if (sem_index_presence_is_gone (self->presence, folder->path))
    return TRUE;
  if (sem_index_presence_is_away (self->presence, folder->path))
    return FALSE;
  if (sem_scan (folder->path, &handlers, self, self->context->stop, &error))
    return !self->ended && sem_index_presence_is_still_there (self->presence, folder);
  if (!g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE))
    return FALSE;
  sem_index_presence_lose (self->presence, folder->path);
  sentence =
    g_strdup_printf (_("%s Its photos are kept in the library until it is back."), error->message);
  sem_index_status_tell (self->context->status, folder->path, sentence);
  return FALSE;
}

static void
scan_folders (SemIndexScan *self)
{
  self->lookup = sem_store_open (self->context->path, SEM_STORE_READ, &self->error);
  for (guint i = 0; self->lookup && i < self->context->folders->len; i++)
    {
      SemStoreFolder *folder = g_ptr_array_index (self->context->folders, i);
      gboolean complete = scan_folder (self, folder);

      if (self->error || g_cancellable_is_cancelled (self->context->stop))
        break;
      if (complete)
        g_array_append_val (self->complete, folder->id);
      folder->online =
        complete && !sem_index_presence_is_gone (self->presence, folder->path)
        && (self->met || !sem_index_presence_is_all_inside (self->presence, folder->path));
    }
  g_clear_pointer (&self->lookup, sem_store_close);
}

void
sem_index_scan_run (SemIndexScan *self)
{
  scan_folders (self);
  sem_index_queue_close (self->queue);
}

/* Storing ------------------------------------------------------------------------------------ */

static gboolean
mark_missing (SemIndexScan *self, SemStore *store, guint *n_removed, GError **error)
{
  for (guint i = 0; i < self->complete->len; i++)
    {
      guint n = 0;

      if (!sem_store_mark_missing (store, g_array_index (self->complete, gint64, i), self->seen,
                                   self->n_seen, sem_index_presence_get_unreadable (self->presence),
                                   &n, error))
        return FALSE;
      *n_removed += n;
    }
  return TRUE;
}

static gboolean
store_folders (SemIndexScan *self, SemStore *store, GError **error)
{
  for (guint i = 0; i < self->context->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (self->context->folders, i);

      if (!sem_store_set_folder_online (store, folder->id, folder->online, error)
          || !sem_index_presence_store (self->presence, store, folder, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_index_scan_store (SemIndexScan *self, SemStore *store, GError **error)
{
  SemIndexSummary counts = { 0 };
  gboolean ok = sem_store_begin (store, error) && mark_missing (self, store, &counts.removed, error)
                && store_folders (self, store, error)
                && (counts.removed == 0 || sem_store_update_hidden (store, error))
                && sem_store_commit (store, error);

  if (ok)
    sem_index_status_add (self->context->status, &counts);
  else
    sem_store_rollback (store);
  return ok;
}
