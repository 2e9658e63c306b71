/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive"

#include "config.h"

#include "engine/archive/publish/batch.h"
#include "engine/archive/schema.h"
#include "engine/index/sketch.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"
#include "engine/store/companions.h"

#include <string.h>

static const char staging[] =
  "CREATE TEMPORARY TABLE staged_places ("
  "  hash bytea NOT NULL, path bytea NOT NULL, changed bigint NOT NULL) ON COMMIT DELETE ROWS;"
  "CREATE TEMPORARY TABLE staged_photos ("
  "  n integer NOT NULL, hash bytea NOT NULL, width integer NOT NULL, height integer NOT NULL,"
  "  taken bigint, dct bigint, code bit varying NOT NULL, vector bytea NOT NULL,"
  "  feature bytea NOT NULL, sketch bytea, thumbnail bytea, next_code bit varying,"
  "  next_vector bytea) ON COMMIT DELETE ROWS;"
  "CREATE TEMPORARY TABLE merged ("
  "  photo bigint NOT NULL, hash bytea NOT NULL) ON COMMIT DELETE ROWS";

/* Photos in the order of the library, so that equally near ones are in the same order there and
 * here. Of those that another publisher adds at this moment its rows are awaited and taken. */
static const char merge_photos[] =
  "WITH added AS (INSERT INTO semblance.photos (hash, owner, width, height, taken, dct)"
  " SELECT hash, $1::integer, width, height, taken, dct FROM pg_temp.staged_photos ORDER BY n"
  " ON CONFLICT (hash) DO NOTHING RETURNING id, hash)"
  " INSERT INTO pg_temp.merged SELECT id, hash FROM added";
static const char merge_features[] =
  "INSERT INTO semblance.features SELECT m.photo, s.feature, s.sketch, s.thumbnail"
  " FROM pg_temp.merged m JOIN pg_temp.staged_photos s USING (hash) ORDER BY m.photo";
static const char merge_places[] =
  "INSERT INTO semblance.places (photo, owner, path, changed)"
  " SELECT p.id, $1::integer, s.path, s.changed FROM pg_temp.staged_places s"
  " JOIN semblance.photos p USING (hash) ORDER BY p.id, s.path ON CONFLICT DO NOTHING";
/* Photos that were removed since they were queried. */
static const char count_lost[] =
  "SELECT count (*) FROM pg_temp.staged_places s WHERE NOT EXISTS"
  " (SELECT FROM semblance.photos p JOIN semblance.places l ON l.photo = p.id"
  " WHERE p.hash = s.hash AND l.owner = $1::integer)";
static const char list_missing[] =
  "SELECT DISTINCT s.hash FROM pg_temp.staged_places s WHERE NOT EXISTS"
  " (SELECT FROM semblance.photos p WHERE p.hash = s.hash)";

/* Photos that others publish without thumbnails; archives of before have no right to add them. */
static const char list_hidden[] =
  "SELECT p.hash FROM semblance.features f JOIN semblance.photos p ON p.id = f.photo"
  " WHERE f.photo = ANY (ARRAY (SELECT q.id FROM pg_temp.staged_places s"
  " JOIN semblance.photos q USING (hash))) AND f.thumbnail IS NULL"
  " AND (SELECT has_column_privilege ('semblance.features', 'thumbnail', 'UPDATE'))";
static const char show[] = "UPDATE semblance.features SET thumbnail = $2 WHERE photo ="
                           " (SELECT id FROM semblance.photos WHERE hash = $1)"
                           " AND thumbnail IS NULL";

gboolean
sem_batch_prepare (SemLink *link, GCancellable *cancellable, GError **error)
{
  return sem_link_do (link, staging, cancellable, error);
}

