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
 * @name: of the array, in sentences
 * @file: (type filename): that it was read from, in sentences
 * @kind: as numpy has it: 'f' numbers, 'i' and 'u' whole ones, 'b' truth values, 'S' bytes, 'U'
 * text
 * @item_size: bytes of an item: 2, 4 or 8 of 'f', 1 to 8 of whole ones, up to 64 KB of text
 * @n_dims: 1 or 2
 * @rows: first side of the shape
 * @columns: second side, 1 where there is none
 * @by_column: whether the items of a column follow one another, instead of those of a row
 * @data: (array): rows * columns items, least significant byte first
 *
 * Numbers are looked at when they are asked for. Not changed once it is read.
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
 * Reads what stands before the items of an array, of versions 1 to 3. Everything else is refused:
 * objects, records, numbers of another order of bytes, and more than two sides.
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
 * where it has no numbers, or one of them is NaN or infinite */
float *sem_npz_array_to_floats (SemNpzArray *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @values: (out caller-allocates): shape (columns): those of a row; NULL for @error as above */
gboolean
sem_npz_array_get_floats (const SemNpzArray *self, gsize row, float *values, GError **error);
/* Whether it has whole numbers or truth values. */
gboolean sem_npz_array_is_whole (const SemNpzArray *self);
/* @self: of whole numbers or truth values. Numbers above %G_MAXINT64 are that. */
gint64 sem_npz_array_get_int (const SemNpzArray *self, gsize row, gsize column);
/* @self: of bytes or text. Returns: (transfer full): without the null bytes at its end, text in
 * UTF-8; what is no text is left out */
char *sem_npz_array_dup_text (const SemNpzArray *self, gsize row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
