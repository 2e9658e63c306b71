/* The index against a list of codes that is searched by sorting all distances.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/index/hamming-index-private.h"
#include "engine/index/table-scan-private.h"

static const guint lengths[] = { 16, 32, 64, 128, 256, 512 };

/* The same photos as an index, in plain arrays. */
typedef struct
{
  guint n_bits;
  guint n_words;
  GArray *codes; /* guint64, n_words a row */
  GArray *ids;   /* gint64 */
  GArray *live;  /* gboolean */
} Model;

typedef struct
{
  const guint64 *query;
  guint k;
  guint max_distance;
  const guint64 *scope;
  gsize n_scope_words;
} Search;

static guint64
random_word (GRand *rand)
{
  return (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
}

/* Few distinct codes near each other: ties everywhere. */
static void
random_code (GRand *rand, guint n_bits, guint64 *code)
{
  for (guint w = 0; w < (n_bits + 63) / 64; w++)
    code[w] = 0;
  for (gint i = g_rand_int_range (rand, 0, 9); i > 0; i--)
    {
      guint bit = g_rand_int (rand) % n_bits;

      code[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
    }
}

static void
model_init (Model *model, guint n_bits)
{
  model->n_bits = n_bits;
  model->n_words = (n_bits + 63) / 64;
  model->codes = g_array_new (FALSE, TRUE, sizeof (guint64));
  model->ids = g_array_new (FALSE, TRUE, sizeof (gint64));
  model->live = g_array_new (FALSE, TRUE, sizeof (gboolean));
}

static void
model_clear (Model *model)
{
  g_array_unref (model->codes);
  g_array_unref (model->ids);
  g_array_unref (model->live);
}

static gint64
model_id (const Model *model, gsize row)
{
  return g_array_index (model->ids, gint64, row);
}

static guint64 *
model_code (const Model *model, gsize row)
{
  return &g_array_index (model->codes, guint64, row * model->n_words);
}

/* Appends @n random rows to both; ids rise by 1 to 5. */
static void
grow (Model *model, SemHammingIndex *index, gsize n, GRand *rand)
{
  gsize first = model->ids->len;
  gint64 id = first > 0 ? model_id (model, first - 1) : 0;
  gboolean live = TRUE;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    {
      guint64 code[8];

      random_code (rand, model->n_bits, code);
      id += g_rand_int_range (rand, 1, 6);
      g_array_append_vals (model->codes, code, model->n_words);
      g_array_append_val (model->ids, id);
      g_array_append_val (model->live, live);
    }
  g_assert_true (
    sem_hamming_index_append (index, n > 0 ? model_code (model, first) : NULL,
                              n > 0 ? &g_array_index (model->ids, gint64, first) : NULL, n,
                              &error));
  g_assert_no_error (error);
}

static void
drop_row (Model *model, SemHammingIndex *index, gsize row)
{
  g_array_index (model->live, gboolean, row) = FALSE;
  sem_hamming_index_remove (index, model_id (model, row));
}

static guint
count_distance (const guint64 *a, const guint64 *b, guint n_words)
{
  guint distance = 0;

  for (guint w = 0; w < n_words; w++)
    distance += (guint) __builtin_popcountll (a[w] ^ b[w]);
  return distance;
}

static gint
compare_hits (gconstpointer a, gconstpointer b)
{
  const SemHammingHit *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->photo_id < y->photo_id ? -1 : x->photo_id > y->photo_id;
}

static GArray *
model_search (const Model *model, const Search *search)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (SemHammingHit));

  for (gsize row = 0; row < model->ids->len; row++)
    {
      SemHammingHit hit = { model_id (model, row), (guint32) row,
                            count_distance (search->query, model_code (model, row),
                                            model->n_words) };
      gboolean allowed =
        search->scope == NULL
        || (row / 64 < search->n_scope_words && (search->scope[row / 64] >> (row % 64) & 1) != 0);

      if (allowed && g_array_index (model->live, gboolean, row)
          && hit.distance <= search->max_distance)
        g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_hits);
  if (hits->len > search->k)
    g_array_set_size (hits, search->k);
  return hits;
}

static void
assert_same_hits (GArray *found, GArray *expected)
{
  g_assert_nonnull (found);
  g_assert_cmpuint (found->len, ==, expected->len);
  for (guint i = 0; i < found->len; i++)
    {
      const SemHammingHit *x = &g_array_index (found, SemHammingHit, i);
      const SemHammingHit *y = &g_array_index (expected, SemHammingHit, i);

      g_assert_cmpint (x->photo_id, ==, y->photo_id);
      g_assert_cmpuint (x->position, ==, y->position);
      g_assert_cmpuint (x->distance, ==, y->distance);
    }
}

