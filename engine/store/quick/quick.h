/* quick.h - photos that were indexed from a reduced picture in their files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/files.h"

G_BEGIN_DECLS

/* A photo is *quick* while its thumbnail, sketch and feature are those of a reduced picture, until
 * the whole one was decoded. */

/* Marks the photo, whose feature of the @backbone is quick. Call in the transaction that stores the
 * photo. */
gboolean sem_store_put_quick (SemStore *self, gint64 photo, const char *backbone, GError **error);

/**
 * sem_store_end_quick:
 * @backbone: of the feature that was computed of the whole picture
 *
 * Removes the mark. Where the quick feature is one of another backbone, it is removed, and the
 * models of that backbone are marked as expired. Pairs of duplicates with this photo that were not
 * settled by comparing the pictures are removed, and the photo and all photos with higher ids are
 * compared again, so that it is compared with all others. Does nothing to photos that are not
 * quick. Call in the transaction that stores what was computed from the whole picture.
 */
gboolean sem_store_end_quick (SemStore *self, gint64 photo, const char *backbone, GError **error);

/**
 * sem_store_fail_photo:
 * @outcome: its @reason, @decoder and @attempts are stored for each file
 *
 * Marks all files of the photo as failed, which hides it, because its content cannot be decoded in
 * full. Call in a transaction.
 */
gboolean
sem_store_fail_photo (SemStore *self, gint64 photo, const SemStoreFile *outcome, GError **error);

/* Returns: (transfer full) (element-type gint64): visible quick photos, ascending */
GArray *sem_store_list_quick (SemStore *self, GError **error);
/* Returns: the number of visible quick photos; -1 with @error set */
gint64 sem_store_count_quick (SemStore *self, GError **error);

G_END_DECLS
