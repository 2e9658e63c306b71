/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search of the index against the memory bandwidth of this machine, its growth, and the time to
 * load codes. README.md describes the method.
 *
 *   bench-scan [--rounds=N] [--json=FILE]
 */

#include <math.h>
#include <stdio.h>

#include "engine/index/hamming-counts.h"
#include "engine/index/hamming-index-private.h"
#include "engine/index/table-scan-private.h"
#include "engine/kernels/cpu.h"
#include "tests/bench/read-loop.h"
#include "tests/bench/report.h"

#define K 100
#define N_QUERIES 64
#define MILLION ((gsize) 1000000)

static int n_rounds = 30;
static char *json_path;
static guint64 read_sum; /* so that the compiler does not remove reads */

static const GOptionEntry options[] = {
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (30)", "N" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

static guint64
next_random (guint64 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void
fill_random (guint64 *words, gsize n)
{
  static guint64 state = G_GUINT64_CONSTANT (0x2545f4914f6cdd1d);

  for (gsize i = 0; i < n; i++)
    words[i] = next_random (&state);
}

/* An index of random codes, appended in chunks of @n_chunk rows as the library does; @seconds: time
 * of the appends */
static SemHammingIndex *
make_index (guint n_bits, gsize n, gsize n_chunk, double *seconds)
{
  const guint n_words = n_bits / 64;
  g_autofree guint64 *codes = g_new (guint64, n_chunk * n_words);
  g_autofree gint64 *ids = g_new (gint64, n_chunk);
  SemHammingIndex *index;
  double start = wall_seconds (), filling = 0;

  index = sem_hamming_index_new (n_bits);
  for (gsize i = 0; i < n; i += n_chunk)
    {
      gsize m = MIN (n_chunk, n - i);
      double before = wall_seconds ();

      fill_random (codes, m * n_words);
      for (gsize j = 0; j < m; j++)
        ids[j] = (gint64) (i + j) + 1;
      filling += wall_seconds () - before;
      if (!sem_hamming_index_append (index, codes, ids, m, NULL))
        g_error ("codes were not accepted");
    }
  if (seconds)
    *seconds = wall_seconds () - start - filling;
  return index;
}

static void
search_once (SemHammingIndex *index, const guint64 *query, const SemHammingScope *scope)
{
  const SemHammingQuery search = { query, 1, K, G_MAXUINT, scope, NULL };
  g_autoptr (GArray) hits = sem_hamming_index_search (index, &search, NULL);

  g_assert_cmpuint (hits->len, ==, K);
}

static void
search_batch_once (SemHammingIndex *index, const guint64 *queries)
{
  const SemHammingQuery search = { queries, N_QUERIES, K, G_MAXUINT, NULL, NULL };
  GArray *hits[N_QUERIES];

  sem_hamming_index_search_batch (index, &search, hits, NULL);
  for (guint q = 0; q < N_QUERIES; q++)
    g_array_unref (hits[q]);
}

/* Reads the codes of one part of the segments, in place. */
static void
read_part (ReadLoop loop, const SemTableSnapshot *table, guint part, guint n_parts)
{
  gsize n_segments = (table->n_rows + table->segment_rows - 1) / table->segment_rows;
  guint64 sum = 0;

  for (gsize i = n_segments * part / n_parts; i < n_segments * (part + 1) / n_parts; i++)
    {
      gsize n = MIN (table->segment_rows, table->n_rows - i * table->segment_rows);

      sum += loop (table->segments[i].codes, n * (table->code_bits / 8) / 256 * 256);
    }
  __atomic_add_fetch (&read_sum, sum, __ATOMIC_RELAXED);
}

/* Two threads that each read one half and start together; the time is from the first start to the
 * last end. */
typedef struct
{
  ReadLoop loop;
  const SemTableSnapshot *table;
  gint n_ready; /* atomic */
  double end;
} Reading;

static gpointer
second_reader_thread (gpointer data)
{
  Reading *reading = data;

  g_atomic_int_inc (&reading->n_ready);
  while (g_atomic_int_get (&reading->n_ready) < 2)
    ;
  read_part (reading->loop, reading->table, 1, 2);
  reading->end = wall_seconds ();
  return NULL;
}

static double
time_two_readers (ReadLoop loop, const SemTableSnapshot *table)
{
  Reading reading = { loop, table, 0, 0 };
  GThread *thread = g_thread_new ("reader", second_reader_thread, &reading);
  double start, end;

  while (g_atomic_int_get (&reading.n_ready) < 1)
    ;
  start = wall_seconds ();
  g_atomic_int_inc (&reading.n_ready);
  read_part (loop, table, 0, 2);
  end = wall_seconds ();
  g_thread_join (thread);
  return MAX (end, reading.end) - start;
}

static double
time_reading (ReadLoop loop, const SemTableSnapshot *table, guint n_threads)
{
  double start;

  if (n_threads == 2)
    return time_two_readers (loop, table);
  start = thread_seconds ();
  read_part (loop, table, 0, 1);
  return thread_seconds () - start;
}

static double
time_search (SemHammingIndex *index, const guint64 *query, guint n_threads)
{
  double start = n_threads > 1 ? wall_seconds () : thread_seconds ();

  search_once (index, query, NULL);
  return (n_threads > 1 ? wall_seconds () : thread_seconds ()) - start;
}

/* Rate of the search relative to the fastest way of reading the same memory with @n_threads
 * threads; search and all ways of reading in turn. */
static void
compare_with_reading (const char *name, SemHammingIndex *index, guint n_threads, double goal)
{
  g_auto (SemTableSnapshot) table;
  const ReadLoop *loops;
  guint n_loops;
  guint64 query[8];
  double best_search = INFINITY, best_read = INFINITY, bytes;

  sem_code_table_snapshot (sem_hamming_index_get_table (index), &table);
  bytes = (double) table.n_rows * table.code_bits / 8;
  loops = read_loops (&n_loops);
  fill_random (query, G_N_ELEMENTS (query));
  sem_table_scan_set_max_threads (n_threads);
  for (int i = 0; i < n_rounds; i++)
    {
      /* As many searches as readings, otherwise the best reading would have more chances. */
      for (guint l = 0; l < n_loops; l++)
        {
          double seconds = time_reading (loops[l], &table, n_threads);

          best_read = MIN (best_read, seconds);
          seconds = time_search (index, query, n_threads);
          best_search = MIN (best_search, seconds);
        }
    }
  sem_table_scan_set_max_threads (0);
  printf ("  %.0f MB, %u thread%s: searched in %.3f ms, read in %.3f ms (%.1f GB/s)\n", bytes / 1e6,
          n_threads, n_threads > 1 ? "s" : "", best_search * 1e3, best_read * 1e3,
          bytes / best_read / 1e9);
  report_add (name, best_read / best_search, goal, "of read bandwidth", FALSE);
}

static void
time_batch (SemHammingIndex *index)
{
  g_autofree guint64 *queries = g_new (guint64, N_QUERIES * 8);
  double best = INFINITY;
  guint n_bits = sem_hamming_index_get_n_bits (index);

  fill_random (queries, N_QUERIES * 8);
  sem_table_scan_set_max_threads (1);
  for (int i = 0; i < n_rounds; i++)
    {
      double start = thread_seconds ();

      search_batch_once (index, queries);
      start = thread_seconds () - start;
      best = MIN (best, start);
    }
  sem_table_scan_set_max_threads (0);
  printf ("  64 queries at once, %u bits, 1 thread: %.4f ms a query, %.4f ns a code\n", n_bits,
          best * 1e3 / N_QUERIES,
          best * 1e9 / N_QUERIES / (double) sem_hamming_index_get_n_codes (index));
}

static void
measure_shares (void)
{
  g_autoptr (SemHammingIndex) short_index = make_index (64, MILLION, 1000, NULL);
  g_autoptr (SemHammingIndex) long_index = make_index (256, MILLION, 1000, NULL);

  compare_with_reading ("scan-64-1m", short_index, 1, .80);
  time_batch (short_index);
  compare_with_reading ("scan-256-1m", long_index, 1, .75);
  time_batch (long_index);
  g_clear_pointer (&short_index, sem_hamming_index_free);
  g_clear_pointer (&long_index, sem_hamming_index_free);

  short_index = make_index (64, 10 * MILLION, 1000, NULL);
  compare_with_reading ("scan-64-10m-one-thread", short_index, 1, .75);
  if (g_get_num_processors () >= 2)
    compare_with_reading ("scan-64-10m", short_index, 2, .85);
  g_clear_pointer (&short_index, sem_hamming_index_free);

  long_index = make_index (256, 10 * MILLION, 1000, NULL);
  compare_with_reading ("scan-256-10m", long_index, 1, .90);
}

/* Time of a search among 500,000 codes, in all of them and in scopes of different sizes, and of
 * making the scope. */
static void
measure_scope (void)
{
  const guint shares[] = { 1, 2, 10, 1000 };
  const gsize n = MILLION / 2;
  g_autoptr (SemHammingIndex) index = make_index (256, n, 1000, NULL);
  g_autofree gint64 *ids = g_new (gint64, n);
  guint64 query[4];
  double everywhere = INFINITY;

  fill_random (query, G_N_ELEMENTS (query));
  sem_table_scan_set_max_threads (1);
  for (int i = 0; i < n_rounds; i++)
    {
      double seconds = time_search (index, query, 1);

      everywhere = MIN (everywhere, seconds);
    }
  printf ("  %" G_GSIZE_FORMAT " codes of 256 bits without a scope: %.3f ms\n", n,
          everywhere * 1e3);
  for (guint s = 0; s < G_N_ELEMENTS (shares); s++)
    {
      double best = INFINITY, making = INFINITY;
      gsize n_ids = 0;

      for (gsize i = 0; i < n; i += shares[s])
        ids[n_ids++] = (gint64) i + 1;
      for (int i = 0; i < n_rounds; i++)
        {
          double start = thread_seconds (), made;
          g_autofree SemHammingScope *scope = sem_hamming_index_make_scope (index, ids, n_ids);

          made = thread_seconds ();
          search_once (index, query, scope);
          making = MIN (making, made - start);
          best = MIN (best, thread_seconds () - made);
        }
      printf ("  in a scope of 1 in %u: %.3f ms, and %.3f ms to make it\n", shares[s], best * 1e3,
              making * 1e3);
    }
  sem_table_scan_set_max_threads (0);
}

/* Time to count the distances of all codes, and to choose some of them evenly, which a histogram of
 * likeness needs beside a search. */
static void
measure_counts (gsize n, const char *name)
{
  g_autoptr (SemHammingIndex) index = make_index (256, n, 1000, NULL);
  double counting = INFINITY, sampling = INFINITY, searching = INFINITY;
  guint32 counts[257];
  guint64 query[4];
  const SemHammingQuery all = { query, 1, 1, 0, NULL, NULL };

  fill_random (query, G_N_ELEMENTS (query));
  for (int i = 0; i < n_rounds; i++)
    {
      double start = thread_seconds (), counted, sampled;

      sem_hamming_index_count_distances (index, &all, counts, NULL);
      counted = thread_seconds ();
      g_array_unref (sem_hamming_index_sample (index, NULL, 100));
      sampled = thread_seconds ();
      search_once (index, query, NULL);
      counting = MIN (counting, counted - start);
      sampling = MIN (sampling, sampled - counted);
      searching = MIN (searching, thread_seconds () - sampled);
    }
  printf ("  %" G_GSIZE_FORMAT " codes of 256 bits: %.3f ms to count distances, %.3f ms to choose "
          "100 codes, %.3f ms to search\n",
          n, counting * 1e3, sampling * 1e3, searching * 1e3);
  report_add (name, (counting + sampling) * 1e3, (double) n / MILLION * 10, "ms", TRUE);
}

/* The exponent of n in the time of one search on one thread: the slope of a line fitted to the
 * logarithms. It is steeper once the table exceeds a cache. */
static void
measure_growth (void)
{
  double sx = 0, sy = 0, sxx = 0, sxy = 0, n_points = 0;
  guint64 query[1];

  fill_random (query, 1);
  sem_table_scan_set_max_threads (1);
  for (gsize n = MILLION / 100; n <= 10 * MILLION; n *= 10)
    {
      g_autoptr (SemHammingIndex) index = make_index (64, n, 1000, NULL);
      double best = INFINITY, x = log ((double) n), y;

      for (int i = 0; i < n_rounds; i++)
        {
          double seconds = time_search (index, query, 1);

          best = MIN (best, seconds);
        }
      printf ("  %8" G_GSIZE_FORMAT " codes of 64 bits: %.4f ms\n", n, best * 1e3);
      y = log (best);
      sx += x, sy += y, sxx += x * x, sxy += x * y, n_points++;
    }
  sem_table_scan_set_max_threads (0);
  report_add ("growth-scan", (n_points * sxy - sx * sy) / (n_points * sxx - sx * sx), 1.1,
              "exponent of N", TRUE);
}

/* The index's part of a start, with the worst of the chunk sizes that a library may use. */
static void
measure_start (void)
{
  const gsize chunks[] = { 100, 1000, 4096 };
  double worst = 0;

  for (guint c = 0; c < G_N_ELEMENTS (chunks); c++)
    {
      double best = INFINITY;

      for (int i = 0; i < n_rounds; i++)
        {
          g_autoptr (SemHammingIndex) index = NULL;
          double seconds;

          index = make_index (64, MILLION, chunks[c], &seconds);
          best = MIN (best, seconds);
        }
      printf ("  a million codes in chunks of %" G_GSIZE_FORMAT ": %.1f ms\n", chunks[c],
              best * 1e3);
      worst = MAX (worst, best);
    }
  report_add ("start-1m-index", worst * 1e3, 50, "ms", TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- measure the search of codes");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }
  n_rounds = MAX (n_rounds, 1);
  printf ("Kernels: %s%s; best of %d\n", sem_k_set_name (sem_k_get_set ()),
          sem_k_cpu_has_vpopcntdq () ? " (the CPU has VPOPCNTDQ)" : "", n_rounds);
  measure_shares ();
  measure_scope ();
  measure_counts (MILLION / 2, "counts-256-500k");
  measure_counts (MILLION, "counts-256-1m");
  measure_growth ();
  measure_start ();
  if (!report_write (json_path, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  return 0;
}
