/* folder-tree.h - the folders of a library and how many photos each holds; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/browse/browse.h"
#include "engine/model/browse/facts.h"

G_BEGIN_DECLS

/**
 * SemFolderCount:
 * @path: (type filename): the folder
 * @parent: position of the folder around it, which comes before it; %G_MAXUINT for one of the
 *   library's
 * @n_photos: photos in it and below it
 */
typedef struct
{
  char *path;
  guint parent;
  guint n_photos;
} SemFolderCount;

/**
 * sem_folder_count:
 * @roots: (element-type filename): the folders of the library; none covers another
 * @gone: (element-type guint32): rows of @facts that do not count, ascending
 * @n_photos: (out): photos in all, also those outside @roots
 *
 * Any thread; takes about 50 ms for half a million files.
 *
 * Returns: (transfer full) (element-type SemFolderCount): those that hold photos, and @roots in any
 *   case; each in natural order among those with the same parent. The array clears its elements
 */
GArray *
sem_folder_count (SemFacts *facts, const GPtrArray *roots, const GArray *gone, guint *n_photos);

/**
 * sem_folder_nodes_update:
 * @nodes: of #SemFolderNode
 * @counts: (element-type SemFolderCount): from sem_folder_count()
 * @folders: of #SemFolder: those of the library, by which offline folders are known
 *
 * Changes @nodes into @counts. Main thread.
 */
void sem_folder_nodes_update (GListStore *nodes, const GArray *counts, GListModel *folders);
/* Subtracts one photo from the counts of the folders around the file @path, (type filename). Main
 * thread. */
void sem_folder_nodes_take_away (GListStore *nodes, const char *path);
/* @path: (type filename). Returns: how many photos are in and below it; 0 if it is not in @nodes or
 * below. Main thread. */
guint sem_folder_nodes_count_in (GListModel *nodes, const char *path);

G_END_DECLS
