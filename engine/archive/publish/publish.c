/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/publish/publish.h"
#include "engine/archive/publish/batch.h"
#include "engine/archive/publish/owner.h"
#include "engine/archive/publish/places.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Files that are written in one transaction, but for the last photo of which all are. */
#define BATCH 256
/* How often a batch is tried, and how long is waited before the second time, in milliseconds;
 * before each further time twice as long. */
#define N_TRIES 6
#define FIRST_WAIT 250
#define HASH_SIZE 32

typedef struct
{
  const SemPublishRequest *request;
  const SemProgress *progress;
  SemPublished *published;
  SemArchive *archive;
  SemHashModel *model;
  SemStore *store;
  GArray *files;
  gint64 owner;
} Publisher;

void
sem_published_clear (SemPublished *self)
{
  g_clear_pointer (&self->archive, g_free);
  g_clear_pointer (&self->owner, g_free);
}

/* (transfer full) (nullable) */
static char *
get_name (const SemPublishRequest *request, GError **error)
{
  if (!request->name)
    return sem_owner_get_default_name ();
  if (sem_owner_is_name (request->name))
    return g_strdup (request->name);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The name of an owner has 1 to %d bytes and no line breaks. Choose another one."),
               SEM_ARCHIVE_MAX_NAME);
  return NULL;
}

gboolean
sem_publish_is_first (const SemPublishRequest *request,
                      gboolean *first,
                      char **archive,
                      GError **error)
{
  g_autofree char *name = get_name (request, error);
  g_autoptr (SemArchive) opened = name ? sem_archive_open (request->uri, NULL, error) : NULL;
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  gint64 owner;

  *archive = NULL;
  if (!opened || !sem_owner_find (opened->link, name, request->library, &owner, error))
    return FALSE;
  sem_values_add_int (values, owner);
  rows =
    sem_link_run (opened->link, "SELECT 1 FROM semblance.places WHERE owner = $1::integer LIMIT 1",
                  values, NULL, error);
  if (!rows)
    return FALSE;
  *first = sem_rows_get_n (rows) == 0;
  *archive = g_strdup (sem_link_get_name (opened->link));
  return TRUE;
}

/* Connecting ------------------------------------------------------------------------------------*/

static gboolean
connect_again (Publisher *self, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (self->progress);
  g_autofree char *backbone = self->archive ? g_strdup (self->archive->backbone) : NULL;

  g_clear_pointer (&self->archive, sem_archive_close);
  g_clear_pointer (&self->model, sem_hash_model_free);
  self->archive = sem_archive_open (self->request->uri, cancellable, error);
  if (!self->archive)
    return FALSE;
  if (backbone && g_strcmp0 (backbone, self->archive->backbone) != 0)
    return sem_link_set_damaged (self->archive->link, error);
  self->model = sem_archive_load_model (self->archive, cancellable, error);
  if (self->model && sem_batch_prepare (self->archive->link, error)
      && sem_owner_add (self->archive->link, self->published->owner, self->request->library,
                        &self->owner, error))
    return TRUE;
  g_clear_pointer (&self->archive, sem_archive_close);
  return FALSE;
}

static gboolean
can_try_again (const GError *error)
{
  return g_error_matches (error, SEM_ERROR, SEM_ERROR_BUSY)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_OUT_OF_TIME);
}

/* Waits, unless it is cancelled. */
static void
wait_a_while (Publisher *self, guint milliseconds)
{
  GCancellable *cancellable = sem_progress_get_cancellable (self->progress);
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, (gint) milliseconds);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep ((gulong) milliseconds * 1000);
}

/* Writing ---------------------------------------------------------------------------------------*/

static gboolean
write_once (Publisher *self, guint from, guint n, GError **error)
{
  const SemBatch batch = {
    .archive = self->archive,
    .model = self->model,
    .store = self->store,
    .owner = self->owner,
    .thumbnails = self->request->thumbnails,
    .paths = self->request->paths,
  };
  gint64 n_photos, n_places;

  if (!sem_batch_write (&batch, &g_array_index (self->files, SemOutgoing, from), n, &n_photos,
                        &n_places, sem_progress_get_cancellable (self->progress), error))
    return FALSE;
  self->published->new_photos += (guint) n_photos;
  self->published->new_places += (guint) n_places;
  return TRUE;
}

