/* npz-reader.h - reads arrays that numpy wrote
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/npz/npz-array.h"

G_BEGIN_DECLS

/**
 * SemNpzReader:
 *
 * A file of numpy.savez() or numpy.savez_compressed(), or of numpy.save(), which has one array. The
 * file is not trusted: sizes are checked before memory is taken, and checksums after. Only the
 * directory of the file and the arrays that sem_npz_reader_read() names are read. For one thread at
 * a time.
 */
typedef struct _SemNpzReader SemNpzReader;

/**
 * sem_npz_reader_new:
 * @path: (type filename): a regular file
 * @error: return location; SEM_ERROR_UNREADABLE, or SEM_ERROR_DAMAGED for another file
 *
 * Returns: (transfer full)
 */
SemNpzReader *sem_npz_reader_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_npz_reader_free (SemNpzReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemNpzReader, sem_npz_reader_free)

/* Whether there is an array of this name; always TRUE of a file of numpy.save(), whose array has no
 * name. */
gboolean sem_npz_reader_has (const SemNpzReader *self, const char *name);
/* Whether it is a file of numpy.save(). */
gboolean sem_npz_reader_is_single (const SemNpzReader *self);

/**
 * sem_npz_reader_read:
 * @error: return location; SEM_ERROR_NOT_FOUND where there is none, with the names that there are;
 *   SEM_ERROR_DAMAGED, SEM_ERROR_UNREADABLE, or SEM_ERROR_FAILED where there is not enough memory
 *
 * Blocks.
 *
 * Returns: (transfer full): the array with its data
 */
SemNpzArray *sem_npz_reader_read (SemNpzReader *self,
                                  const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
