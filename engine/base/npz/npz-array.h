/* npz-array.h - an array that numpy wrote
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemNpzArray:
 * @name: name of the array, for error messages
 * @file: (type filename): the file that it was read from, for error messages
 * @kind: numpy's letter of the type: 'f' floats, 'i' and 'u' integers, 'b' booleans, 'S' bytes, 'U'
 *   text
 * @item_size: bytes of an item: 2, 4 or 8 of floats, 1 to 8 of integers, up to 64 KB of text
 * @n_dims: 1 or 2
 * @rows: first dimension of the shape
 * @columns: second dimension, 1 where there is none
 * @by_column: whether the array is in column-major order, instead of row-major
 * @data: (array): rows * columns items, least significant byte first
 *
 * Immutable once it is read. Values are converted and checked by the functions below, which any
 * thread may call.
 */
typedef struct
{
  char *name;
  char *file;
  char kind;
  gsize item_size;
  guint n_dims;
  gsize rows;
  gsize columns;
  gboolean by_column;
  guint8 *data;
} SemNpzArray;

void sem_npz_array_free (SemNpzArray *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemNpzArray, sem_npz_array_free)

/**
 * sem_npz_array_parse:
 * @bytes: (array length=size): the beginning of a file NAME.npy
 * @used: (out): bytes before the items
 * @n_bytes: (out): bytes of the items, at most %G_MAXSSIZE
 *
 * Parses the header of an array, of format versions 1 to 3. Objects, records, big-endian numbers
 * and more than two dimensions are refused.
 *
 * Returns: (transfer full): an array without data; NULL with SEM_ERROR_DAMAGED
 */
SemNpzArray *sem_npz_array_parse (const char *file,
                                  const char *name,
                                  const guint8 *bytes,
                                  gsize size,
                                  gsize *used,
                                  gsize *n_bytes,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): shape (rows, columns), row-major and finite; NULL with SEM_ERROR_FAILED
 * where its items are no numbers, or one of them is NaN or infinite */
float *sem_npz_array_to_floats (SemNpzArray *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @row: from 0, below @rows; @values: (out caller-allocates): shape (columns): the numbers of that
 * row. Returns: FALSE with @error set as above */
gboolean
sem_npz_array_get_floats (const SemNpzArray *self, gsize row, float *values, GError **error);
/* Whether its items are integers or booleans. */
gboolean sem_npz_array_is_whole (const SemNpzArray *self);
/* @self: of integers or booleans; @row, @column: from 0, below @rows and @columns. Returns: the
 * item, or %G_MAXINT64 where it is greater */
gint64 sem_npz_array_get_int (const SemNpzArray *self, gsize row, gsize column);
/* @self: of bytes or text; @row: from 0, below @rows. Returns: (transfer full): the first item of
 * the row: bytes up to the first null byte as they are, not checked to be UTF-8; text as UTF-8
 * without null characters and without what is no character */
char *sem_npz_array_dup_text (const SemNpzArray *self, gsize row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
