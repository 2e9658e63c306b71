/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/version.h"
#include "engine/archive/pgvector.h"
#include "engine/archive/schema.h"
#include "engine/archive/shards.h"

static gint64
add_model (SemLink *link, guint bits, const char *method, GBytes *bytes, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  SemCell cell;
  gint64 id;

  sem_values_add_int (values, bits);
  sem_values_add_text (values, method);
  sem_values_add_bytes (values, data, size);
  rows = sem_link_run (link,
                       "INSERT INTO semblance.models (bits, method, data) VALUES ($1, $2, $3)"
                       " RETURNING id",
                       values, NULL, error);
  if (!rows)
    return -1;
  cell = sem_rows_get (rows, 0, 0);
  if (sem_cell_get_int (&cell, 1, G_MAXINT32, &id))
    return id;
  sem_link_set_damaged (link, error);
  return -1;
}

gboolean
sem_version_add_table (const SemVersionMaker *self,
                       const char *table,
                       const char *columns,
                       GError **error)
{
  return sem_shards_make_parts (self->shards, table, columns, self->n_parts, error)
         && sem_schema_add_parts (self->link, table, columns, self->n_parts, self->shards->len,
                                  error);
}

gint64
sem_version_add (const SemVersionMaker *self,
                 guint bits,
                 const char *method,
                 GBytes *data,
                 GError **error)
{
  const gint64 id = add_model (self->link, bits, method, data, error);
  g_autofree char *code = g_strdup_printf ("code bit (%u) NOT NULL", bits);
  g_autofree char *codes = g_strdup_printf ("codes_%d", (gint) id);
  g_autofree char *vectors = g_strdup_printf ("vectors_%d", (gint) id);

  if (id > 0 && sem_version_add_table (self, codes, code, error)
      && sem_version_add_table (self, vectors, sem_schema_vectors, error)
      && (!self->indexes || sem_pgvector_add_index (self->link, id, error)))
    return id;
  return -1;
}