/* Until the end of the transaction the models stay those that are known here. */
static gboolean
hold_model (const SemBatch *self, GError **error)
{
  SemLink *link = self->archive->link;
  g_autoptr (SemRows) locked = NULL, rows = NULL;
  SemCell cell, active;
  gint64 model, last;

  locked = sem_link_run (link, "SELECT pg_advisory_xact_lock_shared (" SEM_ARCHIVE_LOCK ")", NULL,
                         self->cancellable, error);
  if (!locked)
    return FALSE;
  rows =
    sem_link_run (link,
                  "SELECT (SELECT max (id) FROM semblance.models), model FROM semblance.archive",
                  NULL, self->cancellable, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  active = sem_rows_get (rows, 0, 1);
  if (!sem_cell_get_int (&cell, 1, G_MAXINT32, &last)
      || !sem_cell_get_int (&active, 1, G_MAXINT32, &model))
    return sem_link_set_damaged (link, error);
  return (model == self->archive->model
          && last == (self->archive->next ? self->archive->next : self->archive->model))
         || sem_archive_set_changing (link, error);
}

/* Rows ------------------------------------------------------------------------------------------*/

/* The first file of each photo is where its rows are made of. */
static gboolean
is_first (const SemOutgoing *files, guint i)
{
  return i == 0 || files[i].photo != files[i - 1].photo;
}

/* @hashes: (out caller-allocates): shape (n, SEM_STORE_HASH_SIZE), of the photo of each file */
static gboolean
read_hashes (const SemBatch *self,
             const SemOutgoing *files,
             guint n,
             guint8 *hashes,
             GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      guint8 *hash = hashes + (gsize) i * SEM_STORE_HASH_SIZE;
      SemStorePhoto photo = { 0 };

      if (!is_first (files, i))
        {
          memcpy (hash, hash - SEM_STORE_HASH_SIZE, SEM_STORE_HASH_SIZE);
          continue;
        }
      if (!sem_store_get_photo (self->store, files[i].photo, &photo, error))
        return FALSE;
      /* One that has left the library since has no hash: nobody has this one. */
      memcpy (hash, photo.hash, SEM_STORE_HASH_SIZE);
      sem_store_photo_clear (&photo);
    }
  return TRUE;
}

static gboolean
is_nothing (const guint8 *hash)
{
  static const guint8 none[SEM_STORE_HASH_SIZE];

  return memcmp (hash, none, SEM_STORE_HASH_SIZE) == 0;
}

static gboolean
stage_places (const SemBatch *self,
              const SemOutgoing *files,
              guint n,
              const guint8 *hashes,
              GError **error)
{
  g_auto (SemCopy) copy = { NULL };

  sem_copy_init (&copy);
  for (guint i = 0; i < n; i++)
    {
      const guint8 *hash = hashes + (gsize) i * SEM_STORE_HASH_SIZE;

      if (is_nothing (hash))
        continue;
      sem_copy_begin_row (&copy, 3);
      sem_copy_add_bytes (&copy, hash, SEM_STORE_HASH_SIZE);
      sem_copy_add_bytes (&copy, files[i].path, self->paths ? strlen (files[i].path) : 0);
      sem_copy_add_int8 (&copy, files[i].changed);
    }
  sem_copy_end (&copy);
  return sem_link_copy_in (self->archive->link,
                           "COPY pg_temp.staged_places FROM STDIN (FORMAT binary)", &copy,
                           self->cancellable, error);
}

/* (transfer full) (nullable): the photos that a statement lists, as a set of hashes. */
static GHashTable *
list_photos (const SemBatch *self, const char *sql, GError **error)
{
  SemLink *link = self->archive->link;
  g_autoptr (SemRows) rows = sem_link_run (link, sql, NULL, self->cancellable, error);
  g_autoptr (GHashTable) photos = NULL;

  if (!rows)
    return NULL;
  photos =
    g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  for (guint i = 0; i < sem_rows_get_n (rows); i++)
    {
      const SemCell cell = sem_rows_get (rows, i, 0);
      guint8 hash[SEM_STORE_HASH_SIZE];

      if (!sem_cell_get_bytes (&cell, sizeof hash, hash))
        {
          sem_link_set_damaged (link, error);
          return NULL;
        }
      g_hash_table_add (photos, g_bytes_new (hash, sizeof hash));
    }
  return g_steal_pointer (&photos);
}

static gboolean
add_sketch (const SemBatch *self,
            const SemOutgoing *file,
            const guint8 *hash,
            GBytes **sketch,
            gint64 *dct,
            GError **error)
{
  SemStorePhoto photo = { .id = file->photo };
  guint8 pixels[SEM_SKETCH_SIZE];
  guint64 bits;
  gboolean found;

  memcpy (photo.hash, hash, SEM_STORE_HASH_SIZE);
  if (!sem_store_get_sketch (self->store, &photo, pixels, sizeof pixels, &found, error))
    return FALSE;
  *sketch = found ? g_bytes_new (pixels, sizeof pixels) : NULL;
  *dct = found && sem_sketch_dct_hash (pixels, &bits) ? (gint64) bits : 0;
  return TRUE;
}

/* The code and the vector of a photo. */
static void
add_code (SemHashModel *model, const guint16 *half, SemCopy *copy)
{
  float feature[SEM_BACKBONE_DIM];
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)] = { 0 };
  gint8 vector[SEM_VECTOR_DIM];

  sem_k_f16_to_f32 (half, SEM_BACKBONE_DIM, feature);
  sem_hash_model_encode (model, feature, 1, code, NULL);
  sem_hash_model_vectors (model, feature, 1, vector);
  sem_copy_add_code (copy, code, sem_hash_model_get_n_bits (model));
  sem_copy_add_bytes (copy, vector, sizeof vector);
}

