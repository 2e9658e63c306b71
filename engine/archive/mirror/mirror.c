/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/mirror/mirror-changes.h"
#include "engine/archive/mirror/mirror-private.h"
#include "engine/archive/schema.h"
#include "engine/store/store.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Changes that a search catches up with, and that an update does before it copies all codes. */
#define SEARCH_CHANGES 20000
#define UPDATE_CHANGES 200000
/* Changes are kept beside the codes until they are so many of them, and no fewer than these. */
#define CHANGES_SHARE 10
#define LEAST_CHANGES 4096
/* How long a search waits for what has changed, in seconds: it can do without. */
#define SEARCH_PATIENCE 3

/* A mirror as it lies on the disk. @codes: of all photos at one time; @changes: since, where
 * @has_changes */
typedef struct
{
  char *path;
  char *changes_path;
  SemMirrorFile codes;
  SemMirrorFile changes;
  gboolean has_codes;
  gboolean has_changes;
} Mirror;

static void
mirror_clear (Mirror *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->changes_path, g_free);
  sem_mirror_file_clear (&self->codes);
  sem_mirror_file_clear (&self->changes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mirror, mirror_clear)

/* The file name comes from the archive's display name; whether it is still the same archive is in
 * the file.
 */
static void
mirror_locate (Mirror *self, const char *name)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  g_autofree char *file = g_strconcat (sum, ".codes", NULL);

  self->path = g_build_filename (g_get_user_cache_dir (), "semblance", "mirrors", file, NULL);
  self->changes_path = g_strconcat (self->path, ".changes", NULL);
}

static void
mirror_read (Mirror *self)
{
  self->has_codes = sem_mirror_file_read (&self->codes, self->path, FALSE);
  /* Changes of codes that were replaced meanwhile are of no use. */
  self->has_changes =
    self->has_codes && sem_mirror_file_read (&self->changes, self->changes_path, TRUE)
    && self->changes.head.bits == self->codes.head.bits
    && memcmp (self->changes.head.base, self->codes.head.base, sizeof self->codes.head.base) == 0;
}

static gboolean
mirror_is_of (const Mirror *self, const SemArchive *archive, const SemMirrorMoment *moment)
{
  return self->has_codes && g_str_equal (self->codes.head.archive, moment->archive)
         && self->codes.head.model == archive->model && self->codes.head.bits == archive->bits;
}

static const char *
mirror_get_snapshot (const Mirror *self)
{
  return self->has_changes ? self->changes.head.snapshot : self->codes.head.snapshot;
}

/* (out) @changes: all since the codes were written. */
static void
mirror_add_changes (const Mirror *self, const SemMirrorRows *newer, SemMirrorRows *changes)
{
  sem_mirror_rows_init (changes);
  sem_mirror_rows_merge (changes, self->has_changes ? &self->changes : NULL, newer,
                         self->codes.head.bits);
}

static gboolean
mirror_write_changes (const Mirror *self,
                      const char *snapshot,
                      const SemMirrorRows *changes,
                      GError **error)
{
  SemMirrorHead head = self->codes.head;

  head.snapshot = (char *) snapshot;
  return sem_mirror_file_write (self->changes_path, &head, changes, error);
}

static gboolean
is_too_large (gsize n, guint bits, guint64 most)
{
  return sem_mirror_file_measure (n, bits) > most;
}

/* Searching -------------------------------------------------------------------------------------*/

const char *
sem_mirror_state_get_name (SemMirrorState self)
{
  static const char *const names[] = { "none", "fresh", "other", "behind", "full" };

  g_return_val_if_fail ((guint) self < G_N_ELEMENTS (names), names[0]);
  return names[self];
}

const char *
sem_mirror_state_get_words (SemMirrorState self)
{
  switch (self)
    {
    case SEM_MIRROR_NONE:
      return NULL;
    case SEM_MIRROR_FRESH:
      return _("Scanned here, in the mirror of the archive.");
    case SEM_MIRROR_OTHER:
      return _("The mirror here does not fit the archive, so the server was searched. Run "
               "“semblance-cli archive mirror”.");
    case SEM_MIRROR_BEHIND:
      return _("The mirror here is too far behind the archive, so the server was searched. Run "
               "“semblance-cli archive mirror”.");
    case SEM_MIRROR_FULL:
      return _(
        "The archive has outgrown the memory of its mirror here, so the server was searched. "
        "Run “semblance-cli archive mirror” with more --memory.");
    }
  g_return_val_if_reached (NULL);
}

