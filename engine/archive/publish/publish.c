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
  SemHashModel *next; /* (nullable): a later version, which is not searched by yet */
  SemStore *store;
  GArray *files;
  guint n_files; /* that can be published, the first ones */
  SemOwner owner;
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

void
sem_agreement_clear (SemAgreement *self)
{
  g_clear_pointer (&self->archive, g_free);
}

gboolean
sem_publish_compare (const SemPublishRequest *request,
                     SemAgreement *agreement,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *name = get_name (request, error);
  g_autoptr (SemArchive) archive =
    name ? sem_archive_open (request->uri, cancellable, error) : NULL;
  SemOwner owner;

  *agreement = (SemAgreement){ NULL };
  if (!archive
      || !sem_owner_find (archive->link, name, request->library, &owner, cancellable, error))
    return FALSE;
  agreement->archive = g_strdup (sem_link_get_name (archive->link));
  agreement->is_first = owner.id == 0;
  agreement->is_enough = owner.id != 0 && (owner.thumbnails || !request->thumbnails)
                         && (owner.paths || !request->paths) && (owner.whole || request->folders);
  return TRUE;
}

/* Connecting ------------------------------------------------------------------------------------*/

static gboolean
connect_again (Publisher *self, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (self->progress);
  g_autofree char *backbone = self->archive ? g_strdup (self->archive->backbone) : NULL;

  self->owner = (SemOwner){ .thumbnails = self->request->thumbnails,
                            .paths = self->request->paths,
                            .whole = !self->request->folders };
  g_clear_pointer (&self->archive, sem_archive_close);
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->next, sem_hash_model_free);
  self->archive = sem_archive_open (self->request->uri, cancellable, error);
  if (!self->archive)
    return FALSE;
  if (backbone && g_strcmp0 (backbone, self->archive->backbone) != 0)
    return sem_link_set_damaged (self->archive->link, error);
  self->model = sem_archive_load_model (self->archive, cancellable, error);
  if (self->model && self->archive->next)
    self->next = sem_archive_load_next_model (self->archive, cancellable, error);
  if (self->model && (self->next || !self->archive->next)
      && sem_batch_prepare (self->archive->link, cancellable, error)
      && sem_owner_agree (self->archive->link, self->published->owner, self->request->library,
                          &self->owner, cancellable, error))
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

/* Writing ---------------------------------------------------------------------------------------*/

