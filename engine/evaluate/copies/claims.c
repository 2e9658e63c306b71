/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/base/columns.h"
#include "engine/evaluate/copies/claims.h"
#include "engine/base/random.h"
#include "engine/evaluate/copies/asking.h"
#include "engine/evaluate/copies/rate.h"
#include "engine/store/backbones.h"
#include "engine/store/photos.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Wrong claims of each kind that the text shows. */
#define SHOWN 3

/* A query photo and its wrong claims. */
typedef struct
{
  char *path;
  char *kind;
  guint n_hits;
  guint n_wrong;
  double seconds;
  double proof_seconds;
  SemClaim wrong[SEM_CLAIMS_HITS];
} Query;

typedef struct
{
  const char *folder; /* absolute */
  GArray *queries;    /* Query, by kind and path */
  GCancellable *cancellable;
} Job;

static void
claim_clear (gpointer data)
{
  SemClaim *claim = data;

  g_free (claim->query);
  g_free (claim->hit);
}

static void
row_clear (gpointer data)
{
  SemClaimRow *row = data;

  g_free (row->kind);
}

static void
query_clear (gpointer data)
{
  Query *query = data;

  g_free (query->path);
  g_free (query->kind);
  for (guint i = 0; i < query->n_wrong; i++)
    claim_clear (&query->wrong[i]);
}

/* The part of @path below the folder; NULL where it is not below. */
static const char *
below (const char *folder, const char *path)
{
  const gsize length = strlen (folder);

  return g_str_has_prefix (path, folder) && path[length] == '/' ? path + length + 1 : NULL;
}

static char *
shorten (const char *folder, const char *path)
{
  const char *rest = below (folder, path);

  return g_strdup (rest ? rest : path);
}

static gboolean
ask (SemSearcher *searcher, gsize task, gpointer data, GError **error)
{
  const Job *job = data;
  Query *query = &g_array_index (job->queries, Query, task);
  g_autoptr (SemSearchRequest) request =
    sem_search_request_new (SEM_SEARCH_COPIES, SEM_CLAIMS_HITS);
  g_autoptr (SemSearchAnswer) answer = NULL;

  request->prove = TRUE;
  sem_search_request_add_file (request, query->path);
  sem_search_request_set_cancellable (request, job->cancellable);
  answer = sem_search (searcher, request, error);
  if (!answer)
    return FALSE;
  query->seconds = answer->seconds;
  query->proof_seconds = answer->proof_seconds;
  for (guint i = 0; i < MIN (answer->n_hits, SEM_CLAIMS_HITS); i++)
    {
      const SemSearchHit *hit = &answer->hits[i];

      if (!hit->path || hit->kind == SEM_COPY_IDENTICAL)
        continue;
      query->n_hits++;
      if (hit->kind != SEM_COPY_ALIKE)
        query->wrong[query->n_wrong++] = (SemClaim){ shorten (job->folder, query->path),
                                                     shorten (job->folder, hit->path), hit->kind };
    }
  return TRUE;
}

static int
compare_queries (gconstpointer a, gconstpointer b)
{
  const Query *x = a, *y = b;
  const int kinds = strcmp (x->kind, y->kind);

  return kinds ? kinds : strcmp (x->path, y->path);
}

/* Keeps up to @n_queries of each kind, drawn by the seed, in the order of their paths. */
static GArray *
draw (GArray *all, guint n_queries, guint64 seed)
{
  GArray *kept = g_array_new (FALSE, TRUE, sizeof (Query));

  g_array_set_clear_func (kept, query_clear);
  for (guint from = 0, to; from < all->len; from = to)
    {
      const char *kind = g_array_index (all, Query, from).kind;
      SemRandom random;
      guint wanted;

      /* Seeded anew for each kind, so that the choice does not depend on the other kinds. */
      sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
      for (to = from; to < all->len && g_str_equal (g_array_index (all, Query, to).kind, kind);)
        to++;
      wanted = n_queries ? MIN (n_queries, to - from) : to - from;
      for (guint i = from; i < to; i++)
        {
          Query *query = &g_array_index (all, Query, i);

          /* Each of the ones that are left has the same chance. */
          if (sem_random_below (&random, to - i) >= wanted)
            continue;
          wanted--;
          g_array_append_val (kept, *query);
          *query = (Query){ .kind = g_strdup (kind) };
          kind = query->kind;
        }
    }
  return kept;
}

static GArray *
list_queries (SemStore *store,
              const char *backbone,
              const SemClaimsOptions *options,
              GError **error)
{
  g_autoptr (GArray) ids = sem_store_list_training (store, backbone, error);
  g_autoptr (GArray) queries = g_array_new (FALSE, TRUE, sizeof (Query));

  g_array_set_clear_func (queries, query_clear);
  for (guint i = 0; ids && i < ids->len; i++)
    {
      SemStorePhoto photo = { 0 };
      const char *rest, *end;

      if (!sem_store_get_photo (store, g_array_index (ids, gint64, i), &photo, error))
        return NULL;
      rest = photo.path ? below (options->folder, photo.path) : NULL;
      end = rest ? strchr (rest, '/') : NULL;
      if (end)
        {
          Query query = { .kind = g_strndup (rest, (gsize) (end - rest)) };

          query.path = g_steal_pointer (&photo.path);
          if (!options->kind || g_str_equal (options->kind, query.kind))
            g_array_append_val (queries, query);
          else
            query_clear (&query);
        }
      sem_store_photo_clear (&photo);
    }
  if (!ids)
    return NULL;
  g_array_sort (queries, compare_queries);
  return g_steal_pointer (&queries);
}

