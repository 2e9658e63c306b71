/* npz.h - writes arrays for numpy
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemNpz:
 *
 * A file of arrays as numpy.load() reads it: a zip file without compression, a member NAME.npy for
 * each array. For one thread at a time.
 */
typedef struct _SemNpz SemNpz;

/**
 * sem_npz_new:
 * @path: (type filename): the file to write, by a SemOutput
 * @error: return location; SEM_ERROR_FAILED
 *
 * Returns: (transfer full)
 */
SemNpz *sem_npz_new (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Discards the file unless sem_npz_finish() has succeeded. */
void sem_npz_free (SemNpz *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemNpz, sem_npz_free)

/**
 * sem_npz_begin:
 * @name: of the array: letters and digits
 * @type: as numpy writes it, such as "<f2", "<u8" or "|S12"; its numbers are given in that order of
 *   bytes
 * @item_size: bytes of an item
 * @rows: first dimension of the shape
 * @columns: second dimension, or 0 for an array of one dimension
 *
 * Starts an array, whose rows * MAX (columns, 1) items are then given to sem_npz_add(). The whole
 * file may have at most 4 GB.
 */
void sem_npz_begin (SemNpz *self,
                    const char *name,
                    const char *type,
                    gsize item_size,
                    gsize rows,
                    gsize columns);
/* @data: (array length=size): the next bytes of the array, row-major */
void sem_npz_add (SemNpz *self, gconstpointer data, gsize size);

/* Ends the last array, and gives the file its name. Fails with SEM_ERROR_FAILED and a sentence that
 * names the file where any part of it could not be written or it is larger than 4 GB. */
gboolean sem_npz_finish (SemNpz *self, GError **error);

G_END_DECLS
