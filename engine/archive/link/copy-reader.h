/* copy-reader.h - rows of a COPY in binary format, as a server sends them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/cells.h"
#include "engine/base/error.h"

G_BEGIN_DECLS

/* Maximum number of columns of a row. */
#define SEM_COPY_MAX_COLUMNS 8
/* Maximum size of a row, in bytes. */
#define SEM_COPY_MAX_ROW 65536

/**
 * SemCopyRowFunc:
 * @cells: (array length=n): valid during the call
 *
 * Returns: %FALSE with an error to end the copy
 */
typedef gboolean (*SemCopyRowFunc) (const SemCell *cells,
                                    guint n,
                                    gpointer user_data,
                                    GError **error);

/**
 * SemCopyReader:
 *
 * Parses a copy that comes in pieces of any size. The bytes are not trusted: nothing is read beyond
 * them, and at most a row and a piece are in memory. For one thread at a time.
 */
typedef struct _SemCopyReader SemCopyReader;

SemCopyReader *sem_copy_reader_new (SemCopyRowFunc func,
                                    gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void sem_copy_reader_free (SemCopyReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCopyReader, sem_copy_reader_free)
/* Returns: FALSE with an error of the function, or SEM_ERROR_DAMAGED */
gboolean
sem_copy_reader_push (SemCopyReader *self, gconstpointer bytes, gsize size, GError **error);
/* Whether the copy is complete and nothing followed its end. */
gboolean sem_copy_reader_is_whole (const SemCopyReader *self);

G_END_DECLS
