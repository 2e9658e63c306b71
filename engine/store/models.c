/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/models.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY
/* The end of the year 9999, in seconds since 1970. */
#define LATEST G_GINT64_CONSTANT (253402300799)

void
sem_store_model_clear (SemStoreModel *model)
{
  g_clear_pointer (&model->method, g_free);
  g_clear_pointer (&model->backbone, g_free);
  g_clear_pointer (&model->data, g_bytes_unref);
  g_clear_pointer (&model->log, g_bytes_unref);
  g_clear_pointer (&model->name, g_free);
  g_clear_pointer (&model->note, g_free);
}

void
sem_store_model_free (SemStoreModel *model)
{
  sem_store_model_clear (model);
  g_free (model);
}

/* A damaged library can name a model that does not exist: then no model is active, and the next
 * indexing trains one. */
gint64
sem_store_get_active_model (SemStore *self, GError **error)
{
  static const char sql[] = "SELECT id FROM models WHERE id = (SELECT active_model FROM state)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}

static GBytes *
column_bytes (sqlite3_stmt *stmt, int column)
{
  if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
    return NULL;
  return g_bytes_new (sqlite3_column_blob (stmt, column), sqlite3_column_bytes (stmt, column));
}

/* Seconds since 1970; 0 where they are out of range. */
static gint64
column_time (sqlite3_stmt *stmt, int column)
{
  gint64 seconds = sqlite3_column_int64 (stmt, column);

  return seconds > 0 && seconds <= LATEST ? seconds : 0;
}

/* The number of COLUMNS. */
#define N_COLUMNS 16
/* The columns of a row without the serialized model; statements that read that as well append it.
 */
#define COLUMNS                                                                                    \
  "id, method, bits, seed, backbone, photos, trained_on, provisional, created, stage, log, "       \
  "origin, "                                                                                       \
  "kept, used, name, note"

static gboolean
read_row (SemStore *self, sqlite3_stmt *stmt, SemStoreModel *model, GError **error)
{
  gint64 id = sem_store_column_id (self, LIBRARY, stmt, 0, error);
  gint64 stage = sqlite3_column_int64 (stmt, 9), origin = sqlite3_column_int64 (stmt, 11);

  if (id == 0)
    return FALSE;
  model->id = id;
  model->method = sem_store_dup_text (stmt, 1);
  model->bits = sem_store_column_count (stmt, 2);
  model->seed = (guint64) sqlite3_column_int64 (stmt, 3);
  model->backbone = sem_store_dup_text (stmt, 4);
  model->photos = sem_store_column_count (stmt, 5);
  model->trained_on = sem_store_column_count (stmt, 6);
  model->provisional = sqlite3_column_int64 (stmt, 7) != 0;
  model->expired = sqlite3_column_int64 (stmt, 7) == SEM_STORE_MODEL_EXPIRED;
  model->created = column_time (stmt, 8);
  /* A stage that is not known counts as unfinished. */
  model->stage = stage == SEM_MODEL_READY || stage == SEM_MODEL_OFFERED ? (SemModelStage) stage
                                                                        : SEM_MODEL_UNFINISHED;
  model->log = column_bytes (stmt, 10);
  model->origin = origin == SEM_MODEL_TRAINED || origin == SEM_MODEL_IMPORTED
                    ? (SemModelOrigin) origin
                    : SEM_MODEL_AUTOMATIC;
  model->kept = sqlite3_column_int64 (stmt, 12) != 0;
  model->used = column_time (stmt, 13);
  model->name = sem_store_dup_text (stmt, 14);
  model->note = sem_store_dup_text (stmt, 15);
  return TRUE;
}

static gboolean
get_row (SemStore *self, sqlite3_stmt *stmt, SemStoreModel *model, GError **error)
{
  int code = sem_store_step (self, LIBRARY, stmt, error);
  gboolean found = code == SQLITE_ROW && read_row (self, stmt, model, error);

  if (found)
    model->data =
      g_bytes_new (sqlite3_column_blob (stmt, N_COLUMNS), sqlite3_column_bytes (stmt, N_COLUMNS));
  sqlite3_reset (stmt);
  return found || code == SQLITE_DONE;
}

gboolean
sem_store_get_model (SemStore *self, gint64 id, SemStoreModel *model, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT " COLUMNS ", data FROM models WHERE id = ?1", error);

  model->id = 0;
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  return get_row (self, stmt, model, error);
}

gboolean
sem_store_get_active_row (SemStore *self, SemStoreModel *model, GError **error)
{
  static const char sql[] =
    "SELECT " COLUMNS ", data FROM models WHERE id = (SELECT active_model FROM state)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  model->id = 0;
  return stmt && get_row (self, stmt, model, error);
}

GPtrArray *
sem_store_list_models (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT " COLUMNS " FROM models ORDER BY id", error);
  g_autoptr (GPtrArray) models =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_model_free);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStoreModel *model = g_new0 (SemStoreModel, 1);

      g_ptr_array_add (models, model);
      if (!read_row (self, stmt, model, error))
        break;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&models) : NULL;
}

