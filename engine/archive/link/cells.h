/* cells.h - values as an archive sends them, not trusted
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Maximum length of a path from an archive, and of an owner's name, in bytes. */
#define SEM_ARCHIVE_MAX_PATH 4096
#define SEM_ARCHIVE_MAX_NAME 200

/**
 * SemCell:
 * @data: (nullable) (array length=size): %NULL where the value is NULL
 * @size: bytes
 *
 * One value of a row in PostgreSQL's binary format, as a server sent it. The functions below are
 * the only ones that look inside: a server, or another publisher, may send anything. None of them
 * reads beyond @size; each returns %FALSE or %NULL for what is not a value of the kind that was
 * expected, and may be called from any thread.
 */
typedef struct
{
  const guint8 *data;
  gsize size;
} SemCell;

/* @value: (out): an integer of 2, 4 or 8 bytes from @least to @most. */
gboolean sem_cell_get_int (const SemCell *self, gint64 least, gint64 most, gint64 *value);
/* Whether it is the boolean "true"; everything else counts as "false". */
gboolean sem_cell_is_true (const SemCell *self);
/* @bytes: (out caller-allocates): @size bytes. FALSE where the value has another size. */
gboolean sem_cell_get_bytes (const SemCell *self, gsize size, guint8 *bytes);
/* (transfer full) (nullable): 1 to @most bytes. */
GBytes *sem_cell_dup_bytes (const SemCell *self, gsize most) G_GNUC_WARN_UNUSED_RESULT;
/* @code: (out caller-allocates): a bit string of exactly @n_bits, a multiple of 8, as the words of
 * a code; see sem_wire_put_code(). */
gboolean sem_cell_get_code (const SemCell *self, guint n_bits, guint64 *code);
/* @half: (out caller-allocates): @n finite half-precision numbers, stored little-endian. */
gboolean sem_cell_get_halves (const SemCell *self, gsize n, guint16 *half);
/* (transfer full) (nullable): text of 1 to @most bytes: valid UTF-8 without null bytes and control
 * characters. */
char *sem_cell_dup_text (const SemCell *self, gsize most) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): a value that should be text, for display: at most @most bytes, with question
 * marks in place of control characters and of what is not UTF-8. */
char *sem_cell_dup_shown (const SemCell *self, gsize most) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable) (type filename): an absolute path without null bytes, of at most
 * %SEM_ARCHIVE_MAX_PATH bytes, which need not be UTF-8. */
char *sem_cell_dup_path (const SemCell *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
