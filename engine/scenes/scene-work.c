/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/scenes/scene-work.h"

#include "engine/photos/content.h"
#include "engine/scenes/scene-shape.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"
#include "engine/store/store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define EXTRACTED "extracted"
#define MATCHED "matched"
/* Large groups get fewer features: matching is quadratic in their number. */
#define LARGE_GROUP 60
/* COLMAP retries with another initial pair where a reconstruction has fewer images than this. */
#define MIN_IMAGES 10
/* COLMAP accepts a pair with 15 matches. A photo with fewer points in the finished reconstruction
 * matched by chance: two flowers can have nine points in common. */
#define MIN_POINTS 15
/* The points of a real scene spread over the picture: the median over its photos is .21 or more for
 * each of five scenes. A photographer's name stamped on photos is reconstructed too, with .014. */
#define MIN_SPREAD 0.04
#define FEATURES 2048
#define FEATURES_OF_LARGE 1024
/* Pairs that one COLMAP process matches. */
#define BATCH 50
/* Shares of the progress at which the images are written and the features extracted. */
#define SHARE_WRITTEN 0.1
#define SHARE_EXTRACTED 0.35

typedef struct
{
  SemProgressFunc func;
  gpointer user_data;
  double from, to;
} Stage;

static void
stage_progress (double fraction, gpointer user_data)
{
  Stage *stage = user_data;

  if (stage->func)
    stage->func (stage->from + fraction * (stage->to - stage->from), stage->user_data);
}

char *
sem_scene_work_path (const char *key)
{
  return g_build_filename (g_get_user_cache_dir (), "semblance", "scenes", key, NULL);
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
write_file (const char *folder, const char *name, const char *text, gsize size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *shown = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_set_contents (path, text, (gssize) size, &local))
    return TRUE;
  shown = g_filename_display_name (path);
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    g_set_error (error, SEM_ERROR, SEM_ERROR_FULL,
                 _("There is no space left for “%s”. Make some, then look for scenes again."),
                 shown);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be written: %s."), shown,
                 local->message);
  return FALSE;
}

int
sem_scene_work_open (const char *folder, GError **error)
{
  g_autofree char *inside = g_build_filename (folder, "work", NULL);
  g_autofree char *images = g_build_filename (folder, "images", NULL);
  g_autoptr (GError) local = NULL;
  int lock;

  if (g_mkdir_with_parents (images, 0700) != 0)
    {
      int code = errno;
      g_autofree char *shown = g_filename_display_name (images);

      g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be written: %s."), shown,
                   g_strerror (code));
      return -1;
    }
  lock = sem_store_lock (inside, &local);
  if (lock >= 0)
    return lock;
  if (g_error_matches (local, SEM_ERROR, SEM_ERROR_BUSY))
    g_set_error (error, SEM_ERROR, SEM_ERROR_BUSY,
                 _("Another Semblance looks for scenes among the same photos. Wait for it to end, "
                   "or stop it."));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return -1;
}

gboolean
sem_scene_work_is_complete (const char *folder)
{
  return has_file (folder, "database.db") && has_file (folder, MATCHED);
}

/* COLMAP's features need grey levels only, and PGM needs no codec. */
static gboolean
write_image (const SemColmap *colmap,
             const char *name,
             const SemDecodedPhoto *photo,
             GError **error)
{
  g_autofree char *images = g_build_filename (colmap->folder, "images", NULL);
  g_autofree char *header =
    g_strdup_printf ("P5\n%u %u\n255\n", photo->grey_width, photo->grey_height);
  const gsize header_size = strlen (header), size = g_bytes_get_size (photo->grey);
  g_autofree char *bytes = g_malloc (header_size + size);

  memcpy (bytes, header, header_size);
  memcpy (bytes + header_size, g_bytes_get_data (photo->grey, NULL), size);
  return write_file (images, name, bytes, header_size + size, error);
}

/* NULL with @error set where the photo cannot be read or has changed since it was indexed. */
static SemDecodedPhoto *
decode (SemDecoder *decoder, const SemStorePhoto *row, GCancellable *cancellable, GError **error)
{
  const SemDecodeView view = { .grey_side = SEM_SFM_MAX_SIDE };
  g_autofree char *name = g_filename_display_name (row->path ? row->path : "");
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemFileIdentity identity;
  SemDecodedPhoto *photo = NULL;
  int fd = sem_content_open (row->path ? row->path : "", &identity, error);

  if (fd < 0)
    return NULL;
  if (sem_content_hash (fd, name, hash, cancellable, error))
    {
      if (memcmp (hash, row->hash, sizeof hash) == 0)
        photo = sem_decoder_decode_view (decoder, fd, name, &view, cancellable, error);
      else
        g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                     _("“%s” has changed since it was indexed. Index its folder again."), name);
    }
  close (fd);
  return photo;
}

