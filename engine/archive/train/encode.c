/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/train/encode.h"
#include "engine/archive/archive.h"
#include "engine/archive/schema.h"
#include "engine/archive/shards.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"

#include <glib/gi18n-lib.h>

/* How often a piece is tried, and how long is waited before the second time, in milliseconds;
 * before each further time twice as long. */
#define N_TRIES 6
#define FIRST_WAIT 250
/* How long is waited for pieces that others hold. */
#define OTHERS_WAIT 500

static const char staging[] =
  "CREATE TEMPORARY TABLE staged_codes (photo bigint NOT NULL, code bit varying NOT NULL,"
  " vector bytea NOT NULL) ON COMMIT DELETE ROWS";
static const char take_piece[] =
  "SELECT first, last FROM semblance.work WHERE model = $1 ORDER BY first"
  " LIMIT 1 FOR UPDATE SKIP LOCKED";
static const char drop_piece[] = "DELETE FROM semblance.work WHERE model = $1 AND first = $2";
static const char count_pieces[] = "SELECT count (*) FROM semblance.work WHERE model = $1";
static const char read_features[] =
  "SELECT photo, feature FROM semblance.features WHERE photo BETWEEN $1 AND $2";

typedef struct
{
  const char *uri;
  const SemProgress *progress;
  SemArchiveEncoded *encoded;
  SemArchive *archive;
  SemHashModel *model; /* the new one */
  gint64 next;         /* its number */
  gint64 n_pieces;     /* when this call began */
  gboolean unsure;     /* whether it has switched, since the answer to that was lost */
} Encoder;

void
sem_archive_encoded_clear (SemArchiveEncoded *self)
{
  g_clear_pointer (&self->archive, g_free);
}

static void
close_archive (Encoder *self)
{
  g_clear_pointer (&self->archive, sem_archive_close);
  g_clear_pointer (&self->model, sem_hash_model_free);
}

/* Acts as the owner for as long as the connection is there. Afterwards there is no model where
 * nothing is to be encoded. */
static gboolean
connect_again (Encoder *self, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (self->progress);

  close_archive (self);
  self->archive = sem_archive_open (self->uri, cancellable, error);
  if (!self->archive
      || !sem_link_do (self->archive->link, sem_schema_stay_owner, cancellable, error)
      || !sem_link_do (self->archive->link, staging, cancellable, error))
    return FALSE;
  if (!self->archive->next)
    return TRUE;
  self->model = sem_archive_load_next_model (self->archive, cancellable, error);
  return self->model != NULL;
}

/* One piece -------------------------------------------------------------------------------------*/

/* Stages what a row holds. Returns: whether it holds a feature */
static gboolean
add_row (Encoder *self, SemRows *rows, guint i, SemCopy *copy)
{
  const SemCell photo = sem_rows_get (rows, i, 0), feature = sem_rows_get (rows, i, 1);
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)] = { 0 };
  float values[SEM_BACKBONE_DIM];
  gint8 vector[SEM_VECTOR_DIM];
  guint16 half[SEM_BACKBONE_DIM];
  gint64 id;

  if (!sem_cell_get_int (&photo, 1, G_MAXINT64, &id)
      || !sem_cell_get_halves (&feature, SEM_BACKBONE_DIM, half))
    return FALSE;
  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, values);
  sem_hash_model_encode (self->model, values, 1, code, NULL);
  sem_hash_model_vectors (self->model, values, 1, vector);
  sem_copy_begin_row (copy, 3);
  sem_copy_add_int8 (copy, id);
  sem_copy_add_code (copy, code, self->archive->next_bits);
  sem_copy_add_bytes (copy, vector, sizeof vector);
  return TRUE;
}

/* Photos that are gone get no codes, and those that get some stay until the end of the transaction.
 * What is there already, after a crash between two servers, is the same. */
static gboolean
merge (Encoder *self, GError **error)
{
  const gint next = (gint) self->next;
  g_autofree char *sql = g_strdup_printf (
    "INSERT INTO semblance.codes_%d SELECT s.photo, s.code FROM pg_temp.staged_codes s"
    " JOIN semblance.photos p ON p.id = s.photo ORDER BY p.id FOR KEY SHARE OF p"
    " ON CONFLICT DO NOTHING;"
    "INSERT INTO semblance.vectors_%d SELECT s.photo, s.vector FROM pg_temp.staged_codes s"
    " JOIN semblance.photos p ON p.id = s.photo ORDER BY p.id ON CONFLICT DO NOTHING",
    next, next);

  return sem_link_do (self->archive->link, sql, sem_progress_get_cancellable (self->progress),
                      error);
}

