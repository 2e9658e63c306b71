/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY

void
sem_store_model_clear (SemStoreModel *model)
{
  g_clear_pointer (&model->method, g_free);
  g_clear_pointer (&model->backbone, g_free);
  g_clear_pointer (&model->data, g_bytes_unref);
}

gint64
sem_store_get_active_model (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, "SELECT active_model FROM state", error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}

gboolean
sem_store_get_model (SemStore *self, gint64 id, SemStoreModel *model, GError **error)
{
  static const char sql[]
    = "SELECT method, bits, seed, backbone, trained_on, provisional, created, data, photos"
      " FROM models"
      " WHERE id = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    {
      model->id = id;
      model->method = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      model->bits = sqlite3_column_int (stmt, 1);
      model->seed = (guint64) sqlite3_column_int64 (stmt, 2);
      model->backbone = g_strdup ((const char *) sqlite3_column_text (stmt, 3));
      model->trained_on = sqlite3_column_int (stmt, 4);
      model->provisional = sqlite3_column_int (stmt, 5) != 0;
      model->created = sqlite3_column_int64 (stmt, 6);
      model->data
        = g_bytes_new (sqlite3_column_blob (stmt, 7), sqlite3_column_bytes (stmt, 7));
      model->photos = sqlite3_column_int (stmt, 8);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}

gboolean
sem_store_put_model (SemStore *self, SemStoreModel *model, GError **error)
{
  static const char sql[]
    = "INSERT INTO models (method, bits, seed, backbone, trained_on, provisional, created, data,"
      " photos) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gsize size;
  const void *data = g_bytes_get_data (model->data, &size);

  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, model->method, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (stmt, 2, (int) model->bits);
  sqlite3_bind_int64 (stmt, 3, (gint64) model->seed);
  sqlite3_bind_text (stmt, 4, model->backbone, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (stmt, 5, (int) model->trained_on);
  sqlite3_bind_int (stmt, 6, model->provisional);
  sqlite3_bind_int64 (stmt, 7, model->created);
  sqlite3_bind_blob64 (stmt, 8, data, size, SQLITE_STATIC);
  sqlite3_bind_int (stmt, 9, (int) model->photos);
  model->id = sem_store_scalar (self, LIBRARY, stmt, 0, error);
  return model->id > 0;
}

/* Their vectors stay until sem_store_sweep(): while the library may yet keep the model. */
static gboolean
remove_other_models (SemStore *self, gint64 keep, GError **error)
{
  static const char *const steps[] = {
    "INSERT INTO dropped_models SELECT id FROM models WHERE id <> ?1",
    "DELETE FROM models WHERE id <> ?1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, steps[i], error);

      if (!stmt)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, keep);
      if (!sem_store_run (self, LIBRARY, stmt, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_store_activate_model (SemStore *self, gint64 id, GError **error)
{
  sqlite3_stmt *stmt
    = sem_store_prepare (self, LIBRARY, "UPDATE state SET active_model = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  return sem_store_run (self, LIBRARY, stmt, error) && remove_other_models (self, id, error);
}

gboolean
sem_store_expire_model (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY, "UPDATE models SET provisional = 1", error);
}

gboolean
sem_store_remove_inactive (SemStore *self, GError **error)
{
  gint64 active = sem_store_get_active_model (self, error);

  return active >= 0 && remove_other_models (self, active, error);
}
