/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <glib/gi18n-lib.h>

/* "SEMB": marks a database of this program. */
#define APPLICATION_ID 0x53454d42

/* Step i migrates a file from version i to version i + 1. A released step is never changed. */

static const char *const library_steps[] = {
  "CREATE TABLE folders ("
  "  id INTEGER PRIMARY KEY,"
  "  path BLOB NOT NULL UNIQUE,"
  "  online INTEGER NOT NULL DEFAULT 1"
  ") STRICT;"
  "CREATE TABLE photos ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  hash BLOB NOT NULL UNIQUE CHECK (length (hash) = 32),"
  "  width INTEGER NOT NULL,"
  "  height INTEGER NOT NULL,"
  "  backbone TEXT,"
  "  dct INTEGER,"
  "  hidden INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"
  "CREATE INDEX photos_hidden ON photos (id) WHERE hidden;"
  "CREATE TABLE files ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  folder INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,"
  "  path BLOB NOT NULL UNIQUE,"
  "  device INTEGER NOT NULL,"
  "  inode INTEGER NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  mtime INTEGER NOT NULL,"
  "  state INTEGER NOT NULL,"
  "  missing INTEGER NOT NULL DEFAULT 0,"
  "  photo INTEGER REFERENCES photos,"
  "  attempts INTEGER NOT NULL DEFAULT 0,"
  "  reason TEXT,"
  "  decoder TEXT"
  ") STRICT;"
  "CREATE INDEX files_folder ON files (folder);"
  "CREATE INDEX files_photo ON files (photo);"
  "CREATE INDEX files_identity ON files (inode, device);"
  "CREATE INDEX files_failed ON files (path) WHERE state = 3;"
  "CREATE TABLE models ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  method TEXT NOT NULL,"
  "  bits INTEGER NOT NULL,"
  "  seed INTEGER NOT NULL,"
  "  backbone TEXT NOT NULL,"
  "  photos INTEGER NOT NULL,"
  "  trained_on INTEGER NOT NULL,"
  "  provisional INTEGER NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  data BLOB NOT NULL"
  ") STRICT;"
  "CREATE TABLE codes ("
  "  model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,"
  "  last INTEGER NOT NULL,"
  "  ids BLOB NOT NULL,"
  "  codes BLOB NOT NULL,"
  "  UNIQUE (model, last)"
  ") STRICT;"
  "CREATE TABLE state ("
  "  one INTEGER PRIMARY KEY CHECK (one = 1),"
  "  active_model INTEGER REFERENCES models,"
  "  generation INTEGER NOT NULL"
  ") STRICT;"
  "INSERT INTO state VALUES (1, NULL, 1);",

  "CREATE TABLE dropped_photos ("
  "  id INTEGER PRIMARY KEY,"
  "  hash BLOB NOT NULL"
  ") STRICT;"
  "CREATE TABLE dropped_models ("
  "  id INTEGER PRIMARY KEY"
  ") STRICT;",

  /* 0: unfinished, see SemModelStage. */
  "ALTER TABLE models ADD COLUMN stage INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE models ADD COLUMN log BLOB;"
  "UPDATE models SET stage = 1 WHERE id IN (SELECT active_model FROM state);",

  "CREATE TABLE scene_groups ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  key TEXT NOT NULL UNIQUE,"
  "  outcome INTEGER NOT NULL,"
  "  reason TEXT,"
  "  seconds REAL NOT NULL,"
  "  created INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE scene_tried ("
  "  photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,"
  "  scene_group INTEGER NOT NULL REFERENCES scene_groups ON DELETE CASCADE"
  ") STRICT;"
  "CREATE INDEX scene_tried_group ON scene_tried (scene_group);"
  "CREATE TABLE scenes ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  scene_group INTEGER NOT NULL REFERENCES scene_groups ON DELETE CASCADE"
  ") STRICT;"
  "CREATE INDEX scenes_group ON scenes (scene_group);"
  "CREATE TABLE scene_photos ("
  "  photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,"
  "  scene INTEGER NOT NULL REFERENCES scenes ON DELETE CASCADE,"
  "  points INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX scene_photos_scene ON scene_photos (scene);"
  "CREATE TABLE scene_pairs ("
  "  a INTEGER NOT NULL REFERENCES scene_photos ON DELETE CASCADE,"
  "  b INTEGER NOT NULL REFERENCES scene_photos ON DELETE CASCADE,"
  "  shared INTEGER NOT NULL,"
  "  scale REAL NOT NULL,"
  "  PRIMARY KEY (a, b)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX scene_pairs_b ON scene_pairs (b);",

  "CREATE TABLE backbones ("
  "  id INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL UNIQUE,"
  "  kind INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE described ("
  "  backbone INTEGER NOT NULL REFERENCES backbones ON DELETE CASCADE,"
  "  photo INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,"
  "  PRIMARY KEY (backbone, photo)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX described_photo ON described (photo);"
  "CREATE TABLE dropped_backbones ("
  "  name TEXT NOT NULL UNIQUE"
  ") STRICT;"
  "INSERT INTO backbones (name, kind)"
  " SELECT DISTINCT backbone, 0 FROM photos WHERE backbone IS NOT NULL;"
  "INSERT INTO described"
  " SELECT backbones.id, photos.id FROM photos JOIN backbones ON name = photos.backbone;"
  "ALTER TABLE photos DROP COLUMN backbone;",

  /* away: see SemAway. Folders that were offline before reasons existed become unreadable ones. */
  "CREATE TABLE mounts ("
  "  path BLOB PRIMARY KEY NOT NULL,"
  "  folder INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,"
  "  mounted INTEGER NOT NULL,"
  "  away INTEGER NOT NULL,"
  "  forget INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX mounts_folder ON mounts (folder);"
  "INSERT INTO mounts SELECT path, id, 0, 1, 0 FROM folders WHERE NOT online;",

  /* state, date, taken: see SemMetadata. A photo without a row was not looked at yet; decoder: the
   * version that failed. What is unknown is NULL. */
  "CREATE TABLE metadata ("
  "  photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,"
  "  state INTEGER NOT NULL,"
  "  decoder TEXT,"
  "  date INTEGER,"
  "  taken INTEGER,"
  "  nanoseconds INTEGER,"
  "  time_offset INTEGER,"
  "  orientation INTEGER,"
  "  make TEXT,"
  "  model TEXT,"
  "  lens TEXT,"
  "  software TEXT,"
  "  exposure REAL,"
  "  aperture REAL,"
  "  iso INTEGER,"
  "  focal_length REAL,"
  "  latitude REAL,"
  "  longitude REAL,"
  "  altitude REAL"
  ") STRICT;"
  "CREATE INDEX metadata_taken ON metadata (taken) WHERE taken IS NOT NULL;"
  "CREATE INDEX files_mtime ON files (mtime);",

  /* A photo without a row was not looked at yet. */
  "CREATE TABLE inner_pictures ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  photo INTEGER NOT NULL UNIQUE REFERENCES photos ON DELETE CASCADE,"
  "  pictures BLOB NOT NULL"
  ") STRICT;",

  /* origin: see SemModelOrigin. For existing models the origin is unknown: all are kept.
   */
  "ALTER TABLE models ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE models ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE models ADD COLUMN used INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE models ADD COLUMN name TEXT;"
  "ALTER TABLE models ADD COLUMN note TEXT;"
  "UPDATE models SET kept = 1 WHERE stage IN (1, 2) AND NOT provisional;",

  /* data: 64-bit floats. What was measured of a model's codes, see engine/inspect. */
  "CREATE TABLE inspected ("
  "  model INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,"
  "  name TEXT NOT NULL,"
  "  data BLOB NOT NULL,"
  "  PRIMARY KEY (model, name)"
  ") STRICT;",

  /* 0: not known. */
  "ALTER TABLE files ADD COLUMN ctime INTEGER NOT NULL DEFAULT 0;",

  /* relation, state: see SemStoreDuplicate. compared: how far duplicates were searched for.
   * different: hashes of photos that the user marked as different, the lower one first. */
  "CREATE TABLE duplicates ("
  "  a INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,"
  "  b INTEGER NOT NULL REFERENCES photos ON DELETE CASCADE,"
  "  relation INTEGER NOT NULL,"
  "  state INTEGER NOT NULL,"
  "  likeness REAL NOT NULL,"
  "  PRIMARY KEY (a, b)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX duplicates_b ON duplicates (b);"
  "CREATE TABLE compared ("
  "  one INTEGER PRIMARY KEY CHECK (one = 1),"
  "  hashes INTEGER NOT NULL,"
  "  codes INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE different ("
  "  a BLOB NOT NULL CHECK (length (a) = 32),"
  "  b BLOB NOT NULL CHECK (length (b) = 32),"
  "  PRIMARY KEY (a, b)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX different_b ON different (b);",

  /* backbone: of the feature that was computed of a reduced picture. */
  "CREATE TABLE quick_photos ("
  "  photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,"
  "  backbone TEXT NOT NULL"
  ") STRICT;",

  /* path: of a folder; text: see store/details/patterns.h. */
  "CREATE TABLE patterns ("
  "  path BLOB NOT NULL UNIQUE,"
  "  text TEXT NOT NULL"
  ") STRICT;",

  /* shape: see engine/scenes/scene-shape.h. Scenes that were found before have none. */
  "CREATE TABLE scene_shapes ("
  "  scene INTEGER PRIMARY KEY REFERENCES scenes ON DELETE CASCADE,"
  "  shape BLOB NOT NULL"
  ") STRICT;",

  /* See SemSharpness. A photo without a row was not measured yet. */
  "CREATE TABLE sharpness ("
  "  photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,"
  "  fill REAL NOT NULL,"
  "  step REAL NOT NULL,"
  "  contrast REAL NOT NULL"
  ") STRICT;",
};

