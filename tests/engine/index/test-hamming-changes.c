/* The index as it changes: what is refused, removed and cancelled, and searches meanwhile.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/index/hamming-index-private.h"
#include "engine/index/table-scan-private.h"

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
  const guint64 code[1] = { 1 };
  const SemHammingQuery query = { code, 1, 10, G_MAXUINT, NULL, NULL };

  for (gsize i = 0; i < n; i++)
    ids[i] = (gint64) i + 1;
  memset (codes, 0xff, first * sizeof *codes);
  g_assert_true (sem_hamming_index_append (index, codes, ids, n, NULL));
  sem_table_scan_set_max_threads (8);
  for (guint round = 0; round < 1000; round++)
    {
      g_autoptr (GArray) hits = sem_hamming_index_search (index, &query, NULL);

      g_assert_cmpuint (hits->len, ==, 10);
      for (guint i = 0; i < 10; i++)
        g_assert_cmpint (g_array_index (hits, SemHammingHit, i).photo_id, ==, first + i + 1);
    }
  sem_table_scan_set_max_threads (0);
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
  const SemHammingQuery query = { codes, 1, 9, 0, NULL, NULL };
  g_autoptr (GArray) hits = NULL;

  g_assert_true (sem_hamming_index_append (index, codes, ids, 3, NULL));
  sem_hamming_index_remove (index, 7);
  sem_hamming_index_remove (index, 10);
  g_assert_cmpuint (sem_hamming_index_get_n_codes (index), ==, 3);
  sem_hamming_index_remove (index, 6);
  sem_hamming_index_remove (index, 6);
  g_assert_cmpuint (sem_hamming_index_get_n_codes (index), ==, 2);
  hits = sem_hamming_index_search (index, &query, NULL);
  g_assert_cmpuint (hits->len, ==, 2);
  g_assert_cmpint (g_array_index (hits, SemHammingHit, 1).photo_id, ==, 9);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SemHammingIndex) index = sem_hamming_index_new (64);
  g_autoptr (GError) error = NULL;
  const guint64 codes[2] = { 1, 2 };
  const gint64 ids[2] = { 1, 2 };
  SemHammingQuery query = { codes, 1, 1, 64, NULL, cancellable };
  GArray *hits[2];

  g_assert_true (sem_hamming_index_append (index, codes, ids, 2, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (sem_hamming_index_search (index, &query, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  query.n_codes = 2;
  g_assert_false (sem_hamming_index_search_batch (index, &query, hits, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
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

static guint
count_distance (const guint64 *a, const guint64 *b, guint n_words)
{
  guint distance = 0;

  for (guint w = 0; w < n_words; w++)
    distance += (guint) __builtin_popcountll (a[w] ^ b[w]);
  return distance;
}

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
      const guint64 zero[2] = { 0, 0 };
      const SemHammingQuery query = { zero, 1, N_MOVING + 1, G_MAXUINT, NULL, NULL };
      g_autoptr (GArray) hits = sem_hamming_index_search (moving->index, &query, NULL);
      g_autofree guint8 *seen = g_new0 (guint8, N_MOVING + 1);
      gint64 newest = 0, n_missing = 0;

      for (guint i = 0; i < hits->len; i++)
        {
          SemHammingHit hit = g_array_index (hits, SemHammingHit, i);
          guint64 code[2];

          moving_code (hit.photo_id, code);
          g_assert_cmpuint (hit.distance, ==, count_distance (code, zero, 2));
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
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index/hamming/lower-rows-win", test_lower_rows_win);
  g_test_add_func ("/index/hamming/ids-must-ascend", test_ids_must_ascend);
  g_test_add_func ("/index/hamming/remove", test_remove);
  g_test_add_func ("/index/hamming/cancel", test_cancel);
  g_test_add_func ("/index/hamming/search-while-it-grows", test_search_while_it_grows);
  return g_test_run ();
}