/* A photo that has lost its feature is left out until it was indexed again. */
static gboolean
leave_out (const SemBatch *self, const guint8 *hash, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_bytes (values, hash, SEM_STORE_HASH_SIZE);
  rows = sem_link_run (self->archive->link, "DELETE FROM pg_temp.staged_places WHERE hash = $1",
                       values, self->cancellable, error);
  return rows != NULL;
}

/* @n: in which order it is added. */
static gboolean
add_photo (const SemBatch *self,
           const SemOutgoing *file,
           const guint8 *hash,
           guint n,
           SemCopy *copy,
           GError **error)
{
  guint16 half[SEM_BACKBONE_DIM];
  g_autoptr (GBytes) sketch = NULL, thumbnail = NULL;
  gint64 dct;
  gboolean found;

  if (!sem_store_get_feature (self->store, file->photo, self->archive->backbone, half,
                              SEM_BACKBONE_DIM, &found, error)
      || !add_sketch (self, file, hash, &sketch, &dct, error)
      || (self->thumbnails
          && !sem_store_get_thumbnail (self->store, file->photo, &thumbnail, error)))
    return FALSE;
  if (!found)
    return leave_out (self, hash, error);
  sem_copy_begin_row (copy, 13);
  sem_copy_add_int4 (copy, (gint32) n);
  sem_copy_add_bytes (copy, hash, SEM_STORE_HASH_SIZE);
  sem_copy_add_int4 (copy, (gint32) file->width);
  sem_copy_add_int4 (copy, (gint32) file->height);
  if (file->is_dated)
    sem_copy_add_int8 (copy, file->taken);
  else
    sem_copy_add_null (copy);
  /* Half of its bits are set. */
  if (dct != 0)
    sem_copy_add_int8 (copy, dct);
  else
    sem_copy_add_null (copy);
  add_code (self->model, half, copy);
  sem_copy_add_halves (copy, half, SEM_BACKBONE_DIM);
  sem_copy_add_gbytes (copy, sketch);
  sem_copy_add_gbytes (copy, thumbnail);
  if (self->next)
    add_code (self->next, half, copy);
  for (guint i = 0; i < 2 && !self->next; i++)
    sem_copy_add_null (copy);
  return TRUE;
}

/* Whether the photo of file @i is to be written, which is one of @photos. */
static gboolean
is_wanted (const SemOutgoing *files, guint i, const guint8 *hash, GHashTable *photos)
{
  g_autoptr (GBytes) key = g_bytes_new_static (hash, SEM_STORE_HASH_SIZE);

  return is_first (files, i) && g_hash_table_contains (photos, key);
}

static gboolean
stage_photos (const SemBatch *self,
              const SemOutgoing *files,
              guint n,
              const guint8 *hashes,
              GHashTable *missing,
              GError **error)
{
  g_auto (SemCopy) copy = { NULL };

  sem_copy_init (&copy);
  for (guint i = 0; i < n; i++)
    {
      const guint8 *hash = hashes + (gsize) i * SEM_STORE_HASH_SIZE;

      if (is_wanted (files, i, hash, missing)
          && !add_photo (self, &files[i], hash, i, &copy, error))
        return FALSE;
    }
  sem_copy_end (&copy);
  return sem_link_copy_in (self->archive->link,
                           "COPY pg_temp.staged_photos FROM STDIN (FORMAT binary)", &copy,
                           self->cancellable, error);
}

/* Merging ---------------------------------------------------------------------------------------*/

/* @sql: with the owner as its parameter; @changed: (out): rows */
static gboolean
run_for_owner (const SemBatch *self, const char *sql, gint64 *changed, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  sem_values_add_int (values, self->owner);
  rows = sem_link_run (self->archive->link, sql, values, self->cancellable, error);
  if (rows)
    *changed = sem_rows_get_changed (rows);
  return rows != NULL;
}

/* A later version of the model has the codes of photos from now on as well. */
static gboolean
merge_next (const SemBatch *self, GError **error)
{
  const gint model = (gint) self->archive->next;
  g_autofree char *parts = NULL;

  if (!self->next)
    return TRUE;
  parts = g_strdup_printf (
    "INSERT INTO semblance.codes_%d SELECT m.photo, s.next_code FROM pg_temp.merged m"
    " JOIN pg_temp.staged_photos s USING (hash) ORDER BY m.photo;"
    "INSERT INTO semblance.vectors_%d SELECT m.photo, s.next_vector FROM pg_temp.merged m"
    " JOIN pg_temp.staged_photos s USING (hash) ORDER BY m.photo",
    model, model);
  return sem_link_do (self->archive->link, parts, self->cancellable, error);
}

