/* removal.h - what is moved to the trash of a group of duplicates
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/duplicates/duplicate-set.h"

G_BEGIN_DECLS

/**
 * SemRemovalFile:
 * @photo: the photo that has no other file in the group that stays; -1 where it has one
 * @is_companion: whether it only belongs to the photo before it
 */
typedef struct
{
  GFile *file;
  gint64 photo;
  gboolean is_companion;
} SemRemovalFile;

/**
 * sem_removal_prepare_async:
 * @only: the index of the only file that is to go; %G_MAXUINT for those that are marked
 * @callback: (scope async): called in the main thread
 *
 * Looks on another thread whether the files of a group may go: one that stays has to be there as it
 * was indexed, so that the last copy of a picture never goes, and those that go have to be what
 * they were. Finds what belongs to them, see engine/model/duplicates/companions.h.
 */
void sem_removal_prepare_async (SemDuplicateSet *set,
                                guint only,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/**
 * sem_removal_prepare_finish:
 *
 * Returns: (transfer full) (element-type SemRemovalFile): in the order in which they are to be
 *   moved; %NULL with @error set to a translated sentence where nothing may go
 */
GPtrArray *sem_removal_prepare_finish (SemDuplicateSet *set,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_removal_file_free (SemRemovalFile *self);

G_END_DECLS
