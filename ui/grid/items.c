/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/grid/items.h"

#include "engine/model/browse/browse.h"

SemPhoto *
sem_item_get_photo (gpointer item)
{
  return SEM_IS_MATCH (item) ? sem_match_get_photo (item) : item;
}

SemPhoto *
sem_list_dup_photo (GListModel *list, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (list, position);

  return item ? g_object_ref (sem_item_get_photo (item)) : NULL;
}

GFile *
sem_list_dup_file (GListModel *list, guint position)
{
  g_autoptr (SemPhoto) photo = sem_list_dup_photo (list, position);
  g_autofree char *path = NULL;

  if (!photo)
    return NULL;
  if (sem_photo_get_file (photo))
    return g_object_ref (sem_photo_get_file (photo));
  if (!SEM_IS_BROWSE (list))
    return NULL;
  path = sem_browse_dup_path (SEM_BROWSE (list), position);
  return g_file_new_for_path (path);
}
