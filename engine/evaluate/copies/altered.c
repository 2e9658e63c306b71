/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/evaluate/copies/altered.h"
#include "engine/base/work.h"
#include "engine/evaluate/copies/altered-set.h"
#include "engine/base/random.h"
#include "engine/photos/content.h"
#include "engine/index/rerank.h"
#include "engine/search/search.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"
#include "engine/store/store.h"

#include <math.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define FIRST_FEW 10
#define SHARE 65536

/* @crop: percent of the area to keep, 0 for all. */
typedef struct
{
  const char *name;
  guint crop;
  SemDecodeView view;
} Alteration;

static const Alteration alterations[] = {
  /* xgettext:no-c-format */
  { N_("80 % crop"), 80, { 0 } },
  { N_("half crop"), 50, { 0 } },
  { N_("quarter crop"), 25, { 0 } },
  { N_("mirrored"), 0, { .mirror = 1 } },
  { N_("JPEG q30"), 0, { .quality = 30 } },
  { N_("quarter size"), 0, { .side_percent = 25, .quality = 90 } },
  { N_("turned 90°"), 0, { .turn = 1 } },
  { N_("screenshot"), 0, { .frame = 1, .quality = 85 } },
  { N_("grey"), 0, { .grey = 1 } },
  { N_("turned, grey, q30"), 0, { .turn = 1, .grey = 1, .quality = 30 } },
  { N_("lighter"), 0, { .gain = 120 } },
  { N_("darker"), 0, { .gain = 80 } },
};

/* A query photo, its alterations, and the rank of its source by alteration and order. */
typedef struct
{
  gint64 id;
  GHashTable *sources; /* gint64: its own photo, and others of the same picture */
  char *path;
  SemDecodeView views[G_N_ELEMENTS (alterations)];
  guint ranks[G_N_ELEMENTS (alterations)][SEM_ALTERED_N_ORDERS];
} Query;

typedef struct
{
  SemStore *store;
  SemAlteredSet *set;
  GArray *queries;        /* Query */
  GAsyncQueue *searchers; /* idle ones: as many as there are threads */
  GCancellable *cancellable;
  GMutex mutex;
  GError *error; /* the first, with the mutex */
} Job;

/* The rank of the best source, from 0, by the order of the answer or by score. */
static guint
rank_of (const SemSearchAnswer *answer, GHashTable *sources, gboolean by_score)
{
  g_autoptr (GArray) hits =
    g_array_sized_new (FALSE, FALSE, sizeof (SemRankedHit), MAX (answer->n_hits, 1));

  for (guint i = 0; i < answer->n_hits; i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      const SemRankedHit ranked = { hit->photo, hit->distance, hit->cosine, hit->score };

      g_array_append_val (hits, ranked);
    }
  if (by_score)
    sem_rerank_sort (hits);
  for (guint i = 0; i < hits->len; i++)
    if (g_hash_table_contains (sources, &g_array_index (hits, SemRankedHit, i).photo_id))
      return i;
  return G_MAXUINT;
}

static SemSearchAnswer *
search (const Job *job,
        SemSearcher *searcher,
        const Query *query,
        gsize alteration,
        SemSearchRequest *request,
        GError **error)
{
  SemSearchSource *source = sem_search_request_add_file (request, query->path);

  sem_search_source_set_region (source, &query->views[alteration]);
  request->keep_own = TRUE;
  sem_search_request_set_cancellable (request, job->cancellable);
  return sem_search (searcher, request, error);
}

/* Both ranks from one search: by distance, and by score among the same candidates. */
static gboolean
ask_search (const Job *job, SemSearcher *searcher, Query *query, gsize alteration, GError **error)
{
  g_autoptr (SemSearchRequest) request =
    sem_search_request_new (SEM_SEARCH_SIMILAR, sem_rerank_candidates (FIRST_FEW));
  g_autoptr (SemSearchAnswer) answer = NULL;
  guint *ranks = query->ranks[alteration];

  request->by_distance = TRUE;
  answer = search (job, searcher, query, alteration, request, error);
  if (!answer)
    return FALSE;
  ranks[SEM_ALTERED_FLOAT] =
    sem_altered_set_rank (job->set, answer->subjects[0].feature, query->sources);
  ranks[SEM_ALTERED_HAMMING] = rank_of (answer, query->sources, FALSE);
  ranks[SEM_ALTERED_SCORE] = rank_of (answer, query->sources, TRUE);
  return TRUE;
}

