/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/indexing/offline-fixture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include <glib/gstdio.h>

#include "engine/indexing/indexer-private.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"
#include "engine/store/scenes.h"
#include "engine/store/sweep.h"

/* Calls that fail, by -Wl,--wrap ------------------------------------------------------------- */

char *offline_bad_folder; /* whose listing breaks off after one name */
char *offline_bad_file;   /* that cannot be opened */

struct dirent64 *__real_readdir64 (DIR *dir);
struct dirent64 *__wrap_readdir64 (DIR *dir);
int __real_open64 (const char *path, int flags, ...);
int __wrap_open64 (const char *path, int flags, ...);

struct dirent64 *
__wrap_readdir64 (DIR *dir)
{
  struct dirent64 *entry = __real_readdir64 (dir);
  struct stat here, bad;

  /* The first name that is neither "." nor ".." is given. */
  if (entry && entry->d_name[0] != '.' && offline_bad_folder && fstat (dirfd (dir), &here) == 0
      && stat (offline_bad_folder, &bad) == 0 && here.st_ino == bad.st_ino
      && here.st_dev == bad.st_dev)
    {
      /* One thread counts while another one scans. */
      static _Atomic (ino_t) given;
      const ino_t before = atomic_exchange (&given, entry->d_ino);

      if (before && before != entry->d_ino)
        {
          atomic_store (&given, 0);
          errno = EIO;
          return NULL;
        }
    }
  return entry;
}

int
__wrap_open64 (const char *path, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = flags & O_CREAT ? va_arg (args, mode_t) : 0;
  va_end (args);
  if (offline_bad_file && g_str_equal (path, offline_bad_file))
    {
      errno = EIO;
      return -1;
    }
  return __real_open64 (path, flags, mode);
}

/* Devices ------------------------------------------------------------------------------------ */

const char *offline_mounts[2]; /* in the photos' folder; NULL: none */
guint64 offline_first_device;
guint offline_n_asked, offline_unmount_at; /* 0: never */
guint offline_last_on_disk; /* the last time that the device of a mount was asked for */

guint64
offline_get_device (const char *path, const struct stat *st)
{
  guint64 device = offline_first_device;

  if (offline_unmount_at && ++offline_n_asked == offline_unmount_at)
    offline_mounts[0] = offline_mounts[1] = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (offline_mounts); i++)
    if (offline_mounts[i] && sem_path_covers (offline_mounts[i], path))
      {
        device = offline_first_device + 1 + i;
        offline_last_on_disk = offline_n_asked;
      }
  return device;
}

void
offline_set_up (LibraryTest *test, gconstpointer data)
{
  offline_mounts[0] = offline_mounts[1] = NULL;
  offline_first_device = 100;
  offline_n_asked = offline_unmount_at = 0;
  library_test_set_up (test, data);
}

void
offline_tear_down (LibraryTest *test, gconstpointer data)
{
  g_clear_pointer (&offline_bad_folder, g_free);
  g_clear_pointer (&offline_bad_file, g_free);
  library_test_tear_down (test, data);
}

/* As library_test_index(), with the made-up devices; @forgotten: (nullable): a folder. */
void
offline_index (LibraryTest *test, const char *forgotten, const char *expected)
{
  g_autoptr (SemIndexer) indexer = library_test_new_indexer (test);

  sem_indexer_set_device (indexer, offline_get_device);
  if (forgotten)
    {
      g_autoptr (SemStore) store = library_test_open (test);

      g_assert_true ((sem_store_forget_missing (store, forgotten, NULL) > 0)
                     == g_str_has_prefix (forgotten, test->photos));
    }
  g_string_truncate (test->notes, 0);
  library_test_run (test, indexer, expected);
}

/* Names in the test's folder, as for the next one. */
void
offline_move (LibraryTest *test, const char *from, const char *to)
{
  g_autofree char *from_path = g_build_filename (test->folder, from, NULL);
  g_autofree char *to_path = g_build_filename (test->folder, to, NULL);

  g_assert_cmpint (g_rename (from_path, to_path), ==, 0);
}

