/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/shards.h"
#include "engine/archive/schema.h"

#include <glib/gi18n-lib.h>

/* How the archive's server reaches a shard: it notices within seconds that one is gone, fetches
 * the nearest codes at once, and waits for all shards together. It asks how many rows there are:
 * taking a large table for a small one, it would fetch all of it and count bits by itself. Only the
 * archive's owner may make tables of what is there, which everyone would read and write with the
 * rights of the user of the address: what others may do with those of the archive, these say. The
 * password, if one is needed, is that of ~/.pgpass of the server's own user, or none. */
static const char server[] =
  "DO $$ DECLARE name text := 'shard_' || current_setting ('semblance.number');"
  "  mode text := current_setting ('semblance.sslmode');"
  "  owner name := (SELECT pg_get_userbyid (nspowner) FROM pg_namespace"
  "   WHERE nspname = 'semblance'); BEGIN"
  "  EXECUTE format ('CREATE SERVER %I FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L,"
  " dbname %L, async_capable ''true'', use_remote_estimate ''true'', fetch_size ''2000'', "
  "batch_size ''100'',"
  " connect_timeout ''5'', tcp_user_timeout ''10000'', keepalives_idle ''10'')', name,"
  "   current_setting ('semblance.host'), current_setting ('semblance.port'),"
  "   current_setting ('semblance.dbname'));"
  "  EXECUTE format ('CREATE USER MAPPING FOR PUBLIC SERVER %I OPTIONS (user %L,"
  " password_required ''false'')', name, current_setting ('semblance.user'));"
  "  IF mode <> '' THEN"
  "   EXECUTE format ('ALTER SERVER %I OPTIONS (ADD sslmode %L)', name, mode);"
  "  END IF;"
  "  EXECUTE format ('GRANT USAGE ON FOREIGN SERVER %I TO %I', name, owner);"
  " END $$";

/* Begins a transaction. Only one that sets up the database can have its lock, also where it is
 * given twice. */
static gboolean
begin (SemLink *link, gboolean *is_free, GError **error)
{
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;

  if (!sem_link_do (link, "BEGIN", NULL, error))
    return FALSE;
  rows = sem_link_run (link,
                       "SELECT pg_try_advisory_xact_lock (" SEM_ARCHIVE_LOCK ") AND NOT EXISTS"
                       " (SELECT FROM pg_namespace WHERE nspname = 'semblance_shard')",
                       NULL, NULL, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  *is_free = sem_cell_is_true (&cell);
  return TRUE;
}

static SemLink *
open_shard (const char *uri, GError **error)
{
  g_autoptr (SemLink) link = NULL;
  gboolean is_free;

  if (sem_link_has_password (uri))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                   _("The address of a shard must be readable and without a password, which would "
                     "be stored. Put it into ~/.pgpass of the user that runs the server."));
      return NULL;
    }
  link = sem_link_open (uri, NULL, error);
  if (!link || !begin (link, &is_free, error))
    return NULL;
  if (is_free)
    return g_steal_pointer (&link);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _(
                 "“%s” already has the parts of an archive. Choose another database for the shard; "
                 "if no archive needs these any more, remove its schema semblance_shard."),
               sem_link_get_name (link));
  return NULL;
}

GPtrArray *
sem_shards_open (char **uris, GError **error)
{
  g_autoptr (GPtrArray) shards = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_link_close);

  for (gsize i = 0; uris && uris[i]; i++)
    {
      SemLink *link = open_shard (uris[i], error);

      if (!link)
        return NULL;
      g_ptr_array_add (shards, link);
    }
  return g_steal_pointer (&shards);
}

/* The words of an address as libpq reads them, quoted as it wants. */
static const char find_address[] =
  "SELECT string_agg (format ('%s=''%s''', o.option_name,"
  " replace (replace (o.option_value, '\\', '\\\\'), '''', '\\''')), ' ') FROM"
  " (SELECT s.srvname, (pg_options_to_table (s.srvoptions)).* FROM pg_foreign_server s"
  "  UNION ALL SELECT u.srvname, (pg_options_to_table (u.umoptions)).* FROM pg_user_mappings u) o"
  " WHERE o.srvname = 'shard_' || $1"
  " AND o.option_name IN ('host', 'port', 'dbname', 'user', 'sslmode')";

