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

SemCodeTable *sem_code_table_new (guint n_bits) G_GNUC_WARN_UNUSED_RESULT;
/* All snapshots must have been cleared. */
void sem_code_table_free (SemCodeTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCodeTable, sem_code_table_free)

/* Any thread may call the functions below; their contracts are in hamming-index.h. */
gsize sem_code_table_get_n_live (SemCodeTable *self);
gboolean sem_code_table_append (SemCodeTable *self,
                                const guint64 *codes,
                                const gint64 *photo_ids,
                                gsize n,
                                GError **error);
void sem_code_table_remove (SemCodeTable *self, gint64 photo_id);
gboolean sem_code_table_lookup (SemCodeTable *self, gint64 photo_id, guint32 *position);
void sem_code_table_get_code (SemCodeTable *self, guint32 position, guint64 *code);

/* Valid until cleared, which must be before the table is freed. */
void sem_code_table_snapshot (SemCodeTable *self, SemTableSnapshot *snapshot);
void sem_table_snapshot_clear (SemTableSnapshot *snapshot);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SemTableSnapshot, sem_table_snapshot_clear)

gint64 sem_table_snapshot_get_id (const SemTableSnapshot *snapshot, guint32 row);

G_END_DECLS