static SemClaims *
count (GArray *queries)
{
  SemClaims *claims = g_new (SemClaims, 1);
  SemClaimRow *row = NULL;

  claims->rows = g_array_new (FALSE, TRUE, sizeof (SemClaimRow));
  claims->wrong = g_array_new (FALSE, TRUE, sizeof (SemClaim));
  g_array_set_clear_func (claims->rows, row_clear);
  g_array_set_clear_func (claims->wrong, claim_clear);
  for (guint i = 0; i < queries->len; i++)
    {
      Query *query = &g_array_index (queries, Query, i);

      if (!row || !g_str_equal (row->kind, query->kind))
        {
          g_array_set_size (claims->rows, claims->rows->len + 1);
          row = &g_array_index (claims->rows, SemClaimRow, claims->rows->len - 1);
          row->kind = g_strdup (query->kind);
        }
      /* The mean so far. */
      row->n_queries++;
      row->seconds += (query->seconds - row->seconds) / row->n_queries;
      row->proof_seconds += (query->proof_seconds - row->proof_seconds) / row->n_queries;
      row->n_hits += query->n_hits;
      row->n_wrong += query->n_wrong;
      row->n_queries_wrong += query->n_wrong > 0;
      g_array_append_vals (claims->wrong, query->wrong, query->n_wrong);
      query->n_wrong = 0;
    }
  return claims;
}

static void
set_nobody_asks (const SemClaimsOptions *options, GError **error)
{
  g_autofree char *kind = options->kind ? g_filename_display_name (options->kind) : NULL;
  g_autofree char *folder = g_filename_display_name (options->folder);

  if (kind)
    g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                 _("There are no photos in the subfolder “%s” of “%s”. Choose one that holds "
                   "photos that look alike."),
                 kind, folder);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                 _("There are no photos to search with. Choose a folder whose subfolders hold "
                   "photos that look alike."));
}

SemClaims *
sem_claims_evaluate (const char *path,
                     SemBackbone *backbone,
                     const SemClaimsOptions *options,
                     const SemProgress *progress,
                     GError **error)
{
  SemStore *store = sem_store_open (path, SEM_STORE_READ, error);
  g_autoptr (GArray) all =
    store ? list_queries (store, sem_backbone_get_id (backbone), options, error) : NULL;
  g_autoptr (GArray) queries = all ? draw (all, options->n_queries, options->seed) : NULL;
  Job job = { options->folder, queries, sem_progress_get_cancellable (progress) };

  sem_store_close (store);
  if (!queries)
    return NULL;
  if (queries->len == 0)
    {
      set_nobody_asks (options, error);
      return NULL;
    }
  if (!sem_asking_run (path, backbone, queries->len, ask, &job, progress, error))
    return NULL;
  return count (queries);
}

void
sem_claims_free (SemClaims *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->wrong);
  g_free (self);
}

static void
append_row (GString *text, const SemClaimRow *row)
{
  g_autofree char *name = g_filename_display_name (row->kind);
  g_autofree char *padded = sem_columns_pad (name, 18);

  /* For people. */
  g_string_append_printf (text, "%s  %7u  %7u  %7u  %7u  %8.5f  %8.5f  %6.0f  %6.0f\n", padded,
                          row->n_queries, row->n_queries_wrong, row->n_hits, row->n_wrong,
                          row->n_hits ? (double) row->n_wrong / row->n_hits : 0,
                          sem_rate_upper (row->n_wrong, row->n_hits), row->seconds * 1000,
                          row->proof_seconds * 1000);
}

static void
append_wrong (GString *text, const SemClaims *self)
{
  guint at = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const guint n = g_array_index (self->rows, SemClaimRow, i).n_wrong;

      for (guint k = 0; k < MIN (n, SHOWN); k++)
        {
          const SemClaim *claim = &g_array_index (self->wrong, SemClaim, at + k);
          g_autofree char *query = g_filename_display_name (claim->query);
          g_autofree char *hit = g_filename_display_name (claim->hit);

          g_string_append_printf (text, "%s%s → %s: %s\n", at + k == 0 ? "\n" : "", query, hit,
                                  sem_copy_kind_get_name (claim->kind));
        }
      at += n;
    }
}

/* The columns of append_row(). */
static const struct
{
  const char *name;
  int width;
} heads[] = {
  { N_("kind"), 18 },   { N_("queries"), -7 }, { N_("misled"), -7 },
  { N_("hits"), -7 },   { N_("wrong"), -7 },   { N_("rate"), -8 },
  { N_("≤ 95 %"), -8 }, { N_("ms"), -6 },      { N_("proof"), -6 },
};

char *
sem_claims_to_text (const SemClaims *self, guint64 seed)
{
  SemClaimRow total = { .kind = (char *) _("all") };
  GString *text = g_string_new (NULL);
  /* Apart: a format macro inside a message cuts it in two for translators. */
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  g_string_append_printf (text,
                          _("Copies of look-alikes, which have no copies: the first "
                            "%u hits of each (seed %s)\n"
                            "\n"),
                          SEM_CLAIMS_HITS, number);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *head = sem_columns_pad (_(heads[i].name), heads[i].width);

      g_string_append_printf (text, "%s%s", i > 0 ? "  " : "", head);
    }
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->rows->len; i++)
    {
      const SemClaimRow *row = &g_array_index (self->rows, SemClaimRow, i);

      append_row (text, row);
      total.n_queries += row->n_queries;
      total.n_queries_wrong += row->n_queries_wrong;
      total.n_hits += row->n_hits;
      total.n_wrong += row->n_wrong;
      total.seconds += row->seconds * row->n_queries;
      total.proof_seconds += row->proof_seconds * row->n_queries;
    }
  total.seconds /= MAX (total.n_queries, 1);
  total.proof_seconds /= MAX (total.n_queries, 1);
  append_row (text, &total);
  append_wrong (text, self);
  return g_string_free (text, FALSE);
}
