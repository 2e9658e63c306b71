/* wire.h - values in PostgreSQL's binary format: parameters of statements, and rows to copy
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemWireKind:
 *
 * The types of values, by the numbers that PostgreSQL has for them in every database.
 */
typedef enum
{
  SEM_WIRE_BYTES = 17,
  SEM_WIRE_INT8 = 20,
  SEM_WIRE_INT4 = 23,
  SEM_WIRE_TEXT = 25,
  SEM_WIRE_BYTES_ARRAY = 1001,
  SEM_WIRE_INT8_ARRAY = 1016,
  SEM_WIRE_VARBIT = 1562,
} SemWireKind;

/**
 * SemValues:
 *
 * The parameters $1, $2 and so on of a statement; values from outside are never part of its text.
 */
typedef struct _SemValues SemValues;

SemValues *sem_values_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_values_free (SemValues *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemValues, sem_values_free)

/* Each adds the next value, and returns @self. */
SemValues *sem_values_add_int (SemValues *self, gint64 value);
SemValues *sem_values_add_text (SemValues *self, const char *text);
SemValues *sem_values_add_bytes (SemValues *self, gconstpointer bytes, gsize size);
/* @ids: (array length=n) */
SemValues *sem_values_add_ids (SemValues *self, const gint64 *ids, gsize n);
/* @code: (array): SEM_HASH_WORDS (n_bits) words */
SemValues *sem_values_add_code (SemValues *self, const guint64 *code, guint n_bits);

guint sem_values_get_n (const SemValues *self);
/* @kind, @size: (out). (transfer none): value @i in the binary format */
gconstpointer sem_values_get (const SemValues *self, guint i, SemWireKind *kind, gsize *size);

/**
 * SemCopy:
 *
 * Rows in the binary format of COPY: sem_copy_begin_row(), then each of its values in order, and
 * in the end sem_copy_end().
 */
typedef struct
{
  GByteArray *bytes;
} SemCopy;

void sem_copy_init (SemCopy *self);
void sem_copy_clear (SemCopy *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemCopy, sem_copy_clear)
/* @n: values of the row */
void sem_copy_begin_row (SemCopy *self, guint n);
void sem_copy_add_int8 (SemCopy *self, gint64 value);
void sem_copy_add_int4 (SemCopy *self, gint32 value);
void sem_copy_add_bytes (SemCopy *self, gconstpointer bytes, gsize size);
/* @bytes: (nullable): NULL is copied as NULL */
void sem_copy_add_gbytes (SemCopy *self, GBytes *bytes);
void sem_copy_add_code (SemCopy *self, const guint64 *code, guint n_bits);
/* @half: (array length=n): little-endian on every computer */
void sem_copy_add_halves (SemCopy *self, const guint16 *half, gsize n);
void sem_copy_add_null (SemCopy *self);
void sem_copy_end (SemCopy *self);

/* Appends a code as PostgreSQL has bit strings: the number of bits, then byte i % 8 of word i / 8,
 * from the least significant one on. */
void sem_wire_put_code (GByteArray *bytes, const guint64 *code, guint n_bits);

G_END_DECLS
