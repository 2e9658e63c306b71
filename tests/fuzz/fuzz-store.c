/* fuzz-store.c - reads and writes a library whose files were damaged
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a list of changes to a small, undamaged library: three bytes of offset, the highest
 * two bits of which choose the file, and one byte to write there.
 */

#include "engine/store/store.h"
#include "tests/support/store-reader.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_PARTS 3
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

  while (dir && (name = g_dir_read_name (dir)) != NULL)
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

/* In memory where possible, since each run writes the library again. */
static char *
make_folder (void)
{
  char *made = g_strdup ("/dev/shm/semblance-fuzz-XXXXXX");

  if (g_mkdtemp (made))
    return made;
  g_free (made);
  return g_dir_make_tmp ("semblance-fuzz-XXXXXX", NULL);
}

/* Creates the undamaged library that every run changes a copy of. */
static void
make_library (void)
{
  g_autoptr (SemStore) store = NULL;

  folder = make_folder ();
  g_assert_nonnull (folder);
  atexit (remove_folder);
  for (guint i = 0; i < N_PARTS; i++)
    paths[i] = g_build_filename (folder, part_names[i], NULL);

  store = sem_store_open (paths[0], SEM_STORE_WRITE, NULL);
  g_assert_nonnull (store);
  store_reader_fill (store);
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

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const SemStoreMode modes[] = { SEM_STORE_READ, SEM_STORE_WRITE };

  if (!folder)
    make_library ();
  remove_files ();
  write_changed (data, size);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SemStore) store = sem_store_open (paths[0], modes[i], &error);

      g_assert_true ((!store) == (error != NULL));
      if (!store)
        continue;
      store_reader_read (store);
      if (modes[i] == SEM_STORE_WRITE)
        store_reader_write (store);
    }

  return 0;
}
