/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/schema.h"

#include <glib/gi18n-lib.h>

/* Of a publisher's rows none can have what would make the searches of others fail. */
const char sem_schema_features[] =
  "feature bytea NOT NULL CHECK (length (feature) = 2560), sketch bytea, thumbnail bytea";
const char sem_schema_vectors[] = "vector bytea NOT NULL CHECK (length (vector) = 256)";

const char sem_schema_become_owner[] =
  "DO $$ BEGIN EXECUTE format ('SET LOCAL ROLE %I', (SELECT pg_get_userbyid (nspowner)"
  " FROM pg_namespace WHERE nspname = 'semblance')); END $$";
const char sem_schema_stay_owner[] =
  "DO $$ BEGIN EXECUTE format ('SET ROLE %I', (SELECT pg_get_userbyid (nspowner)"
  " FROM pg_namespace WHERE nspname = 'semblance')); END $$";

/* Roles belong to all databases of a server: their names begin with that of this one, or with a
 * number for it where that is long. */
static const char roles[] =
  "DO $$"
  " DECLARE"
  "  base text := CASE WHEN octet_length (current_database ()) <= 48 THEN current_database ()"
  "   ELSE 'semblance_' || left (md5 (current_database ()), 16) END;"
  "  part text;"
  " BEGIN"
  "  FOREACH part IN ARRAY ARRAY['_owner', '_publisher', '_reader'] LOOP"
  "   IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = base || part) THEN"
  "    EXECUTE format ('CREATE ROLE %I NOLOGIN', base || part);"
  "   END IF;"
  "   EXECUTE format ('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database (),"
  "    base || part);"
  "  END LOOP;"
  "  EXECUTE format ('GRANT %I TO %I', base || '_reader', base || '_publisher');"
  "  EXECUTE format ('GRANT %I TO %I', base || '_publisher', base || '_owner');"
  "  EXECUTE format ('GRANT %I TO %I', base || '_owner', session_user);"
  "  EXECUTE format ('GRANT CREATE ON DATABASE %I TO %I', current_database (), base || '_owner');"
  "  EXECUTE format ('SET LOCAL ROLE %I', base || '_owner');"
  " END $$";

/* archive: publisher, reader: the names of the roles. owners: library: tells the libraries of one
 * name apart; thumbnails, paths, whole: what the owner has agreed to. photos: owner: who has added
 * it, and may be gone. tally: its sum is the number of photos; each change adds a row, so that
 * publishers do not wait for each other. dropped: photos that are gone while what was made of them
 * is not yet: on other servers that is another transaction. places: path: empty where paths are not
 * published; changed: time of the file, in nanoseconds since 1970. photos: taken: as in
 * SemMetadata. */
static const char tables[] =
  "CREATE SCHEMA semblance;"
  "CREATE TABLE semblance.archive ("
  "  one boolean PRIMARY KEY DEFAULT true CHECK (one),"
  "  version integer NOT NULL,"
  "  backbone text NOT NULL,"
  "  model integer,"
  "  partitions integer NOT NULL,"
  "  shards integer NOT NULL,"
  "  publisher name NOT NULL,"
  "  reader name NOT NULL);"
  "CREATE TABLE semblance.models ("
  "  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,"
  "  bits integer NOT NULL,"
  "  method text NOT NULL,"
  "  data bytea NOT NULL,"
  "  created timestamptz NOT NULL DEFAULT now ());"
  "CREATE TABLE semblance.owners ("
  "  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,"
  "  role name NOT NULL DEFAULT current_user,"
  "  name text NOT NULL UNIQUE CHECK (octet_length (name) BETWEEN 1 AND 200),"
  "  library bytea NOT NULL,"
  "  thumbnails boolean NOT NULL DEFAULT false,"
  "  paths boolean NOT NULL DEFAULT false,"
  "  whole boolean NOT NULL DEFAULT false);"
  "CREATE TABLE semblance.photos ("
  "  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,"
  "  hash bytea NOT NULL UNIQUE CHECK (length (hash) = 32),"
  "  owner integer NOT NULL,"
  "  width integer NOT NULL,"
  "  height integer NOT NULL,"
  "  taken bigint,"
  "  dct bigint);"
  "CREATE TABLE semblance.places ("
  "  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,"
  "  photo bigint NOT NULL REFERENCES semblance.photos,"
  "  owner integer NOT NULL REFERENCES semblance.owners,"
  "  path bytea NOT NULL CHECK (length (path) <= 4096),"
  "  changed bigint NOT NULL);"
  "CREATE UNIQUE INDEX places_once ON semblance.places (owner, photo, sha256 (path));"
  "CREATE INDEX places_photo ON semblance.places (photo);"
  "CREATE TABLE semblance.tally (n bigint NOT NULL);"
  "CREATE TABLE semblance.dropped (photo bigint NOT NULL);";