gboolean
sem_store_put_model (SemStore *self, SemStoreModel *model, GError **error)
{
  static const char sql[] =
    "INSERT INTO models (method, bits, seed, backbone, trained_on, provisional, created, data,"
    " photos, origin, kept, name, note)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10 <> 0, ?11, ?12) RETURNING id";
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
  sqlite3_bind_int (stmt, 10, model->origin);
  sqlite3_bind_text (stmt, 11, model->name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 12, model->note, -1, SQLITE_TRANSIENT);
  model->id = sem_store_insert (self, LIBRARY, stmt, error);
  self->decided = TRUE;
  return model->id > 0;
}

/* Runs a statement whose parameter is a model. */
static gboolean
change_model (SemStore *self, const char *sql, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  return sem_store_run (self, LIBRARY, stmt, error);
}

static gboolean
return_words (SemStore *self, gint64 id, GError **error)
{
  SemStoreModel model = { 0 };
  gboolean ok =
    sem_store_get_model (self, id, &model, error) && sem_store_return_words (self, &model, error);

  sem_store_model_clear (&model);
  return ok;
}

gboolean
sem_store_set_model_stage (SemStore *self,
                           gint64 id,
                           SemModelStage stage,
                           GBytes *log,
                           GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "UPDATE models SET stage = ?2, log = coalesce (?3, log) WHERE id = ?1",
                       error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_int (stmt, 2, stage);
  if (log)
    sqlite3_bind_blob64 (stmt, 3, g_bytes_get_data (log, NULL), g_bytes_get_size (log),
                         SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error)
         && (stage == SEM_MODEL_UNFINISHED || return_words (self, id, error));
}

/* Notes that the active model and @id were in use until now, or are from now on. */
static gboolean
note_use (SemStore *self, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY,
                                          "UPDATE models SET used = ?2"
                                          " WHERE id = ?1 OR id = (SELECT active_model FROM state)",
                                          error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_int64 (stmt, 2, g_get_real_time () / G_USEC_PER_SEC);
  return sem_store_run (self, LIBRARY, stmt, error);
}

/* All photos have other codes; see SemStoreCompared. */
static gboolean
compare_again (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY,
                         "INSERT INTO compared (one, hashes, codes) VALUES (1, 0, -1)"
                         " ON CONFLICT (one) DO UPDATE SET codes = min (codes, 1) - 1",
                         error);
}

gboolean
sem_store_use_model (SemStore *self, gint64 id, GError **error)
{
  self->decided = TRUE;
  if (!note_use (self, id, error)
      || !change_model (self, "UPDATE models SET stage = 1 WHERE id = ?1", id, error)
      || !return_words (self, id, error) || !compare_again (self, error)
      || !change_model (self, "UPDATE state SET active_model = ?1", id, error))
    return FALSE;
  /* A damaged library without its row of state would never have an active model. */
  if (sqlite3_changes (self->dbs[LIBRARY]) == 1)
    return TRUE;
  sem_store_set_error (self, LIBRARY, SQLITE_CORRUPT, error);
  return FALSE;
}

