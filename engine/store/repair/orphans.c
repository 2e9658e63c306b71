/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/photos.h"
#include "engine/store/repair/orphans.h"
#include "engine/store/store-private.h"

#define LIBRARY SEM_STORE_LIBRARY
#define FEATURES SEM_STORE_FEATURES
#define THUMBNAILS SEM_STORE_THUMBNAILS

/* @part: whose connection counts and mends; that of a companion has the library attached as
 * "library"
 * @count: returns one number
 * @mend: (nullable): one statement */
typedef struct
{
  SemStoreOrphan kind;
  SemStorePart part;
  const char *count;
  const char *mend;
} Check;

/* clang-format off */
#define ROWS(what) "SELECT count (*) FROM " what
/* Rows of @table whose @column names a row of @other that does not exist. */
#define LOOSE(table, column, other, id)                                                            \
  table " WHERE " column " IS NOT NULL AND " column " NOT IN (SELECT " id " FROM " other ")"
#define REFERS(table, column, other, id)                                                           \
  { SEM_ORPHAN_ROWS, LIBRARY, ROWS (LOOSE (table, column, other, id)),                             \
    "DELETE FROM " LOOSE (table, column, other, id) }
#define BY_HASH(part, table)                                                                       \
  { SEM_ORPHAN_COMPANIONS, part, ROWS (table " WHERE hash NOT IN (" HASHES ")"),                   \
    "DELETE FROM main." table " WHERE hash NOT IN (" HASHES ")" }

#define HASHES "SELECT hash FROM library.photos UNION ALL SELECT hash FROM library.dropped_photos"
#define WITHOUT_FEATURE                                                                            \
  " NOT EXISTS (SELECT 1 FROM main.features AS f WHERE f.backbone ="                               \
  " (SELECT name FROM library.backbones WHERE id = described.backbone)"                            \
  " AND f.hash = (SELECT hash FROM library.photos WHERE id = described.photo))"
/* Only of photos whose file is there: others would lose their codes until their disk is back. */
#define WITHOUT_THUMBNAIL                                                                          \
  " photo IN (SELECT id FROM library.photos WHERE NOT hidden AND NOT EXISTS"                       \
  " (SELECT 1 FROM main.thumbnails WHERE hash = photos.hash) AND EXISTS"                           \
  " (SELECT 1 FROM library.files WHERE photo = photos.id AND NOT missing AND NOT EXISTS"           \
  " (SELECT 1 FROM library.mounts WHERE away <> 0"                                                 \
  " AND files.path > CAST (mounts.path || '/' AS BLOB)"                                            \
  " AND files.path < CAST (mounts.path || '0' AS BLOB))))"
#define LOOSE_VECTORS                                                                              \
  "vectors WHERE model NOT IN (SELECT id FROM library.models UNION ALL"                            \
  " SELECT id FROM library.dropped_models) OR photo NOT IN (SELECT id FROM library.photos"         \
  " UNION ALL SELECT id FROM library.dropped_photos)"
/* clang-format on */

static const Check checks[] = {
  /* A file is a user's: its row stays, and is filled in again. */
  { SEM_ORPHAN_ROWS, LIBRARY, ROWS (LOOSE ("files", "photo", "photos", "id")),
    "UPDATE files SET state = 0, photo = NULL"
    " WHERE photo IS NOT NULL AND photo NOT IN (SELECT id FROM photos)" },
  { SEM_ORPHAN_ROWS, LIBRARY, ROWS (LOOSE ("state", "active_model", "models", "id")),
    "UPDATE state SET active_model = NULL WHERE active_model NOT IN (SELECT id FROM models)" },
  REFERS ("files", "folder", "folders", "id"),
  REFERS ("mounts", "folder", "folders", "id"),
  REFERS ("described", "photo", "photos", "id"),
  REFERS ("described", "backbone", "backbones", "id"),
  REFERS ("metadata", "photo", "photos", "id"),
  REFERS ("inner_pictures", "photo", "photos", "id"),
  REFERS ("duplicates", "a", "photos", "id"),
  REFERS ("duplicates", "b", "photos", "id"),
  REFERS ("quick_photos", "photo", "photos", "id"),
  REFERS ("sharpness", "photo", "photos", "id"),
  REFERS ("codes", "model", "models", "id"),
  REFERS ("inspected", "model", "models", "id"),
  REFERS ("scene_tried", "photo", "photos", "id"),
  REFERS ("scene_tried", "scene_group", "scene_groups", "id"),
  REFERS ("scenes", "scene_group", "scene_groups", "id"),
  REFERS ("scene_photos", "photo", "photos", "id"),
  REFERS ("scene_photos", "scene", "scenes", "id"),
  REFERS ("scene_shapes", "scene", "scenes", "id"),
  REFERS ("scene_pairs", "a", "scene_photos", "photo"),
  REFERS ("scene_pairs", "b", "scene_photos", "photo"),
  { SEM_ORPHAN_VISIBILITY, LIBRARY,
    ROWS ("photos WHERE (hidden <> 0) = EXISTS"
          " (SELECT 1 FROM files WHERE photo = photos.id AND NOT missing)"),
    NULL },
  BY_HASH (FEATURES, "features"),
  BY_HASH (FEATURES, "sketches"),
  BY_HASH (FEATURES, "altered"),
  BY_HASH (THUMBNAILS, "thumbnails"),
  { SEM_ORPHAN_COMPANIONS, FEATURES, ROWS (LOOSE_VECTORS), "DELETE FROM main." LOOSE_VECTORS },
  { SEM_ORPHAN_UNDESCRIBED, FEATURES, ROWS ("library.described WHERE" WITHOUT_FEATURE),
    "DELETE FROM library.described WHERE" WITHOUT_FEATURE },
  { SEM_ORPHAN_THUMBNAILS, THUMBNAILS,
    "SELECT count (DISTINCT photo) FROM library.described WHERE" WITHOUT_THUMBNAIL,
    "DELETE FROM library.described WHERE" WITHOUT_THUMBNAIL },
};