/* Since version 2. changes: which photos came or went in the transaction: a row for each statement,
 * since numbers that are handed out in order do not appear in order. archive: since: what changed
 * up to this transaction is not listed any more; hnsw: whether codes have an index of pgvector. */
static const char change_tables[] =
  "CREATE TABLE semblance.changes ("
  "  at xid8 NOT NULL DEFAULT pg_current_xact_id (),"
  "  made timestamptz NOT NULL DEFAULT now (),"
  "  photos bigint[] NOT NULL);"
  "CREATE INDEX changes_at ON semblance.changes (at);"
  "ALTER TABLE semblance.archive ADD COLUMN since xid8 NOT NULL DEFAULT '0',"
  " ADD COLUMN hnsw boolean NOT NULL DEFAULT false;"
  "DO $$ BEGIN EXECUTE format ('GRANT SELECT ON semblance.changes TO %I',"
  " (SELECT reader FROM semblance.archive)); END $$;";

/* Functions of the owner look up nothing where a user could have put something else. */
static const char functions[] =
  "CREATE OR REPLACE FUNCTION semblance.count_more () RETURNS trigger LANGUAGE plpgsql"
  " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN"
  "  INSERT INTO semblance.tally SELECT count (*) FROM changed HAVING count (*) > 0;"
  "  INSERT INTO semblance.changes (photos) SELECT array_agg (id) FROM changed"
  "   HAVING count (*) > 0;"
  "  IF FOUND THEN PERFORM pg_notify ('" SEM_ARCHIVE_CHANNEL "', ''); END IF;"
  "  RETURN NULL; END $$;"
  "CREATE OR REPLACE FUNCTION semblance.count_fewer () RETURNS trigger LANGUAGE plpgsql"
  " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN"
  "  INSERT INTO semblance.tally SELECT -count (*) FROM changed HAVING count (*) > 0;"
  "  INSERT INTO semblance.changes (photos) SELECT array_agg (id) FROM changed"
  "   HAVING count (*) > 0;"
  "  IF FOUND THEN PERFORM pg_notify ('" SEM_ARCHIVE_CHANNEL "', ''); END IF;"
  "  RETURN NULL; END $$;"
  /* Photos without a place, and then, in a transaction of its own, what was made of them. What
   * changed a month ago is not listed any more. */
  "CREATE OR REPLACE FUNCTION semblance.sweep () RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER"
  " SET search_path = pg_catalog, pg_temp AS $$ DECLARE removed bigint; BEGIN"
  "  WITH gone AS (DELETE FROM semblance.photos p WHERE NOT EXISTS"
  "    (SELECT FROM semblance.places l WHERE l.photo = p.id) RETURNING id)"
  "  INSERT INTO semblance.dropped SELECT id FROM gone;"
  "  GET DIAGNOSTICS removed = ROW_COUNT;"
  "  WITH old AS (DELETE FROM semblance.tally RETURNING n)"
  "  INSERT INTO semblance.tally SELECT sum (old.n) FROM old HAVING count (*) > 0;"
  "  WITH old AS (DELETE FROM semblance.changes WHERE made < now () - interval '30 days'"
  "    RETURNING at), last AS (SELECT at FROM old ORDER BY at DESC LIMIT 1)"
  "  UPDATE semblance.archive a SET since = last.at FROM last WHERE last.at > a.since;"
  "  RETURN removed; END $$;"
  /* Servers of parts commit one after another, and before this one: where one of them fails, others
   * have rows of photos that never were, in all tables. They are looked for where there are not as
   * many codes as photos, and nobody publishes; each part counts its own codes. The lock of the
   * table keeps two from removing the same rows. */
  "CREATE OR REPLACE FUNCTION semblance.sweep_parts () RETURNS void LANGUAGE plpgsql SECURITY "
  "DEFINER"
  " SET search_path = pg_catalog, pg_temp AS $$ DECLARE tables text[]; part text; piece regclass;"
  "  gone bigint[]; rows bigint := 0; n bigint; a semblance.archive; BEGIN"
  "  LOCK TABLE semblance.dropped IN SHARE UPDATE EXCLUSIVE MODE;"
  "  SELECT * INTO a FROM semblance.archive;"
  "  tables := ARRAY (SELECT 'features' UNION ALL SELECT 'codes_' || id FROM semblance.models"
  "   UNION ALL SELECT 'vectors_' || id FROM semblance.models);"
  "  WITH old AS (DELETE FROM semblance.dropped RETURNING photo)"
  "  SELECT array_agg (photo) INTO gone FROM old;"
  "  IF gone IS NOT NULL THEN"
  "   FOREACH part IN ARRAY tables LOOP"
  "    EXECUTE format ('DELETE FROM semblance.%I WHERE photo = ANY ($1)', part) USING gone;"
  "   END LOOP;"
  "  END IF;"
  "  IF a.shards = 0 OR NOT pg_try_advisory_xact_lock (" SEM_ARCHIVE_LOCK ") THEN RETURN; END IF;"
  "  FOR piece IN SELECT inhrelid FROM pg_inherits"
  "   WHERE inhparent = ('semblance.codes_' || a.model)::regclass LOOP"
  "   EXECUTE format ('SELECT count (*) FROM %s', piece) INTO n;"
  "   rows := rows + n;"
  "  END LOOP;"
  "  IF rows <> (SELECT coalesce (sum (tally.n), 0) FROM semblance.tally) THEN"
  "   FOREACH part IN ARRAY tables LOOP"
  "    EXECUTE format ('DELETE FROM semblance.%I a WHERE NOT EXISTS"
  " (SELECT FROM semblance.photos p WHERE p.id = a.photo)', part);"
  "   END LOOP;"
  "  END IF; END $$;"
  /* The rights to a table of parts, or to one of its parts, which can only be read. */
  "CREATE OR REPLACE FUNCTION semblance.open_table (part text, adds boolean) RETURNS void LANGUAGE "
  "plpgsql"
  " SET search_path = pg_catalog, pg_temp AS $$ DECLARE a semblance.archive; BEGIN"
  "  SELECT * INTO a FROM semblance.archive;"
  "  EXECUTE format ('GRANT SELECT ON semblance.%I TO %I', part, a.reader);"
  "  IF adds THEN"
  "   EXECUTE format ('GRANT INSERT ON semblance.%I TO %I', part, a.publisher);"
  "   EXECUTE format ('ALTER TABLE semblance.%I ENABLE ROW LEVEL SECURITY', part);"
  "   EXECUTE format ('CREATE POLICY see ON semblance.%I FOR SELECT USING (true)', part);"
  "   EXECUTE format ('CREATE POLICY add ON semblance.%I FOR INSERT WITH CHECK (EXISTS"
  " (SELECT FROM semblance.photos p JOIN semblance.owners o ON o.id = p.owner"
  " WHERE p.id = photo AND o.role = current_user))', part);"
  "  END IF; END $$;"
  "REVOKE ALL ON FUNCTION semblance.sweep () FROM PUBLIC;"
  "REVOKE ALL ON FUNCTION semblance.sweep_parts () FROM PUBLIC;"
  "REVOKE ALL ON FUNCTION semblance.open_table (text, boolean) FROM PUBLIC;";

