/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/objectives/bcdh-pairs.h"

#include <cblas.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/error.h"

/* tau = 2 sqrt (K / this): one in this many bits differs if nothing is shared. */
#define BITS_OVER_DIFFERING 4.0
/* Photos of the query's scene per query; a positive of the published procedure is one of those that
 * are certain. */
#define GRADED_PARTNERS 6
#define POSITIVES 1
/* Minimum number of queries with a positive. */
#define FEWEST_QUERIES 10
/* Queries whose distances are computed at once. */
#define BLOCK 16

typedef struct
{
  float distance;
  guint32 row;
} Candidate;

typedef struct
{
  const SemScenes *scenes;
  const SemBcdhSettings *settings;
  const float *outputs;
  gsize k;
  SemRandom *random;
  GArray *pairs;
  GArray **members; /* (element-type guint32): rows of each scene */
  guint32 *chosen;
  float *squares;       /* shape (n): |x|^2 */
  float *products;      /* shape (BLOCK, n) */
  Candidate *of_scenes; /* the nearest of each scene */
  Candidate *nearest;   /* of all that may be chosen */
} Miner;

void
sem_bcdh_settings_init (SemBcdhSettings *settings, const SemHashOptions *options)
{
  gboolean graded = options->preset != SEM_HASH_PRESET_PAPER;

  *settings = (SemBcdhSettings){
    .graded = graded,
    .distance = options->pair_distance,
    .tau = sem_bcdh_distance (options->n_bits / BITS_OVER_DIFFERING),
    .n_partners = graded ? GRADED_PARTNERS : POSITIVES,
    .n_apart = 2,
    .n_negatives = 5,
  };
}

static gboolean
is_positive (const SemScenes *scenes, guint32 query, guint32 other)
{
  const SemScenePair *pair = sem_scenes_find (scenes, query, other);

  return pair != NULL && pair->scale <= SEM_BCDH_SCALE
         && sem_scenes_get_overlap (scenes, query, other) > SEM_BCDH_OVERLAP;
}

gsize
sem_bcdh_count_queries (const SemScenes *scenes)
{
  g_autofree gboolean *is_query = g_new0 (gboolean, scenes->n);
  gsize n = 0;

  for (guint p = 0; p < scenes->pairs->len; p++)
    {
      const SemScenePair *pair = &g_array_index (scenes->pairs, SemScenePair, p);

      is_query[pair->a] = is_query[pair->a] || is_positive (scenes, pair->a, pair->b);
      is_query[pair->b] = is_query[pair->b] || is_positive (scenes, pair->b, pair->a);
    }
  for (gsize i = 0; i < scenes->n; i++)
    n += is_query[i];
  return n;
}

gboolean
sem_bcdh_has_enough (const SemScenes *scenes, gsize n, GError **error)
{
  gsize n_queries = scenes != NULL && scenes->n == n ? sem_bcdh_count_queries (scenes) : 0;

  if (n_queries >= FEWEST_QUERIES)
    return TRUE;
  if (n_queries == 0)
    g_set_error_literal (
      error, SEM_ERROR, SEM_ERROR_TOO_FEW,
      _("BCDH trains on reconstructions of scenes that were photographed several times, and the "
        "library has none. Find scenes first, or choose DDH, which needs none."));
  else
    g_set_error (
      error, SEM_ERROR, SEM_ERROR_TOO_FEW,
      _(
        "BCDH trains on reconstructions of scenes that were photographed several "
        "times, and only %zu photos of the library show a part of a scene that "
        "another photo shows too; it needs %d. Find more scenes, or choose DDH, which needs none."),
      n_queries, FEWEST_QUERIES);
  return FALSE;
}

double
sem_bcdh_near_one_in_scenes (const SemScenes *scenes, const float *outputs, gsize k)
{
  double sum = 0.0;
  gsize n = 0;

  for (gsize i = 0; i < scenes->n; i++)
    if (scenes->scene[i] >= 0)
      {
        sum += sem_bcdh_near_one (outputs + i * k, k);
        n++;
      }
  return n > 0 ? sum / (double) n : 0.0;
}

static void
add_pair (Miner *miner, guint32 query, guint32 other, double target, gboolean at_least)
{
  SemBcdhPair pair = { query, other, (float) target, 1.0f, at_least };

  g_array_append_val (miner->pairs, pair);
}

/* Moves @wanted of the @n items, chosen at random, to the front. Returns: how many */
static gsize
draw (SemRandom *random, guint32 *items, gsize n, gsize wanted)
{
  wanted = MIN (wanted, n);
  for (gsize i = 0; i < wanted; i++)
    {
      gsize j = i + sem_random_below (random, n - i);
      guint32 kept = items[i];

      items[i] = items[j];
      items[j] = kept;
    }
  return wanted;
}

typedef gboolean (*Relation) (const SemScenes *scenes, guint32 query, guint32 other);

