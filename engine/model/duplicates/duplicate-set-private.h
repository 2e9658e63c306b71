/* duplicate-set-private.h - for engine/model and its tests only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/duplicates/groups.h"
#include "engine/model/duplicates/duplicate-set.h"
#include "engine/model/library.h"

G_BEGIN_DECLS

SemDuplicateSetKind sem_duplicate_set_find_kind (const SemDuplicateGroup *group);

SemDuplicateSet *sem_duplicate_set_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_duplicate_set_update:
 * @duplicates: a reference is kept
 * @group: of @duplicates
 * @hidden: (element-type filename gpointer): paths of hidden files
 *
 * Updates the set. Decisions about files that still exist are kept, unless other files are
 * suggested. Emits "changed" where anything has changed.
 */
void sem_duplicate_set_update (SemDuplicateSet *self,
                               SemDuplicates *duplicates,
                               const SemDuplicateGroup *group,
                               GHashTable *hidden);
/* Returns: (transfer none): the existing file at @index */
const SemDuplicateFile *sem_duplicate_set_get_file (SemDuplicateSet *self, guint index);
/* Returns: how often the user has changed which files go, or withdrawn an acceptance */
guint sem_duplicate_set_get_decisions (SemDuplicateSet *self);
/* Returns: (transfer full) (element-type gint64): the photos of the files, each once, sorted */
GArray *sem_duplicate_set_list_ids (SemDuplicateSet *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