static void
check_result (SemHammingIndex *index, const Search *search, GArray *expected)
{
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;

  found = sem_hamming_index_search (index, search->query, search->k, search->max_distance,
                                    search->scope, search->n_scope_words, NULL, &error);
  g_assert_no_error (error);
  assert_same_hits (found, expected);
}

static void
check_search (const Model *model, SemHammingIndex *index, const Search *search)
{
  g_autoptr (GArray) expected = model_search (model, search);

  check_result (index, search, expected);
}

static void
check_batch (const Model *model, SemHammingIndex *index, guint n_queries, guint k, GRand *rand)
{
  g_autofree guint64 *queries = g_new0 (guint64, (gsize) n_queries * model->n_words + 1);
  g_autofree GArray **hits = g_new0 (GArray *, n_queries + 1);
  g_autoptr (GError) error = NULL;

  for (guint q = 0; q < n_queries; q++)
    random_code (rand, model->n_bits, queries + q * model->n_words);
  g_assert_true (
    sem_hamming_index_search_batch (index, queries, n_queries, k, 7, hits, NULL, &error));
  g_assert_no_error (error);
  for (guint q = 0; q < n_queries; q++)
    {
      Search search = { queries + q * model->n_words, k, 7, NULL, 0 };
      g_autoptr (GArray) expected = model_search (model, &search);

      assert_same_hits (hits[q], expected);
      g_array_unref (hits[q]);
    }
}

/* All kinds of search: k odd, over N and 1; bounds of 0 and over n_bits; scopes of any length. */
static void
check_everything (const Model *model, SemHammingIndex *index, GRand *rand)
{
  gsize n = model->ids->len;
  gsize n_scope = n / 64 + 2;
  g_autofree guint64 *scope = g_new (guint64, n_scope);
  guint64 query[8];
  const guint bounds[] = { G_MAXUINT, 0, 5, model->n_bits + 1 };

  random_code (rand, model->n_bits, query);
  for (guint i = 0; i < 8; i++)
    {
      Search search = {
        .query = query,
        .k = i < 2 ? (guint) n + 1 + i : 1 + 2 * (g_rand_int (rand) % 40),
        .max_distance = bounds[i % G_N_ELEMENTS (bounds)],
      };

      check_search (model, index, &search);
      search.scope = scope;
      search.n_scope_words = g_rand_int (rand) % n_scope;
      for (gsize w = 0; w < n_scope; w++)
        scope[w] = i < 7 ? random_word (rand) & (i % 2 ? random_word (rand) : G_MAXUINT64) : 0;
      check_search (model, index, &search);
    }
  check_batch (model, index, g_rand_int (rand) % 5, 3, rand);
}

static void
check_lookups (const Model *model, SemHammingIndex *index)
{
  gsize n_live = 0;
  guint64 code[8];
  guint32 position;

  for (gsize row = 0; row < model->ids->len; row++)
    {
      gboolean live = g_array_index (model->live, gboolean, row);
      gint64 id = model_id (model, row);

      n_live += live;
      g_assert_cmpint (sem_hamming_index_lookup (index, id, &position), ==, live);
      if (live)
        g_assert_cmpuint (position, ==, row);
      if (row + 1 < model->ids->len && model_id (model, row + 1) > id + 1)
        g_assert_false (sem_hamming_index_lookup (index, id + 1, NULL));
      sem_hamming_index_get_code (index, (guint32) row, code);
      g_assert_cmpmem (code, model->n_words * 8, model_code (model, row), model->n_words * 8);
    }
  g_assert_cmpuint (sem_hamming_index_get_n_codes (index), ==, n_live);
  g_assert_false (sem_hamming_index_lookup (index, 0, NULL));
  g_assert_false (sem_hamming_index_lookup (index, -1, NULL));
  g_assert_false (sem_hamming_index_lookup (index, G_MAXINT64, NULL));
}

/* Every size from 0 up, by appends of odd sizes, with removals between. */
static void
test_growth (gconstpointer data)
{
  guint n_bits = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits);
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (n_bits);
  Model model;

  g_assert_cmpuint (sem_hamming_index_get_n_bits (index), ==, n_bits);
  model_init (&model, n_bits);
  check_everything (&model, index, rand);
  check_lookups (&model, index);
  while (model.ids->len < 300)
    {
      grow (&model, index, g_rand_int (rand) % 12, rand);
      if (model.ids->len > 0 && g_rand_int (rand) % 3 == 0)
        drop_row (&model, index, g_rand_int (rand) % model.ids->len);
      check_everything (&model, index, rand);
    }
  check_lookups (&model, index);
  model_clear (&model);
}

