/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/search/families.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "tests/support/folder.h"

/* Drawing and indexing takes longer than most tests. So the photos stay where they are for the next
 * test that wants as many, as long as no test changes them, and the library is put back. */
static struct
{
  guint families, variants;
  char *folder;  /* (nullable): of the photos and, while a test runs, its library */
  char *library; /* a folder with copies of the library's files */
  char *photos;  /* what describe() said of the photos */
} kept;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) (element-type filename): sorted names */
static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Writes a line for everything in @folder, which differs when the file does. */
static void
describe (const char *folder, GString *text)
{
  g_autoptr (GPtrArray) names = list_names (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      struct stat st;

      g_assert_cmpint (lstat (path, &st), ==, 0);
      g_string_append_printf (text, "%s %lu %ld %ld.%09ld\n", path, (gulong) st.st_ino,
                              (glong) st.st_size, (glong) st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
      if (S_ISDIR (st.st_mode))
        describe (path, text);
    }
}

static void
copy_files (const char *from, const char *to)
{
  g_autoptr (GPtrArray) names = list_names (from);

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *source = g_build_filename (from, names->pdata[i], NULL);
      g_autofree char *target = g_build_filename (to, names->pdata[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (source), copy = g_file_new_for_path (target);
      g_autoptr (GError) error = NULL;

      g_file_copy (file, copy, G_FILE_COPY_ALL_METADATA, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
forget (void)
{
  if (!kept.folder)
    return;
  test_folder_remove (g_steal_pointer (&kept.folder));
  test_folder_remove (g_steal_pointer (&kept.library));
  g_clear_pointer (&kept.photos, g_free);
}

static void
make_library (LibraryTest *test, guint families, guint variants)
{
  g_autofree char *summary = g_strdup_printf ("%u 0 0 0 0 0", families * variants);
  g_autofree char *data = NULL;
  GString *photos = g_string_new (NULL);

  library_test_photos (test, families, variants);
  library_test_add_folder (test, NULL);
  library_test_index (test, summary);
  if (!kept.families)
    atexit (forget);
  data = g_path_get_dirname (test->library);
  describe (test->photos, photos);
  kept.families = families;
  kept.variants = variants;
  kept.folder = g_strdup (test->folder);
  kept.library = test_folder_new ();
  kept.photos = g_string_free (photos, FALSE);
  copy_files (data, kept.library);
}

void
families_set_up (Families *self, guint families, guint variants)
{
  if (kept.families != families || kept.variants != variants)
    forget ();
  if (kept.folder)
    {
      g_autofree char *data = NULL;

      library_test_set_up_in (&self->base, g_strdup (kept.folder));
      data = g_path_get_dirname (self->base.library);
      copy_files (kept.library, data);
    }
  else
    {
      library_test_set_up (&self->base, NULL);
      make_library (&self->base, families, variants);
    }
  self->searcher = sem_searcher_new (self->base.library, library_test_get_backbone ());
}

/* Whether the photos are what they were; removes what else is there. */
static gboolean
clean (LibraryTest *test)
{
  g_autoptr (GPtrArray) names = list_names (test->folder);
  GString *photos = g_string_new (NULL);
  g_autofree char *text = NULL;

  describe (test->photos, photos);
  text = g_string_free (photos, FALSE);
  if (!g_str_equal (text, kept.photos))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!g_str_equal (names->pdata[i], "photos"))
      test_folder_remove (g_build_filename (test->folder, names->pdata[i], NULL));
  return TRUE;
}

void
families_tear_down (Families *self, gconstpointer data)
{
  sem_searcher_free (self->searcher);
  if (!clean (&self->base))
    forget ();
  library_test_tear_down_but_folder (&self->base);
}
