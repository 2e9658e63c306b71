/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/pgvector.h"
#include "engine/archive/schema.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_VERSION 40
#define MAX_SCHEMA 64

/* In the archive's own schema, where no other user can put a function of the same name. */
static const char add[] =
  "SET LOCAL ROLE NONE;"
  "DO $$ BEGIN"
  " IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN"
  "  CREATE EXTENSION IF NOT EXISTS vector SCHEMA semblance;"
  " END IF;"
  " EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

static const char find[] = "SELECT n.nspname::text, e.extversion, a.hnsw FROM semblance.archive a"
                           " LEFT JOIN pg_extension e ON e.extname = 'vector'"
                           " LEFT JOIN pg_namespace n ON n.oid = e.extnamespace"
                           " WHERE e.oid IS NULL OR has_schema_privilege (n.oid, 'USAGE')";

void
sem_pgvector_clear (SemPgvector *self)
{
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->operator, g_free);
}

gboolean
sem_pgvector_add (SemLink *link, GError **error)
{
  return sem_link_do (link, add, NULL, error)
         && sem_link_do (link, sem_schema_become_owner, NULL, error);
}

/* It becomes a part of statements. */
static gboolean
is_plain_name (const char *name)
{
  return name && *name && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (name)
         && !g_ascii_isdigit (*name);
}

gboolean
sem_pgvector_find (SemPgvector *self, SemLink *link, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemRows) rows = sem_link_run (link, find, NULL, cancellable, error);
  g_autofree char *schema = NULL, *version = NULL;
  guint major = 0, minor = 0;
  SemCell cell;

  *self = (SemPgvector){ NULL };
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  schema = sem_cell_dup_text (&cell, MAX_SCHEMA);
  cell = sem_rows_get (rows, 0, 1);
  version = sem_cell_dup_text (&cell, MAX_VERSION);
  if (!is_plain_name (schema) || !version || sscanf (version, "%u.%u", &major, &minor) != 2
      || (major == 0 && minor < 7))
    return TRUE;
  cell = sem_rows_get (rows, 0, 2);
  self->hnsw = sem_cell_is_true (&cell);
  self->goes_on = major > 0 || minor >= 8;
  self->version = g_steal_pointer (&version);
  self->operator= g_strdup_printf ("OPERATOR (\"%s\".<~>)", schema);
  return TRUE;
}

gboolean
sem_pgvector_want_index (SemLink *link, GError **error)
{
  SemPgvector found = { NULL };
  gboolean ok = sem_pgvector_find (&found, link, NULL, error);

  if (ok && !found.version)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                 _("The server of “%s” has no pgvector 0.7 or later, which --hnsw needs. Install "
                   "it (Debian 13: postgresql-17-pgvector), or leave out --hnsw."),
                 sem_link_get_name (link));
  ok = ok && found.version
       && sem_link_do (link, "UPDATE semblance.archive SET hnsw = true", NULL, error);
  sem_pgvector_clear (&found);
  return ok;
}

gboolean
sem_pgvector_add_index (SemLink *link, gint64 model, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "DO $$ BEGIN IF (SELECT hnsw FROM semblance.archive) THEN"
    "  EXECUTE format ('CREATE INDEX ON semblance.codes_%d USING hnsw (code %%I.bit_hamming_ops)',"
    "   (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
    "    WHERE e.extname = 'vector'));"
    " END IF; END $$",
    (gint) model);

  return sem_link_do (link, sql, NULL, error);
}
