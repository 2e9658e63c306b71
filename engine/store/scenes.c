/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/scenes.h"
#include "engine/store/store-private.h"

#include <math.h>

#define LIBRARY SEM_STORE_LIBRARY

void
sem_store_scene_group_clear (SemStoreSceneGroup *group)
{
  g_clear_pointer (&group->key, g_free);
  g_clear_pointer (&group->reason, g_free);
}

void
sem_store_scene_free (SemStoreScene *scene)
{
  g_free (scene->key);
  g_array_unref (scene->photos);
  g_free (scene);
}

gboolean
sem_store_find_scene_group (SemStore *self,
                            const char *key,
                            SemStoreSceneGroup *group,
                            GError **error)
{
  static const char sql[] = "SELECT id, outcome, reason, seconds FROM scene_groups WHERE key = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gboolean ok;
  int code;

  group->id = 0;
  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, key, -1, SQLITE_TRANSIENT);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW)
    group->id = sem_store_column_id (self, LIBRARY, stmt, 0, error);
  ok = code == SQLITE_DONE || group->id > 0;
  if (group->id)
    {
      group->key = g_strdup (key);
      group->outcome = sem_store_column_count (stmt, 1);
      group->reason = sem_store_dup_text (stmt, 2);
      group->seconds = sqlite3_column_double (stmt, 3);
    }
  sqlite3_reset (stmt);
  return ok;
}

static gboolean
remove_group (SemStore *self, const char *key, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "DELETE FROM scene_groups WHERE key = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, key, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error);
}

static gboolean
put_tried (SemStore *self, gint64 group, gint64 photo, GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO scene_tried (photo, scene_group)"
                            " SELECT id, ?2 FROM photos WHERE id = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_int64 (stmt, 2, group);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_put_scene_group (SemStore *self,
                           SemStoreSceneGroup *group,
                           const gint64 *photos,
                           guint n,
                           GError **error)
{
  static const char sql[] = "INSERT INTO scene_groups (key, outcome, reason, seconds, created)"
                            " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
  sqlite3_stmt *stmt;

  if (!remove_group (self, group->key, error))
    return FALSE;
  stmt = sem_store_prepare (self, LIBRARY, sql, error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, group->key, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int (stmt, 2, (int) group->outcome);
  sqlite3_bind_text (stmt, 3, group->reason, -1, SQLITE_TRANSIENT);
  sqlite3_bind_double (stmt, 4, group->seconds);
  sqlite3_bind_int64 (stmt, 5, g_get_real_time () / G_USEC_PER_SEC);
  group->id = sem_store_insert (self, LIBRARY, stmt, error);
  if (group->id < 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!put_tried (self, group->id, photos[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sem_store_drop_scenes (SemStore *self, const char *key, GError **error)
{
  static const char sql[] = "DELETE FROM scenes WHERE scene_group ="
                            " (SELECT id FROM scene_groups WHERE key = ?1)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_text (stmt, 1, key, -1, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_forget_scene_failures (SemStore *self, GError **error)
{
  return sem_store_exec (self, LIBRARY, "DELETE FROM scene_groups WHERE outcome NOT IN (1, 2)",
                         error);
}

GArray *
sem_store_list_tried (SemStore *self, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT photo FROM scene_tried ORDER BY photo", error);

  return stmt ? sem_store_list_ids (self, LIBRARY, stmt, error) : NULL;
}

static gint64
add_scene (SemStore *self, gint64 group, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "INSERT INTO scenes (scene_group) VALUES (?1) RETURNING id",
                       error);

  if (!stmt)
    return -1;
  sqlite3_bind_int64 (stmt, 1, group);
  return sem_store_insert (self, LIBRARY, stmt, error);
}

/* Deleting the photo's old row also deletes its pairs in another scene, by the foreign key. */
static gboolean
put_scene_photo (SemStore *self, gint64 scene, const SemStoreScenePhoto *photo, GError **error)
{
  static const char sql[] = "INSERT INTO scene_photos (photo, scene, points)"
                            " SELECT id, ?2, ?3 FROM photos WHERE id = ?1";
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "DELETE FROM scene_photos WHERE photo = ?1", error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo->photo);
  if (!sem_store_run (self, LIBRARY, stmt, error))
    return FALSE;
  stmt = sem_store_prepare (self, LIBRARY, sql, error);
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, photo->photo);
  sqlite3_bind_int64 (stmt, 2, scene);
  sqlite3_bind_int64 (stmt, 3, photo->points);
  return sem_store_run (self, LIBRARY, stmt, error);
}

static gboolean
put_scene_pair (SemStore *self, gint64 scene, const SemStoreScenePair *pair, GError **error)
{
  static const char sql[] =
    "INSERT INTO scene_pairs (a, b, shared, scale) SELECT ?1, ?2, ?3, ?4"
    " WHERE (SELECT count (*) FROM scene_photos WHERE photo IN (?1, ?2) AND scene = ?5) = 2";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, MIN (pair->a, pair->b));
  sqlite3_bind_int64 (stmt, 2, MAX (pair->a, pair->b));
  sqlite3_bind_int64 (stmt, 3, pair->shared);
  sqlite3_bind_double (stmt, 4, (double) pair->scale);
  sqlite3_bind_int64 (stmt, 5, scene);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_put_scene (SemStore *self,
                     gint64 group,
                     const GArray *photos,
                     const GArray *pairs,
                     GError **error)
{
  const gint64 scene = add_scene (self, group, error);

  if (scene < 0)
    return FALSE;
  for (guint i = 0; i < photos->len; i++)
    if (!put_scene_photo (self, scene, &g_array_index (photos, SemStoreScenePhoto, i), error))
      return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    if (!put_scene_pair (self, scene, &g_array_index (pairs, SemStoreScenePair, i), error))
      return FALSE;
  return TRUE;
}

gboolean
sem_store_put_scene_shape (SemStore *self, gint64 photo, GBytes *shape, GError **error)
{
  static const char sql[] = "INSERT OR REPLACE INTO scene_shapes (scene, shape)"
                            " SELECT scene, ?2 FROM scene_photos WHERE photo = ?1";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  gconstpointer data;
  gsize size;

  if (!stmt)
    return FALSE;
  data = g_bytes_get_data (shape, &size);
  sqlite3_bind_int64 (stmt, 1, photo);
  sqlite3_bind_blob64 (stmt, 2, data, size, SQLITE_TRANSIENT);
  return sem_store_run (self, LIBRARY, stmt, error);
}

gboolean
sem_store_get_scene_shape (SemStore *self, gint64 scene, GBytes **shape, GError **error)
{
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT shape FROM scene_shapes WHERE scene = ?1", error);
  int code;

  *shape = NULL;
  if (!stmt)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, scene);
  code = sem_store_step (self, LIBRARY, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) <= (int) SEM_STORE_MAX_SHAPE)
    *shape = g_bytes_new (sqlite3_column_blob (stmt, 0), (gsize) sqlite3_column_bytes (stmt, 0));
  sqlite3_reset (stmt);
  return code != 0;
}

gint64
sem_store_count_shapeless (SemStore *self, gint64 group, GError **error)
{
  static const char sql[] = "SELECT count (*) FROM scenes WHERE scene_group = ?1"
                            " AND id NOT IN (SELECT scene FROM scene_shapes)";
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);

  if (!stmt)
    return -1;
  sqlite3_bind_int64 (stmt, 1, group);
  return sem_store_scalar (self, LIBRARY, stmt, 0, error);
}

