/* fuzz-trash-info.c - the parser of what the trash notes about a file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/viewer/trash-info.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A path that is found is absolute, and is the one that its escaped form names. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const tops[] = { NULL, "/media/disk" };

  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      g_autofree char *path = sem_trash_info_parse ((const char *) data, size, tops[i]);

      if (path)
        {
          g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
          g_autofree char *text = g_strdup_printf ("[Trash Info]\nPath=%s\n", escaped);
          g_autofree char *again = sem_trash_info_parse (text, strlen (text), NULL);

          g_assert_true (g_path_is_absolute (path));
          if (strlen (text) <= SEM_TRASH_INFO_MAX_SIZE)
            g_assert_cmpstr (again, ==, path);
        }
    }
  return 0;
}