static gboolean
ask_copies (const Job *job, SemSearcher *searcher, Query *query, gsize alteration, GError **error)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_COPIES, FIRST_FEW);
  g_autoptr (SemSearchAnswer) answer = search (job, searcher, query, alteration, request, error);

  if (!answer)
    return FALSE;
  query->ranks[alteration][SEM_ALTERED_COPIES] = rank_of (answer, query->sources, FALSE);
  return TRUE;
}

/* One alteration of one photo. */
static void
ask_task (gsize task, gpointer data)
{
  Job *job = data;
  Query *query = &g_array_index (job->queries, Query, task / G_N_ELEMENTS (alterations));
  gsize alteration = task % G_N_ELEMENTS (alterations);
  SemSearcher *searcher = g_async_queue_pop (job->searchers);
  g_autoptr (GError) error = NULL;

  if (ask_search (job, searcher, query, alteration, &error))
    ask_copies (job, searcher, query, alteration, &error);
  g_async_queue_push (job->searchers, searcher);
  g_mutex_lock (&job->mutex);
  if (error && !job->error)
    job->error = g_steal_pointer (&error);
  g_mutex_unlock (&job->mutex);
}

static SemDecodeView
make_view (const Alteration *alteration, SemRandom *random)
{
  SemDecodeView view = alteration->view;

  if (alteration->crop)
    {
      view.width = view.height = (guint32) (SHARE * sqrt (alteration->crop / 100.0));
      view.x = (guint32) sem_random_below (random, SHARE - view.width + 1);
      view.y = (guint32) sem_random_below (random, SHARE - view.height + 1);
    }
  return view;
}

static void
query_clear (gpointer data)
{
  Query *query = data;

  g_free (query->path);
  g_hash_table_unref (query->sources);
}

/* A photo whose file cannot be read is left out. */
static gboolean
add_query (Job *job, gint64 id, SemRandom *random, GError **error)
{
  SemStorePhoto photo = { 0 };
  SemFileIdentity identity;
  Query query = { .id = id };
  int fd;

  if (!sem_store_get_photo (job->store, id, &photo, error))
    return FALSE;
  fd = photo.path ? sem_content_open (photo.path, &identity, NULL) : -1;
  if (fd >= 0)
    {
      query.sources = sem_altered_set_find_sources (job->set, id);
      query.path = g_steal_pointer (&photo.path);
      for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
        query.views[i] = make_view (&alterations[i], random);
      g_array_append_val (job->queries, query);
      close (fd);
    }
  sem_store_photo_clear (&photo);
  return TRUE;
}

/* Everything random is drawn here, before the threads start. */
static gboolean
draw_queries (Job *job, guint n_queries, guint64 seed, GError **error)
{
  const GArray *ids = sem_altered_set_get_ids (job->set);
  g_autofree gint64 *order = g_memdup2 (ids->data, ids->len * sizeof (gint64));
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  for (guint i = 0; i < MIN (n_queries, ids->len); i++)
    {
      guint j = i + (guint) sem_random_below (&random, ids->len - i);
      gint64 chosen = order[j];

      order[j] = order[i];
      if (!add_query (job, chosen, &random, error))
        return FALSE;
    }
  if (job->queries->len)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
               _("There are no photos to search with. Choose a folder with photos."));
  return FALSE;
}