gboolean
sem_store_keep_model (SemStore *self, gint64 id, GError **error)
{
  return change_model (self, "UPDATE models SET kept = 1 WHERE id = ?1", id, error);
}

gboolean
sem_store_withdraw_offers (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY, "UPDATE models SET stage = 1 WHERE stage = 2", error);
}

gboolean
sem_store_set_model_words (SemStore *self,
                           gint64 id,
                           const char *name,
                           const char *note,
                           GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY,
                       "UPDATE models SET kept = 1, name = nullif (coalesce (?2, name), ''),"
                       " note = nullif (coalesce (?3, note), '') WHERE id = ?1",
                       error);

  self->decided = TRUE;
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  sqlite3_bind_text (stmt, 2, name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (stmt, 3, note, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_forget_codes (SemStore *self, gint64 id, GError **error)
{
  return change_model (self, "DELETE FROM codes WHERE model = ?1", id, error);
}

gboolean
sem_store_renew_codes (SemStore *self, gint64 id, GError **error)
{
  return sem_store_forget_codes (self, id, error)
         && change_model (self, "UPDATE models SET provisional = 0 WHERE id = ?1", id, error);
}

/* Their vectors stay until sem_store_sweep(), since the transaction may still be rolled back. */
static gboolean
drop_models (SemStore *self, GArray *ids, GError **error)
{
  self->decided = TRUE;
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!change_model (self, "INSERT OR IGNORE INTO dropped_models VALUES (?1)", id, error)
          || !change_model (self, "DELETE FROM models WHERE id = ?1", id, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_store_remove_inactive (SemStore *self, gint64 keep, gboolean only_unfinished, GError **error)
{
  static const char sql[] =
    "SELECT id FROM models WHERE id <> ?1 AND (stage NOT IN (1, 2) OR NOT (?2 OR kept))"
    " AND id NOT IN (SELECT active_model FROM state WHERE active_model IS NOT NULL)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  g_autoptr (GArray) ids = NULL;

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, keep);
  sqlite3_bind_int (stmt, 2, only_unfinished);
  ids = sem_store_list_ids (self, LIBRARY, stmt, error);
  return ids && drop_models (self, ids, error);
}

gboolean
sem_store_drop_model (SemStore *self, gint64 id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (id != sem_store_get_active_model (self, NULL), FALSE);

  g_array_append_val (ids, id);
  return drop_models (self, ids, error);
}

gboolean
sem_store_activate_model (SemStore *self, gint64 id, GError **error)
{
  return sem_store_use_model (self, id, error) && sem_store_remove_inactive (self, 0, FALSE, error);
}

gboolean
sem_store_expire_models (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY,
                         "UPDATE models SET provisional = " G_STRINGIFY (SEM_STORE_MODEL_EXPIRED),
                         error);
}

/* Measuring ------------------------------------------------------------------------------------ */

gboolean
sem_store_measure_model (SemStore *self, gint64 id, SemModelSize *size, GError **error)
{
  static const char sql[] =
    "SELECT (SELECT length (data) + coalesce (length (log), 0) FROM models WHERE id = ?1),"
    " sum (length (ids) + length (codes)), sum (length (ids)) FROM codes WHERE model = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  int code;

  *size = (SemModelSize){ 0 };
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    {
      size->model = MAX (sqlite3_column_int64 (stmt, 0), 0);
      size->codes = MAX (sqlite3_column_int64 (stmt, 1), 0);
      size->n_codes = MAX (sqlite3_column_int64 (stmt, 2), 0) / (gint64) sizeof (gint64);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}

gboolean
sem_store_drop_model_codes (SemStore *self, gint64 id, GError **error)
{
  return change_model (self, "DELETE FROM codes WHERE model = ?1", id, error)
         && change_model (self, "INSERT OR IGNORE INTO dropped_models VALUES (?1)", id, error);
}

gint64
sem_store_get_most_photos (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt = sem_store_prepare (
    self, LIBRARY,
    "SELECT max (photos) FROM models WHERE stage IN (1, 2) AND photos BETWEEN 0 AND 2147483647",
    error);

  return stmt ? sem_store_scalar (self, LIBRARY, stmt, 0, error) : -1;
}
