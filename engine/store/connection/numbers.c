/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

static gboolean
set_damaged (SemStore *self, SemStorePart part, GError **error)
{
  sem_store_set_error (self, part, SQLITE_CORRUPT, error);
  return FALSE;
}

gboolean
sem_store_check_id (SemStore *self, SemStorePart part, gint64 id, GError **error)
{
  return (id > 0 && id <= SEM_STORE_MAX_NUMBER) || set_damaged (self, part, error);
}

gint64
sem_store_column_id (SemStore *self,
                     SemStorePart part,
                     sqlite3_stmt *stmt,
                     int column,
                     GError **error)
{
  gint64 id = sqlite3_column_int64 (stmt, column);

  return sem_store_check_id (self, part, id, error) ? id : 0;
}

guint
sem_store_column_count (sqlite3_stmt *stmt, int column)
{
  const gint64 value = sqlite3_column_int64 (stmt, column);

  return value > 0 && value <= SEM_STORE_MAX_NUMBER ? (guint) value : 0;
}

char *
sem_store_dup_text (sqlite3_stmt *stmt, int column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return text ? g_utf8_make_valid (text, sqlite3_column_bytes (stmt, column)) : NULL;
}

void
sem_store_bind_path (sqlite3_stmt *stmt, int column, const char *path)
{
  sqlite3_bind_blob64 (stmt, column, path, strlen (path), SQLITE_TRANSIENT);
}

/* "FOLDER/" and "FOLDER0": '0' is the byte after '/'. */
void
sem_store_bind_below (sqlite3_stmt *stmt, int first, const char *below)
{
  gboolean is_root = g_str_equal (below, "/");

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *end = g_strconcat (is_root ? "" : below, i ? "0" : "/", NULL);

      sem_store_bind_path (stmt, first + i, end);
    }
}

char *
sem_store_dup_path (sqlite3_stmt *stmt, int column)
{
  const void *bytes = sqlite3_column_blob (stmt, column);

  /* SQLite returns an empty blob as NULL, and a damaged file can hold one. */
  return bytes ? g_strndup (bytes, sqlite3_column_bytes (stmt, column)) : g_strdup ("");
}

/* Resets a statement that returned its only row. Outside a transaction this commits what it wrote,
 * which can fail. */
static gboolean
finish (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error)
{
  int code = sqlite3_reset (stmt);

  if (code == SQLITE_OK)
    return TRUE;
  sem_store_set_error (self, part, code, error);
  return FALSE;
}

gint64
sem_store_scalar (SemStore *self,
                  SemStorePart part,
                  sqlite3_stmt *stmt,
                  gint64 otherwise,
                  GError **error)
{
  int code = sem_store_step (self, part, stmt, error);
  gint64 value = otherwise;

  if (code == 0)
    return -1;
  if (code == SQLITE_ROW && sqlite3_column_type (stmt, 0) != SQLITE_NULL)
    value = sqlite3_column_int64 (stmt, 0);
  if (!finish (self, part, stmt, error))
    return -1;
  if (value < 0 || value > SEM_STORE_MAX_NUMBER)
    {
      set_damaged (self, part, error);
      return -1;
    }
  return value;
}

gint64
sem_store_insert (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error)
{
  gint64 id = sem_store_scalar (self, part, stmt, 0, error);

  if (id != 0)
    return id;
  set_damaged (self, part, error);
  return -1;
}

gboolean
sem_store_read_blob (SemStore *self,
                     SemStorePart part,
                     sqlite3_stmt *stmt,
                     gpointer blob,
                     gsize size,
                     gboolean *found,
                     GError **error)
{
  int code = sem_store_step (self, part, stmt, error);

  *found = code == SQLITE_ROW && (gsize) sqlite3_column_bytes (stmt, 0) == size;
  if (*found)
    memcpy (blob, sqlite3_column_blob (stmt, 0), size);
  sqlite3_reset (stmt);
  return code != 0;
}

GArray *
sem_store_list_ids (SemStore *self, SemStorePart part, sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  int code;

  while ((code = sem_store_step (self, part, stmt, error)) == SQLITE_ROW)
    {
      gint64 id = sem_store_column_id (self, part, stmt, 0, error);

      if (id == 0)
        break;
      g_array_append_val (ids, id);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&ids) : NULL;
}

/* Ids, and what refers to them, where an index leads to the least and the greatest. */
/* clang-format off */
#define CHECKED(column, table) \
  "((SELECT min (" column ") FROM " table ")), ((SELECT max (" column ") FROM " table "))"
static const char ids_sql[] =
  "SELECT count (*) FROM (VALUES "
  CHECKED ("id", "folders") ", "
  CHECKED ("id", "photos") ", "
  CHECKED ("id", "files") ", "
  CHECKED ("folder", "files") ", "
  CHECKED ("photo", "files") ", "
  CHECKED ("id", "models") ", "
  CHECKED ("model", "codes") ", "
  CHECKED ("id", "dropped_photos") ", "
  CHECKED ("id", "dropped_models") ", "
  CHECKED ("id", "scene_groups") ", "
  CHECKED ("photo", "scene_tried") ", "
  CHECKED ("scene_group", "scene_tried") ", "
  CHECKED ("id", "scenes") ", "
  CHECKED ("scene_group", "scenes") ", "
  CHECKED ("photo", "scene_photos") ", "
  CHECKED ("scene", "scene_photos") ", "
  CHECKED ("a", "scene_pairs") ", "
  CHECKED ("b", "scene_pairs") ", "
  CHECKED ("scene", "scene_shapes") ", "
  CHECKED ("id", "backbones") ", "
  CHECKED ("backbone", "described") ", "
  CHECKED ("photo", "described") ", "
  CHECKED ("photo", "metadata") ", "
  CHECKED ("id", "inner_pictures") ", "
  CHECKED ("photo", "inner_pictures") ", "
  CHECKED ("model", "inspected") ", "
  CHECKED ("a", "duplicates") ", "
  CHECKED ("b", "duplicates") ", "
  CHECKED ("photo", "quick_photos") ", "
  CHECKED ("photo", "sharpness") ", "
  CHECKED ("folder", "mounts") ", "
  CHECKED ("generation", "state")
  ")" " WHERE column1 NOT BETWEEN 1 AND ?1";
/* clang-format on */
static const char sequences_sql[] = "SELECT count (*) FROM sqlite_sequence"
                                    " WHERE typeof (seq) <> 'integer' OR seq NOT BETWEEN 0 AND ?1";

gboolean
sem_store_check_ids (SemStore *self, GError **error)
{
  const char *const queries[] = { ids_sql, sequences_sql };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *stmt = sem_store_prepare (self, SEM_STORE_LIBRARY, queries[i], error);
      gint64 n;

      if (!stmt)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, SEM_STORE_MAX_NUMBER);
      n = sem_store_scalar (self, SEM_STORE_LIBRARY, stmt, 0, error);
      if (n != 0)
        return n > 0 && set_damaged (self, SEM_STORE_LIBRARY, error);
    }
  return TRUE;
}
