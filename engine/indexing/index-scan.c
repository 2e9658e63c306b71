/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/indexing/index-scan.h"
#include "engine/indexing/reading/known.h"
#include "engine/indexing/reading/losses.h"
#include "engine/indexing/reading/places.h"
#include "engine/photos/content.h"
#include "engine/photos/scan.h"
#include "engine/store/backbones.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* Files that are looked up in the library as it was at the first of them. */
#define LOOKS 256

struct _SemIndexScan
{
  const SemIndexContext *context;
  SemIndexPresence *presence;
  SemMedia *media;
  SemIndexQueue *queue;

  guint8 *seen; /* a flag for each file row that existed before the scan, by its id */
  gint64 n_seen;
  SemStore *lookup; /* the scanner's connection */
  guint n_looked;
  const SemStoreFolder *folder; /* being scanned */
  GPtrArray *notes; /* path, sentence, path, …: of what failed since the last file was met */
  SemPlaces places;
  guint64 root_device; /* of the folder */
  guint64 prepared;    /* the last device with files that can be asked */
  gboolean met;        /* whether it has a file, or what is left out */
  gboolean ended;      /* whether its scan was ended, by an error or because indexing stops */
  GArray *complete;    /* gint64: folders whose scan ended */
  GError *error;
};

/* A file beside its row. */
typedef struct
{
  SemFileIdentity identity;
  gboolean keeps_inodes; /* its file system; TRUE also where that does not matter */
  gboolean unchanged;    /* it has a row, with the same content */
} Found;