static const char *const features_steps[] = {
  "CREATE TABLE features ("
  "  hash BLOB NOT NULL,"
  "  backbone TEXT NOT NULL,"
  "  feature BLOB NOT NULL,"
  "  UNIQUE (hash, backbone)"
  ") STRICT;"
  "CREATE TABLE sketches ("
  "  hash BLOB NOT NULL UNIQUE,"
  "  sketch BLOB NOT NULL"
  ") STRICT;"
  "CREATE TABLE vectors ("
  "  model INTEGER NOT NULL,"
  "  photo INTEGER NOT NULL,"
  "  vector BLOB NOT NULL,"
  "  PRIMARY KEY (photo, model)"
  ") STRICT, WITHOUT ROWID;",

  "CREATE TABLE altered ("
  "  hash BLOB NOT NULL,"
  "  backbone TEXT NOT NULL,"
  "  alteration TEXT NOT NULL,"
  "  feature BLOB NOT NULL,"
  "  UNIQUE (hash, backbone, alteration)"
  ") STRICT;",
};

static const char *const thumbnails_steps[] = {
  "CREATE TABLE thumbnails ("
  "  hash BLOB NOT NULL UNIQUE,"
  "  jpeg BLOB NOT NULL"
  ") STRICT;",
};

static const struct
{
  const char *const *steps;
  int n_steps;
} schemas[SEM_STORE_N_FILES] = {
  [SEM_STORE_LIBRARY] = { library_steps, G_N_ELEMENTS (library_steps) },
  [SEM_STORE_FEATURES] = { features_steps, G_N_ELEMENTS (features_steps) },
  [SEM_STORE_THUMBNAILS] = { thumbnails_steps, G_N_ELEMENTS (thumbnails_steps) },
};

