/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/repair/salvage.h"
#include "engine/store/store-private.h"

#include <string.h>

/* Models are looked for one by one, since a page that cannot be read ends a walk over all. */
#define MOST_MODELS 10000
#define MOST_BITS 4096

void
sem_salvage_free (SemSalvage *self)
{
  g_ptr_array_unref (self->folders);
  g_ptr_array_unref (self->models);
  g_free (self);
}

/* A damaged file may hold anything. */
static gboolean
is_folder (const char *path, int size)
{
  g_autofree char *canonical = NULL;

  if (size < 1 || path[0] != '/' || strlen (path) != (gsize) size)
    return FALSE;
  canonical = g_canonicalize_filename (path, NULL);
  return g_str_equal (canonical, path);
}

/* The table and its index hold the paths on different pages. */
static void
read_folders (SemSalvage *self, sqlite3 *db)
{
  static const char *const queries[] = {
    "SELECT path FROM folders NOT INDEXED",
    "SELECT path FROM folders INDEXED BY sqlite_autoindex_folders_1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *stmt = NULL;

      sqlite3_prepare_v2 (db, queries[i], -1, &stmt, NULL);
      while (stmt && sqlite3_step (stmt) == SQLITE_ROW)
        {
          g_autofree char *folder = sem_store_dup_path (stmt, 0);

          if (is_folder (folder, sqlite3_column_bytes (stmt, 0)))
            g_ptr_array_add (self->folders, g_steal_pointer (&folder));
        }
      sqlite3_finalize (stmt);
    }
}

static GBytes *
dup_bytes (sqlite3_stmt *stmt, int column)
{
  int size = sqlite3_column_bytes (stmt, column);

  return size > 0 ? g_bytes_new (sqlite3_column_blob (stmt, column), (gsize) size) : NULL;
}

static SemStoreModel *
read_row (sqlite3_stmt *stmt)
{
  SemStoreModel *model = g_new0 (SemStoreModel, 1);

  model->method = sem_store_dup_text (stmt, 0);
  model->bits = sem_store_column_count (stmt, 1);
  model->seed = (guint64) sqlite3_column_int64 (stmt, 2);
  model->backbone = sem_store_dup_text (stmt, 3);
  model->photos = sem_store_column_count (stmt, 4);
  model->trained_on = sem_store_column_count (stmt, 5);
  model->created = sqlite3_column_int64 (stmt, 6);
  model->data = dup_bytes (stmt, 7);
  model->log = dup_bytes (stmt, 8);
  model->origin = (SemModelOrigin) CLAMP (sqlite3_column_int (stmt, 9), 0, SEM_MODEL_IMPORTED);
  model->kept = sqlite3_column_int (stmt, 10) != 0;
  model->name = sem_store_dup_text (stmt, 11);
  model->note = sem_store_dup_text (stmt, 12);
  if (model->method && model->bits >= 1 && model->bits <= MOST_BITS && model->backbone
      && model->data)
    return model;
  sem_store_model_free (model);
  return NULL;
}

static gint64
read_number (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt = NULL;
  gint64 number = 0;

  sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);
  if (stmt && sqlite3_step (stmt) == SQLITE_ROW)
    number = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return number;
}

static void
read_models (SemSalvage *self, sqlite3 *db)
{
  static const char sql[] =
    "SELECT method, bits, seed, backbone, photos, trained_on, created, data, log, origin, kept,"
    " name, note FROM models WHERE id = ?1 AND stage IN (1, 2) AND NOT provisional"
    " AND (kept OR name IS NOT NULL OR note IS NOT NULL OR id = ?2)"
    " AND (SELECT kind FROM backbones WHERE backbones.name = models.backbone) = 0";
  gint64 last = read_number (db, "SELECT max (id) FROM models");
  gint64 active = read_number (db, "SELECT active_model FROM state");
  sqlite3_stmt *stmt = NULL;

  sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);
  for (gint64 id = 1; stmt && id <= MIN (last, MOST_MODELS); id++)
    {
      SemStoreModel *model = NULL;

      sqlite3_bind_int64 (stmt, 1, id);
      sqlite3_bind_int64 (stmt, 2, active);
      if (sqlite3_step (stmt) == SQLITE_ROW)
        model = read_row (stmt);
      sqlite3_reset (stmt);
      if (!model)
        continue;
      if (id == active)
        self->active = (int) self->models->len;
      g_ptr_array_add (self->models, model);
    }
  sqlite3_finalize (stmt);
}

SemSalvage *
sem_salvage_new (const char *path)
{
  SemSalvage *self = g_new0 (SemSalvage, 1);
  sqlite3 *db = NULL;

  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->models = g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_model_free);
  self->active = -1;
  if (sem_store_open_still (path, &db) == SQLITE_OK)
    {
      sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
      sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
      read_folders (self, db);
      read_models (self, db);
    }
  sqlite3_close_v2 (db);
  return self;
}
