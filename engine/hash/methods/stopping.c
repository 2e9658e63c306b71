/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/hash/methods/stopping-private.h"

#include "engine/base/random.h"

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

#define NEAREST 10
#define DEPTH 100
#define MOST_HELD 500
#define MOST_ASKED 4000
#define QUERIES_A_TASK 25
#define BATCH 64

struct _SemStopping
{
  gsize n_held;
  gsize n_gallery;
  gsize n_kept;
  guint32 *kept;
  guint32 *watched;
  guint32 *nearest; /* shape (n_held, NEAREST): positions in the gallery */
  double best;
  guint n_no_better;
};

typedef struct
{
  SemStopping *stopping;
  const float *x;
  gsize d;
  const float *gallery;
} Search;

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

static gsize
count_free (gsize n, const guint8 *bound)
{
  gsize n_free = n;

  for (gsize i = 0; bound && i < n; i++)
    n_free -= bound[i] != 0;
  return n_free;
}

gboolean
sem_stopping_can (gsize n, const guint8 *bound)
{
  return n >= SEM_STOPPING_FEWEST && count_free (n, bound) >= SEM_STOPPING_FEWEST_HELD;
}

/* Moves the rows that training needs behind the others, which keep their order. */
static void
put_last (guint32 *order, gsize n, const guint8 *bound)
{
  g_autofree guint32 *last = g_new (guint32, n);
  gsize n_free = 0, n_last = 0;

  for (gsize i = 0; i < n; i++)
    if (bound[order[i]])
      last[n_last++] = order[i];
    else
      order[n_free++] = order[i];
  memcpy (order + n_free, last, n_last * sizeof *last);
}

static void
split (SemStopping *self, gsize n, guint64 seed, const guint8 *bound)
{
  g_autofree guint32 *order = g_new (guint32, n);
  SemRandom random;

  self->n_held = MIN (CLAMP (n / 20, SEM_STOPPING_FEWEST_HELD, MOST_HELD), count_free (n, bound));
  self->n_kept = n - self->n_held;
  self->n_gallery = MIN (self->n_kept, MOST_ASKED);
  sem_random_init (&random, seed, SEM_RANDOM_HELD);
  sem_random_permutation (&random, order, n);
  if (bound)
    put_last (order, n, bound);
  self->watched = g_memdup2 (order, (self->n_held + self->n_gallery) * sizeof *order);
  self->kept = g_memdup2 (order + self->n_held, self->n_kept * sizeof *order);
  qsort (self->watched, self->n_held, sizeof *order, compare_rows);
  qsort (self->watched + self->n_held, self->n_gallery, sizeof *order, compare_rows);
  qsort (self->kept, self->n_kept, sizeof *order, compare_rows);
}

/* A strict comparison leaves ties in the order of the rows. */
static void
find_nearest (const float *cosines, gsize n, guint32 *nearest)
{
  float best[NEAREST];
  guint found = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint at = found;

      if (found == NEAREST && cosines[i] <= best[NEAREST - 1])
        continue;
      if (found < NEAREST)
        found++;
      else
        at--;
      for (; at > 0 && best[at - 1] < cosines[i]; at--)
        {
          best[at] = best[at - 1];
          nearest[at] = nearest[at - 1];
        }
      best[at] = cosines[i];
      nearest[at] = (guint32) i;
    }
}

static void
search_task (gsize task, gpointer data)
{
  const Search *s = data;
  SemStopping *self = s->stopping;
  gsize first = task * QUERIES_A_TASK;
  gsize rows = MIN (QUERIES_A_TASK, self->n_held - first);
  g_autofree float *asking = g_new (float, rows * s->d);
  g_autofree float *cosines = g_new (float, rows * self->n_gallery);

  for (gsize i = 0; i < rows; i++)
    memcpy (asking + i * s->d, s->x + self->watched[first + i] * s->d, s->d * sizeof (float));
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, rows, self->n_gallery, s->d, 1.0f, asking,
               s->d, s->gallery, s->d, 0.0f, cosines, self->n_gallery);
  for (gsize i = 0; i < rows; i++)
    find_nearest (cosines + i * self->n_gallery, self->n_gallery,
                  self->nearest + (first + i) * NEAREST);
}