/* In the transaction of @moment. Returns: what to do; @newer: gets what has changed; @n: (out):
 * photos of the archive */
static SemMirrorState
catch_up (const Mirror *self,
          const SemArchive *archive,
          const SemMirrorMoment *moment,
          SemMirrorRows *newer,
          gint64 *n,
          GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  gboolean listed;

  if (!mirror_is_of (self, archive, moment))
    return SEM_MIRROR_OTHER;
  *n = sem_archive_count (archive, cancellable, &error);
  if (*n < 0
      || !sem_mirror_changes_list (archive, mirror_get_snapshot (self), SEARCH_CHANGES, newer,
                                   &listed, cancellable, &error))
    {
      g_debug ("What has changed is not known: %s", error->message);
      return SEM_MIRROR_BEHIND;
    }
  return listed ? SEM_MIRROR_FRESH : SEM_MIRROR_BEHIND;
}

/* Changes that cannot be stored now are fetched again the next time. */
static void
keep_changes (const Mirror *self, const char *snapshot, const SemMirrorRows *changes)
{
  g_autoptr (GError) error = NULL;
  const int lock = sem_store_lock (self->path, NULL);

  if (lock >= 0 && !mirror_write_changes (self, snapshot, changes, &error))
    g_debug ("The changes were not kept: %s", error->message);
  sem_store_unlock (lock);
}

/* Whether @index has all codes, @n photos being in the archive: some may have none, which no search
 * finds. A code that came later than its photo is not listed as a change. */
static gboolean
is_whole (SemHammingIndex *index, const SemArchive *archive, gint64 n, GCancellable *cancellable)
{
  const gsize size = sem_hamming_index_get_size (index);
  gboolean all;

  return size == (gsize) n
         || (sem_mirror_changes_are_all (archive, size, &all, cancellable, NULL) && all);
}

static SemHammingIndex *
load (const Mirror *self,
      const SemArchive *archive,
      const SemMirrorMoment *moment,
      const SemMirrorRows *newer,
      gint64 n,
      SemMirrorState *state,
      GCancellable *cancellable)
{
  const guint bits = self->codes.head.bits;
  g_autoptr (SemHammingIndex) index = NULL;
  g_auto (SemMirrorRows) changes = { NULL };

  mirror_add_changes (self, newer, &changes);
  *state = SEM_MIRROR_BEHIND;
  if (changes.ids->len > MAX (SEARCH_CHANGES, self->codes.n / 2))
    return NULL;
  *state = SEM_MIRROR_FULL;
  if (is_too_large (self->codes.n + changes.ids->len, bits, self->codes.head.most))
    return NULL;
  index = sem_mirror_file_index (&self->codes, &changes, NULL);
  *state = index ? SEM_MIRROR_FRESH : SEM_MIRROR_OTHER;
  if (index && newer->ids->len > 0)
    keep_changes (self, moment->snapshot, &changes);
  if (!index || is_whole (index, archive, n, cancellable))
    return g_steal_pointer (&index);
  *state = SEM_MIRROR_BEHIND;
  return NULL;
}

SemHammingIndex *
sem_mirror_open (const SemArchive *archive, SemMirrorState *state, GCancellable *cancellable)
{
  g_auto (Mirror) self = { NULL };
  g_auto (SemMirrorMoment) moment = { NULL };
  g_auto (SemMirrorRows) newer = { NULL };
  gint64 n = 0;

  mirror_locate (&self, sem_link_get_name (archive->link));
  *state = SEM_MIRROR_NONE;
  if (!g_file_test (self.path, G_FILE_TEST_EXISTS))
    return NULL;
  *state = SEM_MIRROR_OTHER;
  mirror_read (&self);
  if (!self.has_codes || archive->version < SEM_ARCHIVE_LISTS_CHANGES)
    return NULL;
  sem_mirror_rows_init (&newer);
  if (sem_link_set_patience (archive->link, SEARCH_PATIENCE, NULL)
      && sem_mirror_changes_begin (archive, &moment, cancellable, NULL))
    *state = catch_up (&self, archive, &moment, &newer, &n, cancellable);
  sem_link_rollback (archive->link);
  return *state == SEM_MIRROR_FRESH ? load (&self, archive, &moment, &newer, n, state, cancellable)
                                    : NULL;
}

