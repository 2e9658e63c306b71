/* table-items.h - the parts in which a code table is read
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/index/code-table.h"
#include "engine/index/hamming-scope.h"
#include "engine/kernels/scan/popcount.h"

G_BEGIN_DECLS

/* Some microseconds of work for one query. */
#define SEM_TABLE_ITEM_BYTES (256 * 1024)

/**
 * SemTableItem:
 * @blocks: its whole blocks
 * @rest: the rows of the block that is not full, of which only the last item may have some
 * @rest_mask: of @rest
 * @mask: room for the mask of @blocks
 *
 * Rows of a table, with masks of those that are not removed and within the scope. The masks point
 * into the item, which must not be copied.
 */
typedef struct
{
  SemKRows blocks;
  SemKRows rest;
  guint64 rest_mask;
  guint64 mask[SEM_TABLE_ITEM_BYTES / 4 / 64];
} SemTableItem;

guint sem_table_count_items (const SemTableSnapshot *table);

/**
 * sem_table_item_take:
 * @self: (out caller-allocates): not filled where the result is %FALSE
 * @scope: (nullable): the rows that are wanted, or %NULL for all
 * @item: below sem_table_count_items()
 *
 * Returns: %FALSE where the scope has none of the item's rows
 */
gboolean sem_table_item_take (SemTableItem *self,
                              const SemTableSnapshot *table,
                              const SemHammingScope *scope,
                              guint item);

G_END_DECLS
