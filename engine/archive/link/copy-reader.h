/* copy-reader.h - rows of a COPY in binary format, as a server sends them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/archive/link/cells.h"
#include "engine/base/error.h"

G_BEGIN_DECLS

/* The most columns of a row that are taken. */
#define SEM_COPY_MAX_COLUMNS 8
/* The longest row that is taken, in bytes. */
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
 * Takes a copy in pieces of any size. A server may send anything: nothing is read beyond what came,
 * and no more than a row and a piece is kept.
 */
typedef struct _SemCopyReader SemCopyReader;

SemCopyReader *sem_copy_reader_new (SemCopyRowFunc func,
                                    gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void sem_copy_reader_free (SemCopyReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCopyReader, sem_copy_reader_free)
/* Returns: FALSE with an error of the function, or SEM_ERROR_DAMAGED */
gboolean
sem_copy_reader_push (SemCopyReader *self, gconstpointer bytes, gsize size, GError **error);
/* Whether the copy has ended, and nothing came after its end. */
gboolean sem_copy_reader_is_whole (const SemCopyReader *self);

G_END_DECLS