static gboolean
encode_piece (Encoder *self, gint64 first, gint64 last, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (self->progress);
  g_autoptr (SemValues) range = sem_values_new (), piece = sem_values_new ();
  g_autoptr (SemRows) rows = NULL, dropped = NULL;
  g_auto (SemCopy) copy = { NULL };
  guint n_damaged = 0;

  sem_values_add_int (sem_values_add_int (range, first), last);
  rows = sem_link_run (self->archive->link, read_features, range, cancellable, error);
  if (!rows)
    return FALSE;
  sem_copy_init (&copy);
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    n_damaged += !add_row (self, rows, i, &copy);
  sem_copy_end (&copy);
  sem_values_add_int (sem_values_add_int (piece, self->next), first);
  if (!sem_link_copy_in (self->archive->link,
                         "COPY pg_temp.staged_codes FROM STDIN (FORMAT binary)", &copy, cancellable,
                         error)
      || !merge (self, error))
    return FALSE;
  dropped = sem_link_run (self->archive->link, drop_piece, piece, cancellable, error);
  if (!dropped || !sem_link_do (self->archive->link, "COMMIT", cancellable, error))
    return FALSE;
  self->encoded->photos += sem_rows_get_n (rows) - n_damaged;
  self->encoded->damaged += n_damaged;
  return TRUE;
}

/* @found: (out): whether there was a piece that no other program has locked */
static gboolean
encode_next (Encoder *self, gboolean *found, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (self->progress);
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) locked = NULL, rows = NULL;
  SemCell from, to;
  gint64 first, last;

  *found = FALSE;
  if (!sem_link_do (self->archive->link, "BEGIN", cancellable, error))
    return FALSE;
  sem_values_add_int (values, self->next);
  locked =
    sem_link_run (self->archive->link, "SELECT pg_advisory_xact_lock_shared (" SEM_ARCHIVE_LOCK ")",
                  NULL, cancellable, error);
  rows = locked ? sem_link_run (self->archive->link, take_piece, values, cancellable, error) : NULL;
  if (!rows)
    return FALSE;
  if (sem_rows_get_n (rows) == 0)
    return sem_link_do (self->archive->link, "COMMIT", cancellable, error);
  from = sem_rows_get (rows, 0, 0);
  to = sem_rows_get (rows, 0, 1);
  *found = TRUE;
  if (!sem_cell_get_int (&from, 1, G_MAXINT64, &first)
      || !sem_cell_get_int (&to, first, G_MAXINT64, &last))
    return sem_link_set_damaged (self->archive->link, error);
  return encode_piece (self, first, last, error);
}

/* Switching -------------------------------------------------------------------------------------*/

/* Returns: how many pieces are left; -1 with an error */
static gint64
count_left (Encoder *self, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;
  gint64 n;

  sem_values_add_int (values, self->next);
  rows = sem_link_run (self->archive->link, count_pieces, values,
                       sem_progress_get_cancellable (self->progress), error);
  if (!rows)
    return -1;
  cell = sem_rows_get (rows, 0, 0);
  if (sem_cell_get_int (&cell, 0, G_MAXINT64, &n))
    return n;
  sem_link_set_damaged (self->archive->link, error);
  return -1;
}

/* Another program has switched to the new model, unless it was discarded. */
static gboolean
check_switched (Encoder *self, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_int (values, self->next);
  rows = sem_link_run (self->archive->link, "SELECT 1 FROM semblance.archive WHERE model >= $1",
                       values, sem_progress_get_cancellable (self->progress), error);
  if (!rows || sem_rows_get_n (rows) > 0)
    return rows != NULL;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The new model of “%s” was given up meanwhile. It is searched by the same as "
                 "before."),
               sem_link_get_name (self->archive->link));
  return FALSE;
}

/* After the last piece, while nobody publishes. Where another program has done so, nothing
 * changes. */
static gboolean
switch_model (Encoder *self, GError **error)
{
  static const char sql[] =
    "UPDATE semblance.archive SET model = $1 WHERE model < $1 AND NOT EXISTS"
    " (SELECT FROM semblance.work WHERE work.model = $1)"
    " AND EXISTS (SELECT FROM semblance.models WHERE id = $1)";
  SemLink *link = self->archive->link;
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) locked = NULL, rows = NULL;

  if (!sem_link_do (link, "BEGIN", NULL, error))
    return FALSE;
  locked = sem_link_run (link, "SELECT pg_advisory_xact_lock (" SEM_ARCHIVE_LOCK ")", NULL,
                         sem_progress_get_cancellable (self->progress), error);
  sem_values_add_int (values, self->next);
  rows = locked ? sem_link_run (link, sql, values, NULL, error) : NULL;
  if (!rows)
    return FALSE;
  self->unsure = sem_rows_get_changed (rows) > 0;
  if (!sem_link_do (link, "NOTIFY " SEM_ARCHIVE_CHANNEL, NULL, error)
      || !sem_link_do (link, "COMMIT", NULL, error))
    return FALSE;
  self->encoded->switched = self->unsure;
  return self->unsure || check_switched (self, error);
}

