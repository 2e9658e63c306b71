/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/base/random.h"
#include "engine/scenes/scene-work.h"
#include "engine/scenes/scenes.h"
#include "engine/store/scenes.h"
#include "engine/store/store.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define DONE "done"
#define NAME_DIGITS 16

/* Maps photo ids to rows, counted from 1. */
static GHashTable *
index_rows (const gint64 *photos, gsize n)
{
  GHashTable *rows = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (gsize i = 0; i < n; i++)
    g_hash_table_insert (rows, (gpointer) &photos[i], GSIZE_TO_POINTER (i + 1));
  return rows;
}

static gboolean
find_row (GHashTable *rows, gint64 photo, guint32 *row)
{
  const gsize found = GPOINTER_TO_SIZE (g_hash_table_lookup (rows, &photo));

  *row = (guint32) (found - 1);
  return found != 0;
}

static void
add_pairs (SemScenes *scenes, const GArray *pairs, GHashTable *rows)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const SemStoreScenePair *pair = &g_array_index (pairs, SemStoreScenePair, i);
      SemScenePair entry = { .shared = pair->shared, .scale = pair->scale };
      guint32 one, other;

      if (!find_row (rows, pair->a, &one) || !find_row (rows, pair->b, &other)
          || scenes->scene[one] < 0 || scenes->scene[one] != scenes->scene[other])
        continue;
      entry.a = MIN (one, other);
      entry.b = MAX (one, other);
      g_array_append_val (scenes->pairs, entry);
    }
}

/* Numbers the scenes that have a photo among the rows. */
static void
add_photos (SemScenes *scenes, const GPtrArray *stored, GHashTable *rows)
{
  for (guint i = 0; i < stored->len; i++)
    {
      const SemStoreScene *scene = stored->pdata[i];
      gboolean any = FALSE;

      for (guint j = 0; j < scene->photos->len; j++)
        {
          const SemStoreScenePhoto *photo = &g_array_index (scene->photos, SemStoreScenePhoto, j);
          guint32 row;

          if (!find_row (rows, photo->photo, &row))
            continue;
          scenes->scene[row] = (gint32) scenes->n_scenes;
          scenes->points[row] = photo->points;
          any = TRUE;
        }
      scenes->n_scenes += any;
    }
}

static SemScenes *
load (const GPtrArray *stored, const GArray *pairs, const gint64 *photos, gsize n)
{
  g_autoptr (GHashTable) rows = index_rows (photos, n);
  SemScenes *scenes = sem_scenes_new (n);

  add_photos (scenes, stored, rows);
  add_pairs (scenes, pairs, rows);
  sem_scenes_sort (scenes);
  return scenes;
}

SemScenes *
sem_scenes_load (SemStore *store, const gint64 *photos, gsize n, GError **error)
{
  g_autoptr (GPtrArray) stored = sem_store_list_scenes (store, error);
  g_autoptr (GArray) pairs = stored ? sem_store_list_scene_pairs (store, error) : NULL;

  return pairs ? load (stored, pairs, photos, n) : NULL;
}

/* One call of sem_scenes_without(). */
typedef struct
{
  SemStore *store;
  const SemSceneOptions *options;
  const SemSceneWatch *watch;
  const guint8 *left_out;
  GHashTable *rows;  /* from 1, by photo */
  GPtrArray *stored; /* SemStoreScene */
  SemScenes *scenes; /* the result */
  GArray *pairs;     /* SemStoreScenePair */
  guint number;
  guint n_groups;
} Run;

static void
run_progress (double fraction, gpointer data)
{
  const Run *run = data;

  if (run->watch && run->watch->step)
    run->watch->step (run->number, run->n_groups, fraction, run->watch->user_data);
}

/* The name of the output folder, from the images that are left out. */
static char *
name_part (GHashTable *left_out, const SemSceneGroup *group)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < group->names->len; i++)
    if (g_hash_table_contains (left_out, group->names->pdata[i]))
      g_checksum_update (checksum, group->names->pdata[i], -1);
  return g_strdup_printf ("without-%.*s", NAME_DIGITS, g_checksum_get_string (checksum));
}

static GPtrArray *
map_part (Run *run,
          const SemSceneGroup *group,
          const char *folder,
          GHashTable *left_out,
          GError **error)
{
  g_autofree char *part = name_part (left_out, group);
  g_autofree char *output = g_build_filename (folder, part, NULL);
  g_autofree char *done = g_build_filename (output, DONE, NULL);
  g_autofree char *program = NULL;
  SemColmap colmap = {
    .folder = folder,
    .deadline = g_get_monotonic_time () + (gint64) run->options->minutes * 60 * G_USEC_PER_SEC,
    .max_bytes = run->options->max_bytes,
    .n_threads = run->options->n_threads ? run->options->n_threads : g_get_num_processors (),
    .func = run_progress,
    .user_data = run,
    .cancellable = run->watch ? run->watch->cancellable : NULL,
  };
  GPtrArray *list;

  if (g_file_test (done, G_FILE_TEST_EXISTS))
    return sem_colmap_load (output, error);
  if (!sem_scene_work_is_complete (folder))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("COLMAP's database of a scene is not there. Find scenes again with "
                     "“semblance-cli scenes --keep”."));
      return NULL;
    }
  colmap.program = program = sem_colmap_find (error);
  list = program ? sem_scene_work_map (&colmap, group, left_out, part, error) : NULL;
  if (list && !g_file_set_contents (done, "", 0, NULL))
    g_debug ("%s will be made again", output);
  return list;
}