/* Enough codes that one query is worth two threads: their parts meet in the middle of ties. */
static void
test_threads_agree (gconstpointer data)
{
  guint n_bits = GPOINTER_TO_UINT (data);
  gsize n = 2 * SEM_SEGMENT_BYTES / (MAX (n_bits, 32) / 8) + 12345;
  g_autoptr (GRand) rand = g_rand_new_with_seed (n_bits + 1);
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (n_bits);
  g_autofree guint64 *scope = g_new (guint64, n / 64 + 1);
  const guint n_threads[] = { 1, 2, 8 };
  guint64 query[8];
  const Search everywhere = { query, 1001, G_MAXUINT, NULL, 0 };
  const Search inside = { query, 1001, G_MAXUINT, scope, n / 64 + 1 };
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) some = NULL;
  Model model;

  model_init (&model, n_bits);
  grow (&model, index, 100, rand);
  grow (&model, index, n - 100, rand);
  for (gsize i = 0; i < 5000; i++)
    drop_row (&model, index, g_rand_int (rand) % n);
  for (gsize i = 0; i < n / 64 + 1; i++)
    scope[i] = i / 1000 % 2 ? random_word (rand) : 0;
  random_code (rand, n_bits, query);

  all = model_search (&model, &everywhere);
  some = model_search (&model, &inside);
  for (guint i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      sem_table_scan_set_max_threads (n_threads[i]);
      check_result (index, &everywhere, all);
      check_result (index, &inside, some);
      check_batch (&model, index, 2, 77, rand);
    }
  sem_table_scan_set_max_threads (0);
  model_clear (&model);
}

/* A thread that has done its own part may go on with lower rows, which win where distances are
 * equal: here those at the end of the first eighth, the caller's. There are more threads than
 * processors, so that others often come to them before the caller does. */
static void
test_lower_rows_win (void)
{
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (64);
  const gsize n = 16 * SEM_SEGMENT_BYTES / 8, first = n / 8 - 1000;
  g_autofree guint64 *codes = g_new0 (guint64, n);
  g_autofree gint64 *ids = g_new (gint64, n);
  const guint64 query[8] = { 1 };

  for (gsize i = 0; i < n; i++)
    ids[i] = (gint64) i + 1;
  memset (codes, 0xff, first * sizeof *codes);
  g_assert_true (sem_hamming_index_append (index, codes, ids, n, NULL));
  sem_table_scan_set_max_threads (8);
  for (guint round = 0; round < 1000; round++)
    {
      g_autoptr (GArray) hits =
        sem_hamming_index_search (index, query, 10, G_MAXUINT, NULL, 0, NULL, NULL);

      g_assert_cmpuint (hits->len, ==, 10);
      for (guint i = 0; i < 10; i++)
        g_assert_cmpint (g_array_index (hits, SemHammingHit, i).photo_id, ==, first + i + 1);
    }
  sem_table_scan_set_max_threads (0);
}

/* More queries than share a pass, and k so large that fewer do. */
static void
test_large_batches (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (64);
  Model model;

  model_init (&model, 64);
  check_batch (&model, index, 3, 5, rand);
  grow (&model, index, 1000, rand);
  check_batch (&model, index, 0, 5, rand);
  check_batch (&model, index, 64, 5, rand);
  check_batch (&model, index, 131, 5, rand);
  check_batch (&model, index, 131, G_MAXUINT, rand);
  model_clear (&model);
}

