/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/sweep.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

/* Removes one photo's rows from the companions. Rows that are filed by hash stay where a photo with
 * the same contents was added since. */
static gboolean
sweep_photo (SemStore *self,
             gint64 photo,
             const void *hash,
             int hash_size,
             gboolean is_back,
             GError **error)
{
  static const struct
  {
    SemStorePart part;
    const char *sql;
    gboolean by_hash;
  } steps[] = {
    { SEM_STORE_FEATURES, "DELETE FROM vectors WHERE photo = ?1", FALSE },
    { SEM_STORE_FEATURES, "DELETE FROM features WHERE hash = ?1", TRUE },
    { SEM_STORE_FEATURES, "DELETE FROM altered WHERE hash = ?1", TRUE },
    { SEM_STORE_FEATURES, "DELETE FROM sketches WHERE hash = ?1", TRUE },
    { SEM_STORE_THUMBNAILS, "DELETE FROM thumbnails WHERE hash = ?1", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *stmt;

      if (steps[i].by_hash && is_back)
        continue;
      stmt = sem_store_prepare (self, steps[i].part, steps[i].sql, error);
      if (!stmt)
        return FALSE;
      if (steps[i].by_hash)
        sqlite3_bind_blob (stmt, 1, hash, hash_size, SQLITE_TRANSIENT);
      else
        sqlite3_bind_int64 (stmt, 1, photo);
      if (!sem_store_run (self, steps[i].part, stmt, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
sweep_photos (SemStore *self, GError **error)
{
  static const char sql[] =
    "SELECT id, hash, EXISTS (SELECT 1 FROM photos WHERE hash = dropped_photos.hash)"
    " FROM dropped_photos";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return FALSE;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      gint64 id = sem_store_column_id (self, LIBRARY, stmt, 0, error);

      if (id == 0
          || !sweep_photo (self, id, sqlite3_column_blob (stmt, 1), sqlite3_column_bytes (stmt, 1),
                           sqlite3_column_int (stmt, 2) != 0, error))
        break;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
sweep_models (SemStore *self, GError **error)
{
  sqlite3_stmt *list = sem_store_prepare (self, LIBRARY, "SELECT id FROM dropped_models", error);
  g_autoptr (GArray) models = list ? sem_store_list_ids (self, LIBRARY, list, error) : NULL;

  if (!models)
    return FALSE;
  for (guint i = 0; i < models->len; i++)
    {
      sqlite3_stmt *stmt =
        sem_store_prepare (self, SEM_STORE_FEATURES, "DELETE FROM vectors WHERE model = ?1", error);

      if (!stmt)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, g_array_index (models, gint64, i));
      if (!sem_store_run (self, SEM_STORE_FEATURES, stmt, error))
        return FALSE;
    }
  return TRUE;
}

#define HIDDEN "(SELECT id FROM photos WHERE hidden)"

/* A hidden photo leaves its scene, and is tried again when it is visible again: its group is no
 * longer known by its key, under which it would not be. */
static gboolean
sweep_scenes (SemStore *self, GError **error)
{
  static const char sql[] =
    "UPDATE scene_groups SET key = CAST (id AS TEXT)"
    " WHERE id IN (SELECT scene_group FROM scene_tried WHERE photo IN " HIDDEN ");"
    "DELETE FROM scene_photos WHERE photo IN " HIDDEN ";"
    "DELETE FROM scene_tried WHERE photo IN " HIDDEN ";"
    "DELETE FROM scenes WHERE id NOT IN (SELECT scene FROM scene_photos);"
    "DELETE FROM scene_groups WHERE id NOT IN (SELECT scene_group FROM scenes)"
    " AND id NOT IN (SELECT scene_group FROM scene_tried);";

  return sem_store_exec (self, LIBRARY, sql, error);
}

#define UNUSED "kind = 1 AND name NOT IN (SELECT backbone FROM models)"

/* Fine-tuned backbones that no model uses any more. */
static gboolean
drop_backbones (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY,
                         "INSERT INTO dropped_backbones SELECT name FROM backbones WHERE " UNUSED
                         " ON CONFLICT DO NOTHING;"
                         "DELETE FROM backbones WHERE " UNUSED,
                         error);
}

static gboolean
sweep_backbone (SemStore *self, const char *name, GError **error)
{
  static const char *const steps[] = { "DELETE FROM features WHERE backbone = ?1",
                                       "DELETE FROM altered WHERE backbone = ?1" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *stmt = sem_store_prepare (self, SEM_STORE_FEATURES, steps[i], error);

      if (!stmt)
        return FALSE;
      sqlite3_bind_text (stmt, 1, name, -1, SQLITE_STATIC);
      if (!sem_store_run (self, SEM_STORE_FEATURES, stmt, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
sweep_backbones (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT name FROM dropped_backbones", error);
  int code;

  if (!stmt)
    return FALSE;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    if (!sweep_backbone (self, (const char *) sqlite3_column_text (stmt, 0), error))
      break;
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
sem_store_sweep (SemStore *self, GError **error)
{
  static const char sql[] =
    "SELECT EXISTS (SELECT 1 FROM dropped_photos)"
    " OR EXISTS (SELECT 1 FROM dropped_models)"
    " OR EXISTS (SELECT 1 FROM dropped_backbones)"
    " OR EXISTS (SELECT 1 FROM backbones WHERE " UNUSED ")"
    " OR EXISTS (SELECT 1 FROM photos WHERE hidden AND id IN (SELECT photo FROM scene_tried))";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gint64 due = stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;

  if (due <= 0)
    return due == 0;
  if (sem_store_begin (self, error) && sweep_photos (self, error) && sweep_models (self, error)
      && sweep_scenes (self, error) && drop_backbones (self, error) && sweep_backbones (self, error)
      && sem_store_exec (self, LIBRARY,
                         "DELETE FROM dropped_photos; DELETE FROM dropped_models;"
                         "DELETE FROM dropped_backbones",
                         error)
      && sem_store_commit (self, error))
    return TRUE;
  sem_store_rollback (self);
  return FALSE;
}