/* Not by sem_store_prepare(), which knows one connection for each text. */
static gboolean
attach (SemStore *self, SemStorePart part, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2 (self->dbs[part], "ATTACH ?1 AS library", -1, &stmt, NULL);

  if (code == SQLITE_OK)
    {
      sqlite3_bind_text (stmt, 1, self->paths[LIBRARY], -1, SQLITE_STATIC);
      code = sqlite3_step (stmt);
    }
  if (code != SQLITE_DONE)
    sem_store_set_error (self, part, code, error);
  sqlite3_finalize (stmt);
  return code == SQLITE_DONE;
}

/* What names the attached library must not be kept: it is of no use without it. */
static void
detach (SemStore *self, SemStorePart part)
{
  sqlite3_exec (self->dbs[part], "DETACH library", NULL, NULL, NULL);
}

static gboolean
count_one (SemStore *self, const Check *check, guint *count, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  int code;

  if (check->part != LIBRARY && !attach (self, check->part, error))
    return FALSE;
  code = sqlite3_prepare_v2 (self->dbs[check->part], check->count, -1, &stmt, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_step (stmt);
  if (code == SQLITE_ROW)
    *count += (guint) CLAMP (sqlite3_column_int64 (stmt, 0), 0, G_MAXINT32);
  else
    sem_store_set_error (self, check->part, code, error);
  sqlite3_finalize (stmt);
  if (check->part != LIBRARY)
    detach (self, check->part);
  return code == SQLITE_ROW;
}

gboolean
sem_store_count_orphans (SemStore *self, guint *counts, const SemProgress *progress, GError **error)
{
  for (guint i = 0; i < SEM_ORPHAN_N_KINDS; i++)
    counts[i] = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (g_cancellable_set_error_if_cancelled (sem_progress_get_cancellable (progress), error)
          || !count_one (self, &checks[i], &counts[checks[i].kind], error))
        return FALSE;
      sem_progress_report (progress, (i + 1.0) / G_N_ELEMENTS (checks));
    }
  return TRUE;
}

static gboolean
mend_one (SemStore *self, const Check *check, GError **error)
{
  gboolean ok;

  if (check->part == LIBRARY)
    return sem_store_exec (self, LIBRARY, check->mend, error);
  if (!attach (self, check->part, error))
    return FALSE;
  ok = sem_store_exec (self, check->part, check->mend, error);
  detach (self, check->part);
  return ok;
}

static gboolean
mend_visibility (SemStore *self, GError **error)
{
  if (sem_store_begin (self, error) && sem_store_update_hidden (self, error)
      && sem_store_commit (self, error))
    return TRUE;
  sem_store_rollback (self);
  return FALSE;
}

gboolean
sem_store_mend_orphans (SemStore *self, SemStoreOrphan kind, GError **error)
{
  if (kind == SEM_ORPHAN_VISIBILITY)
    return mend_visibility (self, error);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (checks[i].kind == kind && !mend_one (self, &checks[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sem_store_retry_failed (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY,
                         "UPDATE files SET decoder = NULL, attempts = 0 WHERE state = 3", error);
}

gboolean
sem_store_note_repair (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY, "UPDATE state SET generation = generation + 1", error);
}
