/* Compares every popcount kernel of this CPU with plain counting and with the reference.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "engine/kernels/scan/distances.h"
#include "engine/kernels/scan/popcount.h"

#define MAX_CODES 400

static const guint lengths[] = { 32, 64, 128, 256, 512 };

typedef struct
{
  guint n_bits;
  guint n_words;
  gsize n_codes;
  guint64 *codes; /* rows of n_words */
  gpointer table;
} Table;

typedef struct
{
  guint32 k;
  guint32 max_distance;
  guint32 capacity;
  guint32 first_row;
  const guint64 *query;
  const guint64 *mask;
} Search;

static guint64
random_word (GRand *rand)
{
  return (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
}

/* A small @n_noise gives similar distances: many ties, and some zeros. */
static void
fill_codes (Table *table, GRand *rand, guint n_noise)
{
  guint64 base[8];

  for (guint w = 0; w < 8; w++)
    base[w] = random_word (rand);
  for (gsize i = 0; i < table->n_codes; i++)
    {
      guint64 *code = table->codes + i * table->n_words;

      for (guint w = 0; w < table->n_words; w++)
        code[w] = n_noise > 0 ? base[w] : random_word (rand);
      for (gint b = g_rand_int_range (rand, 0, n_noise + 1); b > 0; b--)
        {
          guint bit = g_rand_int_range (rand, 0, table->n_bits);

          code[bit / 64] ^= G_GUINT64_CONSTANT (1) << (bit % 64);
        }
      if (table->n_bits == 32)
        code[0] &= G_MAXUINT32;
    }
}

static void
table_init (Table *table, guint n_bits, gsize n_codes, GRand *rand, guint n_noise)
{
  gsize n_padded = (n_codes + SEM_K_BLOCK - 1) / SEM_K_BLOCK * SEM_K_BLOCK;
  gsize bytes = n_padded * (n_bits / 8);

  table->n_bits = n_bits;
  table->n_words = (n_bits + 63) / 64;
  table->n_codes = n_codes;
  table->codes = g_new0 (guint64, n_codes * table->n_words + 1);
  g_assert_cmpint (posix_memalign (&table->table, 64, bytes), ==, 0);
  memset (table->table, 0x5a, bytes);
  fill_codes (table, rand, n_noise);
  sem_k_popcount_pack (table->table, 0, table->codes, n_codes, n_bits);
}

/* A kernel that reads the padding of the last block would find distance 0 there. */
static void
table_pad (Table *table, const guint64 *decoy)
{
  for (gsize i = table->n_codes; i % SEM_K_BLOCK != 0; i++)
    sem_k_popcount_pack (table->table, i, decoy, 1, table->n_bits);
}

static void
table_clear (Table *table)
{
  g_free (table->codes);
  free (table->table);
}

static guint
count_distance (const guint64 *a, const guint64 *b, guint n_words)
{
  guint distance = 0;

  for (guint i = 0; i < n_words * 64; i++)
    distance += (a[i / 64] >> (i % 64) & 1) != (b[i / 64] >> (i % 64) & 1);
  return distance;
}

static int
compare_hits (const void *a, const void *b)
{
  const SemKHit *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* The contract, literally: all distances, sorted. */
static guint32
search_plainly (const Table *table, const Search *search, SemKHit *hits)
{
  guint32 n = 0;

  for (gsize i = 0; i < table->n_codes; i++)
    {
      guint d = count_distance (table->codes + i * table->n_words, search->query, table->n_words);

      if (search->mask && (search->mask[i / 64] >> (i % 64) & 1) == 0)
        continue;
      if (d <= search->max_distance)
        hits[n++] = (SemKHit){ search->first_row + (guint32) i, d };
    }
  qsort (hits, n, sizeof *hits, compare_hits);
  return MIN (n, search->k);
}

static guint32
search_with (SemKScanFunc scan, const Table *table, const Search *search, SemKHit *sorted)
{
  g_autofree SemKHit *hits = g_new (SemKHit, search->capacity);
  SemKSelection selection;

  sem_k_selection_init (&selection, search->k, table->n_bits, search->max_distance, hits,
                        search->capacity);
  sem_k_popcount_scan_batch (scan, table->n_bits,
                             &(SemKRows){ table->table, table->n_codes, search->first_row,
                                          search->mask },
                             search->query, 1, &selection);
  return sem_k_selection_finish (&selection, sorted);
}

static void
assert_same_hits (const SemKHit *found, guint32 n_found, const SemKHit *expected, guint32 n)
{
  g_assert_cmpuint (n_found, ==, n);
  for (guint32 i = 0; i < n; i++)
    {
      g_assert_cmpuint (found[i].row, ==, expected[i].row);
      g_assert_cmpuint (found[i].distance, ==, expected[i].distance);
    }
}

/* Runs one search with every set of this CPU. */
static void
check_search (const Table *table, const Search *search)
{
  SemKHit expected[MAX_CODES + 1], *found = g_newa (SemKHit, search->k + 1);
  guint32 n = search_plainly (table, search, expected);

  for (int set = 0; set < SEM_K_N_SETS; set++)
    {
      SemKScanFunc scan = sem_k_popcount_get (set, table->n_bits);

      if (!scan)
        continue;
      assert_same_hits (found, search_with (scan, table, search, found), expected, n);
    }
}

static void
test_sizes (gconstpointer data)
{
  guint n_bits = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits);

  for (gsize n = 0; n <= 300; n++)
    {
      guint64 mask[(300 + 63) / 64], query[8];
      Table table;
      Search search = { .query = query, .first_row = n % 3 * 64 };

      table_init (&table, n_bits, n, rand, n % 4 == 0 ? 0 : 2 + n % 7);
      for (guint w = 0; w < 8; w++)
        query[w] = n > 0 && n % 5 != 0 && w < table.n_words ? table.codes[w] : random_word (rand);
      if (n_bits == 32)
        query[0] &= G_MAXUINT32;
      table_pad (&table, query);
      for (guint i = 0; i < G_N_ELEMENTS (mask); i++)
        mask[i] = random_word (rand) & random_word (rand);

      for (guint32 k = 1; k <= 2 * n + 1; k = k < 8 ? k + 1 : k * 2 + 1)
        for (guint masked = 0; masked < 2; masked++)
          {
            search.k = k;
            search.capacity = k + 1 + n % 40;
            search.max_distance = n % 6 == 0 ? g_rand_int (rand) % n_bits : G_MAXUINT32;
            search.mask = masked ? mask : NULL;
            check_search (&table, &search);
          }
      table_clear (&table);
    }
}

static void
test_bounds (gconstpointer data)
{
  guint n_bits = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits + 1);
  const guint32 bounds[] = { 0, 1, 2, n_bits / 2, n_bits - 1, n_bits, n_bits + 1, G_MAXUINT32 };
  guint64 opposite[8];
  Table table;

  table_init (&table, n_bits, 133, rand, 3);
  for (guint w = 0; w < table.n_words; w++)
    opposite[w] = ~table.codes[w];
  if (n_bits == 32)
    opposite[0] &= G_MAXUINT32;

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    for (guint32 k = 1; k < 140; k += 23)
      {
        Search search = { k, bounds[i], k + 1, 0, table.codes, NULL };

        check_search (&table, &search);
        /* The distance of the first code is the largest possible. */
        search.query = opposite;
        check_search (&table, &search);
      }
  table_clear (&table);
}

