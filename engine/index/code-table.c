/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/index/code-table.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "engine/kernels/scan/popcount.h"

struct _SemCodeTable
{
  guint code_bits;
  gsize segment_rows;

  GMutex writer; /* held while appending or removing; locked before state */

  GMutex state;     /* guards what follows; rows below n_rows and their ids do not change */
  GArray *segments; /* SemSegment */
  gsize n_rows;
  gsize n_removed;
};

static SemRowMask *
row_mask_new (gsize n_words)
{
  SemRowMask *mask = g_malloc (sizeof *mask + n_words * sizeof *mask->words);

  g_atomic_ref_count_init (&mask->n_refs);
  memset (mask->words, 0xff, n_words * sizeof *mask->words);
  return mask;
}

static void
row_mask_unref (SemRowMask *mask)
{
  if (g_atomic_ref_count_dec (&mask->n_refs))
    g_free (mask);
}

/* With huge pages a scan needs one address translation a segment, not one every 4 KB. */
static SemSegment
segment_new (gsize n_rows)
{
  SemSegment segment = { 0 };

  if (posix_memalign (&segment.codes, SEM_SEGMENT_BYTES, SEM_SEGMENT_BYTES) != 0)
    g_error ("Out of memory: %d bytes for codes", SEM_SEGMENT_BYTES);
#ifdef MADV_HUGEPAGE
  madvise (segment.codes, SEM_SEGMENT_BYTES, MADV_HUGEPAGE);
#endif
  segment.ids = g_new (gint64, n_rows);
  return segment;
}

static void
segment_clear (gpointer data)
{
  SemSegment *segment = data;

  free (segment->codes);
  g_free (segment->ids);
  g_clear_pointer (&segment->live, row_mask_unref);
}

SemCodeTable *
sem_code_table_new (guint n_bits)
{
  SemCodeTable *self = g_new0 (SemCodeTable, 1);

  self->code_bits = MAX (n_bits, 32);
  self->segment_rows = SEM_SEGMENT_BYTES / (self->code_bits / 8);
  self->segments = g_array_new (FALSE, FALSE, sizeof (SemSegment));
  g_array_set_clear_func (self->segments, segment_clear);
  g_mutex_init (&self->writer);
  g_mutex_init (&self->state);
  return self;
}

void
sem_code_table_free (SemCodeTable *self)
{
  g_array_unref (self->segments);
  g_mutex_clear (&self->writer);
  g_mutex_clear (&self->state);
  g_free (self);
}

static SemSegment *
get_segment (SemCodeTable *self, gsize row)
{
  return &g_array_index (self->segments, SemSegment, row / self->segment_rows);
}

static gint64
get_id (SemCodeTable *self, gsize row)
{
  return get_segment (self, row)->ids[row % self->segment_rows];
}

gsize
sem_code_table_get_n_live (SemCodeTable *self)
{
  gsize n;

  g_mutex_lock (&self->state);
  n = self->n_rows - self->n_removed;
  g_mutex_unlock (&self->state);
  return n;
}

/* With the writer lock held. */
static gboolean
check_append (SemCodeTable *self, const gint64 *photo_ids, gsize n, GError **error)
{
  gint64 last = self->n_rows > 0 ? get_id (self, self->n_rows - 1) : 0;

  if (n > G_MAXUINT32 - self->n_rows)
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                           _("The library holds more photos than can be searched. "
                             "Split it into several libraries."));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (photo_ids[i] <= last)
        {
          g_set_error_literal (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                               _("The library's codes are damaged: their photos are out of order. "
                                 "Retrain the library to rebuild them."));
          return FALSE;
        }
      last = photo_ids[i];
    }
  return TRUE;
}

/* With the writer lock held: no other thread reads or writes rows from n_rows on until n_rows
 * changes. */
static void
write_rows (SemCodeTable *self, const guint64 *codes, const gint64 *photo_ids, gsize n)
{
  gsize n_words = (self->code_bits + 63) / 64;

  for (gsize done = 0; done < n;)
    {
      gsize row = self->n_rows + done;
      gsize offset = row % self->segment_rows;
      gsize m = MIN (n - done, self->segment_rows - offset);
      SemSegment *segment;

      if (row / self->segment_rows == self->segments->len)
        {
          SemSegment fresh = segment_new (self->segment_rows);

          g_mutex_lock (&self->state);
          g_array_append_val (self->segments, fresh);
          g_mutex_unlock (&self->state);
        }
      segment = get_segment (self, row);
      sem_k_popcount_pack (segment->codes, offset, codes + done * n_words, m, self->code_bits);
      memcpy (segment->ids + offset, photo_ids + done, m * sizeof *photo_ids);
      done += m;
    }
}

gboolean
sem_code_table_append (SemCodeTable *self,
                       const guint64 *codes,
                       const gint64 *photo_ids,
                       gsize n,
                       GError **error)
{
  gboolean ok;

  g_mutex_lock (&self->writer);
  ok = check_append (self, photo_ids, n, error);
  if (ok)
    {
      write_rows (self, codes, photo_ids, n);
      g_mutex_lock (&self->state);
      self->n_rows += n;
      g_mutex_unlock (&self->state);
    }
  g_mutex_unlock (&self->writer);
  return ok;
}