static gboolean
write_batch (Publisher *self, guint from, guint n, GError **error)
{
  guint wait = FIRST_WAIT;

  for (guint try = 1;; try++)
    {
      g_autoptr (GError) local = NULL;

      if (self->archive && self->model && write_once (self, from, n, &local))
        return TRUE;
      if ((local && !can_try_again (local)) || try == N_TRIES)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      wait_a_while (self, wait);
      wait *= 2;
      g_clear_error (&local);
      /* By the model that the archive has now. */
      if (!connect_again (self, &local) && (!can_try_again (local) || try + 1 == N_TRIES))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

/* Returns: how many files from @from on are a batch: whole photos */
static guint
measure_batch (const GArray *files, guint from)
{
  guint to = MIN (from + BATCH, files->len);

  while (to < files->len
         && g_array_index (files, SemOutgoing, to).photo
              == g_array_index (files, SemOutgoing, to - 1).photo)
    to++;
  return to - from;
}

static gboolean
write_all (Publisher *self, GError **error)
{
  for (guint from = 0, n; from < self->files->len; from += n)
    {
      n = measure_batch (self->files, from);
      if (!write_batch (self, from, n, error))
        return FALSE;
      sem_progress_report (self->progress, (double) (from + n) / self->files->len);
    }
  return TRUE;
}

/* Taking out ------------------------------------------------------------------------------------*/

static GBytes *
make_key (const guint8 *hash, const guint8 *path_hash)
{
  guint8 key[2 * HASH_SIZE];

  memcpy (key, hash, HASH_SIZE);
  memcpy (key + HASH_SIZE, path_hash, HASH_SIZE);
  return g_bytes_new (key, sizeof key);
}

/* (transfer full) (nullable): the places that the library has, as a set of keys. */
static GHashTable *
list_kept (Publisher *self, GError **error)
{
  g_autoptr (GHashTable) kept =
    g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  SemStorePhoto photo = { 0 };

  for (guint i = 0; i < self->files->len; i++)
    {
      const SemOutgoing *file = &g_array_index (self->files, SemOutgoing, i);
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      guint8 path_hash[HASH_SIZE];
      gsize size = HASH_SIZE;

      if (file->photo != photo.id)
        {
          sem_store_photo_clear (&photo);
          photo = (SemStorePhoto){ 0 };
          if (!sem_store_get_photo (self->store, file->photo, &photo, error))
            return NULL;
        }
      if (self->request->paths)
        g_checksum_update (checksum, (const guint8 *) file->path, -1);
      g_checksum_get_digest (checksum, path_hash, &size);
      g_hash_table_add (kept, make_key (photo.hash, path_hash));
    }
  sem_store_photo_clear (&photo);
  return g_steal_pointer (&kept);
}

static gboolean
is_kept (const guint8 *hash, const guint8 *path_hash, gpointer user_data)
{
  g_autoptr (GBytes) key = make_key (hash, path_hash);

  return g_hash_table_contains (user_data, key);
}

/* Folder by folder where there are some. @kept: (nullable): %NULL to take out everything */
static gboolean
take_out (const SemArchive *archive,
          gint64 owner,
          char **folders,
          GHashTable *kept,
          guint *removed,
          GError **error)
{
  const SemPlacesKeepFunc keep = kept ? is_kept : NULL;

  *removed = 0;
  if (!folders && !sem_places_remove (archive, owner, NULL, keep, kept, removed, error))
    return FALSE;
  for (gsize i = 0; folders && folders[i]; i++)
    if (!sem_places_remove (archive, owner, folders[i], keep, kept, removed, error))
      return FALSE;
  return *removed == 0 || sem_places_sweep (archive, error);
}

static gboolean
remove_stale (Publisher *self, GError **error)
{
  g_autoptr (GHashTable) kept = list_kept (self, error);

  return kept
         && take_out (self->archive, self->owner, self->request->folders, kept,
                      &self->published->removed, error);
}

static gboolean
publish (Publisher *self, GError **error)
{
  SemOutgoingCounts counts;

  self->published->owner = get_name (self->request, error);
  if (!self->published->owner)
    return FALSE;
  self->store = sem_store_open (self->request->library, SEM_STORE_READ, error);
  if (!self->store || !connect_again (self, error))
    return FALSE;
  self->published->archive = g_strdup (sem_link_get_name (self->archive->link));
  self->files = sem_outgoing_list (self->store, self->archive->backbone, self->request->folders,
                                   &counts, sem_progress_get_cancellable (self->progress), error);
  if (!self->files || !write_all (self, error) || !remove_stale (self, error))
    return FALSE;
  self->published->photos = counts.photos;
  self->published->quick = counts.quick;
  self->published->others = counts.others;
  return TRUE;
}

gboolean
sem_publish (const SemPublishRequest *request,
             SemPublished *published,
             const SemProgress *progress,
             GError **error)
{
  Publisher self = { .request = request, .progress = progress, .published = published };
  gboolean ok = publish (&self, error);

  g_clear_pointer (&self.files, g_array_unref);
  g_clear_pointer (&self.model, sem_hash_model_free);
  sem_archive_close (self.archive);
  sem_store_close (self.store);
  return ok;
}

gboolean
sem_unpublish (const SemPublishRequest *request, SemPublished *published, GError **error)
{
  g_autoptr (SemArchive) archive = NULL;
  gint64 owner;

  published->owner = get_name (request, error);
  archive = published->owner ? sem_archive_open (request->uri, NULL, error) : NULL;
  if (!archive || !sem_owner_find (archive->link, published->owner, NULL, &owner, error))
    return FALSE;
  published->archive = g_strdup (sem_link_get_name (archive->link));
  if (owner == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _(
                     "You have published nothing into “%s” as “%s”. “semblance-cli archive status” "
                     "lists the owners."),
                   published->archive, published->owner);
      return FALSE;
    }
  return take_out (archive, owner, request->folders, NULL, &published->removed, error);
}