static gboolean
is_apart (const SemScenes *scenes, guint32 query, guint32 other)
{
  return !sem_scenes_find (scenes, query, other);
}

static gboolean
is_anything (const SemScenes *scenes, guint32 query, guint32 other)
{
  return TRUE;
}

/* At most @wanted photos of the query's scene into @chosen. Returns: how many */
static gsize
choose (Miner *miner, guint32 query, Relation relation, gsize wanted)
{
  const GArray *members = miner->members[miner->scenes->scene[query]];
  gsize n = 0;

  for (guint m = 0; m < members->len; m++)
    {
      guint32 row = g_array_index (members, guint32, m);

      if (row != query && relation (miner->scenes, query, row))
        miner->chosen[n++] = row;
    }
  return draw (miner->random, miner->chosen, n, wanted);
}

static void
add_partners (Miner *miner, guint32 query)
{
  const SemBcdhSettings *settings = miner->settings;
  gsize n =
    choose (miner, query, settings->graded ? is_anything : is_positive, settings->n_partners);

  for (gsize i = 0; i < n; i++)
    {
      double overlap = MAX (sem_scenes_get_overlap (miner->scenes, query, miner->chosen[i]),
                            sem_scenes_get_overlap (miner->scenes, miner->chosen[i], query));

      add_pair (miner, query, miner->chosen[i],
                settings->graded ? settings->tau * sqrt (1.0 - overlap) : 0.0, FALSE);
    }
  if (settings->graded)
    return;
  n = choose (miner, query, is_apart, settings->n_apart);
  for (gsize i = 0; i < n; i++)
    add_pair (miner, query, miner->chosen[i], settings->tau, TRUE);
}

static int
compare_candidates (const void *one, const void *other)
{
  const Candidate *x = one, *y = other;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

/* Inserts a candidate, keeping the @n_kept nearest in order. Returns: their number */
static gsize
insert (Candidate *kept, gsize n, gsize n_kept, Candidate candidate)
{
  gsize at = n;

  if (n == n_kept && compare_candidates (&candidate, kept + n - 1) >= 0)
    return n;
  if (n < n_kept)
    n++;
  else
    at--;
  for (; at > 0 && compare_candidates (&candidate, kept + at - 1) < 0; at--)
    kept[at] = kept[at - 1];
  kept[at] = candidate;
  return n;
}

/* The candidates are the photos in no scene and the nearest photo of each other scene. */
static void
add_negatives (Miner *miner, guint32 query, const float *products)
{
  const SemScenes *scenes = miner->scenes;
  gsize n_wanted = miner->settings->n_negatives;
  gsize n = 0;

  if (n_wanted == 0)
    return;
  for (guint s = 0; s < scenes->n_scenes; s++)
    miner->of_scenes[s] = (Candidate){ INFINITY, G_MAXUINT32 };
  for (guint32 i = 0; i < scenes->n; i++)
    {
      gint32 scene = scenes->scene[i];
      Candidate candidate = { miner->squares[i] - 2.0f * products[i], i };

      if (scene < 0)
        n = insert (miner->nearest, n, n_wanted, candidate);
      else if (scene != scenes->scene[query]
               && compare_candidates (&candidate, miner->of_scenes + scene) < 0)
        miner->of_scenes[scene] = candidate;
    }
  for (guint s = 0; s < scenes->n_scenes; s++)
    if (miner->of_scenes[s].row != G_MAXUINT32)
      n = insert (miner->nearest, n, n_wanted, miner->of_scenes[s]);
  for (gsize c = 0; c < n; c++)
    add_pair (miner, query, miner->nearest[c].row, miner->settings->tau, TRUE);
}

/* The products of the queries with all photos. */
static void
find_products (Miner *miner, const guint32 *queries, gsize n_queries)
{
  gsize k = miner->k;
  g_autofree float *asked = g_new (float, n_queries *k);

  for (gsize q = 0; q < n_queries; q++)
    for (gsize b = 0; b < k; b++)
      asked[q * k + b] = miner->outputs[queries[q] * k + b];
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n_queries, miner->scenes->n, k, 1.0f, asked,
               k, miner->outputs, k, 0.0f, miner->products, miner->scenes->n);
}

static void
find_members (Miner *miner)
{
  const SemScenes *scenes = miner->scenes;

  miner->members = g_new (GArray *, scenes->n_scenes);
  for (guint s = 0; s < scenes->n_scenes; s++)
    miner->members[s] = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < scenes->n; i++)
    if (scenes->scene[i] >= 0)
      g_array_append_val (miner->members[scenes->scene[i]], i);
}

