/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/duplicates.h"

#include "engine/duplicates/find.h"
#include "engine/duplicates/prove.h"
#include "engine/store/details/sharpness.h"

/* Pairs that are proven between two looks at what is wanted first. */
#define BATCH 4
/* Between two lists of what is known, in microseconds, and as a multiple of what a list takes. */
#define LIST_EVERY (2 * G_USEC_PER_SEC)
#define LIST_COSTS 4
/* Share of the progress; proofs have the rest. */
#define FOUND 0.5

/* One call. @next_list: when @now is to be made again; monotonic, microseconds. @tried:
 * (element-type SemStoreDuplicate): pairs that were looked at, settled or not */
typedef struct
{
  const SemDuplicatesPlan *plan;
  const SemProgress *progress;
  SemStore *store;
  SemDuplicates *now;
  gint64 next_list;
  gboolean changed;
  GHashTable *tried;
  SemDuplicateProver *prover;
} Run;

static guint
hash_pair (gconstpointer key)
{
  const SemStoreDuplicate *pair = key;

  return g_int64_hash (&pair->a) * 31 + g_int64_hash (&pair->b);
}

static gboolean
equal_pairs (gconstpointer a, gconstpointer b)
{
  const SemStoreDuplicate *x = a, *y = b;

  return x->a == y->a && x->b == y->b;
}

/* @now: afterwards what is stored. */
static gboolean
list (Run *run, GError **error)
{
  const gint64 began = g_get_monotonic_time ();
  SemDuplicates *now = sem_duplicates_list (run->store, run->plan->min_likeness,
                                            sem_progress_get_cancellable (run->progress), error);

  if (!now)
    return FALSE;
  g_clear_pointer (&run->now, sem_duplicates_unref);
  run->now = now;
  run->next_list = g_get_monotonic_time ();
  run->next_list += MAX (LIST_EVERY, LIST_COSTS * (run->next_list - began));
  run->changed = FALSE;
  if (run->plan->early)
    run->plan->early (now, run->plan->user_data);
  return TRUE;
}

static gboolean
found_cb (gpointer user_data, GError **error)
{
  Run *run = user_data;

  if (!run->plan->early || g_get_monotonic_time () < run->next_list)
    return TRUE;
  return list (run, error);
}

static void
add_open_group (GHashTable *photos, const SemDuplicateGroup *group, gint64 photo)
{
  gboolean wanted = FALSE;

  for (guint k = 0; !group->proven && k < group->files->len; k++)
    wanted |= g_array_index (group->files, SemDuplicateFile, k).photo == photo;
  for (guint k = 0; wanted && k < group->files->len; k++)
    g_hash_table_add (photos, &g_array_index (group->files, SemDuplicateFile, k).photo);
}

/* Returns: (transfer full) (element-type gint64): the photos of the groups that are not proven and
 * have @photo; of @duplicates */
static GHashTable *
list_concerned (const SemDuplicates *duplicates, gint64 photo)
{
  GHashTable *photos = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; photo && i < duplicates->groups->len; i++)
    add_open_group (photos, duplicates->groups->pdata[i], photo);
  return photos;
}

/* The next pairs, those that are wanted first. Returns: how many */
static guint
choose (Run *run, SemStoreDuplicate *pairs)
{
  const gint64 first = run->plan->get_first ? run->plan->get_first (run->plan->user_data) : 0;
  g_autoptr (GHashTable) concerned = list_concerned (run->now, first);
  guint n = 0;

  for (guint pass = g_hash_table_size (concerned) > 0 ? 0 : 1; pass < 2; pass++)
    for (guint i = 0; n < BATCH && i < run->now->open->len; i++)
      {
        SemStoreDuplicate *pair = &g_array_index (run->now->open, SemStoreDuplicate, i);

        if (g_hash_table_contains (run->tried, pair)
            || (pass == 0 && !g_hash_table_contains (concerned, &pair->a)
                && !g_hash_table_contains (concerned, &pair->b)))
          continue;
        g_hash_table_add (run->tried, g_memdup2 (pair, sizeof *pair));
        pairs[n++] = *pair;
      }
  return n;
}

/* What is proven but was not measured then. */
static gboolean
measure (Run *run, GError **error)
{
  g_autoptr (GArray) photos = sem_store_list_unmeasured (run->store, error);
  guint n_measured;

  if (!photos)
    return FALSE;
  for (guint i = 0; i < photos->len; i += SEM_PROVER_MOST)
    {
      if (!sem_duplicate_prover_measure (run->prover, run->store,
                                         &g_array_index (photos, gint64, i),
                                         MIN (photos->len - i, SEM_PROVER_MOST), &n_measured,
                                         sem_progress_get_cancellable (run->progress), error))
        return FALSE;
      run->changed |= n_measured > 0;
    }
  return !run->changed || list (run, error);
}

static gboolean
prove (Run *run, GError **error)
{
  GCancellable *cancellable = sem_progress_get_cancellable (run->progress);
  SemStoreDuplicate pairs[BATCH];
  guint n, n_settled;
  double done = 0;

  for (;;)
    {
      const guint n_tried = g_hash_table_size (run->tried);

      n = choose (run, pairs);
      /* What was settled may leave other candidates. */
      if (n == 0 && !run->changed)
        return TRUE;
      if (n > 0)
        {
          if (!sem_duplicate_prover_run (run->prover, run->store, pairs, n, &n_settled, cancellable,
                                         error))
            return FALSE;
          run->changed |= n_settled > 0;
          /* What is settled may leave other candidates, and more of them. */
          done = MAX (done, (double) n_tried / (n_tried + MAX (run->now->open->len, n)));
          sem_progress_report (run->progress, FOUND + (1 - FOUND) * done);
        }
      if ((n == 0 || g_get_monotonic_time () >= run->next_list) && run->changed
          && !list (run, error))
        return FALSE;
    }
}

static gboolean
search (Run *run, GError **error)
{
  SemProgressPart finding;

  return (!run->plan->early || list (run, error))
         && sem_duplicates_find (run->store, found_cb, run,
                                 sem_progress_part_init (&finding, run->progress, 0, FOUND), error)
         && list (run, error)
         && (!run->plan->prove || (measure (run, error) && prove (run, error)));
}

SemDuplicates *
sem_duplicates_search (const char *path,
                       const SemDuplicatesPlan *plan,
                       const SemProgress *progress,
                       GError **error)
{
  Run run = { .plan = plan, .progress = progress };
  SemDuplicates *found = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  run.store = sem_store_open (path, SEM_STORE_READ, error);
  if (!run.store)
    return NULL;
  /* A library is not made by looking at it. */
  sem_store_close (run.store);
  run.store = sem_store_open (path, SEM_STORE_WRITE, error);
  if (!run.store)
    return NULL;
  run.tried = g_hash_table_new_full (hash_pair, equal_pairs, g_free, NULL);
  run.prover = sem_duplicate_prover_new ();
  if (search (&run, error))
    found = g_steal_pointer (&run.now);
  g_clear_pointer (&run.now, sem_duplicates_unref);
  g_hash_table_unref (run.tried);
  sem_duplicate_prover_free (run.prover);
  sem_store_close (run.store);
  return found;
}
