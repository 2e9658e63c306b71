/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/index/table-items.h"

#define ITEMS_PER_SEGMENT (SEM_SEGMENT_BYTES / SEM_TABLE_ITEM_BYTES)

static gsize
get_item_rows (const SemTableSnapshot *table)
{
  return table->segment_rows / ITEMS_PER_SEGMENT;
}

guint
sem_table_count_items (const SemTableSnapshot *table)
{
  return (guint) ((table->n_rows + get_item_rows (table) - 1) / get_item_rows (table));
}

/* The mask of those rows among the @n from @row on that may be returned, or NULL for all of them.
 * @row is a multiple of 64. @any is FALSE where there are none. */
static const guint64 *
find_mask (const SemTableSnapshot *table,
           const SemHammingScope *scope,
           gsize row,
           gsize n,
           guint64 *buffer,
           gboolean *any)
{
  const SemRowMask *live_mask = table->segments[row / table->segment_rows].live;
  const guint64 *live =
    live_mask != NULL ? live_mask->words + row % table->segment_rows / 64 : NULL;
  guint64 all = 0;

  *any = TRUE;
  if (!scope)
    return live;

  for (gsize i = 0; i < (n + 63) / 64; i++)
    {
      gsize word = row / 64 + i;

      buffer[i] = word < scope->n_words ? scope->words[word] : 0;
      if (live)
        buffer[i] &= live[i];
      all |= buffer[i];
    }
  *any = all != 0;
  return buffer;
}

gboolean
sem_table_item_take (SemTableItem *self,
                     const SemTableSnapshot *table,
                     const SemHammingScope *scope,
                     guint item)
{
  gsize item_rows = get_item_rows (table);
  gsize row = item * item_rows;
  gsize n = MIN (item_rows, table->n_rows - row);
  gsize n_full = n / SEM_K_BLOCK * SEM_K_BLOCK;
  const char *segment = table->segments[item / ITEMS_PER_SEGMENT].codes;
  gboolean any;
  const guint64 *mask = find_mask (table, scope, row, n, self->mask, &any);

  if (!any)
    return FALSE;
  self->blocks = (SemKRows){
    .table = segment + row % table->segment_rows * (table->code_bits / 8),
    .n_codes = n_full,
    .first_row = (guint32) row,
    .mask = mask,
  };
  self->rest_mask = mask != NULL && n_full < n ? mask[n_full / 64] >> (n_full % 64) : G_MAXUINT64;
  self->rest =
    (SemKRows){ table->last_block, n - n_full, (guint32) (row + n_full), &self->rest_mask };
  return TRUE;
}
