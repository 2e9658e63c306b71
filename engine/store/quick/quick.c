/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/quick/quick.h"
#include "engine/store/backbones.h"
#include "engine/store/photos.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

#define VISIBLE "FROM quick_photos JOIN photos ON id = photo WHERE NOT hidden"

/* @backbone: (out) (transfer full) (nullable): of the quick feature; %NULL where there is none. */
static gboolean
find_backbone (SemStore *self, gint64 photo, char **backbone, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT backbone FROM quick_photos WHERE photo = ?1", error);
  int code;

  *backbone = NULL;
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    *backbone = sem_store_dup_text (stmt, 0);
  sqlite3_reset (stmt);
  return code != 0;
}

/* The models of the backbone may have codes of the feature. */
static gboolean
forget_feature (SemStore *self, gint64 photo, const char *backbone, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY,
                                          "UPDATE models SET provisional = " G_STRINGIFY (
                                            SEM_STORE_MODEL_EXPIRED) " WHERE backbone = ?1",
                                          error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error)
         && sem_store_forget_feature (self, photo, backbone, error);
}

gboolean
sem_store_put_quick (SemStore *self, gint64 photo, const char *backbone, GError **error)
{
  g_autofree char *quick = NULL;
  sqlite3_stmt *stmt;

  /* One is noted a photo: what another network made of the reduced picture must not stay. */
  if (!find_backbone (self, photo, &quick, error)
      || (quick && !g_str_equal (quick, backbone) && !forget_feature (self, photo, quick, error)))
    return FALSE;
  stmt =
    sem_store_prepare (self, LIBRARY, "INSERT OR REPLACE INTO quick_photos VALUES (?1, ?2)", error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_text (stmt, 2, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* Runs a statement whose only value is the photo. */
static gboolean
change_photo (SemStore *self, const char *sql, gint64 photo, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* Duplicates of what the photo seemed to be. See SemStoreCompared. */
static gboolean
compare_again (SemStore *self, gint64 photo, GError **error)
{
  /* Copies, relation 1, are settled by their pictures; the others by dates and likeness. */
  return change_photo (self,
                       "DELETE FROM duplicates WHERE (a = ?1 OR b = ?1)"
                       " AND (relation <> 1 OR state = 0)",
                       photo, error)
         && change_photo (self,
                          "INSERT INTO compared (one, hashes, codes) VALUES (1, -1, -1)"
                          " ON CONFLICT (one) DO UPDATE SET hashes = min (hashes, ?1) - 1,"
                          " codes = min (codes, ?1) - 1",
                          photo, error);
}

gboolean
sem_store_end_quick (SemStore *self, gint64 photo, const char *backbone, GError **error)
{
  g_autofree char *quick = NULL;

  if (!find_backbone (self, photo, &quick, error))
    return FALSE;
  if (!quick)
    return TRUE;
  if ((!g_str_equal (quick, backbone) && !forget_feature (self, photo, quick, error))
      || !compare_again (self, photo, error))
    return FALSE;
  return change_photo (self, "DELETE FROM quick_photos WHERE photo = ?1", photo, error);
}

gboolean
sem_store_fail_photo (SemStore *self, gint64 photo, const SemStoreFile *outcome, GError **error)
{
  static const char sql[] =
    "UPDATE files SET state = 3, photo = NULL, attempts = ?2, reason = ?3, decoder = ?4"
    " WHERE photo = ?1 AND state = 2";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_int (stmt, 2, (int) outcome->attempts);
  sqlite3_bind_text (stmt, 3, outcome->reason, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 4, outcome->decoder, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error)
         && sem_store_update_photo_hidden (self, photo, error);
}

GArray *
sem_store_list_quick (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT photo " VISIBLE " ORDER BY photo", error);

  return stmt ? sem_store_list_ids (self, LIBRARY, stmt, error) : NULL;
}

gint64
sem_store_count_quick (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, "SELECT count (*) " VISIBLE, error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}
