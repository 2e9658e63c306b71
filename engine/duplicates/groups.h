/* groups.h - the duplicates of a library, as groups
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "engine/duplicates/best/best.h"
#include "engine/store/details/duplicates.h"

G_BEGIN_DECLS

/**
 * SemDuplicateKind:
 * @SEM_DUPLICATES_IDENTICAL: files with the same bytes
 * @SEM_DUPLICATES_COPIES: the same picture, altered or not
 * @SEM_DUPLICATES_BURST: photos taken right after each other that are alike
 * @SEM_DUPLICATES_PAIR: a raw file and what the camera made of it
 */
typedef enum
{
  SEM_DUPLICATES_IDENTICAL,
  SEM_DUPLICATES_COPIES,
  SEM_DUPLICATES_BURST,
  SEM_DUPLICATES_PAIR,
} SemDuplicateKind;

/**
 * SemDuplicateGroup:
 * @proven: whether the kind is certain; FALSE for "maybe" copies, for which no file is suggested
 * @files: (element-type SemDuplicateFile): at least two. Of identical files and proven copies the
 *   first is suggested to be kept: each of the others has the same bytes, or was proven to be a
 *   copy of that one itself. Nothing is suggested where a file does not exist. The others follow,
 *   the most alike first, then by path. Several paths of one file on disk, such as links to it, are
 *   one
 * @reasons: bits 1 << SemDuplicateReason: why the first is better than the others
 */
typedef struct
{
  SemDuplicateKind kind;
  gboolean proven;
  GArray *files;
  guint reasons;
} SemDuplicateGroup;

/**
 * SemDuplicates:
 * @groups: (element-type SemDuplicateGroup): identical files and proven copies, those that take
 * most space first; then maybe copies, the most alike first; then bursts and pairs, by time
 * @open: (element-type SemStoreDuplicate): the pairs to be proven to settle the maybe groups, in
 *   the order of these
 *
 * Immutable; any thread may read it.
 */
typedef struct
{
  gatomicrefcount n_refs;
  GPtrArray *groups;
  GArray *open;
} SemDuplicates;

/**
 * sem_duplicates_list:
 * @min_likeness: from 0 to 1: photos that are less like the first of their group are left out;
 *   pairs stay
 * @cancellable: (nullable)
 *
 * Makes groups of the pairs that sem_duplicates_find() has stored, and of files with the same
 * bytes. Calls stat() for these files, but does not open them. Takes time in proportion to the
 * files in groups.
 *
 * Returns: (transfer full): %NULL with an error of the store, or %G_IO_ERROR_CANCELLED
 */
SemDuplicates *sem_duplicates_list (SemStore *store,
                                    double min_likeness,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
SemDuplicates *sem_duplicates_ref (SemDuplicates *self);
void sem_duplicates_unref (SemDuplicates *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemDuplicates, sem_duplicates_unref)

/* Returns: (transfer none): "identical", "copy", "burst" or "pair", the same in every language */
const char *sem_duplicate_group_get_name (const SemDuplicateGroup *self);
/* Returns: bytes of all files but the first, where that is suggested; else 0 */
gint64 sem_duplicate_group_get_excess (const SemDuplicateGroup *self);

G_END_DECLS
