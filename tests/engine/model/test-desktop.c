/* Thumbnails of the desktop in place of those that would be made, by the real decoder.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>

#include "engine/model/thumbnails/desktop.h"
#include "engine/model/thumbnails/large-cache.h"
#include "engine/model/thumbnails/thumbnailer.h"
#include "tests/support/folder.h"
#include "tests/support/library-test.h"

#define MTIME 1700000000

static void
save (const char *path, guint width, guint height, guint32 colour, const char *uri, gint64 mtime)
{
  g_autoptr (GdkPixbuf) pixbuf =
    gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, mtime);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, colour);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (uri)
    gdk_pixbuf_save (pixbuf, path, "png", &error, "tEXt::Thumb::URI", uri, "tEXt::Thumb::MTime",
                     time, NULL);
  else
    gdk_pixbuf_save (pixbuf, path, "jpeg", &error, NULL);
  g_assert_no_error (error);
}

/* Returns: (transfer full): where the desktop has its thumbnail of @uri */
static char *
get_place (const char *size, const char *uri)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);
  g_autofree char *name = g_strconcat (sum, ".png", NULL);

  return g_build_filename (g_get_user_cache_dir (), "thumbnails", size, name, NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(SemThumbnail **) user_data = g_task_propagate_pointer (G_TASK (result), &error);
  g_assert_no_error (error);
}

/* Returns: the colour of the middle of what is shown, as R G B; nothing is taken from our cache */
static guint32
load (LibraryTest *test, const char *name, guint side)
{
  SemThumbnailer *thumbnailer = sem_thumbnailer_new (test->library);
  SemThumbnail *thumbnail = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, loaded_cb, &thumbnail);
  const guint8 *pixel;
  guint32 colour;

  sem_large_cache_trim (0);
  sem_thumbnailer_load_large (thumbnailer, library_test_find (test, name), side, 1, task);
  while (!thumbnail)
    g_main_context_iteration (NULL, TRUE);
  pixel = g_bytes_get_data (thumbnail->pixels->bytes, NULL);
  pixel += thumbnail->pixels->height / 2 * thumbnail->pixels->stride
           + (gsize) thumbnail->pixels->width / 2 * 3;
  colour = (guint32) pixel[0] << 16 | (guint32) pixel[1] << 8 | pixel[2];
  sem_thumbnail_free (thumbnail);
  sem_thumbnailer_unref (thumbnailer);
  return colour;
}

static gboolean
is_green (guint32 colour)
{
  return (colour >> 8 & 0xff) > 200 && (colour >> 16) < 50;
}

static gboolean
is_red (guint32 colour)
{
  return (colour >> 16) > 200 && (colour >> 8 & 0xff) < 50;
}

static void
set_time (const char *path, gint64 seconds)
{
  const struct timespec times[] = { { .tv_sec = (time_t) seconds },
                                    { .tv_sec = (time_t) seconds } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

/* A photo is red, and what the desktop has of it is green. */
static void
test_taken (LibraryTest *test, gconstpointer data)
{
  g_autofree char *path = library_test_path (test, "a photo.jpg");
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *large = get_place ("large", uri);
  g_autofree char *x_large = get_place ("x-large", uri);
  g_autofree char *xx_large = get_place ("xx-large", uri);

  save (path, 1600, 1200, 0xff0000ff, NULL, 0);
  set_time (path, MTIME);
  library_test_add_folder (test, NULL);
  library_test_index (test, "1 0 0 0 0 0");
  g_assert_true (is_red (load (test, "a photo.jpg", 300)));

  /* Too small, of an older state, of another file, with other sides than it should have, or no
   * picture. */
  save (large, 256, 192, 0x00ff00ff, uri, MTIME);
  g_assert_true (is_red (load (test, "a photo.jpg", 300)));
  save (x_large, 512, 384, 0x00ff00ff, uri, MTIME - 1);
  g_assert_true (is_red (load (test, "a photo.jpg", 300)));
  save (x_large, 512, 384, 0x00ff00ff, "file:///other.jpg", MTIME);
  g_assert_true (is_red (load (test, "a photo.jpg", 300)));
  save (x_large, 256, 192, 0x00ff00ff, uri, MTIME);
  g_assert_true (is_red (load (test, "a photo.jpg", 300)));
  g_assert_true (g_file_set_contents (x_large, "\x89PNG", 4, NULL));
  g_assert_true (is_red (load (test, "a photo.jpg", 300)));

  save (x_large, 512, 384, 0x00ff00ff, uri, MTIME);
  g_assert_true (is_green (load (test, "a photo.jpg", 300)));
  /* A larger tile needs a larger one. */
  g_assert_true (is_red (load (test, "a photo.jpg", 700)));
  save (xx_large, 1024, 768, 0x00ff00ff, uri, MTIME);
  g_assert_true (is_green (load (test, "a photo.jpg", 700)));
  g_unlink (x_large);
  g_assert_true (is_green (load (test, "a photo.jpg", 300)));
  /* The file was changed since. */
  set_time (path, MTIME + 5);
  g_assert_true (is_red (load (test, "a photo.jpg", 300)));
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = { { "taken", test_taken } };
  char *cache = test_folder_new ();
  int status;

  g_assert_true (g_setenv ("XDG_CACHE_HOME", cache, TRUE));
  g_test_init (&argc, &argv, NULL);
  library_test_register ("/model/desktop", cases, G_N_ELEMENTS (cases));
  status = g_test_run ();
  test_folder_remove (cache);
  return status;
}
