/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/store-private.h"

#include <sys/stat.h>

#define MODE 0600

/* By name: closing a descriptor of a database would drop the locks that SQLite holds on it. */
void
sem_store_create_private (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  if (mknod (path, S_IFREG | MODE, 0) != 0)
    g_debug ("%s is there, or cannot be made", name);
}

void
sem_store_make_private (SemStore *self, SemStorePart part)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (self->paths[part], endings[i], NULL);
      g_autofree char *name = g_filename_display_name (path);
      struct stat info;

      /* On file systems without modes this does nothing. */
      if (stat (path, &info) == 0 && S_ISREG (info.st_mode) && (info.st_mode & 0777 & ~MODE)
          && chmod (path, MODE) != 0)
        g_debug ("%s: the mode cannot be changed", name);
    }
}