static void
drop_lonely (GPtrArray *scenes)
{
  guint at = 0;

  while (at < scenes->len)
    if (((const SemStoreScene *) scenes->pdata[at])->photos->len < 2)
      g_ptr_array_remove_index (scenes, at);
    else
      at++;
}

static SemStoreScene *
new_scene (sqlite3_stmt *stmt, gint64 id)
{
  SemStoreScene *scene = g_new0 (SemStoreScene, 1);

  scene->id = id;
  scene->key = sem_store_dup_text (stmt, 1);
  scene->photos = g_array_new (FALSE, TRUE, sizeof (SemStoreScenePhoto));
  return scene;
}

GPtrArray *
sem_store_list_scenes (SemStore *self, GError **error)
{
  static const char sql[] = "SELECT scenes.id, key, photo, points FROM scene_photos"
                            " JOIN photos ON photos.id = photo JOIN scenes ON scenes.id = scene"
                            " JOIN scene_groups ON scene_groups.id = scene_group"
                            " WHERE NOT hidden ORDER BY scenes.id, points DESC, photo";
  g_autoptr (GPtrArray) scenes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sem_store_scene_free);
  sqlite3_stmt *stmt = sem_store_prepare (self, LIBRARY, sql, error);
  SemStoreScene *scene = NULL;
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStoreScenePhoto photo = { .points = sem_store_column_count (stmt, 3) };
      gint64 id = sem_store_column_id (self, LIBRARY, stmt, 0, error);

      photo.photo = id ? sem_store_column_id (self, LIBRARY, stmt, 2, error) : 0;
      if (photo.photo == 0)
        break;
      if (!scene || scene->id != id)
        g_ptr_array_add (scenes, scene = new_scene (stmt, id));
      g_array_append_val (scene->photos, photo);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return NULL;
  drop_lonely (scenes);
  return g_steal_pointer (&scenes);
}

GArray *
sem_store_list_scene_pairs (SemStore *self, GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, TRUE, sizeof (SemStoreScenePair));
  sqlite3_stmt *stmt =
    sem_store_prepare (self, LIBRARY, "SELECT a, b, shared, scale FROM scene_pairs ORDER BY a, b",
                       error);
  int code;

  if (!stmt)
    return NULL;
  while ((code = sem_store_step (self, LIBRARY, stmt, error)) == SQLITE_ROW)
    {
      SemStoreScenePair pair = {
        .a = sem_store_column_id (self, LIBRARY, stmt, 0, error),
        .b = sqlite3_column_int64 (stmt, 1),
        .shared = sem_store_column_count (stmt, 2),
        .scale = (float) sqlite3_column_double (stmt, 3),
      };

      if (pair.a == 0 || !sem_store_check_id (self, LIBRARY, pair.b, error))
        break;
      if (pair.shared > 0 && pair.scale >= 1 && isfinite (pair.scale))
        g_array_append_val (pairs, pair);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE ? g_steal_pointer (&pairs) : NULL;
}
