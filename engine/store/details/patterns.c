/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/patterns.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

void
sem_store_patterns_free (SemStorePatterns *patterns)
{
  g_free (patterns->path);
  g_free (patterns->text);
  g_free (patterns);
}

GPtrArray *
sem_store_list_patterns (SemStore *self, GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_patterns_free);
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT path, text FROM patterns ORDER BY path", error);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStorePatterns *patterns = g_new0 (SemStorePatterns, 1);

      patterns->path = sem_store_dup_path (stmt, 0);
      patterns->text = sem_store_dup_text (stmt, 1);
      if (patterns->text)
        g_ptr_array_add (list, patterns);
      else
        sem_store_patterns_free (patterns);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&list) : NULL;
}

static gboolean
drop (SemStore *self, const char *path, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "DELETE FROM patterns WHERE path = ?1", error);

  if (!stmt)
    return FALSE;
  sem_store_bind_path (stmt, 1, path);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_set_patterns (SemStore *self, const char *path, const char *text, GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO patterns (path, text) VALUES (?1, ?2)";
  sqlite3_stmt *stmt;

  self->decided = TRUE;
  if (!text[0])
    return drop (self, path, error);
  stmt = sem_store_prepare (self, LIBRARY, sql, error);
  if (!stmt)
    return FALSE;
  sem_store_bind_path (stmt, 1, path);
  sqlite3_bind_text (stmt, 2, text, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error);
}
