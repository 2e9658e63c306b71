/* code-table.h - the codes of an index in memory
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/**
 * SemCodeTable:
 *
 * Rows lie in segments that never move, so that threads can read the table while one thread appends
 * to it. A snapshot is the table at one moment: it points to the segments, shares their masks of
 * removed rows (a shared mask is copied before it changes), and has its own copy of the last block
 * where that is not full, since later rows are written into it.
 */
typedef struct _SemCodeTable SemCodeTable;

#define SEM_SEGMENT_BYTES (2 * 1024 * 1024)

typedef struct
{
  gatomicrefcount n_refs;
  guint64 words[]; /* bit r % 64 of word r / 64 is 1 unless row r of the segment was removed */
} SemRowMask;

typedef struct
{
  gpointer codes;   /* SEM_SEGMENT_BYTES of blocks, see engine/kernels/scan/popcount.h */
  gint64 *ids;      /* the rows' photo ids, ascending */
  SemRowMask *live; /* NULL where no row was removed */
} SemSegment;

typedef struct
{
  _Alignas(64) guint64 last_block[64]; /* of the rows from n_rows - n_rows % 8 on */
  guint code_bits;                     /* as stored: 32, 64, 128, 256 or 512 */
  gsize n_rows;
  gsize segment_rows;   /* rows in a full segment, a multiple of 64 */
  SemSegment *segments; /* as many as @n_rows needs */
} SemTableSnapshot;

/* (transfer full): an empty table. @n_bits: 16, 32, 64, 128, 256 or 512; codes of 16 bits are
 * stored as 32. */
SemCodeTable *sem_code_table_new (guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
/* @self: not %NULL. All snapshots must have been cleared. */
void sem_code_table_free (SemCodeTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCodeTable, sem_code_table_free)

/* Any thread may call the functions below. */

/* Rows that were appended and not removed. */
gsize sem_code_table_get_n_live (SemCodeTable *self);
/* As sem_hamming_index_append().
 * Returns: %FALSE, with nothing appended, with SEM_ERROR_DAMAGED where the ids do not ascend or
 *   SEM_ERROR_FAILED above G_MAXUINT32 rows */
gboolean sem_code_table_append (SemCodeTable *self,
                                const guint64 *codes,
                                const gint64 *photo_ids,
                                gsize n,
                                GError **error);
/* Marks the photo's row as removed; positions do not change. Unknown ids are ignored. */
void sem_code_table_remove (SemCodeTable *self, gint64 photo_id);
/* @position: (out) (nullable): the photo's row, not set where the result is %FALSE
 * Returns: whether the table has the photo and it was not removed */
gboolean sem_code_table_lookup (SemCodeTable *self, gint64 photo_id, guint32 *position);
/* @position: a row, removed or not, below the number of rows appended
 * @code: (out caller-allocates): SEM_HASH_WORDS (n_bits) words */
void sem_code_table_get_code (SemCodeTable *self, guint32 position, guint64 *code);

/* @snapshot: (out caller-allocates): to be cleared before the table is freed */
void sem_code_table_snapshot (SemCodeTable *self, SemTableSnapshot *snapshot);
/* Frees what the snapshot holds, not the struct. */
void sem_table_snapshot_clear (SemTableSnapshot *snapshot);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemTableSnapshot, sem_table_snapshot_clear)

/* The photo id of @row, removed or not; @row is below n_rows. */
gint64 sem_table_snapshot_get_id (const SemTableSnapshot *snapshot, guint32 row);

G_END_DECLS