static const char triggers[] =
  "CREATE TRIGGER count_more AFTER INSERT ON semblance.photos REFERENCING NEW TABLE AS changed"
  " FOR EACH STATEMENT EXECUTE FUNCTION semblance.count_more ();"
  "CREATE TRIGGER count_fewer AFTER DELETE ON semblance.photos REFERENCING OLD TABLE AS changed"
  " FOR EACH STATEMENT EXECUTE FUNCTION semblance.count_fewer ();";

static const char rights[] =
  "ALTER TABLE semblance.owners ENABLE ROW LEVEL SECURITY;"
  "ALTER TABLE semblance.photos ENABLE ROW LEVEL SECURITY;"
  "ALTER TABLE semblance.places ENABLE ROW LEVEL SECURITY;"
  "CREATE POLICY see ON semblance.owners FOR SELECT USING (true);"
  "CREATE POLICY see ON semblance.photos FOR SELECT USING (true);"
  "CREATE POLICY see ON semblance.places FOR SELECT USING (true);"
  "CREATE POLICY add ON semblance.owners FOR INSERT WITH CHECK (role = current_user);"
  "CREATE POLICY change ON semblance.owners FOR UPDATE USING (role = current_user);"
  "CREATE POLICY leave ON semblance.owners FOR DELETE USING (role = current_user);"
  "CREATE POLICY add ON semblance.photos FOR INSERT WITH CHECK (owner IN"
  " (SELECT id FROM semblance.owners WHERE role = current_user));"
  "CREATE POLICY add ON semblance.places FOR INSERT WITH CHECK (owner IN"
  " (SELECT id FROM semblance.owners WHERE role = current_user));"
  "CREATE POLICY take ON semblance.places FOR DELETE USING (owner IN"
  " (SELECT id FROM semblance.owners WHERE role = current_user));"
  "DO $$ DECLARE a semblance.archive; BEGIN"
  "  SELECT * INTO a FROM semblance.archive;"
  "  EXECUTE format ('GRANT USAGE ON SCHEMA semblance TO %I', a.reader);"
  "  EXECUTE format ('GRANT SELECT ON semblance.archive, semblance.models, semblance.owners,"
  " semblance.photos, semblance.places, semblance.tally TO %I', a.reader);"
  /* Nobody chooses numbers. */
  "  EXECUTE format ('GRANT INSERT (name, library), UPDATE (thumbnails, paths, whole), DELETE"
  " ON semblance.owners TO %I', a.publisher);"
  "  EXECUTE format ('GRANT INSERT (hash, owner, width, height, taken, dct) ON semblance.photos"
  " TO %I', a.publisher);"
  "  EXECUTE format ('GRANT INSERT (photo, owner, path, changed), DELETE ON semblance.places"
  " TO %I', a.publisher);"
  "  EXECUTE format ('GRANT EXECUTE ON FUNCTION semblance.sweep (), semblance.sweep_parts () TO "
  "%I',"
  "   a.publisher);"
  " END $$;";

