/* The index against a list of codes that is searched by sorting all distances.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/index/hamming-counts.h"
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
model_search (const Model *model, const SemHammingQuery *search)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (SemHammingHit));

  for (gsize row = 0; row < model->ids->len; row++)
    {
      SemHammingHit hit = { model_id (model, row), (guint32) row,
                            count_distance (search->codes, model_code (model, row),
                                            model->n_words) };
      gboolean allowed = !search->scope
                         || (row / 64 < search->scope->n_words
                             && (search->scope->words[row / 64] >> (row % 64) & 1) != 0);

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
check_result (SemHammingIndex *index, const SemHammingQuery *search, GArray *expected)
{
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;

  found = sem_hamming_index_search (index, search, &error);
  g_assert_no_error (error);
  assert_same_hits (found, expected);
}

static void
check_search (const Model *model, SemHammingIndex *index, const SemHammingQuery *search)
{
  g_autoptr (GArray) expected = model_search (model, search);

  check_result (index, search, expected);
}

static void
check_batch (const Model *model,
             SemHammingIndex *index,
             const SemHammingScope *scope,
             guint n_queries,
             guint k,
             GRand *rand)
{
  g_autofree guint64 *codes = g_new0 (guint64, (gsize) n_queries * model->n_words + 1);
  g_autofree GArray **hits = g_new0 (GArray *, n_queries + 1);
  const SemHammingQuery batch = { codes, n_queries, k, 7, scope, NULL };
  g_autoptr (GError) error = NULL;

  for (guint q = 0; q < n_queries; q++)
    random_code (rand, model->n_bits, codes + q * model->n_words);
  g_assert_true (sem_hamming_index_search_batch (index, &batch, hits, &error));
  g_assert_no_error (error);
  for (guint q = 0; q < n_queries; q++)
    {
      const SemHammingQuery search = { codes + q * model->n_words, 1, k, 7, scope, NULL };
      g_autoptr (GArray) expected = model_search (model, &search);

      assert_same_hits (hits[q], expected);
      g_array_unref (hits[q]);
    }
}

static SemHammingScope *
scope_new (gsize n_words)
{
  SemHammingScope *scope = g_malloc0 (sizeof *scope + n_words * sizeof *scope->words);

  scope->n_words = n_words;
  return scope;
}

/* A scope of random ids, among them some that the index does not have. */
static void
check_made_scope (const Model *model, SemHammingIndex *index, GRand *rand)
{
  gsize n = model->ids->len;
  gint64 last = n > 0 ? model_id (model, n - 1) : 0;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree SemHammingScope *scope = NULL;
  gint step = g_rand_int_range (rand, 1, 20);
  gsize next = 0;

  for (gint64 id = g_rand_int_range (rand, -3, 3); id <= last + 3;
       id += g_rand_int_range (rand, 1, step + 1))
    g_array_append_val (ids, id);
  scope = sem_hamming_index_make_scope (index, (const gint64 *) (void *) ids->data, ids->len);
  g_assert_cmpuint (scope->n_words, ==, (n + 63) / 64);
  for (gsize row = 0; row < scope->n_words * 64; row++)
    {
      gboolean allowed = FALSE;

      while (row < n && next < ids->len
             && g_array_index (ids, gint64, next) < model_id (model, row))
        next++;
      if (row < n && next < ids->len)
        allowed = g_array_index (ids, gint64, next) == model_id (model, row);
      g_assert_cmpuint (scope->words[row / 64] >> (row % 64) & 1, ==, allowed);
    }
}

static gboolean
model_allows (const Model *model, const SemHammingScope *scope, gsize row)
{
  return g_array_index (model->live, gboolean, row)
         && (!scope
             || (row / 64 < scope->n_words && (scope->words[row / 64] >> (row % 64) & 1) != 0));
}

