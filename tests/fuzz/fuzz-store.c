/* fuzz-store.c - a library whose database files have been changed
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a list of changes to a small, whole library: three bytes of offset, the highest two
 * bits of which choose the file, and one byte to write there.
 */

#include "engine/store/store.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_PARTS 3
#define N_PHOTOS 4
#define DIM 8
#define CHANGE_SIZE 4

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const part_names[N_PARTS] = { "fuzz.db", "fuzz.features.db",
                                                 "fuzz.thumbnails.db" };
static char *folder;
static char *paths[N_PARTS];
static GBytes *parts[N_PARTS];

static void
remove_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
}

static void
remove_folder (void)
{
  remove_files ();
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_clear_pointer (&paths[i], g_free);
      g_clear_pointer (&parts[i], g_bytes_unref);
    }
}

static void
put_photo (SemStore *store, gint64 in_folder, guint8 i)
{
  static const guint16 feature[DIM] = { 0 };
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("jpeg", 4);
  g_autofree char *path = g_strdup_printf ("/photos/%u.jpg", i);
  guint8 hash[SEM_STORE_HASH_SIZE] = { i };
  SemStoreFile file = { .folder = in_folder, .path = path, .state = SEM_FILE_INDEXED };

  g_assert_true (sem_store_put_thumbnail (store, hash, jpeg, NULL));
  g_assert_true (sem_store_put_feature (store, hash, "net", feature, DIM, NULL));
  file.photo = sem_store_put_photo (store, hash, 640, 480, "net", NULL);
  g_assert_true (sem_store_put_file (store, &file, NULL));
}

static void
put_model (SemStore *store)
{
  static const gint64 ids[N_PHOTOS] = { 1, 2, 3, 4 };
  static const guint64 codes[N_PHOTOS] = { 1, 2, 3, 4 };
  static const gint8 vectors[N_PHOTOS * DIM] = { 0 };
  g_autoptr (GBytes) data = g_bytes_new_static ("model", 5);
  SemStoreModel model = { .method = (char *) "itq",
                          .bits = 64,
                          .backbone = (char *) "net",
                          .photos = N_PHOTOS,
                          .trained_on = N_PHOTOS,
                          .data = data };

  g_assert_true (sem_store_put_model (store, &model, NULL));
  g_assert_true (
    sem_store_put_codes (store, model.id, ids, codes, 1, vectors, DIM, N_PHOTOS, NULL));
  g_assert_true (sem_store_activate_model (store, model.id, NULL));
}

/* In memory where there is such a place: each run writes the library anew. */
static char *
make_folder (void)
{
  char *made = g_strdup ("/dev/shm/semblance-fuzz-XXXXXX");

  if (g_mkdtemp (made) != NULL)
    return made;
  g_free (made);
  return g_dir_make_tmp ("semblance-fuzz-XXXXXX", NULL);
}

/* The whole library that every run changes. */
static void
make_library (void)
{
  g_autoptr (SemStore) store = NULL;
  gint64 in_folder;

  folder = make_folder ();
  g_assert_nonnull (folder);
  atexit (remove_folder);
  for (guint i = 0; i < N_PARTS; i++)
    paths[i] = g_build_filename (folder, part_names[i], NULL);

  store = sem_store_open (paths[0], SEM_STORE_WRITE, NULL);
  g_assert_nonnull (store);
  g_assert_true (sem_store_begin (store, NULL));
  in_folder = sem_store_add_folder (store, "/photos", NULL);
  for (guint8 i = 0; i < N_PHOTOS; i++)
    put_photo (store, in_folder, i);
  put_model (store);
  g_assert_true (sem_store_commit (store, NULL));
  g_clear_pointer (&store, sem_store_close);

  for (guint i = 0; i < N_PARTS; i++)
    {
      char *bytes;
      gsize size;

      g_assert_true (g_file_get_contents (paths[i], &bytes, &size, NULL));
      parts[i] = g_bytes_new_take (bytes, size);
    }
}

static void
write_changed (const guint8 *data, gsize size)
{
  for (guint part = 0; part < N_PARTS; part++)
    {
      gsize length;
      const char *whole = g_bytes_get_data (parts[part], &length);
      g_autofree char *changed = g_memdup2 (whole, length);

      for (gsize at = 0; at + CHANGE_SIZE <= size; at += CHANGE_SIZE)
        {
          gsize offset = (data[at] & 0x3f) << 16 | data[at + 1] << 8 | data[at + 2];

          if (data[at] >> 6 == part)
            changed[offset % length] = (char) data[at + 3];
        }
      g_assert_true (g_file_set_contents_full (paths[part], changed, (gssize) length,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

static gboolean
read_run (const gint64 *ids, const guint64 *codes, gsize n, gpointer user_data, GError **error)
{
  guint64 *sum = user_data;

  for (gsize i = 0; i < n; i++)
    *sum += (guint64) ids[i] ^ codes[i];
  return TRUE;
}

static void
read_photo (SemStore *store, gint64 id, gint64 model)
{
  g_autoptr (GBytes) thumbnail = sem_store_get_thumbnail (store, id, NULL);
  SemStorePhoto photo = { 0 };
  guint16 feature[DIM];
  gint8 vector[DIM];

  if (sem_store_get_photo (store, id, &photo, NULL))
    sem_store_photo_clear (&photo);
  sem_store_get_feature (store, id, "net", feature, DIM, NULL);
  sem_store_get_vector (store, model, id, vector, DIM, NULL);
}

static void
read_model (SemStore *store)
{
  gint64 id = sem_store_get_active_model (store, NULL);
  SemStoreModel model = { 0 };
  guint64 sum = 0;

  if (sem_store_get_model (store, id, &model, NULL))
    sem_store_model_clear (&model);
  sem_store_read_codes (store, id, 1, 0, read_run, &sum, NULL);
  for (gint64 photo = 0; photo <= N_PHOTOS; photo++)
    read_photo (store, photo, id);
}

static void
read_lists (SemStore *store)
{
  g_autoptr (GPtrArray) folders = sem_store_list_folders (store, NULL);
  g_autoptr (GPtrArray) failed = sem_store_list_failed (store, NULL);
  g_autoptr (GArray) photos = sem_store_list_photos (store, 0, NULL);
  g_autoptr (GArray) training = sem_store_list_training (store, "net", NULL);
  SemStoreCounts counts;

  sem_store_count (store, &counts, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const SemStoreMode modes[] = { SEM_STORE_READ, SEM_STORE_WRITE };

  if (folder == NULL)
    make_library ();
  remove_files ();
  write_changed (data, size);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SemStore) store = sem_store_open (paths[0], modes[i], &error);

      g_assert_true ((store == NULL) == (error != NULL));
      if (store == NULL)
        continue;
      read_lists (store);
      read_model (store);
      if (modes[i] == SEM_STORE_WRITE && sem_store_begin (store, NULL)
          && !(sem_store_remove_folder (store, "/photos", NULL) && sem_store_commit (store, NULL)))
        sem_store_rollback (store);
    }

  return 0;
}
