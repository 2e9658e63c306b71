/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/measure/ranking.h"

#include "engine/kernels/scan/popcount.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_ALIGNMENT 64
#define DIGIT_BITS 11
#define DIGITS (1 << DIGIT_BITS)
#define PASSES 3

struct _SemRankerTable
{
  gpointer blocks;
  gsize n;
  guint n_bits;
};

void
sem_ranker_init (SemRanker *self, gsize n)
{
  *self = (SemRanker){
    .n = n,
    .order = g_new (guint32, 2 * n),
    .distances = g_new (guint16, n),
    .hits = g_new (SemKHit, n + 1),
    .keys = g_new (guint32, n),
  };
}

void
sem_ranker_clear (SemRanker *self)
{
  g_free (self->order);
  g_free (self->distances);
  g_free (self->hits);
  g_free (self->keys);
}

/* There is no kernel for 16 bits: they are padded to 32 with zeros. */
static guint
table_bits (guint n_bits)
{
  return MAX (32, n_bits);
}

SemRankerTable *
sem_ranker_table_new (const guint64 *codes, gsize n, guint n_bits)
{
  SemRankerTable *self = g_new (SemRankerTable, 1);
  guint bits = table_bits (n_bits);
  gsize size = (n + SEM_K_BLOCK - 1) / SEM_K_BLOCK * sem_k_block_bytes (bits);
  gsize rounded = (MAX (size, 1) + TABLE_ALIGNMENT - 1) / TABLE_ALIGNMENT * TABLE_ALIGNMENT;

  *self = (SemRankerTable){ aligned_alloc (TABLE_ALIGNMENT, rounded), n, n_bits };
  if (!self->blocks)
    g_error ("There is not enough memory for %zu bytes of codes.", rounded);
  memset (self->blocks, 0, rounded);
  sem_k_popcount_pack (self->blocks, 0, codes, n, bits);
  return self;
}

void
sem_ranker_table_free (SemRankerTable *self)
{
  if (!self)
    return;
  free (self->blocks);
  g_free (self);
}

/* In [0, bound): the bias is below bound / 2^32. */
static inline guint32
draw (SemRandom *random, guint64 *spare, guint32 bound)
{
  guint64 bits = *spare;

  if (bits == 0)
    bits = sem_random_next (random);
  *spare = bits >> 32;
  return (guint32) ((bits & G_MAXUINT32) * bound >> 32);
}

/* The shuffle of Fisher and Yates, for items that tie. */
static void
shuffle (guint32 *items, gsize n, SemRandom *random, guint64 *spare)
{
  for (gsize i = n; i > 1; i--)
    {
      guint32 j = draw (random, spare, (guint32) i);
      guint32 item = items[i - 1];

      items[i - 1] = items[j];
      items[j] = item;
    }
}

/* A scan that selects every code, and counts the distances. */
static const SemKHit *
scan (SemRanker *self, const SemRankerTable *table, const guint64 *code, SemKSelection *selection)
{
  guint bits = table_bits (table->n_bits);
  gsize n = table->n;

  sem_k_selection_init (selection, (guint32) n, bits, bits, self->hits, (guint32) n + 1);
  sem_k_popcount_get (sem_k_get_set (), bits) (&(SemKRows){ table->blocks, n, 0, NULL }, code,
                                               selection);
  return self->hits;
}

const guint16 *
sem_ranker_get_distances (SemRanker *self, const SemRankerTable *table, const guint64 *code)
{
  SemKSelection selection;
  const SemKHit *hits = scan (self, table, code, &selection);

  for (gsize i = 0; i < table->n; i++)
    self->distances[i] = (guint16) hits[i].distance;
  return self->distances;
}

void
sem_ranker_by_codes (SemRanker *self,
                     const SemRankerTable *table,
                     const guint64 *code,
                     gsize except,
                     SemRandom *random,
                     SemRanking *ranking)
{
  guint32 next[SEM_K_MAX_BITS + 1];
  SemKSelection selection;
  const SemKHit *hits = scan (self, table, code, &selection);
  gsize n = table->n;
  gsize n_ranked = n - (except < n);
  guint32 start = 0;
  guint64 spare = 0;

  if (except < n)
    selection.counts[hits[except].distance]--;
  for (guint d = 0; d <= SEM_K_MAX_BITS; d++)
    {
      next[d] = start;
      start += d <= table->n_bits ? selection.counts[d] : 0;
    }
  for (gsize i = 0; i < n; i++)
    {
      self->distances[i] = (guint16) hits[i].distance;
      if (i != except)
        self->order[next[hits[i].distance]++] = (guint32) i;
    }
  start = 0;
  for (guint d = 0; d <= table->n_bits; d++)
    {
      shuffle (self->order + start, next[d] - start, random, &spare);
      start = next[d];
    }
  *ranking = (SemRanking){ .n = n_ranked, .order = self->order, .distances = self->distances };
}

/* Rises as the similarity falls. 0.0 and -0.0 are one. */
static inline guint32
key_of (float similarity)
{
  float positive = similarity + 0.0f;
  guint32 bits;

  memcpy (&bits, &positive, sizeof bits);
  return bits & 0x80000000u ? bits : ~(bits | 0x80000000u);
}

/* From @from to @to by one digit of the keys. */
static void
sort_by_digit (const guint32 *keys, guint shift, const guint32 *from, gsize n, guint32 *to)
{
  guint32 next[DIGITS] = { 0 };
  guint32 start = 0;

  for (gsize i = 0; i < n; i++)
    next[keys[from[i]] >> shift & (DIGITS - 1)]++;
  for (guint d = 0; d < DIGITS; d++)
    {
      guint32 count = next[d];

      next[d] = start;
      start += count;
    }
  for (gsize i = 0; i < n; i++)
    to[next[keys[from[i]] >> shift & (DIGITS - 1)]++] = from[i];
}

void
sem_ranker_by_similarity (SemRanker *self,
                          const float *similarities,
                          gsize n,
                          gsize except,
                          SemRandom *random,
                          SemRanking *ranking)
{
  guint32 *from = self->order + self->n;
  guint32 *to = self->order;
  gsize n_ranked = 0;
  guint64 spare = 0;

  for (gsize i = 0; i < n; i++)
    {
      self->keys[i] = key_of (similarities[i]);
      if (i != except)
        from[n_ranked++] = (guint32) i;
    }
  for (guint pass = 0; pass < PASSES; pass++)
    {
      guint32 *swap = from;

      sort_by_digit (self->keys, pass * DIGIT_BITS, from, n_ranked, to);
      from = to;
      to = swap;
    }
  for (gsize i = 0, end; i < n_ranked; i = end)
    {
      for (end = i + 1; end < n_ranked && self->keys[from[end]] == self->keys[from[i]];)
        end++;
      shuffle (from + i, end - i, random, &spare);
    }
  *ranking = (SemRanking){ .n = n_ranked, .order = from, .similarities = similarities };
}