/* Counts of all distances from the nearest of two codes, and samples of every size. */
static void
check_counts (const Model *model, SemHammingIndex *index, const SemHammingScope *scope, GRand *rand)
{
  guint64 codes[2 * 8];
  guint32 counts[514], expected[514] = { 0 };
  const SemHammingQuery query = { codes, 2, 1, 0, scope, NULL };
  g_autoptr (GArray) allowed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  random_code (rand, model->n_bits, codes);
  random_code (rand, model->n_bits, codes + model->n_words);
  for (gsize row = 0; row < model->ids->len; row++)
    if (model_allows (model, scope, row))
      {
        const guint64 *code = model_code (model, row);
        guint a = count_distance (code, codes, model->n_words);
        guint b = count_distance (code, codes + model->n_words, model->n_words);
        gint64 id = model_id (model, row);

        expected[MIN (a, b)]++;
        g_array_append_val (allowed, id);
      }
  memset (counts, 0x5a, sizeof counts);
  g_assert_true (sem_hamming_index_count_distances (index, &query, counts, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (counts, (model->n_bits + 1) * 4, expected, (model->n_bits + 1) * 4);
  g_assert_cmpuint (counts[model->n_bits + 1], ==, 0x5a5a5a5a);
  for (guint n = 1; n < allowed->len + 3; n += 1 + n / 3)
    {
      g_autoptr (GArray) sample = sem_hamming_index_sample (index, scope, n);
      guint n_found = MIN (n, allowed->len);

      g_assert_cmpuint (sample->len, ==, n_found);
      for (guint i = 0; i < n_found; i++)
        {
          guint first = (guint) (((guint64) i * allowed->len + n_found - 1) / n_found);

          g_assert_cmpint (g_array_index (sample, gint64, i), ==,
                           g_array_index (allowed, gint64, first));
        }
    }
}

/* All kinds of search: k odd, over N and 1; bounds of 0 and over n_bits; scopes of any length. */
static void
check_everything (const Model *model, SemHammingIndex *index, GRand *rand)
{
  gsize n = model->ids->len;
  gsize n_scope = n / 64 + 2;
  g_autofree SemHammingScope *scope = scope_new (n_scope);
  guint64 code[8];
  const guint bounds[] = { G_MAXUINT, 0, 5, model->n_bits + 1 };

  random_code (rand, model->n_bits, code);
  for (guint i = 0; i < 8; i++)
    {
      SemHammingQuery search = {
        .codes = code,
        .n_codes = 1,
        .k = i < 2 ? (guint) n + 1 + i : 1 + 2 * (g_rand_int (rand) % 40),
        .max_distance = bounds[i % G_N_ELEMENTS (bounds)],
      };

      check_search (model, index, &search);
      search.scope = scope;
      scope->n_words = g_rand_int (rand) % n_scope;
      for (gsize w = 0; w < n_scope; w++)
        scope->words[w] =
          i < 7 ? random_word (rand) & (i % 2 ? random_word (rand) : G_MAXUINT64) : 0;
      check_search (model, index, &search);
      check_batch (model, index, scope, 2, search.k, rand);
    }
  check_batch (model, index, NULL, g_rand_int (rand) % 5, 3, rand);
  check_counts (model, index, NULL, rand);
  scope->n_words = n_scope - 1;
  for (gsize w = 0; w < n_scope; w++)
    scope->words[w] = random_word (rand);
  check_counts (model, index, scope, rand);
  check_made_scope (model, index, rand);
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
  g_autofree SemHammingScope *scope = scope_new (n / 64 + 1);
  const guint n_threads[] = { 1, 2, 8 };
  guint64 code[8];
  const SemHammingQuery everywhere = { code, 1, 1001, G_MAXUINT, NULL, NULL };
  const SemHammingQuery inside = { code, 1, 1001, G_MAXUINT, scope, NULL };
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) some = NULL;
  Model model;

  model_init (&model, n_bits);
  grow (&model, index, 100, rand);
  grow (&model, index, n - 100, rand);
  for (gsize i = 0; i < 5000; i++)
    drop_row (&model, index, g_rand_int (rand) % n);
  for (gsize i = 0; i < n / 64 + 1; i++)
    scope->words[i] = i / 1000 % 2 ? random_word (rand) : 0;
  random_code (rand, n_bits, code);

  all = model_search (&model, &everywhere);
  some = model_search (&model, &inside);
  for (guint i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      sem_table_scan_set_max_threads (n_threads[i]);
      check_result (index, &everywhere, all);
      check_result (index, &inside, some);
      check_batch (&model, index, i % 2 ? scope : NULL, 2, 77, rand);
    }
  sem_table_scan_set_max_threads (0);
  model_clear (&model);
}

static void
test_cancelled_counts (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (64);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const guint64 code[1] = { 1 };
  const SemHammingQuery query = { code, 1, 1, 0, NULL, cancellable };
  g_autoptr (GError) error = NULL;
  guint32 counts[65];
  Model model;

  model_init (&model, 64);
  grow (&model, index, 10, rand);
  g_cancellable_cancel (cancellable);
  g_assert_false (sem_hamming_index_count_distances (index, &query, counts, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  model_clear (&model);
}

/* More queries than share a pass, and k so large that fewer do. */
static void
test_large_batches (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (64);
  Model model;

  model_init (&model, 64);
  check_batch (&model, index, NULL, 3, 5, rand);
  grow (&model, index, 1000, rand);
  check_batch (&model, index, NULL, 0, 5, rand);
  check_batch (&model, index, NULL, 64, 5, rand);
  check_batch (&model, index, NULL, 131, 5, rand);
  check_batch (&model, index, NULL, 131, G_MAXUINT, rand);
  model_clear (&model);
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
  g_test_add_func ("/index/hamming/large-batches", test_large_batches);
  g_test_add_func ("/index/hamming/cancelled-counts", test_cancelled_counts);
  return g_test_run ();
}
