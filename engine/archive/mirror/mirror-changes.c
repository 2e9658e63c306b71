/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/mirror/mirror-changes.h"
#include "engine/hash/models/hash-model.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_ARCHIVE 100
#define MAX_SNAPSHOT 7900
/* How long copying all codes may take. */
#define COPY_PATIENCE 3600

static const char begin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
static const char look[] =
  "SELECT pg_current_snapshot ()::text, (pg_control_system ()).system_identifier || ':'"
  " || (pg_control_checkpoint ()).timeline_id || ':' || (SELECT oid FROM pg_database"
  " WHERE datname = current_database ()) || ':' || 'semblance.archive'::regclass::oid, model"
  " FROM semblance.archive";
/* After a crash a server may have lost transactions that it had not promised to keep: then what was
 * seen lies in what is to come. */
static const char check[] =
  "SELECT a.since < pg_snapshot_xmin (s.seen) AND pg_snapshot_xmax (s.seen)"
  " <= pg_snapshot_xmax (pg_current_snapshot ())"
  " FROM semblance.archive a, (SELECT $1::pg_snapshot AS seen) AS s";
static const char list[] =
  "SELECT c.photo, p.id IS NOT NULL FROM (SELECT DISTINCT u.photo FROM semblance.changes a,"
  " unnest (a.photos) AS u (photo) WHERE a.at >= pg_snapshot_xmin ($1::pg_snapshot)"
  " AND NOT pg_visible_in_snapshot (a.at, $1::pg_snapshot) LIMIT $2) AS c"
  " LEFT JOIN semblance.photos p ON p.id = c.photo ORDER BY c.photo";

void
sem_mirror_moment_clear (SemMirrorMoment *self)
{
  g_clear_pointer (&self->archive, g_free);
  g_clear_pointer (&self->snapshot, g_free);
}

gboolean
sem_mirror_changes_begin (const SemArchive *archive,
                          SemMirrorMoment *moment,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (SemRows) rows = NULL;
  SemCell snapshot, name, model;
  gint64 active;

  *moment = (SemMirrorMoment){ NULL };
  if (!sem_link_do (archive->link, begin, cancellable, error))
    return FALSE;
  rows = sem_link_run (archive->link, look, NULL, cancellable, error);
  if (!rows)
    return FALSE;
  snapshot = sem_rows_get (rows, 0, 0);
  name = sem_rows_get (rows, 0, 1);
  moment->snapshot = sem_cell_dup_text (&snapshot, MAX_SNAPSHOT);
  moment->archive = sem_cell_dup_text (&name, MAX_ARCHIVE);
  model = sem_rows_get (rows, 0, 2);
  if (!moment->snapshot || !moment->archive || !sem_cell_get_int (&model, 1, G_MAXINT32, &active))
    return sem_link_set_damaged (archive->link, error);
  return active == archive->model || sem_archive_set_changing (archive->link, error);
}

/* Changes ---------------------------------------------------------------------------------------*/