/* Of codes with decreasing distances all are accepted; of codes with increasing distances only k.
 */
static void
test_orders (gconstpointer data)
{
  guint n_bits = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits + 2);
  const guint64 zero[8] = { 0 };

  for (guint falling = 0; falling < 2; falling++)
    {
      Table table;

      table_init (&table, n_bits, 333, rand, 0);
      for (gsize i = 0; i < table.n_codes; i++)
        {
          guint d = (falling ? 332 - i : i) * n_bits / 332;
          guint64 *code = table.codes + i * table.n_words;

          memset (code, 0, table.n_words * sizeof *code);
          for (guint b = 0; b < d; b++)
            code[b / 64] |= G_GUINT64_CONSTANT (1) << (b % 64);
        }
      sem_k_popcount_pack (table.table, 0, table.codes, table.n_codes, n_bits);
      for (guint32 k = 1; k < 340; k += 37)
        {
          Search search = { k, G_MAXUINT32, k + 1, 7, zero, NULL };

          check_search (&table, &search);
        }
      table_clear (&table);
    }
}

static void
test_pack (gconstpointer data)
{
  guint n_bits = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits + 3);
  guint64 code[8], other[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  Table table;

  table_init (&table, n_bits, 77, rand, 0);
  for (gsize i = 0; i < table.n_codes; i++)
    {
      sem_k_popcount_unpack (table.table, i, code, n_bits);
      g_assert_cmpmem (code, table.n_words * 8, table.codes + i * table.n_words, table.n_words * 8);
    }

  /* Replaces one row in the middle of a block: the other rows do not change. */
  sem_k_popcount_pack (table.table, 12, other, 1, n_bits);
  for (gsize i = 8; i < 16; i++)
    {
      sem_k_popcount_unpack (table.table, i, code, n_bits);
      g_assert_cmpmem (code, table.n_words * 8, i == 12 ? other : table.codes + i * table.n_words,
                       table.n_words * 8);
    }
  table_clear (&table);
}

/* More than one tile, so that a batch is split; for every set, each query gives the same result in
 * a batch and alone. */
