/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/index/table-scan-private.h"

#include "engine/index/table-items.h"

/* A scan of fewer bytes ends before another thread has woken up. */
#define BYTES_PER_THREAD (4 * 1024 * 1024)
#define MAX_THREADS 8

/* Takes 20 to 50 microseconds. */
#define MAX_LOOKS 20000

/* A scan that several threads work on. Each has a part of the items, and takes what is left of the
 * other parts when its own is done: so a thread mostly reads the codes that it read for the query
 * before, which helps where each core has a cache of its own. A helper that the pool starts too
 * late finds the job closed: therefore the job is reference-counted, and @scan, which is the
 * caller's, is not used after closing. */
typedef struct
{
  gatomicrefcount n_refs;
  const SemTableScan *scan;
  SemKScanFunc kernel;
  guint n_items;
  guint n_parts;
  guint n_started;              /* atomic: threads that took part */
  guint next_item[MAX_THREADS]; /* atomic: of each part */

  GMutex mutex;
  GCond idle;
  guint n_helpers_at_work; /* changed under the mutex; also read without it */
  gboolean closed;
  GPtrArray *results; /* Worker */
} Job;

/* The hits of one thread in one part: a selection a query. */
typedef struct
{
  SemKSelection *selections;
  SemKHit *hits;
} Worker;

static guint max_threads; /* atomic */

/* Rows further than the threshold of @before, of another part, cannot be among the hits. Rows at
 * the threshold can: they may be lower rows, which come first. */
static guint32
get_limit (const SemTableScan *scan, const Worker *before, gsize q)
{
  return before ? MIN (scan->max_distance, before->selections[q].threshold) : scan->max_distance;
}

static Worker *
worker_new (const SemTableScan *scan, const Worker *before)
{
  gsize n_rows = scan->table->n_rows;
  guint32 capacity = (guint32) MIN (n_rows, 2 * (gsize) scan->k + 1024);
  Worker *self = g_new (Worker, 1);

  self->selections = g_new (SemKSelection, scan->n_queries);
  self->hits = g_new (SemKHit, scan->n_queries * capacity);
  for (gsize q = 0; q < scan->n_queries; q++)
    sem_k_selection_init (&self->selections[q], scan->k, scan->table->code_bits,
                          get_limit (scan, before, q), self->hits + q * capacity, capacity);
  return self;
}

static void
worker_free (gpointer data)
{
  Worker *self = data;

  g_free (self->selections);
  g_free (self->hits);
  g_free (self);
}

static void
job_unref (Job *job)
{
  if (!g_atomic_ref_count_dec (&job->n_refs))
    return;
  g_mutex_clear (&job->mutex);
  g_cond_clear (&job->idle);
  g_ptr_array_unref (job->results);
  g_free (job);
}

static void
scan_item (const Job *job, guint item, Worker *worker)
{
  const SemTableScan *scan = job->scan;
  guint code_bits = scan->table->code_bits;
  SemTableItem rows;

  if (!sem_table_item_take (&rows, scan->table, scan->scope, item))
    return;
  sem_k_popcount_scan_batch (job->kernel, code_bits, &rows.blocks, scan->queries, scan->n_queries,
                             worker->selections);
  if (rows.rest.n_codes > 0)
    sem_k_popcount_scan_batch (job->kernel, code_bits, &rows.rest, scan->queries, scan->n_queries,
                               worker->selections);
}

static guint
get_part_start (const Job *job, guint part)
{
  return (guint) ((guint64) job->n_items * part / job->n_parts);
}

/* FALSE where no item is left, or the scan was cancelled. */
static gboolean
take_item (Job *job, guint part, guint *item)
{
  *item = g_atomic_int_add (&job->next_item[part], 1);
  return *item < get_part_start (job, part + 1)
         && !g_cancellable_is_cancelled (job->scan->cancellable);
}

/* Makes a worker for each part that had items left, since a selection takes ascending rows. */
static GPtrArray *
work_on_job (Job *job)
{
  GPtrArray *workers = g_ptr_array_new ();
  guint first = g_atomic_int_add (&job->n_started, 1);
  Worker *worker = NULL;

  for (guint i = 0; i < job->n_parts; i++)
    {
      guint part = (first + i) % job->n_parts, item;

      if (!take_item (job, part, &item))
        continue;
      worker = worker_new (job->scan, worker);
      g_ptr_array_add (workers, worker);
      do
        scan_item (job, item, worker);
      while (take_item (job, part, &item));
      for (gsize q = 0; q < job->scan->n_queries; q++)
        sem_k_selection_compact (&worker->selections[q]);
    }
  return workers;
}

static void
help_worker (gpointer data, gpointer user_data)
{
  Job *job = data;

  g_mutex_lock (&job->mutex);
  if (!job->closed)
    {
      GPtrArray *workers;

      g_atomic_int_inc (&job->n_helpers_at_work);
      g_mutex_unlock (&job->mutex);
      workers = work_on_job (job);
      g_mutex_lock (&job->mutex);
      g_ptr_array_extend_and_steal (job->results, workers);
      if (g_atomic_int_dec_and_test (&job->n_helpers_at_work))
        g_cond_signal (&job->idle);
    }
  g_mutex_unlock (&job->mutex);
  job_unref (job);
}