static gboolean
write_one (const SemColmap *colmap,
           SemStore *store,
           SemDecoder *decoder,
           gint64 id,
           const char *name,
           GError **error)
{
  SemStorePhoto row = { 0 };
  g_autoptr (GError) local = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;
  gboolean ok = sem_store_get_photo (store, id, &row, &local);

  if (ok && row.id)
    photo = decode (decoder, &row, colmap->cancellable, &local);
  sem_store_photo_clear (&row);
  if (photo)
    return write_image (colmap, name, photo, error);
  if (local
      && (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)
          || g_error_matches (local, SEM_ERROR, SEM_ERROR_NO_DECODER) || !ok))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_debug ("left out: %s", local ? local->message : name);
  return TRUE;
}

static gboolean
write_images (const SemColmap *colmap, SemStore *store, const SemSceneGroup *group, GError **error)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autofree char *images = g_build_filename (colmap->folder, "images", NULL);

  for (guint i = 0; i < group->photos->len; i++)
    {
      const char *name = group->names->pdata[i];

      if (!has_file (images, name)
          && !write_one (colmap, store, decoder, g_array_index (group->photos, gint64, i), name,
                         error))
        return FALSE;
      if (colmap->func)
        colmap->func ((double) (i + 1) / group->photos->len, colmap->user_data);
    }
  return TRUE;
}

/* COLMAP commits its matches at the end of a process: with batches a killed run loses one batch,
 * and pairs that are matched already cost next to nothing. */
static gboolean
match (const SemColmap *colmap, Stage *stage, const GPtrArray *pairs, GError **error)
{
  for (guint i = 0; i < pairs->len; i += BATCH)
    {
      const guint end = MIN (i + BATCH, pairs->len);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = i; j < end; j++)
        g_string_append_printf (text, "%s\n", (const char *) pairs->pdata[j]);
      stage->from = SHARE_EXTRACTED + (1 - SHARE_EXTRACTED) * i / pairs->len;
      stage->to = SHARE_EXTRACTED + (1 - SHARE_EXTRACTED) * end / pairs->len;
      if (!write_file (colmap->folder, "pairs.txt", text->str, text->len, error)
          || !sem_colmap_match (colmap, error))
        return FALSE;
    }
  return write_file (colmap->folder, MATCHED, "", 0, error);
}

static gboolean
extract (SemColmap *colmap,
         Stage *stage,
         SemStore *store,
         const SemSceneGroup *group,
         GError **error)
{
  const guint features = group->photos->len > LARGE_GROUP ? FEATURES_OF_LARGE : FEATURES;
  g_autofree char *images = g_build_filename (colmap->folder, "images", NULL);

  stage->to = SHARE_WRITTEN;
  if (!write_images (colmap, store, group, error))
    return FALSE;
  stage->from = SHARE_WRITTEN;
  stage->to = SHARE_EXTRACTED;
  if (!sem_colmap_extract (colmap, features, error)
      || !write_file (colmap->folder, EXTRACTED, "", 0, error))
    return FALSE;
  sem_colmap_remove (images);
  g_mkdir (images, 0700);
  return TRUE;
}

gboolean
sem_scene_work_prepare (SemColmap *colmap,
                        SemStore *store,
                        const SemSceneGroup *group,
                        const GPtrArray *pairs,
                        GError **error)
{
  Stage stage = { colmap->func, colmap->user_data, 0, SHARE_WRITTEN };
  SemColmap staged = *colmap;

  if (sem_scene_work_is_complete (colmap->folder))
    return TRUE;
  staged.func = stage_progress;
  staged.user_data = &stage;
  if (!has_file (colmap->folder, EXTRACTED) && !extract (&staged, &stage, store, group, error))
    return FALSE;
  return match (&staged, &stage, pairs, error);
}

/* The photo of an image, 0 where the group has no image of that name. */
static gint64
find_photo (const SemSceneGroup *group, const char *name)
{
  guint low = 0, high = group->names->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const int order = strcmp (group->names->pdata[middle], name);

      if (order == 0)
        return g_array_index (group->photos, gint64, middle);
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return 0;
}

static gboolean
check_images (const GPtrArray *found, const SemSceneGroup *group, GError **error)
{
  for (guint i = 0; i < found->len; i++)
    {
      const SemReconstruction *reconstruction = found->pdata[i];

      for (guint j = 0; j < reconstruction->images->len; j++)
        if (find_photo (group, ((const SemSfmImage *) reconstruction->images->pdata[j])->name) == 0)
          {
            g_autofree char *shown = g_filename_display_name (group->name);

            g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                         _("A 3D model of “%s” has photos that it was not made of."), shown);
            return FALSE;
          }
    }
  return TRUE;
}

/* Writes the list of images to use. Returns their number, 0 with @error set. */
static guint
write_list (const SemColmap *colmap,
            const SemSceneGroup *group,
            GHashTable *left_out,
            const char *list,
            GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < group->names->len; i++)
    if (!g_hash_table_contains (left_out, group->names->pdata[i]))
      {
        g_string_append_printf (text, "%s\n", (const char *) group->names->pdata[i]);
        n++;
      }
  return write_file (colmap->folder, list, text->str, text->len, error) ? MAX (n, 1) : 0;
}