SemStopping *
sem_stopping_new (SemWork *job, const float *x, gsize n, gsize d, guint64 seed, const guint8 *bound)
{
  g_autoptr (SemStopping) self = g_new0 (SemStopping, 1);
  g_autofree float *gallery = NULL;
  Search search;

  g_assert (sem_stopping_can (n, bound));

  self->best = -1.0;
  split (self, n, seed, bound);
  self->nearest = g_new0 (guint32, self->n_held * NEAREST);
  gallery = g_new (float, self->n_gallery *d);
  for (gsize i = 0; i < self->n_gallery; i++)
    memcpy (gallery + i * d, x + self->watched[self->n_held + i] * d, d * sizeof (float));
  search = (Search){ self, x, d, gallery };
  if (!sem_work_parallel (job, (self->n_held + QUERIES_A_TASK - 1) / QUERIES_A_TASK, search_task,
                          &search))
    return NULL;
  return g_steal_pointer (&self);
}

void
sem_stopping_free (SemStopping *self)
{
  if (!self)
    return;
  g_free (self->kept);
  g_free (self->watched);
  g_free (self->nearest);
  g_free (self);
}

const guint32 *
sem_stopping_get_kept (const SemStopping *self, gsize *n_kept)
{
  *n_kept = self->n_kept;
  return self->kept;
}

const guint32 *
sem_stopping_get_held (const SemStopping *self, gsize *n_held)
{
  *n_held = self->n_held;
  return self->watched;
}

const guint32 *
sem_stopping_get_watched (const SemStopping *self, gsize *n_watched)
{
  *n_watched = self->n_held + self->n_gallery;
  return self->watched;
}

static guint64 *
pack (const float *outputs, gsize n, gsize k, gsize n_words)
{
  guint64 *codes = g_new0 (guint64, n * n_words);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < k; j++)
      codes[i * n_words + j / 64] |= (guint64) (outputs[i * k + j] > 0.0f) << (j % 64);
  return codes;
}

/* How many of the nearest are among the first R hits, on average over the orders of ties. */
static double
count_found (const guint *distances, gsize n, gsize k, gsize depth, const guint32 *nearest)
{
  g_autofree gsize *counts = g_new0 (gsize, k + 2);
  double found = 0.0;

  for (gsize i = 0; i < n; i++)
    counts[distances[i] + 1]++;
  for (gsize h = 0; h <= k; h++)
    counts[h + 1] += counts[h];
  for (guint j = 0; j < NEAREST; j++)
    {
      guint distance = distances[nearest[j]];
      gsize nearer = counts[distance];
      gsize equal = counts[distance + 1] - nearer;

      if (nearer < depth)
        found += MIN (1.0, (double) (depth - nearer) / (double) equal);
    }
  return found;
}

double
sem_stopping_measure (const SemStopping *self, const float *outputs, gsize k)
{
  gsize n_words = (k + 63) / 64;
  gsize depth = MIN (DEPTH, self->n_gallery / 10);
  g_autofree guint64 *codes = pack (outputs, self->n_held + self->n_gallery, k, n_words);
  g_autofree guint *distances = g_new (guint, self->n_gallery);
  const guint64 *gallery = codes + self->n_held * n_words;
  double found = 0.0;

  for (gsize q = 0; q < self->n_held; q++)
    {
      for (gsize i = 0; i < self->n_gallery; i++)
        {
          distances[i] = 0;
          for (gsize w = 0; w < n_words; w++)
            distances[i] +=
              (guint) __builtin_popcountll (codes[q * n_words + w] ^ gallery[i * n_words + w]);
        }
      found += count_found (distances, self->n_gallery, k, depth, self->nearest + q * NEAREST);
    }
  return found / (double) (self->n_held * NEAREST);
}

double
sem_stopping_measure_head (const SemStopping *self, SemHashHead *head, const float *x, gsize k)
{
  const gsize n = self->n_held + self->n_gallery;
  g_autofree float *outputs = g_new (float, n *k);

  for (gsize first = 0; first < n; first += BATCH)
    sem_hash_head_forward (head, x, self->watched + first, MIN (BATCH, n - first),
                           outputs + first * k);
  return sem_stopping_measure (self, outputs, k);
}

double
sem_stopping_measure_all (const SemStopping *self, const float *outputs, gsize k)
{
  const gsize n = self->n_held + self->n_gallery;
  g_autofree float *watched = g_new (float, n *k);

  for (gsize i = 0; i < n; i++)
    memcpy (watched + i * k, outputs + (gsize) self->watched[i] * k, k * sizeof (float));
  return sem_stopping_measure (self, watched, k);
}

SemStoppingVerdict
sem_stopping_judge (SemStopping *self, double quality)
{
  if (quality > self->best)
    {
      self->best = quality;
      self->n_no_better = 0;
      return SEM_STOPPING_BETTER;
    }
  self->n_no_better++;
  return self->n_no_better >= SEM_STOPPING_PATIENCE ? SEM_STOPPING_ENOUGH : SEM_STOPPING_NO_BETTER;
}