/* Updating --------------------------------------------------------------------------------------*/

void
sem_mirrored_clear (SemMirrored *self)
{
  g_clear_pointer (&self->archive, g_free);
}

typedef struct
{
  Mirror mirror;
  SemArchive *archive;
  SemMirrorMoment moment;
  SemMirrored *mirrored;
  GCancellable *cancellable;
} Update;

static void
update_clear (Update *self)
{
  mirror_clear (&self->mirror);
  sem_mirror_moment_clear (&self->moment);
  g_clear_pointer (&self->archive, sem_archive_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Update, update_clear)

/* A user who is not the owner gets a message that names the owner. */
static gboolean
upgrade (Update *self, const char *uri, GError **error)
{
  SemLink *link = self->archive->link;
  g_autoptr (GError) local = NULL;

  if (self->archive->version >= SEM_ARCHIVE_LISTS_CHANGES)
    return TRUE;
  if (!sem_link_do (link, "BEGIN", NULL, error))
    return FALSE;
  if (!sem_link_do (link, sem_schema_become_owner, NULL, &local))
    {
      sem_link_rollback (link);
      g_set_error (
        error, SEM_ERROR, SEM_ERROR_FAILED,
        _("The archive “%s” was made by an older version of Semblance, and does not "
          "note what changes. Ask its owner to run “semblance-cli archive mirror” once."),
        sem_link_get_name (link));
      return FALSE;
    }
  if (!sem_schema_upgrade (link, error) || !sem_link_do (link, "COMMIT", NULL, error))
    return FALSE;
  self->mirrored->upgraded = TRUE;
  g_clear_pointer (&self->archive, sem_archive_close);
  self->archive = sem_archive_open (uri, self->cancellable, error);
  return self->archive != NULL;
}

static void
describe (Update *self, gsize photos)
{
  self->mirrored->photos = photos;
  self->mirrored->bytes = sem_mirror_file_measure (photos, self->archive->bits);
}

static gboolean
check_size (const Update *self, gsize n, GError **error)
{
  if (!is_too_large (n, self->archive->bits, self->mirrored->most))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_LARGE,
               _(
                 "The codes of “%s” do not fit into the memory that its mirror may take. Give more "
                 "with --memory, or search it without a mirror."),
               sem_link_get_name (self->archive->link));
  return FALSE;
}

/* Codes of its own from now on. */
static gboolean
write_codes (Update *self, const SemMirrorRows *rows, GError **error)
{
  SemMirrorHead head = {
    .archive = self->moment.archive,
    .snapshot = self->moment.snapshot,
    .model = self->archive->model,
    .bits = self->archive->bits,
    .most = self->mirrored->most,
  };
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, random, -1);

  memcpy (head.base, sum, sizeof head.base);
  if (!sem_mirror_file_write (self->mirror.path, &head, rows, error))
    return FALSE;
  g_unlink (self->mirror.changes_path);
  describe (self, rows->ids->len);
  return TRUE;
}

static gboolean
copy_all (Update *self, GError **error)
{
  const guint64 row = sem_mirror_file_measure (1, self->archive->bits)
                      - sem_mirror_file_measure (0, self->archive->bits);
  g_auto (SemMirrorRows) rows = { NULL };

  sem_mirror_rows_init (&rows);
  self->mirrored->copied = TRUE;
  return sem_mirror_changes_copy (self->archive, self->mirrored->most / row, &rows,
                                  self->cancellable, error)
         && check_size (self, rows.ids->len, error) && write_codes (self, &rows, error);
}

