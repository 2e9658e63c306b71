/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/archive.h"
#include "engine/archive/schema.h"
#include "engine/nn/backbone.h"

#include <glib/gi18n-lib.h>

/* Bytes of the id of a backbone at most. */
#define MAX_BACKBONE 200

void
sem_archive_close (SemArchive *self)
{
  if (!self)
    return;
  sem_link_close (self->link);
  sem_pgvector_clear (&self->pgvector);
  g_free (self->backbone);
  g_free (self);
}

static gboolean
get_int (SemRows *rows, guint column, gint64 least, gint64 most, gint64 *value)
{
  const SemCell cell = sem_rows_get (rows, 0, column);

  return sem_cell_get_int (&cell, least, most, value);
}

static gboolean
is_code_length (gint64 bits)
{
  return bits == 16 || bits == 32 || bits == 64 || bits == 128 || bits == 256 || bits == 512;
}

/* Only here a missing table means that. @local: (transfer full) */
static gboolean
set_none (const SemArchive *self, GError *local, GError **error)
{
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
               _("There is no archive in “%s”. Make one with “semblance-cli archive create”."),
               sem_link_get_name (self->link));
  return FALSE;
}

/* The version first: of a newer one nothing else is understood. */
static gboolean
check_version (SemArchive *self, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;
  g_autoptr (SemRows) rows =
    sem_link_run (self->link, "SELECT version FROM semblance.archive", NULL, cancellable, &local);

  if (!rows)
    return set_none (self, local, error);
  if (!get_int (rows, 0, 1, G_MAXINT32, &self->version))
    return sem_link_set_damaged (self->link, error);
  if (self->version <= SEM_ARCHIVE_VERSION)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_NEWER,
               _("The archive “%s” was made by a newer version of Semblance. Update Semblance to "
                 "use it."),
               sem_link_get_name (self->link));
  return FALSE;
}

static gboolean
read_archive (SemArchive *self, GCancellable *cancellable, GError **error)
{
  static const char sql[] =
    "SELECT a.model, a.partitions, a.shards, m.bits, a.backbone, n.id, n.bits"
    " FROM semblance.archive a JOIN semblance.models m ON m.id = a.model"
    " JOIN semblance.models n ON n.id = (SELECT max (id) FROM semblance.models)";
  g_autoptr (SemRows) rows = sem_link_run (self->link, sql, NULL, cancellable, error);
  gint64 n_parts, n_shards, bits, next, next_bits;
  SemCell backbone;

  if (!rows)
    return FALSE;
  backbone = sem_rows_get (rows, 0, 4);
  self->backbone = sem_cell_dup_text (&backbone, MAX_BACKBONE);
  if (!self->backbone || !get_int (rows, 0, 1, G_MAXINT32, &self->model)
      || !get_int (rows, 1, 1, SEM_ARCHIVE_MAX_PARTITIONS, &n_parts)
      || !get_int (rows, 2, 0, SEM_ARCHIVE_MAX_PARTITIONS, &n_shards)
      || !get_int (rows, 3, 1, G_MAXINT32, &bits) || !is_code_length (bits)
      || !get_int (rows, 5, self->model, G_MAXINT32, &next)
      || !get_int (rows, 6, 1, G_MAXINT32, &next_bits) || !is_code_length (next_bits))
    return sem_link_set_damaged (self->link, error);
  self->n_parts = (guint) n_parts;
  self->n_shards = (guint) n_shards;
  self->bits = (guint) bits;
  self->next = next > self->model ? next : 0;
  self->next_bits = (guint) next_bits;
  return TRUE;
}

/* Other servers may have another version, or none. */
static gboolean
find_pgvector (SemArchive *self, GCancellable *cancellable, GError **error)
{
  return self->version < SEM_ARCHIVE_LISTS_CHANGES || self->n_shards > 0
         || sem_pgvector_find (&self->pgvector, self->link, cancellable, error);
}

SemArchive *
sem_archive_open (const char *uri, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemArchive) self = g_new0 (SemArchive, 1);

  self->link = sem_link_open (uri, cancellable, error);
  if (!self->link || !check_version (self, cancellable, error)
      || !read_archive (self, cancellable, error) || !find_pgvector (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
sem_archive_set_changing (const SemLink *link, GError **error)
{
  g_set_error (error, SEM_ERROR, SEM_ERROR_BUSY,
               _("The archive “%s” is being changed. Try again later."), sem_link_get_name (link));
  return FALSE;
}

static SemHashModel *
load_model (const SemArchive *self,
            gint64 id,
            guint bits,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SemHashModel *model;
  SemCell cell;

  sem_values_add_int (values, id);
  rows = sem_link_run (self->link, "SELECT data FROM semblance.models WHERE id = $1", values,
                       cancellable, error);
  if (!rows)
    return NULL;
  /* It was there a moment ago: the archive has just changed to another one. */
  if (sem_rows_get_n (rows) == 0)
    {
      sem_archive_set_changing (self->link, error);
      return NULL;
    }
  cell = sem_rows_get (rows, 0, 0);
  bytes = g_bytes_new (cell.data, cell.size);
  model = sem_hash_model_new_from_bytes (bytes, error);
  if (!model)
    return NULL;
  if (sem_hash_model_get_n_bits (model) == bits
      && sem_hash_model_get_n_features (model) == SEM_BACKBONE_DIM)
    return model;
  sem_hash_model_free (model);
  sem_link_set_damaged (self->link, error);
  return NULL;
}

SemHashModel *
sem_archive_load_model (const SemArchive *self, GCancellable *cancellable, GError **error)
{
  return load_model (self, self->model, self->bits, cancellable, error);
}

SemHashModel *
sem_archive_load_next_model (const SemArchive *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self->next > 0, NULL);

  return load_model (self, self->next, self->next_bits, cancellable, error);
}

gint64
sem_archive_count (const SemArchive *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemRows) rows =
    sem_link_run (self->link, "SELECT coalesce (sum (n), 0)::bigint FROM semblance.tally", NULL,
                  cancellable, error);
  gint64 n;

  if (!rows)
    return -1;
  if (get_int (rows, 0, 0, G_MAXINT64, &n))
    return n;
  sem_link_set_damaged (self->link, error);
  return -1;
}
