/* browse.h - the photos of a library, chosen and ordered for one page
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/rule.h"
#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_BROWSE (sem_browse_get_type ())

/**
 * SemBrowse:
 *
 * A GListModel of #SemPhoto that follows a rule, and the library while it is indexed. Choosing and
 * ordering happens on other threads: the list changes a moment after the rule. It needs eight bytes
 * a photo besides the facts of the library. For the main thread.
 *
 * Properties:
 *
 * - "loaded" (boolean): whether it was filled once
 * - "busy" (boolean): whether it is about to change
 *
 * Signal "changing": right before "items-changed".
 *
 * Signal "arranged": after "items-changed", also where only the sections or the counts differ, or
 * nothing does.
 */
G_DECLARE_FINAL_TYPE (SemBrowse, sem_browse, SEM, BROWSE, GObject)

SemBrowse *sem_browse_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer none): valid until the rule is set. */
const SemBrowseRule *sem_browse_get_rule (SemBrowse *self);
void sem_browse_set_rule (SemBrowse *self, const SemBrowseRule *rule);
/* Whether it was filled once. */
gboolean sem_browse_get_loaded (SemBrowse *self);
/* Whether it is about to change. */
gboolean sem_browse_get_busy (SemBrowse *self);

/* The id of the photo at @position, which must be below the number of items. */
gint64 sem_browse_get_id (SemBrowse *self, guint position);
/* Returns: the position of the photo with this id, or %G_MAXUINT. Takes time in proportion to the
 * list. */
guint sem_browse_find (SemBrowse *self, gint64 id);
/* Returns: (transfer full) (type filename): the path of the file at @position. */
char *sem_browse_dup_path (SemBrowse *self, guint position);
/* Bytes of the file at @position, 4 GiB − 1 at most. */
guint32 sem_browse_get_size (SemBrowse *self, guint position);

/* 0 where the order has no sections. */
guint sem_browse_get_n_sections (SemBrowse *self);
/* @section: below the number of sections.
 * Returns: the position of its first photo; the first section starts at 0 */
guint sem_browse_get_section_start (SemBrowse *self, guint section);
/* Returns: (transfer full): what its photos have in common: "2026 – July" or "A", or (type
 * filename) the path of the folder where the order is by folder */
char *sem_browse_dup_section_title (SemBrowse *self, guint section);
/* Returns: (transfer full): a word of few letters: "2026", "A", the last part of a folder's path.
 */
char *sem_browse_dup_section_mark (SemBrowse *self, guint section);

/* Photos of the library, whatever the rule, without those that are in the trash. The counts of the
 * folders agree with it, and all of them with the list. */
guint sem_browse_get_n_photos (SemBrowse *self);

/**
 * sem_browse_get_folders:
 *
 * Returns: (transfer none): #SemFolderNode items: the folders of the library
 */
GListModel *sem_browse_get_folders (SemBrowse *self);
/* @path: (type filename): a folder among them, or below one. Returns: how many photos are in it and
 * below it, whatever the rule; 0 for another one. */
guint sem_browse_count_in_folder (SemBrowse *self, const char *path);

/* Whether the library has a file of the photo that is not hidden (hidden.h), as far as is known. */
gboolean sem_browse_has_photo (SemBrowse *self, gint64 photo);

#define SEM_TYPE_FOLDER_NODE (sem_folder_node_get_type ())

/**
 * SemFolderNode:
 *
 * A folder of the library, or one below it that holds photos, itself or further below. Properties,
 * which follow the library:
 *
 * - "n-photos" (uint): photos in it and below it
 * - "presence" (#SemFolderPresence)
 */
G_DECLARE_FINAL_TYPE (SemFolderNode, sem_folder_node, SEM, FOLDER_NODE, GObject)

/* Returns: (transfer none) (type filename): absolute */
const char *sem_folder_node_get_path (SemFolderNode *self);
/* Returns: (transfer none): its last part, for display */
const char *sem_folder_node_get_name (SemFolderNode *self);
guint sem_folder_node_get_n_photos (SemFolderNode *self);
SemFolderPresence sem_folder_node_get_presence (SemFolderNode *self);
/**
 * sem_folder_node_get_children:
 *
 * Returns: (transfer none): #SemFolderNode items: the folders in it, which may be none
 */
GListModel *sem_folder_node_get_children (SemFolderNode *self);

G_END_DECLS
