/* duplicate-entries.h - groups of duplicates that are known again; for engine/model and its tests
 * only
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
 * @key: what a group is known by when more was found: its first photo, and what it is about
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
/* Returns: what a group of maybe copies is known by once it is proven; @key for others */
gint64 sem_duplicate_entry_prove (gint64 key);
/**
 * sem_duplicate_entry_name:
 * @ids: (element-type gint64): photos; sorted here
 *
 * Returns: (transfer full): the same for groups of the same photos, whether they are proven or not
 */
char *sem_duplicate_entry_name (SemDuplicateSetKind kind, GArray *ids) G_GNUC_WARN_UNUSED_RESULT;
/* @hidden: (element-type filename gpointer): paths of files that are gone.
 * Returns: how many of its files are there */
guint sem_duplicate_entry_count_there (const SemDuplicateGroup *group, GHashTable *hidden);
/* Returns: bytes of those of them that are suggested to go; 0 where the one to keep is gone */
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
 * @entries: (element-type SemDuplicateEntry): what is shown
 * @found: (element-type SemDuplicateEntry): what is to be shown
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
