/* photo-list.h - a list of photos that are created on demand; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/thumbnails/thumbnailer.h"

G_BEGIN_DECLS

#define SEM_TYPE_PHOTO_LIST (sem_photo_list_get_type ())

/**
 * SemPhotoList:
 *
 * A GListModel of #SemPhoto that needs eight bytes per photo. An item exists while it is
 * referenced, and there is at most one item per photo. For the main thread.
 */
G_DECLARE_FINAL_TYPE (SemPhotoList, sem_photo_list, SEM, PHOTO_LIST, GObject)

SemPhotoList *sem_photo_list_new (SemThumbnailer *thumbnailer);
/* Returns: the last id, 0 for an empty list. */
gint64 sem_photo_list_get_last (SemPhotoList *self);
/* @ids: (element-type gint64): ascending, all greater than the last. */
void sem_photo_list_append (SemPhotoList *self, GArray *ids);
/* Replaces all ids; equal ids at both ends are not reported as changed. */
void sem_photo_list_set (SemPhotoList *self, GArray *ids);
/* Returns: (transfer full): the photo's item, whether or not the list contains the id. */
SemPhoto *sem_photo_list_dup_photo (SemPhotoList *self, gint64 id);
/* Returns: (transfer full): an item of its own, which shows the photo's file @path. */
SemPhoto *sem_photo_list_make_photo (SemPhotoList *self, gint64 id, const char *path);
/* To be called when the library has changed: existing items whose file no longer exists then show
 * another file. */
void sem_photo_list_look_again (SemPhotoList *self);

G_END_DECLS