/* Changes beside the codes, or, where they are many, codes anew. */
static gboolean
write_newer (Update *self, const SemMirrorRows *newer, GError **error)
{
  g_auto (SemMirrorRows) changes = { NULL }, rows = { NULL };
  g_autoptr (SemHammingIndex) index = NULL;
  const gboolean as_before = self->mirror.codes.head.most == self->mirrored->most;
  gboolean all = FALSE;

  mirror_add_changes (&self->mirror, newer, &changes);
  self->mirrored->changed = newer->ids->len;
  sem_mirror_rows_init (&rows);
  index = sem_mirror_file_index (&self->mirror.codes, &changes, &rows);
  if (index
      && !sem_mirror_changes_are_all (self->archive, rows.ids->len, &all, self->cancellable, error))
    return FALSE;
  if (!all)
    return copy_all (self, error);
  if (!check_size (self, rows.ids->len, error))
    return FALSE;
  describe (self, rows.ids->len);
  if (as_before && newer->ids->len == 0)
    return TRUE;
  if (as_before && changes.ids->len <= MAX (LEAST_CHANGES, self->mirror.codes.n / CHANGES_SHARE))
    return mirror_write_changes (&self->mirror, self->moment.snapshot, &changes, error);
  return write_codes (self, &rows, error);
}

static gboolean
bring_up_to_date (Update *self, guint64 most, GError **error)
{
  g_auto (SemMirrorRows) newer = { NULL };
  gboolean listed = FALSE;

  mirror_read (&self->mirror);
  self->mirrored->most = most > 0                 ? most
                         : self->mirror.has_codes ? self->mirror.codes.head.most
                                                  : SEM_MIRROR_MEMORY;
  sem_mirror_rows_init (&newer);
  if (!sem_mirror_changes_begin (self->archive, &self->moment, self->cancellable, error))
    return FALSE;
  if (mirror_is_of (&self->mirror, self->archive, &self->moment)
      && !sem_mirror_changes_list (self->archive, mirror_get_snapshot (&self->mirror),
                                   UPDATE_CHANGES, &newer, &listed, self->cancellable, error))
    return FALSE;
  return listed ? write_newer (self, &newer, error) : copy_all (self, error);
}

static gboolean
set_busy (const char *name, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_BUSY,
               _("Another Semblance mirrors “%s”. Wait for it to end, or stop it."), name);
  return FALSE;
}

/* @lock: (out): -1 with an error */
static gboolean
take_lock (const Mirror *self, const char *name, int *lock, GError **error)
{
  g_autoptr (GError) local = NULL;

  *lock = sem_store_lock (self->path, &local);
  if (*lock >= 0)
    return TRUE;
  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY))
    return set_busy (name, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
sem_mirror_update (const char *uri,
                   guint64 most,
                   SemMirrored *mirrored,
                   const SemProgress *progress,
                   GError **error)
{
  g_auto (Update) self = { .mirrored = mirrored };
  const char *name;
  gboolean ok;
  int lock;

  *mirrored = (SemMirrored){ NULL };
  self.cancellable = sem_progress_get_cancellable (progress);
  self.archive = sem_archive_open (uri, self.cancellable, error);
  if (!self.archive)
    return FALSE;
  name = sem_link_get_name (self.archive->link);
  mirrored->archive = g_strdup (name);
  if (!upgrade (&self, uri, error))
    return FALSE;
  mirror_locate (&self.mirror, mirrored->archive);
  if (!take_lock (&self.mirror, mirrored->archive, &lock, error))
    return FALSE;
  ok = bring_up_to_date (&self, most, error);
  sem_store_unlock (lock);
  return ok;
}

gboolean
sem_mirror_remove (const char *uri, gboolean *removed, GError **error)
{
  g_auto (Mirror) self = { NULL };
  g_autofree char *name = sem_link_dup_name (uri, error);
  g_autofree char *new = NULL, *new_changes = NULL, *lock_path = NULL;
  int lock;

  if (!name)
    return FALSE;
  mirror_locate (&self, name);
  lock_path = g_strconcat (self.path, ".lock", NULL);
  new = g_strconcat (self.path, ".new", NULL);
  new_changes = g_strconcat (self.changes_path, ".new", NULL);
  if (!take_lock (&self, name, &lock, error))
    return FALSE;
  g_unlink (new);
  g_unlink (new_changes);
  g_unlink (self.changes_path);
  *removed = g_unlink (self.path) == 0;
  g_unlink (lock_path);
  sem_store_unlock (lock);
  return TRUE;
}
