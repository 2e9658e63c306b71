/* nodes.h - the photos that may be in groups, with their files; for engine/duplicates only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "engine/duplicates/best/best.h"
#include "engine/store/details/duplicates.h"

G_BEGIN_DECLS

typedef struct SemDuplicateNode SemDuplicateNode;

/* @pair: (transfer none): of the array that the nodes were made of */
typedef struct
{
  SemDuplicateNode *to;
  const SemStoreDuplicate *pair;
} SemDuplicateEdge;

/**
 * SemDuplicateNode:
 * @files: (element-type SemDuplicateFile): at least one, the best first: those that are there, one
 *   path for each file on disk; where none is there, the best of those that are not missing
 * @edges: (element-type SemDuplicateEdge): in the order of the pairs
 * @centre: (nullable): the photo that its group of proven copies is about; itself for that one
 * @seen: for walks
 * @likeness: to @centre
 */
struct SemDuplicateNode
{
  gint64 photo;
  GArray *files;
  GArray *edges;
  SemDuplicateNode *centre;
  double likeness;
  gboolean seen;
};

/**
 * sem_duplicate_nodes_new:
 * @pairs: (element-type SemStoreDuplicate): kept by the caller as long as the nodes
 * @identical: (element-type gint64): photos that have several files
 *
 * Returns: (transfer full) (element-type SemDuplicateNode): photos of the pairs, and identical
 * ones, those with the best files first. Photos without files, and their edges, are left out
 */
GPtrArray *sem_duplicate_nodes_new (SemStore *store,
                                    GArray *pairs,
                                    GArray *identical,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): for a file in another array */
SemDuplicateFile sem_duplicate_file_copy (const SemDuplicateFile *self);
/* Returns: (transfer full) (element-type SemDuplicateFile): an array that clears its elements */
GArray *sem_duplicate_files_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