static SemLink *
reopen_shard (SemLink *link, guint i, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  g_autoptr (SemLink) shard = NULL;
  g_autofree char *address = NULL;
  SemCell cell;

  sem_values_add_int (values, i);
  rows = sem_link_run (link, find_address, values, NULL, error);
  if (!rows)
    return NULL;
  cell = sem_rows_get (rows, 0, 0);
  address = sem_cell_dup_text (&cell, SEM_ARCHIVE_MAX_PATH);
  if (!address)
    {
      sem_link_set_damaged (link, error);
      return NULL;
    }
  shard = sem_link_open (address, NULL, error);
  return shard && sem_link_do (shard, "BEGIN", NULL, error) ? g_steal_pointer (&shard) : NULL;
}

GPtrArray *
sem_shards_reopen (SemLink *link, guint n, GError **error)
{
  g_autoptr (GPtrArray) shards = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_link_close);

  for (guint i = 0; i < n; i++)
    {
      SemLink *shard = reopen_shard (link, i, error);

      if (!shard)
        return NULL;
      g_ptr_array_add (shards, shard);
    }
  return g_steal_pointer (&shards);
}

/* The block above cannot have parameters. */
static gboolean
set_word (SemLink *link, const char *name, const char *value, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_text (values, name);
  sem_values_add_text (values, value ? value : "");
  rows = sem_link_run (link, "SELECT set_config ($1, $2, true)", values, NULL, error);
  return rows != NULL;
}

/* What the tables of a shard take on its disk, which only its server knows. */
static const char sizes[] = "CREATE SCHEMA semblance_shard;"
                            "CREATE VIEW semblance_shard.sizes AS SELECT c.relname::text AS name,"
                            " pg_total_relation_size (c.oid) AS bytes FROM pg_class c"
                            " JOIN pg_namespace n ON n.oid = c.relnamespace"
                            " WHERE n.nspname = 'semblance_shard' AND c.relkind = 'r'";

static gboolean
add_sizes (SemLink *link, const GPtrArray *shards, GError **error)
{
  for (guint i = 0; i < shards->len; i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("CREATE FOREIGN TABLE semblance.sizes_%u (name text, bytes bigint)"
                         " SERVER shard_%u OPTIONS (schema_name 'semblance_shard', table_name"
                         " 'sizes');SELECT semblance.open_table ('sizes_%u', false)",
                         i, i, i);

      if (!sem_link_do (g_ptr_array_index (shards, i), sizes, NULL, error)
          || !sem_link_do (link, sql, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_shards_add (SemLink *link, const GPtrArray *shards, GError **error)
{
  static const char *const parts[] = { "host", "port", "dbname", "user", "sslmode" };

  if (shards->len == 0)
    return TRUE;
  if (!sem_link_do (link,
                    "SET LOCAL ROLE NONE;"
                    "CREATE EXTENSION IF NOT EXISTS postgres_fdw SCHEMA public",
                    NULL, error))
    return FALSE;
  for (guint i = 0; i < shards->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      if (!set_word (link, "semblance.number", number, error))
        return FALSE;
      for (gsize p = 0; p < G_N_ELEMENTS (parts); p++)
        {
          g_autofree char *name = g_strconcat ("semblance.", parts[p], NULL);
          g_autofree char *value = sem_link_dup_part (g_ptr_array_index (shards, i), parts[p]);

          if (!set_word (link, name, value, error))
            return FALSE;
        }
      if (!sem_link_do (link, server, NULL, error))
        return FALSE;
    }
  return sem_link_do (link, sem_schema_become_owner, NULL, error)
         && add_sizes (link, shards, error);
}

gboolean
sem_shards_make_parts (const GPtrArray *shards,
                       const char *table,
                       const char *columns,
                       guint n,
                       GError **error)
{
  for (guint i = 0; shards->len > 0 && i < n; i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("CREATE TABLE semblance_shard.%s_%u (photo bigint PRIMARY KEY, %s)", table,
                         i, columns);

      if (!sem_link_do (g_ptr_array_index (shards, i % shards->len), sql, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_shards_commit (const GPtrArray *shards, guint *n, GError **error)
{
  for (*n = 0; *n < shards->len; (*n)++)
    if (!sem_link_do (g_ptr_array_index (shards, *n), "COMMIT", NULL, error))
      return FALSE;
  return TRUE;
}

void
sem_shards_undo (const GPtrArray *shards, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!sem_link_do (g_ptr_array_index (shards, i), "DROP SCHEMA semblance_shard CASCADE", NULL,
                        &error))
        g_warning ("A shard was not cleaned up: %s", error->message);
    }
}
