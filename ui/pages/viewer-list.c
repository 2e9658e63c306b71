/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/pages/viewer-private.h"

#include "engine/model/results.h"

SemPhoto *
sem_viewer_dup_photo (SemViewer *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->list, position);

  if (!item)
    return NULL;
  return g_object_ref (SEM_IS_MATCH (item) ? sem_match_get_photo (SEM_MATCH (item))
                                           : SEM_PHOTO (item));
}

gboolean
sem_viewer_is_hidden (SemViewer *self, SemPhoto *photo)
{
  GFile *file = sem_photo_get_file (photo);
  const gint64 id = sem_photo_get_id (photo);

  return file && g_file_peek_path (file)
           ? g_hash_table_contains (self->hidden, g_file_peek_path (file))
           : g_hash_table_contains (self->hidden_ids, &id);
}

guint
sem_viewer_find (SemViewer *self, guint position, int step)
{
  const guint n = self->list ? g_list_model_get_n_items (self->list) : 0;

  for (guint i = position + (guint) step; i < n; i += (guint) step)
    {
      g_autoptr (SemPhoto) photo = sem_viewer_dup_photo (self, i);

      if (photo && !sem_viewer_is_hidden (self, photo))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

GListModel *
sem_viewer_get_list (SemViewer *self)
{
  /* Not its type, which would make a circle of the viewer's files. */
  g_return_val_if_fail (self != NULL, NULL);

  return self->list;
}