static gboolean
merge_missing (const SemBatch *self, gint64 *n_photos, GError **error)
{
  const gint model = (gint) self->archive->model;
  g_autofree char *parts = g_strdup_printf (
    "INSERT INTO semblance.codes_%d SELECT m.photo, s.code FROM pg_temp.merged m"
    " JOIN pg_temp.staged_photos s USING (hash) ORDER BY m.photo;"
    "INSERT INTO semblance.vectors_%d SELECT m.photo, s.vector FROM pg_temp.merged m"
    " JOIN pg_temp.staged_photos s USING (hash) ORDER BY m.photo",
    model, model);

  return run_for_owner (self, merge_photos, n_photos, error)
         && sem_link_do (self->archive->link, merge_features, self->cancellable, error)
         && sem_link_do (self->archive->link, parts, self->cancellable, error)
         && merge_next (self, error);
}

static gboolean
add_thumbnail (const SemBatch *self, gint64 photo, const guint8 *hash, GError **error)
{
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;

  if (!sem_store_get_thumbnail (self->store, photo, &thumbnail, error))
    return FALSE;
  if (!thumbnail)
    return TRUE;
  sem_values_add_bytes (values, hash, SEM_STORE_HASH_SIZE);
  sem_values_add_bytes (values, g_bytes_get_data (thumbnail, NULL), g_bytes_get_size (thumbnail));
  rows = sem_link_run (self->archive->link, show, values, self->cancellable, error);
  return rows != NULL;
}

/* Of photos that the archive had without: those that their owners have left out. */
static gboolean
add_thumbnails (const SemBatch *self,
                const SemOutgoing *files,
                guint n,
                const guint8 *hashes,
                GError **error)
{
  g_autoptr (GHashTable) hidden = NULL;

  if (!self->thumbnails)
    return TRUE;
  hidden = list_photos (self, list_hidden, error);
  for (guint i = 0; hidden && g_hash_table_size (hidden) > 0 && i < n; i++)
    {
      const guint8 *hash = hashes + (gsize) i * SEM_STORE_HASH_SIZE;

      if (is_wanted (files, i, hash, hidden) && !add_thumbnail (self, files[i].photo, hash, error))
        return FALSE;
    }
  return hidden != NULL;
}

static gboolean
check_whole (const SemBatch *self, GError **error)
{
  g_autoptr (SemValues) values = sem_values_new ();
  g_autoptr (SemRows) rows = NULL;
  SemCell cell;
  gint64 lost;

  sem_values_add_int (values, self->owner);
  rows = sem_link_run (self->archive->link, count_lost, values, self->cancellable, error);
  if (!rows)
    return FALSE;
  cell = sem_rows_get (rows, 0, 0);
  if (!sem_cell_get_int (&cell, 0, G_MAXINT64, &lost))
    return sem_link_set_damaged (self->archive->link, error);
  return lost == 0 || sem_archive_set_changing (self->archive->link, error);
}

static gboolean
write_all (const SemBatch *self,
           const SemOutgoing *files,
           guint n,
           const guint8 *hashes,
           gint64 *n_photos,
           gint64 *n_places,
           GError **error)
{
  g_autoptr (GHashTable) missing = NULL;

  if (!sem_link_do (self->archive->link, "BEGIN", self->cancellable, error)
      || !hold_model (self, error) || !stage_places (self, files, n, hashes, error))
    return FALSE;
  missing = list_photos (self, list_missing, error);
  if (!missing
      || (g_hash_table_size (missing) > 0
          && (!stage_photos (self, files, n, hashes, missing, error)
              || !merge_missing (self, n_photos, error))))
    return FALSE;
  return run_for_owner (self, merge_places, n_places, error)
         && add_thumbnails (self, files, n, hashes, error) && check_whole (self, error)
         && sem_link_do (self->archive->link, "COMMIT", self->cancellable, error);
}

gboolean
sem_batch_write (const SemBatch *self,
                 const SemOutgoing *files,
                 guint n,
                 gint64 *n_photos,
                 gint64 *n_places,
                 GError **error)
{
  g_autofree guint8 *hashes = g_malloc ((gsize) n * SEM_STORE_HASH_SIZE);

  *n_photos = *n_places = 0;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
      || !read_hashes (self, files, n, hashes, error))
    return FALSE;
  if (write_all (self, files, n, hashes, n_photos, n_places, error))
    return TRUE;
  sem_link_rollback (self->archive->link);
  return FALSE;
}