static void
test_ids_must_ascend (void)
{
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (64);
  const guint64 codes[3] = { 1, 2, 3 };
  const gint64 bad[][3] = { { 0, 1, 2 }, { -3, 1, 2 }, { 1, 1, 2 }, { 1, 3, 2 } };
  const gint64 good[] = { 5, 6, 9 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (sem_hamming_index_append (index, codes, bad[i], 3, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
      g_clear_error (&error);
      g_assert_cmpuint (sem_hamming_index_get_n_codes (index), ==, 0);
    }
  g_assert_true (sem_hamming_index_append (index, codes, good, 3, NULL));
  g_assert_false (sem_hamming_index_append (index, codes, good + 2, 1, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
  g_assert_cmpuint (sem_hamming_index_get_n_codes (index), ==, 3);
}

static void
test_remove (void)
{
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (128);
  const guint64 codes[6] = { 0, 0, 0, 0, 0, 0 };
  const gint64 ids[] = { 5, 6, 9 };
  g_autoptr (GArray) hits = NULL;

  g_assert_true (sem_hamming_index_append (index, codes, ids, 3, NULL));
  sem_hamming_index_remove (index, 7);
  sem_hamming_index_remove (index, 10);
  g_assert_cmpuint (sem_hamming_index_get_n_codes (index), ==, 3);
  sem_hamming_index_remove (index, 6);
  sem_hamming_index_remove (index, 6);
  g_assert_cmpuint (sem_hamming_index_get_n_codes (index), ==, 2);
  hits = sem_hamming_index_search (index, codes, 9, 0, NULL, 0, NULL, NULL);
  g_assert_cmpuint (hits->len, ==, 2);
  g_assert_cmpint (g_array_index (hits, SemHammingHit, 1).photo_id, ==, 9);
}

static void
test_cancel (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (64);
  g_autoptr (GError) error = NULL;
  const guint64 queries[2] = { 1, 2 };
  GArray *hits[2];
  Model model;

  model_init (&model, 64);
  grow (&model, index, 20, rand);
  g_cancellable_cancel (cancellable);
  g_assert_null (sem_hamming_index_search (index, queries, 1, 64, NULL, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (
    sem_hamming_index_search_batch (index, queries, 2, 1, 64, hits, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  model_clear (&model);
}

/* One thread appends and removes, the others search all the while. The code of photo i is known
 * from i, ids are consecutive, photo 8i + 3 is removed once photo 8i + 10 is there: so each result
 * tells which moment it saw, and must be all of that moment. */
#define N_MOVING 60000

typedef struct
{
  SemHammingIndex *index;
  gint done; /* atomic */
} Moving;

static void
moving_code (gint64 id, guint64 code[2])
{
  code[0] = (guint64) id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  code[1] = ~code[0] * 31;
}

static gpointer
searcher_thread (gpointer data)
{
  Moving *moving = data;
  gint64 last = 0;

  while (!g_atomic_int_get (&moving->done))
    {
      const guint64 query[2] = { 0, 0 };
      g_autoptr (GArray) hits = sem_hamming_index_search (moving->index, query, N_MOVING + 1,
                                                          G_MAXUINT, NULL, 0, NULL, NULL);
      g_autofree guint8 *seen = g_new0 (guint8, N_MOVING + 1);
      gint64 newest = 0, n_missing = 0;

      for (guint i = 0; i < hits->len; i++)
        {
          SemHammingHit hit = g_array_index (hits, SemHammingHit, i);
          guint64 code[2];

          moving_code (hit.photo_id, code);
          g_assert_cmpuint (hit.distance, ==, count_distance (code, query, 2));
          g_assert_cmpint (hit.photo_id, ==, (gint64) hit.position + 1);
          g_assert_cmpuint (seen[hit.photo_id]++, ==, 0);
          newest = MAX (newest, hit.photo_id);
        }
      g_assert_cmpint (newest, >=, last);
      last = newest;
      for (gint64 id = 1; id <= newest; id++)
        if (!seen[id])
          {
            g_assert_cmpint (id % 8, ==, 3);
            n_missing++;
            g_assert_cmpint (id, ==, 8 * n_missing - 5);
          }
    }
  return NULL;
}

static void
test_search_while_it_grows (void)
{
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (128);
  Moving moving = { index, 0 };
  GThread *searchers[2];

  for (guint i = 0; i < G_N_ELEMENTS (searchers); i++)
    searchers[i] = g_thread_new ("searcher", searcher_thread, &moving);
  for (gint64 id = 1; id <= N_MOVING;)
    {
      guint64 codes[2 * 700];
      gint64 ids[700];
      gsize n = 0;

      for (gsize most = 1 + (gsize) id % 7 * 100; n < most && id <= N_MOVING; n++, id++)
        {
          ids[n] = id;
          moving_code (id, codes + 2 * n);
        }
      g_assert_true (sem_hamming_index_append (index, codes, ids, n, NULL));
      for (gsize i = 0; i < n; i++)
        if (ids[i] % 8 == 2)
          sem_hamming_index_remove (index, ids[i] - 7);
    }
  g_atomic_int_set (&moving.done, 1);
  for (guint i = 0; i < G_N_ELEMENTS (searchers); i++)
    g_thread_join (searchers[i]);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestDataFunc func;
  } tests[] = {
    { "growth", test_growth },
    { "threads-agree", test_threads_agree },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint t = 0; t < G_N_ELEMENTS (tests); t++)
    for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
      {
        g_autofree char *path = g_strdup_printf ("/index/hamming/%s/%u", tests[t].name, lengths[i]);

        g_test_add_data_func (path, GUINT_TO_POINTER (lengths[i]), tests[t].func);
      }
  g_test_add_func ("/index/hamming/lower-rows-win", test_lower_rows_win);
  g_test_add_func ("/index/hamming/large-batches", test_large_batches);
  g_test_add_func ("/index/hamming/ids-must-ascend", test_ids_must_ascend);
  g_test_add_func ("/index/hamming/remove", test_remove);
  g_test_add_func ("/index/hamming/cancel", test_cancel);
  g_test_add_func ("/index/hamming/search-while-it-grows", test_search_while_it_grows);
  return g_test_run ();
}