static void
test_batch (gconstpointer data)
{
  enum
  {
    N_QUERIES = 5,
    K = 9,
    CAPACITY = 32
  };
  guint n_bits = GPOINTER_TO_UINT (data);
  gsize n_codes = 2 * 16384 / (n_bits / 8) + 77;
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits + 4);
  g_autofree guint64 *mask = g_new (guint64, n_codes / 64 + 1);
  g_autofree SemKHit *hits = g_new (SemKHit, N_QUERIES * CAPACITY);
  g_autofree SemKHit *expected = g_new (SemKHit, n_codes);
  Table table;

  table_init (&table, n_bits, n_codes, rand, 9);
  for (gsize i = 0; i < n_codes / 64 + 1; i++)
    mask[i] = random_word (rand);

  for (int set = 0; set < 2 * SEM_K_N_SETS; set++)
    {
      SemKScanFunc scan = sem_k_popcount_get (set / 2, n_bits);
      SemKSelection selections[N_QUERIES];

      if (!scan)
        continue;
      for (guint q = 0; q < N_QUERIES; q++)
        sem_k_selection_init (&selections[q], K, n_bits, n_bits, hits + q * CAPACITY, CAPACITY);
      sem_k_popcount_scan_batch (scan, n_bits,
                                 &(SemKRows){ table.table, n_codes, 100, set % 2 ? mask : NULL },
                                 table.codes, N_QUERIES, selections);
      for (guint q = 0; q < N_QUERIES; q++)
        {
          Search search = {
            K, n_bits, CAPACITY, 100, table.codes + q * table.n_words, set % 2 ? mask : NULL
          };
          guint32 n = search_plainly (&table, &search, expected);
          SemKHit found[K];

          assert_same_hits (found, sem_k_selection_finish (&selections[q], found), expected, n);
          assert_same_hits (found, search_with (scan, &table, &search, found), expected, n);
        }
    }
  table_clear (&table);
}

static void
test_availability (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (int set = 0; set < SEM_K_N_SETS; set++)
      {
        g_assert_cmpint (sem_k_popcount_get (set, lengths[i]) != NULL, ==, sem_k_cpu_has (set));
        if (set == SEM_K_PORTABLE)
          continue;
        if (!sem_k_cpu_has (set))
          g_test_message ("this CPU lacks %s", sem_k_set_name (set));
        else
          g_assert_true (sem_k_popcount_get (set, lengths[i])
                         != sem_k_popcount_get (SEM_K_PORTABLE, lengths[i]));
      }
}

/* Adds to what is there; the least distance of several queries; with every set. */
static void
check_counts (const Table *table, const guint64 *queries, gsize n_queries, const guint64 *mask)
{
  guint32 expected[SEM_K_MAX_BITS + 2] = { 0 };

  for (guint d = 0; d <= table->n_bits; d++)
    expected[d] = d % 3;
  expected[table->n_bits + 1] = 77;
  for (gsize i = 0; i < table->n_codes; i++)
    {
      guint least = G_MAXUINT;

      for (gsize q = 0; q < n_queries; q++)
        least = MIN (least, count_distance (table->codes + i * table->n_words,
                                            queries + q * table->n_words, table->n_words));
      if (!mask || (mask[i / 64] >> (i % 64) & 1) != 0)
        expected[least]++;
    }
  for (int set = 0; set < SEM_K_N_SETS; set++)
    {
      SemKCountFunc count = sem_k_distances_get (set, table->n_bits);
      guint32 counts[SEM_K_MAX_BITS + 2] = { 0 };

      g_assert_true ((count != NULL) == sem_k_cpu_has (set));
      for (guint d = 0; d <= table->n_bits; d++)
        counts[d] = d % 3;
      counts[table->n_bits + 1] = 77;
      if (!count)
        continue;
      count (&(SemKRows){ table->table, table->n_codes, 0, mask }, queries, n_queries, counts);
      g_assert_cmpmem (counts, sizeof counts, expected, sizeof expected);
    }
}

static void
test_counts (gconstpointer data)
{
  guint n_bits = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits + 5);

  for (gsize n = 0; n <= 200; n++)
    {
      guint64 mask[(200 + 63) / 64 + 1], queries[3 * 8];
      Table table;

      table_init (&table, n_bits, n, rand, n % 4 == 0 ? 0 : 2 + n % 7);
      for (guint w = 0; w < 3 * table.n_words; w++)
        queries[w] = random_word (rand);
      if (n > 0)
        memcpy (queries + table.n_words, table.codes, table.n_words * 8);
      for (guint q = 0; q < 3 && n_bits == 32; q++)
        queries[q] &= G_MAXUINT32;
      table_pad (&table, queries);
      for (guint i = 0; i < G_N_ELEMENTS (mask); i++)
        mask[i] = random_word (rand);
      for (gsize n_queries = 1; n_queries <= 3; n_queries++)
        {
          check_counts (&table, queries, n_queries, NULL);
          check_counts (&table, queries, n_queries, mask);
        }
      table_clear (&table);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestDataFunc func;
  } tests[] = {
    { "pack", test_pack },     { "sizes", test_sizes }, { "bounds", test_bounds },
    { "orders", test_orders }, { "batch", test_batch }, { "counts", test_counts },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/popcount/availability", test_availability);
  for (guint t = 0; t < G_N_ELEMENTS (tests); t++)
    for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
      {
        g_autofree char *path =
          g_strdup_printf ("/kernels/popcount/%s/%u", tests[t].name, lengths[i]);

        g_test_add_data_func (path, GUINT_TO_POINTER (lengths[i]), tests[t].func);
      }
  return g_test_run ();
}
