/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A second index of half a million files that have not changed, also with other inode numbers, and
 * adding a thousand photos to them. README.md describes the method.
 *
 *   bench-rescan [--files=N] [--photos=N] [--folder=PATH] [--json=FILE]
 */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/indexing/indexer-private.h"
#include "engine/photos/scan.h"
#include "engine/store/folders.h"
#include "engine/store/store.h"
#include "tests/bench/made-photo.h"
#include "tests/bench/report.h"
#include "tests/engine/nn/made-weights.h"
#include "tests/support/folder.h"

#define SIDE 32
#define IN_FOLDER 500
#define ADDED 1000
#define ROUNDS 3

static int n_files = 500000;
static int n_photos = 1000;
static char *parent, *json_path;

static const GOptionEntry options[] = {
  { "files", 'f', 0, G_OPTION_ARG_INT, &n_files, "Index N files (500000)", "N" },
  { "photos", 'p', 0, G_OPTION_ARG_INT, &n_photos, "They are links to N photos (1000)", "N" },
  { "folder", 0, 0, G_OPTION_ARG_FILENAME, &parent, "Work there, not in /tmp", "PATH" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

static gboolean
make_photo (const char *path, GRand *rand, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, SIDE, SIDE);
  const gsize size = gdk_pixbuf_get_byte_length (pixbuf);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);

  for (gsize i = 0; i < size; i++)
    pixels[i] = (guint8) (i < 3 ? g_rand_int_range (rand, 0, 256)
                                : (pixels[i - 3] + g_rand_int_range (rand, -12, 13)));
  return made_photo_save (pixbuf, path, error);
}

/* Photos that differ: 0.jpg, 1.jpg, and so on. */
static gboolean
make_photos (const char *folder, guint seed, int n, GError **error)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_mkdir (folder, 0700);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%d.jpg", folder, i);

      if (!make_photo (path, rand, error))
        return FALSE;
    }
  return TRUE;
}

/* The same photos with the same times, and other inode numbers. */
static gboolean
copy_photos (const char *from, const char *to, GError **error)
{
  g_mkdir (to, 0700);
  for (int i = 0; i < n_photos; i++)
    {
      g_autofree char *old = g_strdup_printf ("%s/%d.jpg", from, i);
      g_autofree char *new = g_strdup_printf ("%s/%d.jpg", to, i);
      g_autofree char *bytes = NULL;
      struct stat st;
      gsize size;

      if (!g_file_get_contents (old, &bytes, &size, error)
          || !g_file_set_contents (new, bytes, (gssize) size, error))
        return FALSE;
      if (stat (old, &st) != 0
          || utimensat (AT_FDCWD, new, (struct timespec[]){ st.st_atim, st.st_mtim }, 0) != 0)
        return FALSE;
    }
  return TRUE;
}

/* A tree of hard links: one inode stands for many files. */
static void
make_tree (const char *photos, const char *tree)
{
  g_mkdir (tree, 0700);
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%04d", tree, i / IN_FOLDER);
      g_autofree char *old = g_strdup_printf ("%s/%d.jpg", photos, i % n_photos);
      g_autofree char *new = g_strdup_printf ("%s/IMG_%06d.jpg", folder, i);

      if (i % IN_FOLDER == 0)
        g_mkdir (folder, 0700);
      if (link (old, new) != 0)
        g_error ("%s cannot be linked", new);
    }
}

/* Seconds; -1 on failure. @folder: 0 for all. @expected: files of a kind, at the end */
static double
index_folder (const char *library,
              SemBackbone *backbone,
              gint64 folder,
              SemKeepsInodesFunc keeps_inodes,
              SemIndexSummary *summary,
              GError **error)
{
  g_autoptr (SemIndexer) indexer = sem_indexer_new (library, backbone, NULL, NULL);
  g_autoptr (GArray) folders = g_array_new (FALSE, FALSE, sizeof (gint64));
  const double start = wall_seconds ();

  g_array_append_val (folders, folder);
  sem_indexer_set_trains (indexer, FALSE);
  sem_indexer_set_keeps_inodes (indexer, keeps_inodes);
  if (!sem_indexer_run (indexer, folder ? folders : NULL, NULL, summary, error))
    return -1;
  return wall_seconds () - start;
}

static gint64
add_folder (const char *library, const char *path, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_WRITE, error);

  return store ? sem_store_add_folder (store, path, error) : -1;
}

static gboolean
keeps_none (const char *path)
{
  return FALSE;
}

