/* The similarity map of a real library.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/map/groups-private.h"
#include "engine/model/map/map-file.h"
#include "engine/model/map/map.h"
#include "tests/engine/model/model-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define FAMILIES 6
#define VARIANTS 6
#define N (FAMILIES * VARIANTS)

static void
make_map (SemMap *map)
{
  sem_map_start (map);
  g_assert_true (sem_map_get_running (map));
  wait_until (!sem_map_get_running (map));
}

/* (transfer full): the only file of the folder of maps */
static char *
find_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "semblance", "maps", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = dir ? g_dir_read_name (dir) : NULL;

  g_assert_nonnull (name);
  return g_build_filename (folder, name, NULL);
}

static GArray *
list_ids (SemMap *map)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (map)); i++)
    {
      const gint64 id = sem_map_get_id (map, i);

      g_array_append_val (ids, id);
    }
  return ids;
}

/* Each family of photos is a folder. */
static void
check_folders (ModelTest *fixture, SemMap *map, guint n_expected)
{
  g_autoptr (SemStore) store = library_test_open (&fixture->base);
  g_autoptr (GArray) ids = list_ids (map);
  g_autoptr (SemMapGroups) groups = NULL, scenes = NULL;
  g_autofree guint *counts = NULL;
  g_autoptr (GError) error = NULL;
  guint n_all = 0;

  groups = sem_map_groups_new (store, ids, SEM_MAP_BY_FOLDER, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (groups->n, ==, n_expected);
  g_assert_cmpuint (groups->n_photos, ==, ids->len);
  g_assert_cmpuint (g_strv_length (groups->names), ==, groups->n);
  counts = g_new0 (guint, groups->n + 2);
  for (guint i = 0; i < groups->n_photos; i++)
    counts[groups->members[i]]++;
  for (guint i = 0; i < groups->n; i++)
    {
      g_assert_cmpuint (counts[i], ==, groups->counts[i]);
      g_assert_true (i == 0 || groups->counts[i] <= groups->counts[i - 1]);
      n_all += groups->counts[i];
    }
  g_assert_cmpuint (counts[groups->n], ==, groups->n_others);
  g_assert_cmpuint (n_all + groups->n_others, ==, ids->len);
  /* Without reconstructions no photo has a scene. */
  scenes = sem_map_groups_new (store, ids, SEM_MAP_BY_SCENE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scenes->n, ==, 0);
  for (guint i = 0; i < scenes->n_photos; i++)
    g_assert_cmpuint (scenes->members[i], ==, 1);
}

/* Every photo is there once, has a colour, and the map is kept: not made again, and made again of
 * a file that is damaged. */
static void
test_whole (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemMap) map = NULL, kept = NULL, damaged = NULL;
  g_autoptr (GArray) ids = NULL, kept_ids = NULL, damaged_ids = NULL;
  g_autofree char *file = NULL;
  gboolean coloured = FALSE;
  GStatBuf before, after;

  /* GLib asks for it once. */
  g_setenv ("XDG_CACHE_HOME", fixture->base.folder, TRUE);
  library_test_photos (&fixture->base, FAMILIES, VARIANTS);
  model_test_add_and_index (fixture);
  map = sem_map_new (fixture->library);
  make_map (map);
  g_assert_null (sem_map_get_problem (map));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (map)), ==, N);
  g_assert_cmpuint (sem_map_get_columns (map), ==, 7);
  for (guint i = 0; i < N; i++)
    {
      guint position;

      g_assert_true (sem_map_find (map, sem_map_get_id (map, i), &position));
      g_assert_cmpuint (position, ==, i);
      coloured |= sem_map_get_colours (map)[3 * i] != 128;
    }
  g_assert_true (coloured);
  check_folders (fixture, map, FAMILIES);
  file = find_file ();
  g_assert_cmpint (g_stat (file, &before), ==, 0);
  g_assert_cmpint (before.st_mode & 0777, ==, 0600);
  /* The second time there is nothing to do. */
  sem_map_start (map);
  g_assert_false (sem_map_get_running (map));

  ids = list_ids (map);
  kept = sem_map_new (fixture->library);
  make_map (kept);
  kept_ids = list_ids (kept);
  g_assert_cmpmem (ids->data, N * sizeof (gint64), kept_ids->data, N * sizeof (gint64));
  g_assert_cmpint (g_stat (file, &after), ==, 0);
  g_assert_cmpint (before.st_ino, ==, after.st_ino);

  g_assert_true (g_file_set_contents (file, "no map", -1, NULL));
  damaged = sem_map_new (fixture->library);
  make_map (damaged);
  damaged_ids = list_ids (damaged);
  g_assert_cmpmem (ids->data, N * sizeof (gint64), damaged_ids->data, N * sizeof (gint64));
}

static void
test_none (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemMap) map = NULL;

  model_test_open (fixture);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  map = sem_map_new (fixture->library);
  make_map (map);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (map)), ==, 0);
  g_assert_nonnull (strstr (sem_map_get_problem (map), "Index a folder"));
}

/* No file but a whole map of just these photos is taken. */
static void
test_file (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "a", "b", "test.map", NULL);
  guint32 order[] = { 2, 0, 1 }, twice[] = { 2, 0, 2 }, beyond[] = { 0, 1, 3 };
  guint8 colours[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  const SemMapFile map = { { 7 }, 2, 3, order, colours };
  g_auto (SemMapFile) found = { .key = { 7 }, .n = 3 };
  SemMapFile others[5] = {
    { .key = { 8 }, .n = 3 },
    { .key = { 7 }, .n = 2 },
    { .key = { 7 }, .n = 4 },
  };
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_false (sem_map_file_read (&found, path));
  sem_map_file_write (&map, path);
  g_assert_true (sem_map_file_read (&found, path));
  g_assert_cmpuint (found.columns, ==, 2);
  g_assert_cmpmem (found.order, sizeof order, order, sizeof order);
  g_assert_cmpmem (found.colours, sizeof colours, colours, sizeof colours);
  for (guint i = 0; i < 3; i++)
    g_assert_false (sem_map_file_read (&others[i], path));
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  for (gsize cut = 0; cut < size; cut++)
    {
      SemMapFile whole = { .key = { 7 }, .n = 3 };

      g_assert_true (g_file_set_contents (path, contents, (gssize) cut, NULL));
      g_assert_false (sem_map_file_read (&whole, path));
    }
  for (guint i = 0; i < 3; i++)
    {
      const SemMapFile wrong = { { 7 },
                                 i == 2 ? 4 : 2,
                                 3,
                                 i == 0   ? twice
                                 : i == 1 ? beyond
                                          : order,
                                 colours };
      SemMapFile whole = { .key = { 7 }, .n = 3 };

      sem_map_file_write (&wrong, path);
      g_assert_false (sem_map_file_read (&whole, path));
    }
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/model/map/whole", test_whole },
    { "/model/map/none", test_none },
    { "/model/map/file", test_file },
  };

  return model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
}
