/* Fills a folder with generated photos: FOLDER/FAMILY/VARIANT.jpg; or .heic, with reduced pictures
 * in them.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>

#include "tests/support/heif-files.h"
#include "tests/support/photos.h"

#include <glib/gstdio.h>

/* A system whose libheif cannot write such files. Meson's status for what is skipped. */
#define CANNOT 77

static void
save_heic (const char *path, guint family, guint variant)
{
  g_autoptr (GdkPixbuf) photo = test_photo_new (family, variant);
  g_autoptr (GdkPixbuf) large = gdk_pixbuf_scale_simple (photo, 1200, 900, GDK_INTERP_BILINEAR);
  g_autoptr (GBytes) file = test_heif_write_reduced (large, 320, 240);
  g_autofree char *folder = g_path_get_dirname (path);
  gsize size;
  const char *data;

  if (!file)
    exit (CANNOT);
  data = g_bytes_get_data (file, &size);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

int
main (int argc, char **argv)
{
  guint families, variants;
  const gboolean heic = argc == 5 && g_str_equal (argv[4], "heic");

  if (argc != 4 && !heic)
    {
      g_printerr ("Usage: make-photos FOLDER FAMILIES VARIANTS [heic]\n");
      return 2;
    }
  families = (guint) atoi (argv[2]);
  variants = (guint) atoi (argv[3]);
  for (guint family = 0; family < families; family++)
    for (guint variant = 0; variant < variants; variant++)
      {
        g_autofree char *path =
          g_strdup_printf ("%s/%03u/%03u.%s", argv[1], family, variant, heic ? "heic" : "jpg");

        if (heic)
          save_heic (path, family, variant);
        else
          test_photo_save (path, family, variant);
      }
  return 0;
}
