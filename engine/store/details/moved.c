/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-store"

#include "config.h"

#include "engine/store/details/moved.h"

#include <string.h>

struct _SemStoreMoved
{
  GHashTable *newest; /* each end of a path, from a slash on -> (owned) the last file with it */
};

typedef struct
{
  gint64 id;
  gint64 inode;
} File;

gboolean
sem_store_is_in_place_of (gint64 new, gint64 new_inode, gint64 old, gint64 old_inode)
{
  return new > old || (new_inode != 0 && new_inode == old_inode);
}

SemStoreMoved *
sem_store_moved_new (void)
{
  SemStoreMoved *self = g_new0 (SemStoreMoved, 1);

  self->newest = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return self;
}

void
sem_store_moved_free (SemStoreMoved *self)
{
  g_hash_table_unref (self->newest);
  g_free (self);
}

void
sem_store_moved_add (SemStoreMoved *self, const char *path, gint64 id, gint64 inode)
{
  for (const char *end = strchr (path, '/'); end; end = strchr (end + 1, '/'))
    {
      const File *known = g_hash_table_lookup (self->newest, end);

      if (!known || known->id < id)
        {
          File file = { id, inode };

          g_hash_table_replace (self->newest, (char *) end, g_memdup2 (&file, sizeof file));
        }
    }
}

gboolean
sem_store_moved_has (SemStoreMoved *self, const char *below, gint64 id, gint64 inode)
{
  const File *file = g_hash_table_lookup (self->newest, below);

  return file && sem_store_is_in_place_of (file->id, file->inode, id, inode);
}