static gboolean
is_listed (const SemArchive *archive,
           const char *since,
           gboolean *listed,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;

  sem_values_add_text (values, since);
  rows = sem_link_run (archive->link, check, values, cancellable, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  *listed = sem_cell_is_true (&cell);
  return TRUE;
}

static gint64
get_photo (gint64 id)
{
  return id < 0 ? -id : id;
}

/* Photos that came count as gone until their codes are there. */
static gboolean
take_list (const SemArchive *archive,
           SemRows *found,
           SemMirrorRows *changes,
           GArray *came,
           GError **error)
{
  static const guint64 none[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint64 last = 0;

  for (guint i = 0; i < sem_rows_get_n (found); i++)
    {
      const SemCell photo = sem_rows_get (found, i, 0), there = sem_rows_get (found, i, 1);
      gint64 id;

      if (!sem_cell_get_int (&photo, last + 1, G_MAXINT64 - 1, &id))
        return sem_link_set_damaged (archive->link, error);
      last = id;
      if (sem_cell_is_true (&there))
        g_array_append_val (came, id);
      id = -id;
      g_array_append_val (changes->ids, id);
      g_array_append_vals (changes->codes, none, SEM_HASH_WORDS (archive->bits));
    }
  return TRUE;
}

static int
compare_photos (gconstpointer a, gconstpointer b)
{
  const gint64 x = get_photo (*(const gint64 *) a), y = get_photo (*(const gint64 *) b);

  return (x > y) - (x < y);
}

static gboolean
load_codes (const SemArchive *archive,
            const GArray *came,
            SemMirrorRows *changes,
            GCancellable *cancellable,
            GError **error)
{
  const gsize words = SEM_HASH_WORDS (archive->bits);
  g_autofree char *sql =
    g_strdup_printf ("SELECT photo, code FROM semblance.codes_%d WHERE photo = ANY ($1)",
                     (gint) archive->model);
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  if (came->len == 0)
    return TRUE;
  sem_values_add_ids (values, (const gint64 *) (const void *) came->data, came->len);
  rows = sem_link_run (archive->link, sql, values, cancellable, error);
  if (!rows)
    return FALSE;
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell photo = sem_rows_get (rows, i, 0), code = sem_rows_get (rows, i, 1);
      guint64 read[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
      guint at;
      gint64 id;

      if (!sem_cell_get_int (&photo, 1, G_MAXINT64 - 1, &id)
          || !sem_cell_get_code (&code, archive->bits, read)
          || !g_array_binary_search (changes->ids, &id, compare_photos, &at))
        return sem_link_set_damaged (archive->link, error);
      g_array_index (changes->ids, gint64, at) = id;
      memcpy (&g_array_index (changes->codes, guint64, at * words), read, words * sizeof *read);
    }
  return TRUE;
}

gboolean
sem_mirror_changes_list (const SemArchive *archive,
                         const char *since,
                         guint most,
                         SemMirrorRows *changes,
                         gboolean *listed,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GArray) came = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  if (!is_listed (archive, since, listed, cancellable, error))
    return FALSE;
  if (!*listed)
    return TRUE;
  sem_values_add_text (values, since);
  sem_values_add_int (values, (gint64) most + 1);
  rows = sem_link_run (archive->link, list, values, cancellable, error);
  if (!rows)
    return FALSE;
  *listed = sem_rows_get_n (rows) <= most;
  return !*listed
         || (take_list (archive, rows, changes, came, error)
             && load_codes (archive, came, changes, cancellable, error));
}

gboolean
sem_mirror_changes_are_all (const SemArchive *archive,
                            guint64 n,
                            gboolean *all,
                            GCancellable *cancellable,
                            GError **error)
{
  const gint64 n_photos = sem_archive_count (archive, cancellable, error);
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM semblance.codes_%d c"
                                          " JOIN semblance.photos p ON p.id = c.photo",
                                          (gint) archive->model);
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;
  gint64 n_codes;

  if (n_photos < 0)
    return FALSE;
  *all = (guint64) n_photos == n;
  if (*all)
    return TRUE;
  rows = sem_link_run (archive->link, sql, NULL, cancellable, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  if (!sem_cell_get_int (&cell, 0, G_MAXINT64, &n_codes))
    return sem_link_set_damaged (archive->link, error);
  *all = (guint64) n_codes == n;
  return TRUE;
}

/* All codes -------------------------------------------------------------------------------------*/

typedef struct
{
  const SemArchive *archive;
  SemMirrorRows *rows;
  guint64 most;
  gint64 last;
} Copy;

static gboolean
take_copied (const SemCell *cells, guint n, gpointer user_data, GError **error)
{
  Copy *self = user_data;
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  gint64 id;

  if (n != 2 || !sem_cell_get_int (&cells[0], self->last + 1, G_MAXINT64 - 1, &id)
      || !sem_cell_get_code (&cells[1], self->archive->bits, code))
    return sem_link_set_damaged (self->archive->link, error);
  if (self->rows->ids->len >= self->most)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_LARGE,
                   _("The codes of “%s” do not fit into the memory that its mirror may take. Give "
                     "more with --memory, or search it without a mirror."),
                   sem_link_get_name (self->archive->link));
      return FALSE;
    }
  self->last = id;
  g_array_append_val (self->rows->ids, id);
  g_array_append_vals (self->rows->codes, code, SEM_HASH_WORDS (self->archive->bits));
  return TRUE;
}

gboolean
sem_mirror_changes_copy (const SemArchive *archive,
                         guint64 most,
                         SemMirrorRows *rows,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("COPY (SELECT c.photo, c.code FROM semblance.codes_%d c"
                     " JOIN semblance.photos p ON p.id = c.photo ORDER BY c.photo)"
                     " TO STDOUT (FORMAT binary)",
                     (gint) archive->model);
  Copy copy = { archive, rows, MIN (most, G_MAXUINT32 / 8), 0 };

  return sem_link_set_patience (archive->link, COPY_PATIENCE, error)
         && sem_link_copy_out (archive->link, sql, take_copied, &copy, cancellable, error);
}