/* Whoever may act as one of the roles, but for each other and the user who makes the archive. */
static const char list_members[] =
  "SELECT string_agg (DISTINCT pg_get_userbyid (m.member), ', '), concat_ws (', ',"
  " quote_ident (min (base) || '_owner'), quote_ident (min (base) || '_publisher'),"
  " quote_ident (min (base) || '_reader')) FROM pg_auth_members m,"
  " (SELECT CASE WHEN octet_length (current_database ()) <= 48 THEN current_database ()"
  "  ELSE 'semblance_' || left (md5 (current_database ()), 16) END) AS d (base)"
  " WHERE pg_get_userbyid (m.roleid) IN (base || '_owner', base || '_publisher', base || '_reader')"
  " AND pg_get_userbyid (m.member) NOT IN"
  " (base || '_owner', base || '_publisher', session_user)";

gboolean
sem_schema_check_roles (SemLink *link, GError **error)
{
  g_autoptr (SemRows) rows = sem_link_run (link, list_members, NULL, NULL, error);
  g_autofree char *members = NULL, *names = NULL;
  SemCell cell;

  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  if (!cell.data)
    return TRUE;
  members = sem_cell_dup_shown (&cell, SEM_ARCHIVE_MAX_NAME);
  cell = sem_rows_get (rows, 0, 1);
  names = sem_cell_dup_shown (&cell, 3 * SEM_ARCHIVE_MAX_NAME);
  g_set_error (
    error, SEM_ERROR, SEM_ERROR_FAILED,
    _("The roles of an earlier archive of the name of “%s” are still there, and would "
      "give rights in the new one to: %s. Remove the roles first, in psql with DROP ROLE %s."),
    sem_link_get_name (link), members, names);
  return FALSE;
}

