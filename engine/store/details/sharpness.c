/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/sharpness.h"

#include "engine/store/store-private.h"

#include <math.h>

#define LIBRARY SEM_STORE_LIBRARY
#define MAX_STEP 100
#define MAX_CONTRAST 255

gboolean
sem_store_put_sharpness (SemStore *self,
                         gint64 photo,
                         const SemSharpness *sharpness,
                         GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO sharpness (photo, fill, step, contrast)"
                            " SELECT ?1, ?2, ?3, ?4 WHERE EXISTS"
                            " (SELECT 1 FROM photos WHERE id = ?1)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_double (stmt, 2, sharpness->fill);
  sqlite3_bind_double (stmt, 3, sharpness->step);
  sqlite3_bind_double (stmt, 4, sharpness->contrast);
  return sem_store_run (self, LIBRARY, stmt, error);
}

static gboolean
is_sound (const SemSharpness *sharpness)
{
  return sharpness->fill >= 0 && sharpness->fill <= 1 && sharpness->step >= 0
         && sharpness->step <= MAX_STEP && sharpness->contrast >= 0
         && sharpness->contrast <= MAX_CONTRAST;
}

gboolean
sem_store_get_sharpness (SemStore *self,
                         gint64 photo,
                         SemSharpness *sharpness,
                         gboolean *found,
                         GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT fill, step, contrast FROM sharpness WHERE photo = ?1",
                       error);
  int code;

  *sharpness = (SemSharpness){ 0 };
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    {
      sharpness->fill = sqlite3_column_double (stmt, 0);
      sharpness->step = sqlite3_column_double (stmt, 1);
      sharpness->contrast = sqlite3_column_double (stmt, 2);
    }
  if (!is_sound (sharpness))
    *sharpness = (SemSharpness){ 0 };
  if (found)
    *found = code == SQLITE_ROW;
  sqlite3_reset (stmt);
  return code != 0;
}

GArray *
sem_store_list_unmeasured (SemStore *self, GError **error)
{
  static const char sql[] = "SELECT id FROM photos WHERE NOT hidden AND id IN"
                            " (SELECT a FROM duplicates WHERE relation = 1 AND state = 1"
                            "  UNION SELECT b FROM duplicates WHERE relation = 1 AND state = 1)"
                            " AND id NOT IN (SELECT photo FROM sharpness) ORDER BY id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  return stmt ? sem_store_list_ids (self, LIBRARY, stmt, error) : NULL;
}
