/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/protocols/split.h"

#include "engine/base/random.h"

/* Rows of each class, by label. */
typedef GHashTable Counts;

static gsize
get_count (Counts *counts, guint32 label)
{
  return GPOINTER_TO_SIZE (g_hash_table_lookup (counts, GUINT_TO_POINTER (label)));
}

static gsize
add_one (Counts *counts, guint32 label)
{
  gsize before = get_count (counts, label);

  g_hash_table_insert (counts, GUINT_TO_POINTER (label), GSIZE_TO_POINTER (before + 1));
  return before;
}

static gsize
count_queries (gsize size, guint wanted)
{
  gsize n = wanted > 0 ? wanted : MAX (1, (size + 5) / 10);

  return MIN (n, size - 1);
}

static Counts *
count_sizes (const guint32 *labels, gsize n)
{
  Counts *sizes = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < n; i++)
    add_one (sizes, labels[i]);
  return sizes;
}

/* In random order, the first rows of each class become queries. */
static void
choose_queries (const SemSplitOptions *options,
                const guint32 *labels,
                const guint32 *order,
                gsize n,
                gboolean *is_query)
{
  g_autoptr (GHashTable) sizes = count_sizes (labels, n);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < n; i++)
    {
      guint32 label = labels[order[i]];
      gsize size = get_count (sizes, label);

      if (label == SEM_NO_CLASS)
        continue;
      is_query[order[i]] =
        options->all_are_queries
          ? size > 1
          : add_one (taken, label) < count_queries (size, options->queries_per_class);
    }
}

static void
choose_training (SemSplit *self,
                 const SemSplitOptions *options,
                 const guint32 *labels,
                 gsize n,
                 SemRandom *random)
{
  gsize most = options->max_training > 0 ? options->max_training : n;
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  g_autofree guint32 *order = g_new (guint32, self->n_database);
  g_autofree gboolean *is_training = g_new0 (gboolean, self->n_database);

  sem_random_permutation (random, order, self->n_database);
  for (gsize i = 0, n_chosen = 0; i < self->n_database && n_chosen < most; i++)
    {
      guint32 label = labels[self->database[order[i]]];

      if (options->training_per_class > 0
          && (label == SEM_NO_CLASS || add_one (taken, label) >= options->training_per_class))
        continue;
      is_training[order[i]] = TRUE;
      n_chosen++;
    }
  self->training = g_new (guint32, self->n_database);
  for (gsize i = 0; i < self->n_database; i++)
    if (is_training[i])
      self->training[self->n_training++] = self->database[i];
}

/* Takes the training rows out of the gallery; both rise. */
static void
set_apart (SemSplit *self)
{
  gsize n = 0;

  for (gsize i = 0, t = 0; i < self->n_database; i++)
    if (t < self->n_training && self->training[t] == self->database[i])
      t++;
    else
      self->database[n++] = self->database[i];
  self->n_database = n;
}

SemSplit *
sem_split_new (const SemSplitOptions *options, const guint32 *labels, gsize n, guint64 seed)
{
  SemSplit *self = g_new0 (SemSplit, 1);
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree gboolean *is_query = g_new0 (gboolean, n);
  SemRandom random;

  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, order, n);
  choose_queries (options, labels, order, n, is_query);
  self->queries = g_new (guint32, n);
  self->database = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      if (is_query[i])
        self->queries[self->n_queries++] = (guint32) i;
      if (!is_query[i] || options->all_are_queries)
        self->database[self->n_database++] = (guint32) i;
    }
  choose_training (self, options, labels, n, &random);
  if (options->training_apart && self->n_training < self->n_database)
    set_apart (self);
  return self;
}

void
sem_split_free (SemSplit *self)
{
  if (!self)
    return;
  g_free (self->queries);
  g_free (self->database);
  g_free (self->training);
  g_free (self);
}

SemSplitClasses
sem_split_count_classes (const SemSplitOptions *options, const guint32 *labels, gsize n)
{
  g_autoptr (GHashTable) sizes = count_sizes (labels, n);
  gsize wanted = options->all_are_queries ? 0 : options->queries_per_class;
  SemSplitClasses classes = { 0 };
  GHashTableIter iter;
  gpointer label, size;

  wanted += MAX (options->training_per_class, 1);
  g_hash_table_iter_init (&iter, sizes);
  while (g_hash_table_iter_next (&iter, &label, &size))
    if (GPOINTER_TO_UINT (label) == SEM_NO_CLASS)
      classes.others = TRUE;
    else
      {
        classes.n++;
        classes.n_short += GPOINTER_TO_SIZE (size) < wanted;
        classes.n_small +=
          GPOINTER_TO_SIZE (size) > 1 && GPOINTER_TO_SIZE (size) <= SEM_SPLIT_SMALL;
      }
  return classes;
}
