/* hidden.h - files that are gone, although the library does not know it yet
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_HIDDEN_FILES (sem_hidden_files_get_type ())

/**
 * SemHiddenFiles:
 *
 * Files that were put into the trash. They are not shown until they are restored, or are found to
 * exist again. Signal "changed" (string, boolean): the path of a file, in bytes, and whether it is
 * hidden now. For the main thread.
 */
G_DECLARE_FINAL_TYPE (SemHiddenFiles, sem_hidden_files, SEM, HIDDEN_FILES, GObject)

/**
 * sem_library_get_hidden_files:
 *
 * Returns: (transfer none): those of the library
 */
SemHiddenFiles *sem_library_get_hidden_files (SemLibrary *library);
/* @file: local. */
void sem_hidden_files_set (SemHiddenFiles *self, GFile *file, gboolean hidden);
/* @path: (type filename) */
gboolean sem_hidden_files_contains (SemHiddenFiles *self, const char *path);
/**
 * sem_hidden_files_copy:
 *
 * Returns: (transfer full) (element-type filename gpointer): the set of their paths
 */
GHashTable *sem_hidden_files_copy (SemHiddenFiles *self);

G_END_DECLS