/* Replaces what the whole reconstructions say about the group's photos. */
static gboolean
replace_scenes (Run *run, const SemSceneGroup *group, const GPtrArray *found, GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
  SemScenes *scenes = run->scenes;
  g_autofree gint32 *was = g_memdup2 (scenes->scene, scenes->n * sizeof *scenes->scene);
  guint32 row;

  for (guint i = 0; i < found->len; i++)
    if (!sem_scene_work_take (found->pdata[i], group, taken, photos, run->pairs, NULL, error))
      return FALSE;
  for (guint i = 0; i < group->photos->len; i++)
    if (find_row (run->rows, g_array_index (group->photos, gint64, i), &row))
      {
        scenes->scene[row] = -1;
        scenes->points[row] = 0;
      }
  for (guint i = 0; i < photos->len; i++)
    {
      const SemStoreScenePhoto *photo = &g_array_index (photos, SemStoreScenePhoto, i);

      if (!find_row (run->rows, photo->photo, &row))
        continue;
      scenes->scene[row] = was[row];
      scenes->points[row] = was[row] < 0 ? 0 : photo->points;
    }
  return TRUE;
}

/* The group of the photos of all scenes that came from one group. */
static SemSceneGroup *
gather_group (SemStore *store, const GPtrArray *stored, guint first, GError **error)
{
  const char *key = ((const SemStoreScene *) stored->pdata[first])->key;
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = first; i < stored->len; i++)
    {
      const SemStoreScene *scene = stored->pdata[i];

      for (guint j = 0; strcmp (scene->key, key) == 0 && j < scene->photos->len; j++)
        g_array_append_val (photos, g_array_index (scene->photos, SemStoreScenePhoto, j).photo);
    }
  return sem_scene_group_new (store, photos, error);
}

/* The names of the group's images to leave out: those marked and those without a row. */
static GHashTable *
list_left_out (const Run *run, const SemSceneGroup *group)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < group->photos->len; i++)
    {
      guint32 row;

      if (!find_row (run->rows, g_array_index (group->photos, gint64, i), &row)
          || run->left_out[row])
        g_hash_table_add (names, group->names->pdata[i]);
    }
  return names;
}

/* Reconstructs the group of the scene at @first without the photos left out. */
static gboolean
reconstruct_part (Run *run, guint first, GError **error)
{
  const char *key = ((const SemStoreScene *) run->stored->pdata[first])->key;
  g_autofree char *folder = sem_scene_work_path (key);
  g_autoptr (SemSceneGroup) group = gather_group (run->store, run->stored, first, error);
  g_autoptr (GHashTable) names = group ? list_left_out (run, group) : NULL;
  g_autoptr (GPtrArray) found = NULL;
  int lock = names ? sem_scene_work_open (folder, error) : -1;

  if (lock < 0)
    return FALSE;
  found = map_part (run, group, folder, names, error);
  sem_store_unlock (lock);
  return found && replace_scenes (run, group, found, error);
}

static gboolean
is_first_of_group (const GPtrArray *stored, guint i)
{
  for (guint j = 0; j < i; j++)
    if (strcmp (((const SemStoreScene *) stored->pdata[j])->key,
                ((const SemStoreScene *) stored->pdata[i])->key)
        == 0)
      return FALSE;
  return TRUE;
}

SemScenes *
sem_scenes_without (SemStore *store,
                    const gint64 *photos,
                    gsize n,
                    const guint8 *left_out,
                    const SemSceneOptions *options,
                    const SemSceneWatch *watch,
                    GError **error)
{
  g_autoptr (GPtrArray) stored = sem_store_list_scenes (store, error);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (GHashTable) rows = index_rows (photos, n);
  g_autoptr (SemScenes) scenes = NULL;

  if (!stored)
    return NULL;
  scenes = sem_scenes_new (n);
  add_photos (scenes, stored, rows);
  Run run = { .store = store,
              .options = options,
              .watch = watch,
              .left_out = left_out,
              .rows = rows,
              .stored = stored,
              .scenes = scenes,
              .pairs = pairs };

  for (guint i = 0; i < stored->len; i++)
    run.n_groups += is_first_of_group (stored, i);
  for (guint i = 0; i < stored->len; i++)
    {
      if (!is_first_of_group (stored, i))
        continue;
      run.number++;
      if (!reconstruct_part (&run, i, error))
        return NULL;
    }
  add_pairs (scenes, pairs, rows);
  sem_scenes_sort (scenes);
  return g_steal_pointer (&scenes);
}

void
sem_scenes_fold (const SemScenes *scenes, guint folds, guint fold, guint64 seed, guint8 *left_out)
{
  g_autofree guint32 *order = g_new (guint32, MAX (scenes->n, 1));
  g_autofree guint *counts = g_new0 (guint, MAX (scenes->n_scenes, 1));
  SemRandom random;

  g_return_if_fail (folds >= 2 && fold < folds);

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, order, scenes->n);
  memset (left_out, 0, scenes->n);
  for (gsize i = 0; i < scenes->n; i++)
    if (scenes->scene[order[i]] >= 0)
      left_out[order[i]] = counts[scenes->scene[order[i]]]++ % folds == fold;
}