/* Whether at least two photos observe enough points, and half of these over enough of the picture.
 */
static gboolean
is_sound (const SemReconstruction *reconstruction)
{
  guint n = 0, n_wide = 0;

  for (guint i = 0; i < reconstruction->images->len; i++)
    {
      const SemSfmImage *image = reconstruction->images->pdata[i];

      n += image->points->len >= MIN_POINTS;
      n_wide += image->points->len >= MIN_POINTS && image->spread >= MIN_SPREAD;
    }
  return n >= 2 && 2 * n_wide >= n;
}

static void
drop_unsound (GPtrArray *found)
{
  for (guint i = found->len; i-- > 0;)
    if (!is_sound (found->pdata[i]))
      g_ptr_array_remove_index (found, i);
}

GPtrArray *
sem_scene_work_map (SemColmap *colmap,
                    const SemSceneGroup *group,
                    GHashTable *left_out,
                    const char *output,
                    GError **error)
{
  g_autofree char *list = left_out ? g_strconcat (output, ".txt", NULL) : NULL;
  g_autofree char *folder = g_build_filename (colmap->folder, output, NULL);
  g_autoptr (GPtrArray) found = NULL;
  guint n = group->names->len, min_size;

  if (left_out)
    n = write_list (colmap, group, left_out, list, error);
  if (n == 0)
    return NULL;
  min_size = CLAMP (n / 2, SEM_SCENE_MIN_GROUP, MIN_IMAGES);
  if (!sem_colmap_map (colmap, list, output, n, min_size, error))
    return NULL;
  found = sem_colmap_load (folder, error);
  if (found && found->len == 0 && min_size > SEM_SCENE_MIN_GROUP)
    {
      g_clear_pointer (&found, g_ptr_array_unref);
      if (!sem_colmap_map (colmap, list, output, n, SEM_SCENE_MIN_GROUP, error))
        return NULL;
      found = sem_colmap_load (folder, error);
    }
  if (!found || !check_images (found, group, error))
    return NULL;
  drop_unsound (found);
  return g_steal_pointer (&found);
}

gboolean
sem_scene_work_take (const SemReconstruction *reconstruction,
                     const SemSceneGroup *group,
                     GHashTable *taken,
                     GArray *photos,
                     GArray *pairs,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree gint64 *ids = g_new0 (gint64, MAX (reconstruction->images->len, 1));
  g_autoptr (GArray) rows = NULL;

  for (guint i = 0; i < reconstruction->images->len; i++)
    {
      const SemSfmImage *image = reconstruction->images->pdata[i];
      SemStoreScenePhoto photo = { find_photo (group, image->name), image->points->len };

      if (photo.photo == 0 || photo.points < MIN_POINTS
          || g_hash_table_contains (taken, &photo.photo))
        continue;
      ids[i] = photo.photo;
      g_hash_table_add (taken, g_memdup2 (&photo.photo, sizeof photo.photo));
      g_array_append_val (photos, photo);
    }
  rows = sem_reconstruction_compare (reconstruction, cancellable, error);
  for (guint i = 0; rows && i < rows->len; i++)
    {
      const SemSfmPair *row = &g_array_index (rows, SemSfmPair, i);
      SemStoreScenePair pair = { MIN (ids[row->a], ids[row->b]), MAX (ids[row->a], ids[row->b]),
                                 row->shared, row->scale };

      if (pair.a != 0)
        g_array_append_val (pairs, pair);
    }
  return rows != NULL;
}

GBytes *
sem_scene_work_draw (const SemReconstruction *reconstruction,
                     const SemSceneGroup *group,
                     const GArray *photos)
{
  g_autofree gint64 *ids = g_new0 (gint64, MAX (reconstruction->images->len, 1));
  g_autoptr (GHashTable) taken = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (SemSceneShape) shape = NULL;

  for (guint i = 0; i < photos->len; i++)
    g_hash_table_add (taken, &g_array_index (photos, SemStoreScenePhoto, i).photo);
  for (guint i = 0; i < reconstruction->images->len; i++)
    {
      const SemSfmImage *image = reconstruction->images->pdata[i];
      const gint64 photo = find_photo (group, image->name);

      ids[i] = g_hash_table_contains (taken, &photo) ? photo : 0;
    }
  shape = sem_scene_shape_new (reconstruction, ids);
  return sem_scene_shape_write (shape);
}

void
sem_scene_work_clean (const char *folder, gboolean all)
{
  static const char *const passing[] = { "images", "models", "pairs.txt" };

  for (guint i = 0; !all && i < G_N_ELEMENTS (passing); i++)
    {
      g_autofree char *path = g_build_filename (folder, passing[i], NULL);

      sem_colmap_remove (path);
    }
  if (all)
    sem_colmap_remove (folder);
}
