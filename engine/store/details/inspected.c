/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/inspected.h"
#include "engine/store/store-private.h"

#include <math.h>
#include <string.h>

#define LIBRARY SEM_STORE_LIBRARY
#define FEATURES SEM_STORE_FEATURES
/* Bytes of a SHA-256. */
#define HASH_SIZE 32

gboolean
sem_store_put_inspected (SemStore *self,
                         gint64 model,
                         const char *name,
                         const double *values,
                         gsize n,
                         GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "INSERT OR REPLACE INTO inspected (model, name, data) VALUES (?1, ?2, ?3)",
                       error);

  g_return_val_if_fail (n <= SEM_STORE_MAX_INSPECTED, FALSE);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, model);
  sqlite3_bind_text (stmt, 2, name, -1, SQLITE_STATIC);
  sqlite3_bind_blob64 (stmt, 3, n ? (const char *) values : "", n * sizeof *values, SQLITE_STATIC);
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* Returns: (transfer full) (nullable): the numbers; NULL where they are malformed */
static double *
dup_numbers (const void *data, gsize size, gsize *n)
{
  g_autofree double *values = NULL;

  *n = size / sizeof *values;
  if (size % sizeof *values != 0 || *n > SEM_STORE_MAX_INSPECTED)
    return NULL;
  values = g_new (double, *n + 1);
  if (size > 0)
    memcpy (values, data, size);
  for (gsize i = 0; i < *n; i++)
    if (!isfinite (values[i]))
      return NULL;
  return g_steal_pointer (&values);
}

gboolean
sem_store_read_inspected (SemStore *self,
                          gint64 model,
                          SemStoreInspectedFunc func,
                          gpointer user_data,
                          GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "SELECT name, data FROM inspected WHERE model = ?1 ORDER BY name", error);
  int code;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, model);
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      g_autofree char *name = sem_store_dup_text (stmt, 0);
      gsize n;
      g_autofree double *values =
        dup_numbers (sqlite3_column_blob (stmt, 1), (gsize) sqlite3_column_bytes (stmt, 1), &n);

      if (name && values)
        func (name, values, n, user_data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
sem_store_drop_inspected (SemStore *self, gint64 model, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "DELETE FROM inspected WHERE model = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, model);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_put_altered (SemStore *self,
                       const guint8 *hash,
                       const char *backbone,
                       const char *alteration,
                       const guint16 *feature,
                       guint dim,
                       GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO altered (hash, backbone, alteration, feature)"
                            " VALUES (?1, ?2, ?3, ?4)";
  sqlite3_stmt *stmt = sem_store_prepare (self, FEATURES, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, hash, HASH_SIZE, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, alteration, -1, SQLITE_STATIC);
  sqlite3_bind_blob64 (stmt, 4, feature, dim * sizeof *feature, SQLITE_STATIC);
  return sem_store_run (self, FEATURES, stmt, error);
}

gboolean
sem_store_get_altered (SemStore *self,
                       const guint8 *hash,
                       const char *backbone,
                       const char *alteration,
                       guint16 *feature,
                       guint dim,
                       gboolean *found,
                       GError **error)
{
  static const char sql[] =
    "SELECT feature FROM altered WHERE hash = ?1 AND backbone = ?2 AND alteration = ?3";
  sqlite3_stmt *stmt = sem_store_prepare (self, FEATURES, sql, error);

  *found = FALSE;
  if (!stmt)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, hash, HASH_SIZE, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, alteration, -1, SQLITE_STATIC);
  return sem_store_read_blob (self, FEATURES, stmt, feature, dim * sizeof *feature, found, error);
}
