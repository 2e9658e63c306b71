/* excludes.h - patterns of files and folders that a scan leaves out
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* A folder that contains a file of this name is left out, as by the photo programs of phones. As a
 * pattern it means these folders. */
#define SEM_EXCLUDES_MARK ".nomedia"

/**
 * SemExcludes:
 *
 * Patterns that leave files and folders out, or take them in again. Some are built in, for files
 * that storage devices, other photo programs and editors put beside photos. Others were set by the
 * user, for one folder and everything in it.
 *
 * A pattern is as a shell's: "*", "?" and "[…]". Without a slash it is matched against the name of
 * each file and folder; with one, against the path below the folder that it belongs to, and "*"
 * then matches no slash. One that ends with a slash is for folders only. The last pattern that
 * matches decides: those of an inner folder come after those of an outer one, and the user's after
 * the built-in ones. Nothing is taken in below a folder that is left out.
 *
 * As text, a folder's patterns are lines of "-" (leave out) or "+" (take in) and a pattern.
 *
 * Does not change after the last sem_excludes_add(); then any thread may read it.
 */
typedef struct _SemExcludes SemExcludes;

/* Returns: (transfer full): the built-in patterns */
SemExcludes *sem_excludes_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): the built-in patterns and those of the library; NULL with an error of
 * the store */
SemExcludes *sem_excludes_read (SemStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_excludes_free (SemExcludes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemExcludes, sem_excludes_free)

/**
 * sem_excludes_add:
 * @folder: (type filename): absolute; an outer folder is added before those in it
 * @text: its patterns; not trusted: lines that are no pattern are skipped
 */
void sem_excludes_add (SemExcludes *self, const char *folder, const char *text);

/**
 * sem_excludes_find:
 * @path: (type filename): a file or folder, absolute
 * @is_folder: whether @path is a folder
 * @is_marked: whether it is a folder that contains %SEM_EXCLUDES_MARK
 *
 * Returns: (nullable) (transfer none): the pattern by which it is left out; NULL where it is not
 */
const char *sem_excludes_find (const SemExcludes *self,
                               const char *path,
                               gboolean is_folder,
                               gboolean is_marked);

/* Returns: (transfer none) (array zero-terminated=1): the built-in patterns */
const char *const *sem_excludes_list_built_in (void);

/**
 * sem_excludes_edit:
 * @text: patterns of a folder, "" for none
 * @pattern: replaces the same pattern in @text, if it is there, and comes last
 * @leave_out: TRUE to leave out what matches, FALSE to take it in
 *
 * Returns: (transfer full): the new text; NULL with SEM_ERROR_FAILED where @pattern is empty, too
 *   long, not UTF-8, or has a line break
 */
char *sem_excludes_edit (const char *text, const char *pattern, gboolean leave_out, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): @text without @pattern */
char *sem_excludes_drop (const char *text, const char *pattern) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