static gboolean
look (const char *path, const struct stat *st, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

/* Walking the tree, which is mostly stat(), and nothing else. */
static double
walk (const char *tree, guint *n)
{
  static const SemScanHandlers handlers = { .file = look };
  const double start = wall_seconds ();

  *n = 0;
  sem_scan (tree, &handlers, n, NULL, NULL);
  return wall_seconds () - start;
}

/* The best of some rounds; -1 on failure, also where a file was not taken for unchanged. */
static double
rescan (const char *library, SemBackbone *backbone, SemKeepsInodesFunc keeps_inodes, GError **error)
{
  double best = INFINITY;

  for (guint i = 0; i < ROUNDS; i++)
    {
      SemIndexSummary summary;
      const double seconds = index_folder (library, backbone, 0, keeps_inodes, &summary, error);

      if (seconds < 0)
        return -1;
      if (summary.unchanged != (guint) n_files)
        {
          g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%u of %d files are unchanged",
                       summary.unchanged, n_files);
          return -1;
        }
      best = MIN (best, seconds);
    }
  return best;
}

/* Seconds to add a folder of new photos; -1 on failure. */
static double
add_photos (const char *library,
            const char *photos,
            guint seed,
            SemBackbone *backbone,
            GError **error)
{
  SemIndexSummary summary;
  gint64 folder;
  double seconds;

  if (!make_photos (photos, seed, ADDED, error))
    return -1;
  folder = add_folder (library, photos, error);
  seconds = folder < 0 ? -1 : index_folder (library, backbone, folder, NULL, &summary, error);
  if (seconds < 0 || summary.added == ADDED)
    return seconds;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%u photos were added", summary.added);
  return -1;
}

/* Adding alternates between a library of as many photos as are added and the large one. */
static gboolean
compare_adding (const char *folder, const char *large, SemBackbone *backbone, GError **error)
{
  g_autofree char *small = g_build_filename (folder, "small", "library.db", NULL);
  g_autofree char *photos = g_build_filename (folder, "few", NULL);
  double few = INFINITY, many = INFINITY;

  if (add_photos (small, photos, 1, backbone, error) < 0)
    return FALSE;
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *to_few = g_strdup_printf ("%s/few-%u", folder, i);
      g_autofree char *to_many = g_strdup_printf ("%s/many-%u", folder, i);
      const double a = add_photos (small, to_few, 100 + i, backbone, error);
      const double b = a < 0 ? -1 : add_photos (large, to_many, 200 + i, backbone, error);

      if (b < 0)
        return FALSE;
      few = MIN (few, a);
      many = MIN (many, b);
    }
  report_add ("add-to-few", ADDED / few, NAN, "photos/s", FALSE);
  report_add ("add-to-many", ADDED / many, NAN, "photos/s", FALSE);
  report_add ("add-1000", few / many, 0.95, "share", FALSE);
  return TRUE;
}

static gboolean
run (const char *folder, SemBackbone *backbone, GError **error)
{
  g_autofree char *library = g_build_filename (folder, "large", "library.db", NULL);
  g_autofree char *photos = g_build_filename (folder, "photos", NULL);
  g_autofree char *copies = g_build_filename (folder, "copies", NULL);
  g_autofree char *tree = g_build_filename (folder, "tree", NULL);
  g_autofree char *away = g_build_filename (folder, "away", NULL);
  SemIndexSummary summary;
  double first, again, other, walking;
  guint n;

  if (!make_photos (photos, 0, n_photos, error))
    return FALSE;
  make_tree (photos, tree);
  if (add_folder (library, tree, error) < 0)
    return FALSE;
  first = index_folder (library, backbone, 0, NULL, &summary, error);
  if (first < 0)
    return FALSE;
  again = rescan (library, backbone, NULL, error);
  walking = walk (tree, &n);
  if (again < 0 || !copy_photos (photos, copies, error) || g_rename (tree, away) != 0)
    return FALSE;
  make_tree (copies, tree);
  other = rescan (library, backbone, keeps_none, error);
  if (other < 0)
    return FALSE;
  report_add ("first-500k", n_files / first, NAN, "files/s", FALSE);
  report_add ("rescan-rate", n_files / again, NAN, "files/s", FALSE);
  report_add ("rescan-walk", walking / again, NAN, "of the time", FALSE);
  report_add ("rescan-500k-other-inodes", other * 500000 / n_files, 10, "s", TRUE);
  report_add ("rescan-500k", again * 500000 / n_files, 10, "s", TRUE);
  fflush (stdout);
  return compare_adding (folder, library, backbone, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *weights = NULL;
  char *folder;
  gboolean ok;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-rescan: %s\n", error->message);
      return 2;
    }
  if (parent)
    g_setenv ("TMPDIR", parent, TRUE);
  n_files = MAX (n_files, IN_FOLDER);
  n_photos = CLAMP (n_photos, 1, n_files);
  folder = test_folder_new ();
  weights = g_build_filename (folder, "weights.safetensors", NULL);
  write_made_weights (weights, 1);
  backbone = sem_backbone_new (weights, &error);
  ok = backbone && run (folder, backbone, &error) && report_write (json_path, &error);
  if (!ok)
    fprintf (stderr, "bench-rescan: %s\n", error ? error->message : "a file cannot be made");
  test_folder_remove (folder);
  g_free (parent);
  g_free (json_path);
  return ok ? 0 : 1;
}