/* What is no longer searched by. Whoever is in the middle of a search asks again. */
static const char drop_old[] =
  "DO $$ DECLARE old integer; BEGIN"
  " SET LOCAL lock_timeout = '5s';"
  " FOR old IN SELECT id FROM semblance.models WHERE id < (SELECT model FROM semblance.archive)"
  " LOOP"
  "  EXECUTE format ('DROP TABLE IF EXISTS semblance.codes_%s, semblance.vectors_%s', old, old);"
  "  DELETE FROM semblance.models WHERE id = old;"
  " END LOOP; END $$";
static const char drop_old_parts[] =
  "DO $$ DECLARE part text; BEGIN FOR part IN SELECT relname FROM pg_class c JOIN pg_namespace n"
  "  ON n.oid = c.relnamespace WHERE n.nspname = 'semblance_shard' AND c.relkind = 'r'"
  "  AND relname ~ '^(codes|vectors)_[0-9]{1,9}_[0-9]+$'"
  "  AND split_part (relname, '_', 2)::integer < %d LOOP"
  " EXECUTE format ('DROP TABLE semblance_shard.%%I', part); END LOOP; END $$; COMMIT";

/* What cannot be removed now is removed the next time. */
static void
remove_old (Encoder *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) shards = NULL;
  g_autofree char *parts = g_strdup_printf (drop_old_parts, (gint) self->archive->model);

  if (!sem_link_do (self->archive->link, drop_old, NULL, &error))
    {
      g_debug ("Tables of the model before were not removed: %s", error->message);
      return;
    }
  /* The addresses of shards are for their own user alone. */
  if (sem_link_do (self->archive->link, "RESET ROLE", NULL, &error))
    shards = sem_shards_reopen (self->archive->link, self->archive->n_shards, &error);
  for (guint i = 0; shards && i < shards->len; i++)
    if (!sem_link_do (g_ptr_array_index (shards, i), parts, NULL, &error))
      {
        g_debug ("A shard was not cleaned up: %s", error->message);
        g_clear_error (&error);
      }
}

/* All of it -------------------------------------------------------------------------------------*/

static void
report (Encoder *self, gint64 left)
{
  self->n_pieces = MAX (self->n_pieces, left);
  if (self->n_pieces > 0)
    sem_progress_report (self->progress, 1 - (double) left / (double) self->n_pieces);
}

/* Until the model is switched. Pieces that others hold are theirs, unless they end without having
 * encoded them. */
static gboolean
encode_all (Encoder *self, GError **error)
{
  gboolean found;
  gint64 left;

  while (self->model)
    {
      if (!encode_next (self, &found, error))
        return FALSE;
      left = count_left (self, error);
      if (left < 0)
        return FALSE;
      report (self, left);
      if (left == 0)
        return switch_model (self, error);
      if (!found)
        sem_link_pause (sem_progress_get_cancellable (self->progress), OTHERS_WAIT);
      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (self->progress),
                                                error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
can_try_again (const GError *error)
{
  return g_error_matches (error, SEM_ERROR, SEM_ERROR_BUSY)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE)
         || g_error_matches (error, SEM_ERROR, SEM_ERROR_OUT_OF_TIME);
}

/* A lost answer to COMMIT is no matter: the piece is gone from the list, or it is not, and the
 * model is the new one, or it is not. */
static gboolean
encode (Encoder *self, GError **error)
{
  guint wait = FIRST_WAIT;

  for (guint try = 1;; try++)
    {
      const gint64 before = self->encoded->photos;
      g_autoptr (GError) local = NULL;

      if (connect_again (self, &local))
        {
          if (self->next == 0)
            self->next = self->archive->next;
          self->encoded->pending |= self->archive->next > 0;
          self->encoded->switched |= self->unsure && self->archive->model == self->next;
          if (encode_all (self, &local))
            return TRUE;
        }
      if (self->encoded->photos > before)
        try = 1;
      if (!can_try_again (local) || try == N_TRIES)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      sem_link_pause (sem_progress_get_cancellable (self->progress), try == 1 ? FIRST_WAIT : wait);
      wait = try == 1 ? FIRST_WAIT * 2 : wait * 2;
    }
}

gboolean
sem_archive_encode (const char *uri,
                    SemArchiveEncoded *encoded,
                    const SemProgress *progress,
                    GError **error)
{
  Encoder self = { .uri = uri, .progress = progress, .encoded = encoded };
  gboolean ok;

  *encoded = (SemArchiveEncoded){ NULL };
  ok = encode (&self, error);
  if (self.archive)
    encoded->archive = g_strdup (sem_link_get_name (self.archive->link));
  if (ok && connect_again (&self, NULL))
    remove_old (&self);
  close_archive (&self);
  return ok;
}