void
offline_make_folder (LibraryTest *test, const char *name)
{
  g_autofree char *path = g_build_filename (test->folder, name, NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

/* "NAME REASON" of each folder that is away, and "NAME mounted" of each known mount point, below
 * the test's folder. */
char *
offline_describe_mounts (LibraryTest *test)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GPtrArray) rows = sem_store_list_mounts (store, NULL);
  g_autoptr (GPtrArray) folders = sem_store_list_folders (store, NULL);
  GString *text = g_string_new (NULL);

  g_assert_nonnull (rows);
  for (guint i = 0; i < rows->len; i++)
    {
      static const char *const reasons[] = { "mounted", "unreadable", "unmounted", "emptied",
                                             "absent" };
      const SemStoreMount *row = g_ptr_array_index (rows, i);

      g_assert_true (g_str_has_prefix (row->path, test->folder));
      g_string_append_printf (text, "%s%s %s", i ? ", " : "", row->path + strlen (test->folder) + 1,
                              reasons[row->away]);
      for (guint j = 0; j < folders->len; j++)
        {
          const SemStoreFolder *folder = g_ptr_array_index (folders, j);

          if (g_str_equal (folder->path, row->path))
            g_assert_true (folder->online == (row->away == SEM_AWAY_NOT));
        }
    }
  return g_string_free (text, FALSE);
}

/* Of the library's only folder. */
void
offline_assert_online (LibraryTest *test, gboolean online)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GPtrArray) folders = sem_store_list_folders (store, NULL);

  g_assert_cmpuint (folders->len, ==, 1);
  g_assert_true (((SemStoreFolder *) g_ptr_array_index (folders, 0))->online == online);
}

/* A scene of the first @n photos. */
void
offline_take_away (LibraryTest *test, const char *name)
{
  offline_move (test, name, "away");
  offline_make_folder (test, name);
}

void
offline_start (LibraryTest *test, guint families, guint variants)
{
  g_autofree char *expected = g_strdup_printf ("%u 0 0 0 0 0", families * variants);

  library_test_photos (test, families, variants);
  library_test_add_folder (test, NULL);
  offline_index (test, NULL, expected);
}

void
offline_add_scene (LibraryTest *test, guint n)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GArray) ids = sem_store_list_photos (store, 0, NULL);
  g_autoptr (GArray) photos = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePhoto));
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (SemStoreScenePair));
  g_autoptr (GError) error = NULL;
  SemStoreSceneGroup group = { .key = (char *) "key", .outcome = SEM_SCENES_FOUND };

  for (guint i = 0; i < n; i++)
    {
      SemStoreScenePhoto photo = { g_array_index (ids, gint64, i), 100 };

      g_array_append_val (photos, photo);
    }
  sem_store_begin (store, &error);
  g_assert_no_error (error);
  sem_store_put_scene_group (store, &group, (const gint64 *) (gpointer) ids->data, n, &error);
  g_assert_no_error (error);
  sem_store_put_scene (store, group.id, photos, pairs, &error);
  g_assert_no_error (error);
  sem_store_commit (store, &error);
  g_assert_no_error (error);
}

void
offline_assert_kept (LibraryTest *test, guint n_photos, guint n_scenes)
{
  g_autoptr (SemStore) store = library_test_open (test);
  g_autoptr (GPtrArray) scenes = NULL;
  g_autoptr (GError) error = NULL;
  SemStoreCounts counts;

  sem_store_sweep (store, &error);
  g_assert_no_error (error);
  g_assert_true (sem_store_count (store, &counts, NULL));
  g_assert_cmpuint (counts.photos, ==, n_photos);
  scenes = sem_store_list_scenes (store, NULL);
  g_assert_cmpuint (scenes->len, ==, n_scenes);
}
