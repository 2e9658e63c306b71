/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/split.h"

#include "engine/hash/random.h"

static gsize
count_queries (gsize size, guint wanted)
{
  gsize n = wanted > 0 ? wanted : MAX (1, (size + 5) / 10);

  return MIN (n, size - 1);
}

/* Walks the rows in random order: the first ones of each class ask. */
SemSplit *
sem_split_new (const guint32 *labels, gsize n, guint queries_per_class, guint64 seed)
{
  SemSplit *self = g_new0 (SemSplit, 1);
  g_autoptr (GHashTable) sizes = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree gboolean *asks = g_new0 (gboolean, n);
  SemRandom random;

  self->queries = g_new (guint32, n);
  self->database = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    {
      gpointer label = GUINT_TO_POINTER (labels[i]);
      gsize size = GPOINTER_TO_SIZE (g_hash_table_lookup (sizes, label));

      g_hash_table_insert (sizes, label, GSIZE_TO_POINTER (size + 1));
    }
  sem_random_init (&random, seed, SEM_RANDOM_SPLIT);
  sem_random_permutation (&random, order, n);
  for (gsize i = 0; i < n; i++)
    {
      gpointer label = GUINT_TO_POINTER (labels[order[i]]);
      gsize size = GPOINTER_TO_SIZE (g_hash_table_lookup (sizes, label));
      gsize used = GPOINTER_TO_SIZE (g_hash_table_lookup (taken, label));

      asks[order[i]] = used < count_queries (size, queries_per_class);
      g_hash_table_insert (taken, label, GSIZE_TO_POINTER (used + 1));
    }
  for (gsize i = 0; i < n; i++)
    if (asks[i])
      self->queries[self->n_queries++] = (guint32) i;
    else
      self->database[self->n_database++] = (guint32) i;
  return self;
}

void
sem_split_free (SemSplit *self)
{
  if (self == NULL)
    return;
  g_free (self->queries);
  g_free (self->database);
  g_free (self);
}
