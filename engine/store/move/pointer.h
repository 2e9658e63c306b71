/* pointer.h - where the user's own library is, once it was moved
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemStorePointer:
 * @folder: (type filename): absolute: where the library is
 * @old: (type filename) (nullable): absolute: where it was before, and its files are still to be
 *   removed
 *
 * The file XDG_DATA_HOME/semblance/library.place, which is there only while the library is not in
 * that folder itself, or has left files elsewhere. It is replaced as a whole, so that it names one
 * place or the other, whenever the program or the computer ends.
 */
typedef struct
{
  char *folder;
  char *old;
} SemStorePointer;

/* Returns: (transfer full) (type filename): XDG_DATA_HOME/semblance. */
char *sem_store_pointer_dup_home (void) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (out caller-allocates): the home folder where there is no file, or none that makes sense */
void sem_store_pointer_read (SemStorePointer *self);
/* Waits for the disk. */
gboolean sem_store_pointer_write (const SemStorePointer *self, GError **error);
void sem_store_pointer_clear (SemStorePointer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemStorePointer, sem_store_pointer_clear)

/**
 * sem_store_pointer_check:
 * @path: (type filename): a library's file that is not there
 *
 * Returns: FALSE with %SEM_ERROR_NOT_FOUND where the library was moved to it: its disk is not
 *   connected, and a new one must not be made in its place
 */
gboolean sem_store_pointer_check (const char *path, GError **error);

G_END_DECLS
