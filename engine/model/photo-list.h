/* photo-list.h - the library's photos, made on demand; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/thumbnailer.h"

G_BEGIN_DECLS

#define SEM_TYPE_PHOTO_LIST (sem_photo_list_get_type ())

/**
 * SemPhotoList:
 *
 * A GListModel of #SemPhoto that keeps eight bytes a photo; an item lives as long as somebody
 * holds it, and the same photo is the same item meanwhile.
 */
G_DECLARE_FINAL_TYPE (SemPhotoList, sem_photo_list, SEM, PHOTO_LIST, GObject)

SemPhotoList *sem_photo_list_new (SemThumbnailer *thumbnailer);
/* The last id, 0 where there is none. */
gint64 sem_photo_list_get_last (SemPhotoList *self);
/* @ids: (element-type gint64): ascending, all greater than the last. */
void sem_photo_list_append (SemPhotoList *self, GArray *ids);
/* Replaces all; what is equal at both ends is not reported as changed. */
void sem_photo_list_set (SemPhotoList *self, GArray *ids);
/* (transfer full): the photo's item, whether or not the list has it now. */
SemPhoto *sem_photo_list_dup_photo (SemPhotoList *self, gint64 id);

G_END_DECLS
