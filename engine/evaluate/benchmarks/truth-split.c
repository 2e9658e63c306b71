/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/random.h"
#include "engine/evaluate/benchmarks/truth.h"

#define WORD_BITS 64

static gsize
count_label (const SemTruth *self, guint label)
{
  gsize n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += sem_truth_has_label (self, i, label);
  return n;
}

/* How many photos of each label are wanted: @most, but not more than half of them. */
static gsize *
count_wanted (const SemTruth *self, guint most)
{
  const guint n_labels = self->n_words * WORD_BITS;
  gsize *wanted = g_new (gsize, n_labels + 1);

  for (guint l = 0; l < n_labels; l++)
    wanted[l] = MIN (most, count_label (self, l) / 2);
  return wanted;
}

/* Whether the row is taken for the first of its labels that still wants one. */
static gboolean
take (const SemTruth *self, guint32 row, gsize *wanted)
{
  for (guint l = 0; l < self->n_words * WORD_BITS; l++)
    if (wanted[l] > 0 && sem_truth_has_label (self, row, l))
      {
        wanted[l]--;
        return TRUE;
      }
  return FALSE;
}

static void
draw_queries (const SemTruth *self,
              const SemSplitOptions *options,
              const guint32 *order,
              gboolean *is_query)
{
  const guint n = self->rows->len;
  g_autofree gsize *wanted = NULL;

  if (options->n_queries > 0)
    {
      for (guint i = 0; i < MIN (options->n_queries, n / 2); i++)
        is_query[order[i]] = TRUE;
      return;
    }
  wanted = count_wanted (self, options->queries_per_class);
  for (guint i = 0; i < n; i++)
    is_query[order[i]] = take (self, order[i], wanted);
}

/* @from: (array): shape (n): the rows to draw from, in random order. Rising in the split. */
static void
draw_training (const SemTruth *self,
               const SemSplitOptions *options,
               const guint32 *from,
               gsize n,
               SemSplit *split)
{
  const gsize most = options->max_training > 0 ? options->max_training : n;
  g_autofree gsize *wanted = NULL;
  g_autofree gboolean *chosen = g_new0 (gboolean, self->rows->len + 1);
  gsize taken = 0;

  if (options->training_per_class > 0 && self->training->len == 0)
    wanted = count_wanted (self, options->training_per_class);
  for (gsize i = 0; i < n && taken < most; i++)
    if (!chosen[from[i]] && (!wanted || take (self, from[i], wanted)))
      {
        chosen[from[i]] = TRUE;
        taken++;
      }
  split->training = g_new (guint32, taken + 1);
  for (guint32 i = 0; i < self->rows->len; i++)
    if (chosen[i])
      split->training[split->n_training++] = i;
}

static guint32 *
shuffle (const guint32 *rows, gsize n, SemRandom *random)
{
  g_autofree guint32 *order = g_new (guint32, n + 1);
  guint32 *shuffled = g_new (guint32, n + 1);

  sem_random_permutation (random, order, n);
  for (gsize i = 0; i < n; i++)
    shuffled[i] = rows[order[i]];
  return shuffled;
}

static void
take_listed (const SemTruth *self, SemSplit *split)
{
  split->n_queries = self->queries->len;
  split->queries =
    g_memdup2 (self->queries->data, MAX (1, split->n_queries) * sizeof *split->queries);
  split->n_database = self->database->len;
  split->database =
    g_memdup2 (self->database->data, MAX (1, split->n_database) * sizeof *split->database);
}

static void
draw (const SemTruth *self, const SemSplitOptions *options, SemRandom *random, SemSplit *split)
{
  const guint n = self->rows->len;
  g_autofree guint32 *order = g_new (guint32, n + 1);
  g_autofree gboolean *is_query = g_new0 (gboolean, n + 1);

  sem_random_permutation (random, order, n);
  draw_queries (self, options, order, is_query);
  split->queries = g_new (guint32, n + 1);
  split->database = g_new (guint32, n + 1);
  for (guint32 i = 0; i < n; i++)
    if (is_query[i])
      split->queries[split->n_queries++] = i;
    else
      split->database[split->n_database++] = i;
}

SemSplit *
sem_truth_split (const SemTruth *self, const SemSplitOptions *options, guint64 seed)
{
  SemSplit *split = g_new0 (SemSplit, 1);
  const gboolean listed = self->training->len > 0;
  g_autofree guint32 *from = NULL;
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  if (self->queries->len > 0)
    take_listed (self, split);
  else
    draw (self, options, &random, split);
  from = listed ? shuffle ((guint32 *) self->training->data, self->training->len, &random)
                : shuffle (split->database, split->n_database, &random);
  draw_training (self, options, from, listed ? self->training->len : split->n_database, split);
  return split;
}
