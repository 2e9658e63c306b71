/* Fills a folder with generated photos: FOLDER/FAMILY/VARIANT.jpg.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>

#include "tests/support/photos.h"

int
main (int argc, char **argv)
{
  guint families, variants;

  if (argc != 4)
    {
      g_printerr ("Usage: make-photos FOLDER FAMILIES VARIANTS\n");
      return 2;
    }
  families = (guint) atoi (argv[2]);
  variants = (guint) atoi (argv[3]);
  for (guint family = 0; family < families; family++)
    for (guint variant = 0; variant < variants; variant++)
      {
        g_autofree char *path = g_strdup_printf ("%s/%03u/%03u.jpg", argv[1], family, variant);
        test_photo_save (path, family, variant);
      }
  return 0;
}
