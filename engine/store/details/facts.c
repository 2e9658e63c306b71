/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/facts.h"
#include "engine/store/store-private.h"

#include <string.h>

#define ROWS_PER_LOOK 1000

static int
step_row (SemStore *self, sqlite3_stmt *stmt, guint *n, GCancellable *cancellable, GError **error)
{
  if ((*n)++ % ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
    return 0;
  return sem_store_step (self, SEM_STORE_LIBRARY, stmt, error);
}

/* A blob has no terminator. */
static void
take_path (sqlite3_stmt *stmt, GString *path, SemStoreFact *fact)
{
  const char *bytes = sqlite3_column_blob (stmt, 1);

  g_string_truncate (path, 0);
  if (bytes)
    g_string_append_len (path, bytes, sqlite3_column_bytes (stmt, 1));
  fact->path = path->str;
  fact->path_length = strlen (path->str);
}

/* Returns: (transfer full) (element-type filename): folders that are offline; NULL with @error set
 */
static GPtrArray *
list_away (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, SEM_STORE_LIBRARY, "SELECT path FROM mounts WHERE away <> 0", error);
  g_autoptr (GPtrArray) away = g_ptr_array_new_with_free_func (g_free);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, SEM_STORE_LIBRARY, stmt, error)) == SQLITE_ROW)
    g_ptr_array_add (away, sem_store_dup_path (stmt, 0));
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&away) : NULL;
}

static gboolean
is_away (const GPtrArray *away, const char *path)
{
  for (guint i = 0; i < away->len; i++)
    {
      const char *folder = g_ptr_array_index (away, i);
      const gsize n = strlen (folder);

      if (strncmp (folder, path, n) == 0 && (path[n] == '/' || n == 1))
        return TRUE;
    }
  return FALSE;
}

gboolean
sem_store_each_fact (SemStore *self,
                     SemStoreFactFunc func,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  /* In the order of the rows of files, which is about that of photos, too: "+" keeps SQLite from
   * going by an index. */
  static const char sql[] =
    "SELECT +files.photo, path, size, mtime, taken, width, height FROM files"
    " CROSS JOIN photos ON photos.id = files.photo"
    " LEFT JOIN metadata ON metadata.photo = files.photo"
    " WHERE +files.photo IS NOT NULL AND NOT missing";
  sqlite3_stmt *stmt = sem_store_prepare (self, SEM_STORE_LIBRARY, sql, error);
  g_autoptr (GPtrArray) away = stmt ? list_away (self, error) : NULL;
  g_autoptr (GString) path = g_string_new (NULL);
  guint n = 0;
  int code;

  if (!away)
    return FALSE;
  while ((code = step_row (self, stmt, &n, cancellable, error)) == SQLITE_ROW)
    {
      SemStoreFact fact = {
        .photo = sem_store_column_id (self, SEM_STORE_LIBRARY, stmt, 0, error),
        .size = MAX (0, sqlite3_column_int64 (stmt, 2)),
        .mtime = sqlite3_column_int64 (stmt, 3),
        .is_dated = sqlite3_column_type (stmt, 4) != SQLITE_NULL,
        .taken = sqlite3_column_int64 (stmt, 4),
        .width = sem_store_column_count (stmt, 5),
        .height = sem_store_column_count (stmt, 6),
      };

      if (!fact.photo)
        break;
      take_path (stmt, path, &fact);
      fact.is_away = is_away (away, fact.path);
      func (&fact, user_data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}
