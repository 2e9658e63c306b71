/* duplicate-entries.h - identifies groups of duplicates across updates; for engine/model and its
 * tests only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/duplicates/groups.h"
#include "engine/model/duplicates/duplicate-set.h"

G_BEGIN_DECLS

/**
 * SemDuplicateEntry:
 * @key: identifies the group in later results: its first photo and its kind
 * @owner: of @group; not a reference
 *
 * A group that is shown.
 */
typedef struct
{
  gint64 key;
  const SemDuplicateGroup *group;
  SemDuplicates *owner;
} SemDuplicateEntry;

gint64 sem_duplicate_entry_key (const SemDuplicateGroup *group);
/* Returns: the key of a group of maybe copies once it is proven; @key for other groups */
gint64 sem_duplicate_entry_prove (gint64 key);
/**
 * sem_duplicate_entry_name:
 * @ids: (element-type gint64): photos; sorted here
 *
 * Returns: (transfer full): the same for groups of the same photos, whether they are proven or not
 */
char *sem_duplicate_entry_name (SemDuplicateSetKind kind, GArray *ids) G_GNUC_WARN_UNUSED_RESULT;
/* @hidden: (element-type filename gpointer): paths of files that are gone.
 * Returns: number of its files that are not among them */
guint sem_duplicate_entry_count_there (const SemDuplicateGroup *group, GHashTable *hidden);
/* Returns: bytes of these files that are suggested to go; 0 where the one to keep is hidden */
gint64 sem_duplicate_entry_count_bytes (const SemDuplicateGroup *group, GHashTable *hidden);

/**
 * sem_duplicate_entries_index:
 * @entries: (element-type SemDuplicateEntry)
 *
 * Returns: (transfer full) (element-type gint64 guint): one more than the position of each key
 */
GHashTable *sem_duplicate_entries_index (GArray *entries) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_duplicate_entries_merge:
 * @entries: (element-type SemDuplicateEntry): the groups that are shown
 * @found: (element-type SemDuplicateEntry): the groups to show
 * @old: (element-type gint64 guint): the index of @entries
 * @new: (element-type gint64 guint): the index of @found
 *
 * Returns: (transfer full) (element-type SemDuplicateEntry): those of @found. Those of @entries
 * among them stay in their order, and the others come after what they come after in @found
 */
GArray *sem_duplicate_entries_merge (GArray *entries,
                                     GArray *found,
                                     GHashTable *old,
                                     GHashTable *new) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_duplicate_entries_count_missing:
 * @entries: (element-type SemDuplicateEntry)
 * @index: (element-type gint64 guint)
 *
 * Returns: how many from @from on in a row are not in @index
 */
guint sem_duplicate_entries_count_missing (GArray *entries, guint from, GHashTable *index);

G_END_DECLS
