/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/index-count.h"
#include "engine/photos/scan.h"
#include "engine/store/folders.h"

typedef struct
{
  const SemIndexContext *context;
  SemIndexPresence *presence;
} Count;

static gboolean
count_file (const char *path, const struct stat *st, gpointer user_data)
{
  const Count *count = user_data;

  sem_index_status_add_found (count->context->status);
  return TRUE;
}

static gboolean
count_folder (const char *path, gpointer user_data)
{
  return !sem_index_presence_is_away (((const Count *) user_data)->presence, path);
}

void
sem_index_count (const SemIndexContext *context, SemIndexPresence *presence)
{
  const SemScanHandlers handlers = { .file = count_file,
                                     .folder = count_folder,
                                     .excludes = context->excludes };
  Count count = { context, presence };

  for (guint i = 0; i < context->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (context->folders, i);

      if (!sem_index_presence_is_away (presence, folder->path))
        sem_scan_count (folder->path, &handlers, &count, context->stop);
    }
  sem_index_status_set_counted (context->status);
}
