/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/backbones.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY
#define NAMED "(SELECT id FROM backbones WHERE name = ?1)"

/* Runs a statement whose parameters are a backbone and a photo. */
static gboolean
change_photo (SemStore *self, const char *sql, const char *backbone, gint64 photo, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 2, photo);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_put_backbone (SemStore *self, const char *backbone, SemBackboneKind kind, GError **error)
{
  static const char sql[] = "INSERT INTO backbones (name, kind) VALUES (?1, ?2)"
                            " ON CONFLICT (name) DO UPDATE SET kind = ?2";
  static const char keep_sql[] = "DELETE FROM dropped_backbones WHERE name = ?1";
  static const char old_sql[] = "UPDATE backbones SET kind = 1 WHERE kind = 2";
  sqlite3_stmt *stmt;

  /* At most one is coming: what an earlier fine-tuning left can be swept once no model uses it. */
  if (kind == SEM_BACKBONE_COMING && !sem_store_exec (self, LIBRARY, old_sql, error))
    return FALSE;
  stmt = sem_store_prepare (self, LIBRARY, sql, error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (stmt, 2, kind);
  if (!sem_store_run (self, LIBRARY, stmt, error))
    return FALSE;
  stmt = sem_store_prepare (self, LIBRARY, keep_sql, error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gint64
sem_store_get_backbone_kind (SemStore *self, const char *backbone, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT kind FROM backbones WHERE name = ?1", error);
  gint64 kind;

  if (!stmt)
    return -1;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  kind = sem_store_scalar (self, LIBRARY, stmt, SEM_BACKBONE_FOUND, error);
  if (kind <= SEM_BACKBONE_COMING)
    return kind;
  sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
  return -1;
}

gboolean
sem_store_note_feature (SemStore *self, gint64 photo, const char *backbone, GError **error)
{
  static const char add_sql[] =
    "INSERT INTO backbones (name, kind) VALUES (?1, 0) ON CONFLICT DO NOTHING";
  static const char sql[] = "INSERT INTO described SELECT " NAMED ", id FROM photos WHERE id = ?2"
                            " ON CONFLICT DO NOTHING";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, add_sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error)
         && change_photo (self, sql, backbone, photo, error);
}

gboolean
sem_store_forget_feature (SemStore *self, gint64 photo, const char *backbone, GError **error)
{
  return change_photo (self, "DELETE FROM described WHERE backbone = " NAMED " AND photo = ?2",
                       backbone, photo, error);
}

gboolean
sem_store_has_feature (SemStore *self,
                       gint64 photo,
                       const char *backbone,
                       gboolean *found,
                       GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY,
                                          "SELECT 1 FROM described JOIN photos ON id = photo"
                                          " WHERE backbone = " NAMED " AND photo = ?2",
                                          error);
  gint64 n;

  *found = FALSE;
  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 2, photo);
  n = sem_store_scalar (self, LIBRARY, stmt, 0, error);
  *found = n == 1;
  return n >= 0;
}

static GArray *
list (SemStore *self,
      const char *sql,
      const char *backbone,
      gint64 after,
      gint64 limit,
      GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return NULL;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  if (limit > 0)
    {
      sqlite3_bind_int64 (stmt, 2, after);
      sqlite3_bind_int64 (stmt, 3, limit);
    }
  return sem_store_list_ids (self, LIBRARY, stmt, error);
}

GArray *
sem_store_list_training (SemStore *self, const char *backbone, GError **error)
{
  return list (self,
               "SELECT id FROM described JOIN photos ON id = photo"
               " WHERE backbone = " NAMED " AND NOT hidden ORDER BY hash",
               backbone, 0, 0, error);
}

GArray *
sem_store_list_featured (SemStore *self,
                         const char *backbone,
                         gint64 after,
                         guint limit,
                         GError **error)
{
  return list (self,
               "SELECT photo FROM described WHERE backbone = " NAMED " AND photo > ?2"
               " ORDER BY photo LIMIT ?3",
               backbone, after, MAX (limit, 1), error);
}

GArray *
sem_store_list_undescribed (SemStore *self,
                            const char *backbone,
                            gint64 after,
                            guint limit,
                            GError **error)
{
  return list (self,
               "SELECT id FROM photos WHERE id > ?2 AND NOT hidden AND NOT EXISTS (SELECT 1"
               " FROM described WHERE backbone = " NAMED " AND photo = photos.id)"
               " ORDER BY id LIMIT ?3",
               backbone, after, MAX (limit, 1), error);
}

gint64
sem_store_count_undescribed (SemStore *self, const char *backbone, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "SELECT count (*) FROM photos WHERE NOT hidden AND NOT EXISTS (SELECT 1"
                       " FROM described WHERE backbone = " NAMED " AND photo = photos.id)",
                       error);

  if (!stmt)
    return -1;
  sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
  return sem_store_scalar (self, LIBRARY, stmt, 0, error);
}

/* Runs a statement that gives names. */
static GPtrArray *
list_names (SemStore *self, sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int code;

  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    g_ptr_array_add (names, sem_store_dup_text (stmt, 0));
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&names) : NULL;
}

GPtrArray *
sem_store_list_tuned (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT name FROM backbones WHERE kind <> 0", error);

  return stmt ? list_names (self, stmt, error) : NULL;
}

GPtrArray *
sem_store_list_backbones (SemStore *self, const char *prefix, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (
    self, LIBRARY,
    "SELECT name FROM backbones WHERE substr (name, 1, length (?1)) = ?1 ORDER BY name", error);

  if (!stmt)
    return NULL;
  sqlite3_bind_text (stmt, 1, prefix, -1, SQLITE_TRANSIENT);
  return list_names (self, stmt, error);
}

gboolean
sem_store_drop_backbone (SemStore *self, const char *backbone, GError **error)
{
  static const char *const steps[] = {
    "INSERT INTO dropped_backbones SELECT name FROM backbones WHERE name = ?1 AND kind = 0"
    " ON CONFLICT DO NOTHING",
    "DELETE FROM backbones WHERE name = ?1 AND kind = 0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, steps[i], error);

      if (!stmt)
        return FALSE;
      sqlite3_bind_text (stmt, 1, backbone, -1, SQLITE_TRANSIENT);
      if (!sem_store_run (self, LIBRARY, stmt, error))
        return FALSE;
    }
  return TRUE;
}