static void
miner_init (Miner *miner)
{
  gsize n = miner->scenes->n;

  miner->chosen = g_new (guint32, n);
  miner->squares = g_new0 (float, n);
  miner->products = g_new (float, BLOCK *n);
  miner->of_scenes = g_new (Candidate, miner->scenes->n_scenes);
  miner->nearest = g_new (Candidate, miner->settings->n_negatives);
  for (gsize i = 0; i < n; i++)
    for (gsize b = 0; b < miner->k; b++)
      miner->squares[i] += miner->outputs[i * miner->k + b] * miner->outputs[i * miner->k + b];
  find_members (miner);
}

static void
miner_clear (Miner *miner)
{
  for (guint s = 0; s < miner->scenes->n_scenes; s++)
    g_array_unref (miner->members[s]);
  g_free (miner->members);
  g_free (miner->chosen);
  g_free (miner->squares);
  g_free (miner->products);
  g_free (miner->of_scenes);
  g_free (miner->nearest);
}

/* The queries of this epoch, in random order. */
static gsize
choose_queries (const SemScenes *scenes, SemRandom *random, guint32 *queries)
{
  gsize n = 0;

  for (guint32 i = 0; i < scenes->n; i++)
    if (scenes->scene[i] >= 0)
      queries[n++] = i;
  return draw (random, queries, n, SEM_BCDH_MAX_QUERIES);
}

SemBcdhPairs *
sem_bcdh_pairs_new (SemWork *job,
                    const SemScenes *scenes,
                    const SemBcdhSettings *settings,
                    const float *outputs,
                    gsize k,
                    SemRandom *random)
{
  g_autoptr (SemBcdhPairs) self = g_new0 (SemBcdhPairs, 1);
  g_autofree guint32 *queries = g_new (guint32, scenes->n);
  Miner miner = { scenes, settings, outputs, k, random };
  gboolean goes_on = TRUE;
  gsize n;

  self->pairs = g_array_new (FALSE, FALSE, sizeof (SemBcdhPair));
  miner.pairs = self->pairs;
  miner_init (&miner);
  n = choose_queries (scenes, random, queries);
  self->start = g_new0 (gsize, n + 1);
  for (gsize first = 0; first < n && goes_on; first += BLOCK)
    {
      gsize rows = MIN (BLOCK, n - first);

      find_products (&miner, queries + first, rows);
      for (gsize q = 0; q < rows; q++)
        {
          add_partners (&miner, queries[first + q]);
          add_negatives (&miner, queries[first + q], miner.products + q * scenes->n);
          self->start[++self->n_queries] = self->pairs->len;
        }
      goes_on = sem_work_tick (job, (double) (first + rows) / (double) n);
    }
  miner_clear (&miner);
  return goes_on ? g_steal_pointer (&self) : NULL;
}

void
sem_bcdh_pairs_free (SemBcdhPairs *self)
{
  if (!self)
    return;
  g_array_unref (self->pairs);
  g_free (self->start);
  g_free (self);
}

static int
compare_rows (const void *one, const void *other)
{
  guint32 x = *(const guint32 *) one, y = *(const guint32 *) other;

  return (x > y) - (x < y);
}

static guint32
find_row (const SemBcdhBatch *batch, guint32 row)
{
  const guint32 *found =
    bsearch (&row, batch->rows, batch->n_rows, sizeof *batch->rows, compare_rows);

  return (guint32) (found - batch->rows);
}

void
sem_bcdh_batch_init (SemBcdhBatch *batch, const SemBcdhPairs *pairs, gsize first, gsize n_queries)
{
  gsize from = pairs->start[first];
  gsize to = pairs->start[MIN (first + n_queries, pairs->n_queries)];
  gsize n = 0;

  *batch = (SemBcdhBatch){ .n_pairs = to - from };
  batch->pairs = g_memdup2 (&g_array_index (pairs->pairs, SemBcdhPair, from),
                            batch->n_pairs * sizeof *batch->pairs);
  batch->rows = g_new (guint32, 2 * batch->n_pairs);
  for (gsize p = 0; p < batch->n_pairs; p++)
    {
      batch->rows[n++] = batch->pairs[p].i;
      batch->rows[n++] = batch->pairs[p].j;
    }
  if (n > 0)
    qsort (batch->rows, n, sizeof *batch->rows, compare_rows);
  for (gsize i = 0; i < n; i++)
    if (i == 0 || batch->rows[i] != batch->rows[batch->n_rows - 1])
      batch->rows[batch->n_rows++] = batch->rows[i];
  batch->counts = g_new0 (float, batch->n_rows);
  for (gsize p = 0; p < batch->n_pairs; p++)
    {
      batch->pairs[p].i = find_row (batch, batch->pairs[p].i);
      batch->pairs[p].j = find_row (batch, batch->pairs[p].j);
      batch->counts[batch->pairs[p].i] += 1.0f;
      batch->counts[batch->pairs[p].j] += 1.0f;
    }
}

void
sem_bcdh_batch_clear (SemBcdhBatch *batch)
{
  g_free (batch->pairs);
  g_free (batch->rows);
  g_free (batch->counts);
}
