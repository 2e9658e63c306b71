/* removal.h - the files of a group of duplicates that are moved to the trash
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/hidden.h"
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
 * SemRemoval:
 *
 * The files of a group at the time of the user's decision which of them go. Files that are found
 * later are not included. For the main thread.
 */
typedef struct _SemRemoval SemRemoval;

/* @only: the index of the only file that is to go; %G_MAXUINT for those that are marked. */
SemRemoval *sem_removal_new (SemDuplicateSet *set, guint only) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_removal_new_for:
 * @other: is not changed
 *
 * Returns: (transfer full) (nullable): the same group, of which only @file is to go; %NULL where it
 *   is not one of its files
 */
SemRemoval *sem_removal_new_for (const SemRemoval *other, GFile *file) G_GNUC_WARN_UNUSED_RESULT;
void sem_removal_free (SemRemoval *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRemoval, sem_removal_free)

/**
 * sem_removal_leave_out:
 * @gone: files that were moved to the trash meanwhile
 *
 * Removes these files from the removal. Call it right before carrying it out.
 *
 * Returns: whether any file is left to go; FALSE also where the user has changed the decision
 *   meanwhile
 */
gboolean sem_removal_leave_out (SemRemoval *self, SemHiddenFiles *gone);
/**
 * sem_removal_prepare_async:
 * @callback: (scope async): called in the main thread
 *
 * Checks on another thread whether the files may go: one that stays has to exist as it was indexed,
 * so that the last copy of a picture never goes, and those that go have to be unchanged. Finds
 * their sidecar files, see engine/model/duplicates/companions.h. Prepare removals of one disk one
 * after the other, each after the one before was carried out.
 */
void sem_removal_prepare_async (SemRemoval *self, GAsyncReadyCallback callback, gpointer user_data);
/**
 * sem_removal_prepare_finish:
 *
 * Returns: (transfer full) (element-type SemRemovalFile): in the order in which they are to be
 *   moved; %NULL with @error set to a translated sentence where nothing may go
 */
GPtrArray *sem_removal_prepare_finish (GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_removal_file_free (SemRemovalFile *self);

G_END_DECLS