/* Returns: a number that is not negative; -1 with @error set. The numbers in the file's header have
 * 32 bits and are meant unsigned: a negative one is damage, and is read as a large one. */
static gint64
ask (SemStore *self, SemStorePart part, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2 (self->dbs[part], sql, -1, &stmt, NULL);
  gint64 value = -1;

  if (code == SQLITE_OK && (code = sqlite3_step (stmt)) == SQLITE_ROW)
    value = sqlite3_column_int64 (stmt, 0) & G_MAXUINT32;
  else
    sem_store_set_error (self, part, code, error);
  sqlite3_finalize (stmt);
  return value;
}

static gboolean
run_steps (SemStore *self, SemStorePart part, gint64 version, GError **error)
{
  for (gint64 i = version; i < schemas[part].n_steps; i++)
    {
      g_autofree char *stamp =
        g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %" G_GINT64_FORMAT ";",
                         APPLICATION_ID, i + 1);

      if (!sem_store_exec (self, part, schemas[part].steps[i], error)
          || !sem_store_exec (self, part, stamp, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
sem_store_check_owner (SemStore *self, SemStorePart part, GError **error)
{
  /* In this order, since another process may be creating the library now, and writes both at once.
   */
  gint64 tables = ask (self, part, "SELECT count (*) FROM sqlite_schema", error);
  gint64 owner = tables < 0 ? -1 : ask (self, part, "PRAGMA application_id", error);
  g_autofree char *name = g_filename_display_name (self->paths[part]);

  if (owner < 0)
    return FALSE;
  if (tables == 0 || owner == APPLICATION_ID)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("“%s” is a database of another program. Choose another file for the library."),
               name);
  return FALSE;
}

gboolean
sem_store_migrate (SemStore *self, SemStorePart part, GError **error)
{
  gint64 version = ask (self, part, "PRAGMA user_version", error);
  g_autofree char *name = g_filename_display_name (self->paths[part]);

  if (version < 0)
    return FALSE;
  if (version > schemas[part].n_steps)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NEWER,
                   _("The library “%s” was written by a newer version of Semblance. "
                     "Update Semblance to open it."),
                   name);
      return FALSE;
    }
  if (version == schemas[part].n_steps)
    return TRUE;
  /* A reader may be the first that opens the library after the program was updated, and migrates
   * it; but it does not create one. */
  if (self->mode == SEM_STORE_READ && version == 0)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("The library “%s” is not ready yet. Index a folder first."), name);
      return FALSE;
    }

  if (self->is_still)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                   _("The library “%s” was written by an older version of Semblance, and updating "
                     "it needs a folder that can be written and free space."),
                   name);
      return FALSE;
    }

  /* Another process may be migrating as well: look again once the lock is taken. */
  if (!sem_store_exec (self, part, "BEGIN IMMEDIATE", error))
    return FALSE;
  version = ask (self, part, "PRAGMA user_version", error);
  if (version >= 0 && run_steps (self, part, version, error))
    return sem_store_exec (self, part, "COMMIT", error);
  sqlite3_exec (self->dbs[part], "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
