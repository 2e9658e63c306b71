/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/search/status.h"
#include "engine/archive/archive.h"
#include "engine/archive/mirror/mirror-private.h"

/* How long a part may take to answer. */
#define PATIENCE 10

static const char list_owners[] =
  "SELECT o.name, o.role::text, count (DISTINCT l.photo), count (l.id) FROM semblance.owners o"
  " LEFT JOIN semblance.places l ON l.owner = o.id GROUP BY o.id ORDER BY o.name, o.role, o.id";

static void
free_owner (gpointer data)
{
  SemArchiveOwner *owner = data;

  g_free (owner->name);
  g_free (owner->role);
  g_free (owner);
}

static void
free_part (gpointer data)
{
  g_free (((SemArchivePart *) data)->reason);
  g_free (data);
}

void
sem_archive_status_free (SemArchiveStatus *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->backbone);
  g_free (self->method);
  g_free (self->next_method);
  g_free (self->pgvector);
  g_ptr_array_unref (self->owners);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static gboolean
read_owners (SemArchiveStatus *self, SemLink *link, GError **error)
{
  g_autoptr (SemRows) rows = sem_link_run (link, list_owners, NULL, NULL, error);

  if (!rows)
    return FALSE;
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell name = sem_rows_get (rows, i, 0), role = sem_rows_get (rows, i, 1);
      const SemCell photos = sem_rows_get (rows, i, 2), places = sem_rows_get (rows, i, 3);
      SemArchiveOwner *owner = g_new0 (SemArchiveOwner, 1);

      g_ptr_array_add (self->owners, owner);
      owner->name = sem_cell_dup_shown (&name, SEM_ARCHIVE_MAX_NAME);
      owner->role = sem_cell_dup_shown (&role, SEM_ARCHIVE_MAX_NAME);
      if (!sem_cell_get_int (&photos, 0, G_MAXINT64, &owner->photos)
          || !sem_cell_get_int (&places, 0, G_MAXINT64, &owner->places))
        return sem_link_set_damaged (link, error);
    }
  return TRUE;
}

static gboolean
read_database (SemArchiveStatus *self, const SemArchive *archive, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell size, method;

  sem_values_add_int (values, archive->model);
  rows = sem_link_run (archive->link,
                       "SELECT pg_database_size (current_database ()), method"
                       " FROM semblance.models WHERE id = $1",
                       values, NULL, error);
  if (!rows)
    return FALSE;
  size = sem_rows_get (rows, 0, 0);
  method = sem_rows_get (rows, 0, 1);
  self->method = sem_cell_dup_text (&method, SEM_ARCHIVE_MAX_NAME);
  if (!self->method || !sem_cell_get_int (&size, 0, G_MAXINT64, &self->size))
    return sem_link_set_damaged (archive->link, error);
  return TRUE;
}

/* Photos that were removed while they waited are counted as well. */
static gboolean
read_next (SemArchiveStatus *self, const SemArchive *archive, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell method, left;

  if (!archive->next)
    return TRUE;
  sem_values_add_int (values, archive->next);
  rows = sem_link_run (archive->link,
                       "SELECT method, (SELECT count (*) FROM semblance.work w"
                       " JOIN semblance.photos p ON p.id BETWEEN w.first AND w.last"
                       " WHERE w.model = $1) FROM semblance.models WHERE id = $1",
                       values, NULL, error);
  if (!rows)
    return FALSE;
  method = sem_rows_get (rows, 0, 0);
  left = sem_rows_get (rows, 0, 1);
  self->next_method = sem_cell_dup_text (&method, SEM_ARCHIVE_MAX_NAME);
  self->next_bits = archive->next_bits;
  return (self->next_method && sem_cell_get_int (&left, 0, G_MAXINT64, &self->left))
         || sem_link_set_damaged (archive->link, error);
}