/* One pool for all scans: together they use no more threads than there are processors. */
static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (help_worker, NULL, MAX_THREADS, FALSE, NULL));
  return pool;
}

void
sem_table_scan_set_max_threads (guint n_threads)
{
  g_atomic_int_set (&max_threads, MIN (n_threads, MAX_THREADS));
}

static guint
count_helpers (const SemTableScan *scan, guint n_items)
{
  guint64 bytes = (guint64) scan->table->n_rows * (scan->table->code_bits / 8) * scan->n_queries;
  guint limit = g_atomic_int_get (&max_threads);

  if (limit == 0)
    limit = MIN (g_get_num_processors (), MAX_THREADS);
  return (guint) MIN (bytes / BYTES_PER_THREAD, MIN (limit, n_items) - 1);
}

/* Merges the workers' hits of query @q. Each worker has them by ascending row; offering all of them
 * by ascending row gives the result of one thread. */
static guint32
merge_query (const Job *job, gsize q, SemKHit *merged, SemKHit *sorted)
{
  const SemTableScan *scan = job->scan;
  guint n_workers = job->results->len;
  gsize most = MIN ((gsize) n_workers * scan->k, scan->table->n_rows);
  guint32 next[MAX_THREADS * MAX_THREADS] = { 0 };
  SemKSelection selection;

  sem_k_selection_init (&selection, scan->k, scan->table->code_bits, scan->max_distance, merged,
                        (guint32) most);
  for (;;)
    {
      const SemKHit *first = NULL;
      guint from = 0;

      for (guint i = 0; i < n_workers; i++)
        {
          const Worker *worker = g_ptr_array_index (job->results, i);
          const SemKSelection *found = &worker->selections[q];

          if (next[i] < found->n_hits && (!first || found->hits[next[i]].row < first->row))
            {
              first = &found->hits[next[i]];
              from = i;
            }
        }
      if (!first)
        break;
      sem_k_selection_offer (&selection, first->row, first->distance);
      next[from]++;
    }
  return sem_k_selection_finish (&selection, sorted);
}

static void
collect_hits (const Job *job, SemKHit *hits, guint32 *n_hits)
{
  const SemTableScan *scan = job->scan;
  g_autofree SemKHit *merged = NULL;

  if (job->results->len == 1)
    {
      Worker *worker = g_ptr_array_index (job->results, 0);

      for (gsize q = 0; q < scan->n_queries; q++)
        n_hits[q] = sem_k_selection_finish (&worker->selections[q], hits + q * scan->k);
      return;
    }

  merged = g_new (SemKHit, (gsize) job->results->len * scan->k);
  for (gsize q = 0; q < scan->n_queries; q++)
    n_hits[q] = merge_query (job, q, merged, hits + q * scan->k);
}

static Job *
job_new (const SemTableScan *scan, guint n_items, guint n_parts)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->n_refs);
  job->scan = scan;
  job->kernel = sem_k_popcount_get (sem_k_get_set (), scan->table->code_bits);
  job->n_items = n_items;
  job->n_parts = n_parts;
  for (guint part = 0; part < n_parts; part++)
    job->next_item[part] = get_part_start (job, part);
  job->results = g_ptr_array_new_with_free_func (worker_free);
  g_mutex_init (&job->mutex);
  g_cond_init (&job->idle);
  return job;
}

/* The helpers are working on their last items. Sleeping and being woken takes longer than most of
 * the waits, so poll for a while first. */
static void
wait_for_helpers (Job *job)
{
  for (guint i = 0; i < MAX_LOOKS && g_atomic_int_get (&job->n_helpers_at_work) > 0; i++)
    ;
  g_mutex_lock (&job->mutex);
  while (g_atomic_int_get (&job->n_helpers_at_work) > 0)
    g_cond_wait (&job->idle, &job->mutex);
  g_mutex_unlock (&job->mutex);
}

gboolean
sem_table_scan_run (const SemTableScan *scan, SemKHit *hits, guint32 *n_hits)
{
  guint n_items = sem_table_count_items (scan->table);
  guint n_helpers = count_helpers (scan, n_items);
  Job *job = job_new (scan, n_items, n_helpers + 1);
  gboolean cancelled;
  GPtrArray *workers;

  for (guint i = 0; i < n_helpers; i++)
    {
      g_atomic_ref_count_inc (&job->n_refs);
      g_thread_pool_push (get_pool (), job, NULL);
    }
  workers = work_on_job (job);

  g_mutex_lock (&job->mutex);
  g_ptr_array_extend_and_steal (job->results, workers);
  job->closed = TRUE;
  g_mutex_unlock (&job->mutex);
  wait_for_helpers (job);

  cancelled = g_cancellable_is_cancelled (scan->cancellable);
  if (!cancelled)
    collect_hits (job, hits, n_hits);
  job_unref (job);
  return !cancelled;
}