gboolean
sem_schema_make (SemLink *link, GError **error)
{
  static const char row[] =
    "INSERT INTO semblance.archive (version, backbone, partitions, shards, publisher, reader)"
    " SELECT 0, '', 1, 0, regexp_replace (current_user, '_owner$', '_publisher'),"
    " regexp_replace (current_user, '_owner$', '_reader')";

  return sem_link_do (link, roles, NULL, error) && sem_link_do (link, tables, NULL, error)
         && sem_link_do (link, row, NULL, error) && sem_link_do (link, change_tables, NULL, error)
         && sem_link_do (link, functions, NULL, error) && sem_link_do (link, triggers, NULL, error)
         && sem_link_do (link, rights, NULL, error);
}

gboolean
sem_schema_upgrade (SemLink *link, GError **error)
{
  /* Two at once: the second one waits, and then finds it done. */
  static const char lock[] = "SELECT version FROM semblance.archive WHERE version = 1 FOR UPDATE";
  g_autoptr (SemRows) rows = sem_link_run (link, lock, NULL, NULL, error);

  if (!rows)
    return FALSE;
  return sem_rows_get_n (rows) == 0
         || (sem_link_do (link, change_tables, NULL, error)
             && sem_link_do (link, functions, NULL, error)
             && sem_link_do (link, "UPDATE semblance.archive SET version = 2", NULL, error));
}

/* One partition, on this server or on a shard. */
static void
add_part (GString *sql, const char *table, guint i, guint n, guint n_shards)
{
  g_string_append_printf (sql,
                          "CREATE %sTABLE semblance.%s_%u PARTITION OF semblance.%s"
                          " FOR VALUES WITH (MODULUS %u, REMAINDER %u)",
                          n_shards > 0 ? "FOREIGN " : "", table, i, table, n, i);
  if (n_shards > 0)
    g_string_append_printf (sql,
                            " SERVER shard_%u"
                            " OPTIONS (schema_name 'semblance_shard', table_name '%s_%u');",
                            i % n_shards, table, i);
  else
    g_string_append_printf (sql, ";ALTER TABLE semblance.%s_%u ADD PRIMARY KEY (photo);", table, i);
  g_string_append_printf (sql, "SELECT semblance.open_table ('%s_%u', false);", table, i);
}

gboolean
sem_schema_add_parts (SemLink *link,
                      const char *table,
                      const char *columns,
                      guint n,
                      guint n_shards,
                      GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql,
                          "CREATE TABLE semblance.%s (photo bigint NOT NULL, %s)"
                          " PARTITION BY HASH (photo);"
                          "SELECT semblance.open_table ('%s', true);",
                          table, columns, table);
  for (guint i = 0; i < n; i++)
    add_part (sql, table, i, n, n_shards);
  return sem_link_do (link, sql->str, NULL, error);
}
