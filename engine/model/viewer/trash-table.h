/* trash-table.h - the contents of the trash, read once; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/viewer/trash.h"

G_BEGIN_DECLS

/**
 * sem_trash_table_find:
 * @path: (type filename): where a file was, absolute
 *
 * Reads the trash folders that it may be in, unless that was done before. The first call takes time
 * in proportion to their contents. For one thread at a time.
 *
 * Returns: (transfer none) (nullable) (type filename): the .trashinfo of the file that was last put
 *   into the trash from @path, until sem_trash_table_drop()
 */
const char *sem_trash_table_find (SemTrashTable *self, const char *path);
/* Removes that file from the table, after it was restored. */
void sem_trash_table_drop (SemTrashTable *self, const char *path);

G_END_DECLS