static GArray *
count (const GArray *queries)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (SemAlteredRow));

  g_array_set_size (rows, G_N_ELEMENTS (alterations));
  for (gsize i = 0; i < G_N_ELEMENTS (alterations); i++)
    for (guint k = 0; k < SEM_ALTERED_N_ORDERS; k++)
      {
        SemAlteredRow *row = &g_array_index (rows, SemAlteredRow, i);
        guint first = 0, first_ten = 0;

        for (guint q = 0; q < queries->len; q++)
          {
            guint rank = g_array_index (queries, Query, q).ranks[i][k];

            first += rank == 0;
            first_ten += rank < FIRST_FEW;
          }
        row->name = alterations[i].name;
        row->first[k] = (double) first / queries->len;
        row->first_ten[k] = (double) first_ten / queries->len;
      }
  return rows;
}

static GArray *
run (Job *job, const char *path, SemBackbone *backbone, const SemProgress *progress, GError **error)
{
  SemWork work;
  gboolean finished;

  sem_work_init (&work, 0, progress);
  for (guint i = 0; i < work.n_threads; i++)
    g_async_queue_push (job->searchers, sem_searcher_new (path, backbone));
  finished = sem_work_parallel (&work, (gsize) job->queries->len * G_N_ELEMENTS (alterations),
                                ask_task, job);
  if (job->error)
    g_propagate_error (error, g_steal_pointer (&job->error));
  else if (!finished)
    g_cancellable_set_error_if_cancelled (job->cancellable, error);
  else
    return count (job->queries);
  return NULL;
}

GArray *
sem_altered_evaluate (const char *path,
                      SemBackbone *backbone,
                      guint n_queries,
                      guint64 seed,
                      guint *n_asked,
                      const SemProgress *progress,
                      GError **error)
{
  Job job = { .cancellable = sem_progress_get_cancellable (progress) };
  GArray *rows = NULL;

  *n_asked = 0;
  g_mutex_init (&job.mutex);
  job.searchers = g_async_queue_new_full ((GDestroyNotify) sem_searcher_free);
  job.queries = g_array_new (FALSE, TRUE, sizeof (Query));
  g_array_set_clear_func (job.queries, query_clear);
  job.store = sem_store_open (path, SEM_STORE_READ, error);
  if (job.store)
    job.set = sem_altered_set_load (job.store, sem_backbone_get_id (backbone), error);
  if (job.set && draw_queries (&job, n_queries, seed, error))
    {
      rows = run (&job, path, backbone, progress, error);
      *n_asked = job.queries->len;
    }
  g_async_queue_unref (job.searchers);
  g_array_unref (job.queries);
  g_clear_pointer (&job.set, sem_altered_set_free);
  sem_store_close (job.store);
  g_mutex_clear (&job.mutex);
  return rows;
}

char *
sem_altered_to_text (const GArray *rows, guint n_asked, guint64 seed)
{
  static const SemAlteredOrder orders[] = { SEM_ALTERED_FLOAT, SEM_ALTERED_HAMMING,
                                            SEM_ALTERED_SCORE, SEM_ALTERED_COPIES };
  GString *text = g_string_new (NULL);
  /* Apart: a format macro inside a message cuts it in two for translators. */
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  g_string_append_printf (text,
                          _("%u altered photos as queries for their originals (seed %s): found "
                            "first | among the first ten\n"
                            "\n"),
                          n_asked, number);
  g_string_append_printf (text, "%-18s  %-13s  %-13s  %-13s  %-13s\n", _("alteration"),
                          _("float"), _("Hamming"), _("score"), _("copies"));
  for (guint i = 0; i < rows->len; i++)
    {
      const SemAlteredRow *row = &g_array_index (rows, SemAlteredRow, i);
      const char *name = _(row->name);
      g_autofree char *padding = g_strnfill (18 - MIN (18, g_utf8_strlen (name, -1)), ' ');

      g_string_append_printf (text, "%s%s", name, padding);
      /* For people. */
      for (gsize k = 0; k < G_N_ELEMENTS (orders); k++)
        g_string_append_printf (text, "  %.3f | %.3f", row->first[orders[k]],
                                row->first_ten[orders[k]]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