/* With the state lock held: whether the table has an id, removed or not. */
static gboolean
find_row (SemCodeTable *self, gint64 photo_id, gsize *row)
{
  gsize low = 0, high = self->n_rows;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (get_id (self, middle) < photo_id)
        low = middle + 1;
      else
        high = middle;
    }
  *row = low;
  return low < self->n_rows && get_id (self, low) == photo_id;
}

static gboolean
is_live (SemCodeTable *self, gsize row)
{
  const SemSegment *segment = get_segment (self, row);
  gsize r = row % self->segment_rows;

  return !segment->live || (segment->live->words[r / 64] >> (r % 64) & 1) != 0;
}

/* With the state lock held: a mask that no snapshot shares. Masks gain references only under this
 * lock, so that one with a single reference cannot become shared here. */
static SemRowMask *
own_mask (SemCodeTable *self, SemSegment *segment)
{
  gsize n_words = self->segment_rows / 64;
  SemRowMask *mask;

  if (!segment->live)
    return segment->live = row_mask_new (n_words);
  if (g_atomic_ref_count_compare (&segment->live->n_refs, 1))
    return segment->live;

  mask = row_mask_new (n_words);
  memcpy (mask->words, segment->live->words, n_words * sizeof *mask->words);
  row_mask_unref (segment->live);
  return segment->live = mask;
}

void
sem_code_table_remove (SemCodeTable *self, gint64 photo_id)
{
  gsize row;

  g_mutex_lock (&self->writer);
  g_mutex_lock (&self->state);
  if (find_row (self, photo_id, &row) && is_live (self, row))
    {
      SemRowMask *mask = own_mask (self, get_segment (self, row));
      gsize r = row % self->segment_rows;

      mask->words[r / 64] &= ~(G_GUINT64_CONSTANT (1) << (r % 64));
      self->n_removed++;
    }
  g_mutex_unlock (&self->state);
  g_mutex_unlock (&self->writer);
}

gboolean
sem_code_table_lookup (SemCodeTable *self, gint64 photo_id, guint32 *position)
{
  gboolean found;
  gsize row;

  g_mutex_lock (&self->state);
  found = find_row (self, photo_id, &row) && is_live (self, row);
  g_mutex_unlock (&self->state);
  if (found && position)
    *position = (guint32) row;
  return found;
}

void
sem_code_table_get_code (SemCodeTable *self, guint32 position, guint64 *code)
{
  g_mutex_lock (&self->state);
  if (position < self->n_rows)
    sem_k_popcount_unpack (get_segment (self, position)->codes, position % self->segment_rows, code,
                           self->code_bits);
  else
    g_critical ("Row %u of an index of %" G_GSIZE_FORMAT " was asked for", position, self->n_rows);
  g_mutex_unlock (&self->state);
}

/* Row by row, since the writer may be filling the rest of the block. */
static void
copy_last_block (SemTableSnapshot *snapshot)
{
  gsize first = snapshot->n_rows / SEM_K_BLOCK * SEM_K_BLOCK;

  for (gsize row = first; row < snapshot->n_rows; row++)
    {
      const SemSegment *segment = &snapshot->segments[row / snapshot->segment_rows];
      guint64 code[SEM_K_MAX_BITS / 64];

      sem_k_popcount_unpack (segment->codes, row % snapshot->segment_rows, code,
                             snapshot->code_bits);
      sem_k_popcount_pack (snapshot->last_block, row - first, code, 1, snapshot->code_bits);
    }
}

void
sem_code_table_snapshot (SemCodeTable *self, SemTableSnapshot *snapshot)
{
  gsize n_segments;

  memset (snapshot, 0, sizeof *snapshot);
  snapshot->code_bits = self->code_bits;
  snapshot->segment_rows = self->segment_rows;

  g_mutex_lock (&self->state);
  snapshot->n_rows = self->n_rows;
  n_segments = (self->n_rows + self->segment_rows - 1) / self->segment_rows;
  snapshot->segments = g_memdup2 (self->segments->data, n_segments * sizeof (SemSegment));
  for (gsize i = 0; i < n_segments; i++)
    if (snapshot->segments[i].live)
      g_atomic_ref_count_inc (&snapshot->segments[i].live->n_refs);
  g_mutex_unlock (&self->state);

  copy_last_block (snapshot);
}

void
sem_table_snapshot_clear (SemTableSnapshot *snapshot)
{
  gsize n_segments = (snapshot->n_rows + snapshot->segment_rows - 1) / snapshot->segment_rows;

  for (gsize i = 0; i < n_segments; i++)
    g_clear_pointer (&snapshot->segments[i].live, row_mask_unref);
  g_clear_pointer (&snapshot->segments, g_free);
  snapshot->n_rows = 0;
}

gint64
sem_table_snapshot_get_id (const SemTableSnapshot *snapshot, guint32 row)
{
  return snapshot->segments[row / snapshot->segment_rows].ids[row % snapshot->segment_rows];
}