static gboolean
write_once (Publisher *self, guint from, guint n, GError **error)
{
  const SemBatch batch = {
    .archive = self->archive,
    .model = self->model,
    .next = self->next,
    .store = self->store,
    .owner = self->owner.id,
    .thumbnails = self->request->thumbnails,
    .paths = self->request->paths,
    .cancellable = sem_progress_get_cancellable (self->progress),
  };
  gint64 n_photos, n_places;

  if (!sem_batch_write (&batch, &g_array_index (self->files, SemOutgoing, from), n, &n_photos,
                        &n_places, error))
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
      sem_link_pause (sem_progress_get_cancellable (self->progress), wait);
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
measure_batch (const GArray *files, guint n_files, guint from)
{
  guint to = MIN (from + BATCH, n_files);

  while (to < n_files
         && g_array_index (files, SemOutgoing, to).photo
              == g_array_index (files, SemOutgoing, to - 1).photo)
    to++;
  return to - from;
}

static gboolean
write_all (Publisher *self, GError **error)
{
  for (guint from = 0, n; from < self->n_files; from += n)
    {
      n = measure_batch (self->files, self->n_files, from);
      if (!write_batch (self, from, n, error))
        return FALSE;
      sem_progress_report (self->progress, (double) (from + n) / self->n_files);
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

/* (transfer full) (nullable): the places that the library has, also those that another network has
 * described by now, as a set of keys. @paths: whether they have paths */
static GHashTable *
list_kept (Publisher *self, const GArray *files, gboolean paths, GError **error)
{
  g_autoptr (GHashTable) kept =
    g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  SemStorePhoto photo = { 0 };

  for (guint i = 0; i < files->len; i++)
    {
      const SemOutgoing *file = &g_array_index (files, SemOutgoing, i);
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
      if (paths)
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
take_out (const SemPlaces *places, char **folders, GHashTable *kept, guint *removed, GError **error)
{
  const SemPlacesKeepFunc keep = kept ? is_kept : NULL;

  if (!folders && !sem_places_remove (places, NULL, keep, kept, removed, error))
    return FALSE;
  for (gsize i = 0; folders && folders[i]; i++)
    if (!sem_places_remove (places, folders[i], keep, kept, removed, error))
      return FALSE;
  /* Also where nothing went: an earlier run may have ended before this. */
  return sem_places_sweep (places, error);
}

/* (transfer full) (nullable): the photos whose places without paths stay, as a set of keys: all of
 * the library but those that are published with their paths now. */
static GHashTable *
list_nameless (Publisher *self, GCancellable *cancellable, GError **error)
{
  SemOutgoingCounts counts;
  g_autoptr (GArray) files =
    sem_outgoing_list (self->store, self->archive->backbone, NULL, &counts, cancellable, error);
  g_autoptr (GHashTable) kept = files ? list_kept (self, files, FALSE, error) : NULL;
  g_autoptr (GHashTable) named = NULL;
  GHashTableIter iter;
  gpointer key;

  if (!kept || !self->request->paths)
    return g_steal_pointer (&kept);
  named = list_kept (self, self->files, FALSE, error);
  if (!named)
    return NULL;
  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_remove (kept, key);
  return g_steal_pointer (&kept);
}

/* A place without a path is in no folder. */
static gboolean
remove_nameless (Publisher *self, const SemPlaces *places, GError **error)
{
  g_autoptr (GHashTable) kept = NULL;
  gboolean found;

  if (!sem_places_find_nameless (places, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  kept = list_nameless (self, places->cancellable, error);
  return kept && sem_places_remove (places, "", is_kept, kept, &self->published->removed, error);
}

static gboolean
remove_stale (Publisher *self, GError **error)
{
  g_autoptr (GHashTable) kept = list_kept (self, self->files, self->request->paths, error);
  const SemPlaces places = { self->archive, self->owner.id,
                             sem_progress_get_cancellable (self->progress) };

  return kept && (!self->request->folders || remove_nameless (self, &places, error))
         && take_out (&places, self->request->folders, kept, &self->published->removed, error);
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
  self->n_files = counts.n_files;
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
  g_clear_pointer (&self.next, sem_hash_model_free);
  sem_archive_close (self.archive);
  sem_store_close (self.store);
  return ok;
}

/* Of places without paths. */
static gboolean
set_no_paths (const SemPublished *published, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("You publish into “%s” without paths, so that it does not know which photos lie "
                 "in a folder. Leave out the folder to take all of yours out."),
               published->archive);
  return FALSE;
}

static gboolean
set_nothing_published (const SemPublished *published, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("You have published nothing into “%s” as “%s”. “semblance-cli archive status” "
                 "lists the owners."),
               published->archive, published->owner);
  return FALSE;
}

gboolean
sem_unpublish (const SemPublishRequest *request,
               SemPublished *published,
               const SemProgress *progress,
               GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (progress);
  g_autoptr (SemArchive) archive = NULL;
  SemPlaces places;
  SemOwner owner;

  published->owner = get_name (request, error);
  archive = published->owner ? sem_archive_open (request->uri, cancellable, error) : NULL;
  if (!archive
      || !sem_owner_find (archive->link, published->owner, NULL, &owner, cancellable, error))
    return FALSE;
  published->archive = g_strdup (sem_link_get_name (archive->link));
  if (owner.id == 0)
    return set_nothing_published (published, error);
  places = (SemPlaces){ archive, owner.id, cancellable };
  if (!take_out (&places, request->folders, NULL, &published->removed, error))
    return FALSE;
  if (request->folders && !owner.paths && published->removed == 0)
    return set_no_paths (published, error);
  return request->folders || sem_owner_remove (archive->link, &owner, cancellable, error);
}