/* A shard knows its sizes; those of an archive of before cannot be asked. */
static void
read_shard_size (SemArchivePart *part, const SemArchive *archive, guint i)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT bytes FROM semblance.sizes_%d WHERE name = $1", part->shard);
  g_autofree char *table = g_strdup_printf ("codes_%d_%u", (gint) archive->model, i);
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell size;

  sem_values_add_text (values, table);
  rows = sem_link_run (archive->link, sql, values, NULL, NULL);
  if (!rows)
    return;
  size = sem_rows_get (rows, 0, 0);
  if (!sem_cell_get_int (&size, 0, G_MAXINT64, &part->size))
    part->size = -1;
}

/* A failure is what is said of the part. */
static void
read_part (SemArchivePart *part, const SemArchive *archive, guint i)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT count (*), %s FROM semblance.codes_%d_%u",
                     part->shard < 0 ? "pg_total_relation_size (max (tableoid))" : "NULL::bigint",
                     (gint) archive->model, i);
  g_autoptr (GError) error = NULL;
  g_autoptr (SemRows) rows = sem_link_run (archive->link, sql, NULL, NULL, &error);
  SemCell n, size;

  part->rows = part->size = -1;
  if (!rows)
    {
      part->reason = g_strdup (error->message);
      return;
    }
  n = sem_rows_get (rows, 0, 0);
  size = sem_rows_get (rows, 0, 1);
  if (!sem_cell_get_int (&n, 0, G_MAXINT64, &part->rows))
    part->rows = -1;
  if (part->shard >= 0)
    read_shard_size (part, archive, i);
  else if (!sem_cell_get_int (&size, 0, G_MAXINT64, &part->size))
    part->size = part->rows == 0 ? 0 : -1;
}

/* A part that does not move may cost the connection, which the others are not to suffer from. */
static gboolean
read_parts (SemArchiveStatus *self, SemArchive **archive, const char *uri, GError **error)
{
  for (guint i = 0; i < (*archive)->n_parts; i++)
    {
      SemArchivePart *part = g_new0 (SemArchivePart, 1);

      part->shard = (*archive)->n_shards > 0 ? (gint) (i % (*archive)->n_shards) : -1;
      g_ptr_array_add (self->parts, part);
      read_part (part, *archive, i);
      if (!sem_link_is_lost ((*archive)->link))
        continue;
      sem_archive_close (*archive);
      *archive = sem_archive_open (uri, NULL, error);
      if (!*archive || !sem_link_set_patience ((*archive)->link, PATIENCE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_all (SemArchiveStatus *self, SemArchive **archive, const char *uri, GError **error)
{
  self->photos = sem_archive_count (*archive, NULL, error);
  return self->photos >= 0 && read_database (self, *archive, error)
         && read_next (self, *archive, error) && read_owners (self, (*archive)->link, error)
         && sem_link_set_patience ((*archive)->link, PATIENCE, error)
         && read_parts (self, archive, uri, error);
}

SemArchiveStatus *
sem_archive_get_status (const char *uri, GError **error)
{
  g_autoptr (SemArchive) archive = sem_archive_open (uri, NULL, error);
  g_autoptr (SemArchiveStatus) self = NULL;
  g_autoptr (SemHammingIndex) mirror = NULL;

  if (!archive)
    return NULL;
  self = g_new0 (SemArchiveStatus, 1);
  self->owners = g_ptr_array_new_with_free_func (free_owner);
  self->parts = g_ptr_array_new_with_free_func (free_part);
  self->name = g_strdup (sem_link_get_name (archive->link));
  self->backbone = g_strdup (archive->backbone);
  self->bits = archive->bits;
  self->pgvector = g_strdup (archive->pgvector.version);
  self->hnsw = archive->pgvector.hnsw;
  if (!read_all (self, &archive, uri, error))
    return NULL;
  /* Last: the connection may not be of use afterwards. */
  mirror = sem_mirror_open (archive, &self->mirror, NULL);
  self->mirror_photos = mirror ? sem_hamming_index_get_size (mirror) : 0;
  return g_steal_pointer (&self);
}