SemIndexScan *
sem_index_scan_new (const SemIndexContext *context,
                    SemIndexPresence *presence,
                    SemMedia *media,
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
  self->media = media;
  self->queue = queue;
  self->seen = seen;
  self->n_seen = n_seen;
  self->complete = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
sem_index_scan_free (SemIndexScan *self)
{
  g_array_unref (self->complete);
  g_ptr_array_unref (self->notes);
  sem_places_clear (&self->places);
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

static void
count_known (SemIndexScan *self, const SemStoreFile *row)
{
  sem_index_status_add (self->context->status, &(SemIndexSummary){
                                                 .unchanged = row->state == SEM_FILE_INDEXED,
                                                 .failed = row->state == SEM_FILE_FAILED,
                                                 .skipped = row->state == SEM_FILE_SKIPPED,
                                               });
}

/* The photo of a file that is back, or that is another file as well: it need not be read. One that
 * was moved has another ctime, like one that took over the inode of a deleted file: it is hashed.
 */
static gint64
find_photo (SemIndexScan *self, const SemStoreFile *row, const Found *found, GError **error)
{
  gboolean described = FALSE;

  if (found->unchanged && row->state == SEM_FILE_INDEXED
      && !sem_store_has_feature (self->lookup, row->photo,
                                 sem_backbone_get_id (self->context->backbone), &described, error))
    return -1;
  if (described)
    return row->photo;
  if (!found->keeps_inodes)
    return 0;
  return sem_store_find_identity (self->lookup, &found->identity,
                                  sem_backbone_get_id (self->context->backbone), error);
}

/* The queue may keep the scanner waiting for long. */
static gboolean
admit (SemIndexScan *self, SemIndexJob *job, gboolean finished)
{
  sem_store_end_reading (self->lookup);
  self->n_looked = 0;
  return sem_index_queue_admit (self->queue, job, finished);
}

/* A row of an older version has no ctime: it gets one, and is left as it is otherwise.
 * @row: its strings are taken */
static gboolean
complete_row (SemIndexScan *self, SemStoreFile *row, const Found *found)
{
  SemIndexJob *job = sem_index_job_new (row->path, row->folder, &found->identity);

  g_free (job->file.path);
  job->file = *row;
  job->file.identity = found->identity;
  job->old_photo = row->photo;
  job->kept = TRUE;
  *row = (SemStoreFile){ 0 };
  return admit (self, job, TRUE);
}

static gboolean
queue_file (SemIndexScan *self,
            const char *path,
            const SemStoreFile *row,
            const Found *found,
            gboolean again)
{
  SemIndexJob *job = sem_index_job_new (path, self->folder->id, &found->identity);

  sem_places_set (&self->places, job);
  job->file.id = row->id;
  job->old_photo = row->missing ? 0 : row->photo;
  job->again = again;
  if (!again)
    job->file.photo = find_photo (self, row, found, &self->error);
  if (self->error)
    {
      sem_index_job_free (job);
      return FALSE;
    }
  if (job->file.photo)
    job->file.state = SEM_FILE_INDEXED;
  return admit (self, job, job->file.photo != 0);
}

static void
look_at (SemIndexScan *self,
         const char *path,
         const struct stat *st,
         const SemStoreFile *row,
         Found *found)
{
  const SemKeepsInodesFunc keeps_inodes = self->context->keeps_inodes;

  sem_content_identify (st, &found->identity);
  found->unchanged = row->id && sem_content_is_unchanged (&row->identity, &found->identity, TRUE);
  found->keeps_inodes = TRUE;
  if (found->unchanged && row->identity.ctime)
    return;
  /* Only here it matters what kind of file system it is. */
  found->keeps_inodes = keeps_inodes ? keeps_inodes (path) : sem_store_keeps_inodes (path);
  found->unchanged =
    row->id && sem_content_is_unchanged (&row->identity, &found->identity, found->keeps_inodes);
}

/* Some files are looked up under one lock of the library. FALSE with the error of @self. */
static gboolean
begin_looking (SemIndexScan *self)
{
  if (self->n_looked++ % LOOKS == 0)
    sem_store_end_reading (self->lookup);
  return sem_store_begin_reading (self->lookup, &self->error);
}

/* @row: (out). FALSE with the error of @self */
static gboolean
see_file (SemIndexScan *self, const char *path, SemStoreFile *row)
{
  self->met = TRUE;
  if (!begin_looking (self) || !sem_store_find_file (self->lookup, path, row, &self->error))
    return FALSE;
  if (row->id && row->id < self->n_seen)
    self->seen[row->id] = 1;
  return TRUE;
}

/* FALSE with the error of @self, or where indexing stops. */
static gboolean
take_file (SemIndexScan *self, const SemMediaPlace *place, const struct stat *st)
{
  const char *path = place->path;
  SemStoreFile row = { 0 };
  Found found;
  gboolean again, known, ok;

  if (!see_file (self, path, &row))
    return FALSE;
  look_at (self, path, st, &row, &found);
  if (st->st_size > 0)
    sem_media_note_met (self->media, place, found.unchanged && row.state == SEM_FILE_INDEXED);
  again = found.unchanged && sem_index_looks_different (self->lookup, &row, path, &self->error);
  known = found.unchanged && !again && !self->error
          && sem_index_is_known (self->lookup, sem_backbone_get_id (self->context->backbone), &row,
                                 path, &self->error);
  if (self->error)
    ok = FALSE;
  else if (!known)
    ok = queue_file (self, path, &row, &found, again);
  else if (row.identity.ctime == 0 && found.keeps_inodes)
    ok = complete_row (self, &row, &found);
  else
    {
      count_known (self, &row);
      ok = TRUE;
    }
  sem_store_file_clear (&row);
  return ok;
}

/* A file of a disk that is lost keeps its row. FALSE with the error of @self */
static gboolean
pass_file (SemIndexScan *self, const char *path)
{
  SemStoreFile row = { 0 };
  const gboolean ok = see_file (self, path, &row);

  sem_store_file_clear (&row);
  return ok;
}

static SemMediaPlace
locate (SemIndexScan *self, const char *path, guint64 device)
{
  return (SemMediaPlace){ self->folder->path, path, self->folder->id, device };
}

/* Where nothing is known but the path: as of the mount point around it. */
static SemMediaPlace
locate_unknown (SemIndexScan *self, const char *path)
{
  return locate (self, path, sem_index_presence_get_disk (self->presence, self->folder->id, path));
}

/* Tells what was held back while it was not known whether the disk has failed. */
static void
tell_notes (SemIndexScan *self)
{
  for (guint i = 0; i + 1 < self->notes->len; i += 2)
    sem_index_status_tell (self->context->status, g_ptr_array_index (self->notes, i),
                           g_ptr_array_index (self->notes, i + 1));
  g_ptr_array_set_size (self->notes, 0);
}

static gboolean
scan_file (const char *path, const struct stat *st, gpointer user_data)
{
  SemIndexScan *self = user_data;
  const SemMediaPlace place = locate (self, path, st->st_dev);

  if (self->notes->len > 0 || !self->met)
    sem_media_note_success (self->media, &place, SEM_MEDIA_LOOK);
  tell_notes (self);
  /* As readers may have found out. */
  if (!sem_media_is_lost (self->media, &place))
    self->ended = !take_file (self, &place, st);
  else
    self->ended = st->st_dev == self->root_device || !pass_file (self, path);
  return !self->ended;
}

static void
scan_note (const char *path, const char *sentence, gpointer user_data)
{
  sem_index_status_tell (((const SemIndexScan *) user_data)->context->status, path, sentence);
}

static gboolean
scan_unreadable (const char *path, int code, const char *sentence, gpointer user_data)
{
  SemIndexScan *self = user_data;
  const SemMediaPlace place = locate_unknown (self, path);

  sem_index_presence_add_unreadable (self->presence, path);
  if (!sem_media_is_failure (code) && code != ENOENT)
    {
      scan_note (path, sentence, self);
      return TRUE;
    }
  g_ptr_array_add (self->notes, g_strdup (path));
  g_ptr_array_add (self->notes, g_strdup (sentence));
  /* Just removed, or all of the disk is gone: what is looked at next will tell. */
  if (code == ENOENT || !sem_media_note_failure (self->media, &place, SEM_MEDIA_LOOK, code))
    return TRUE;
  g_ptr_array_set_size (self->notes, 0);
  self->ended = place.device == self->root_device;
  return !self->ended;
}

/* Records some files by which the disk at @path can be tested. FALSE with the error of @self */
static gboolean
prepare (SemIndexScan *self, const char *path)
{
  const SemMediaPlace place = locate_unknown (self, path);

  if (place.device == self->prepared)
    return TRUE;
  self->prepared = place.device;
  return sem_losses_prepare (self->media, self->lookup, &place, &self->error);
}

static gboolean
scan_enter (const char *path, gpointer user_data)
{
  SemIndexScan *self = user_data;

  return sem_index_presence_enter (self->presence, self->folder->id, path) && prepare (self, path);
}

/* A folder whose files are all left out is there all the same. */
static void
scan_left_out (const char *path, const char *pattern, gpointer user_data)
{
  ((SemIndexScan *) user_data)->met = TRUE;
}

/* TRUE where all that the folder holds is known now. */
static gboolean
scan_folder (SemIndexScan *self, const SemStoreFolder *folder)
{
  const SemScanHandlers handlers = {
    scan_file, scan_note, scan_unreadable, scan_enter, self->context->excludes, scan_left_out
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gboolean scanned;
  struct stat st;

  self->folder = folder;
  self->met = self->ended = FALSE;
  if (sem_index_presence_is_gone (self->presence, folder->path))
    return TRUE;
  if (sem_index_presence_is_away (self->presence, folder->path))
    return FALSE;
  self->root_device = stat (folder->path, &st) == 0 ? st.st_dev : 0;
  self->prepared = 0;
  if (!prepare (self, folder->path))
    return FALSE;
  scanned = sem_scan (folder->path, &handlers, self, self->context->stop, &error);
  if (scanned && !self->ended && !sem_index_presence_is_still_there (self->presence, folder))
    {
      /* It has been said of the whole folder. */
      g_ptr_array_set_size (self->notes, 0);
      return FALSE;
    }
  tell_notes (self);
  if (scanned)
    return !self->ended;
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
  gboolean ok;

  sem_losses_apply (self->context, self->presence, self->media);
  ok = sem_store_begin (store, error) && mark_missing (self, store, &counts.removed, error)
       && store_folders (self, store, error)
       && (counts.removed == 0 || sem_store_update_hidden (store, error))
       && sem_store_commit (store, error);

  if (ok)
    sem_index_status_add (self->context->status, &counts);
  else
    sem_store_rollback (store);
  return ok;
}
