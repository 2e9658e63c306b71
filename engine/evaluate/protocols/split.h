/* split.h - which photos ask, which are searched and which teach
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The label of a photo that belongs to no class: it only distracts. */
#define SEM_NO_CLASS G_MAXUINT32

/**
 * SemSplitOptions:
 * @queries_per_class: how many rows of each class ask; 0 for 10 % of it, rounded, at least 1
 * @all_ask: every row with a class asks, and stays in the database, where it is left out of its own
 *   ranking; @queries_per_class does not matter then
 * @training_per_class: rows of each class that teach; 0 for no such limit
 * @max_training: rows that teach at most, drawn from the database; 0 for all
 */
typedef struct
{
  guint queries_per_class;
  gboolean all_ask;
  guint training_per_class;
  gsize max_training;
} SemSplitOptions;

/**
 * SemSplit:
 * @queries: n_queries row numbers, rising
 * @database: n_database row numbers, rising: every row that is no query, or all rows
 * @training: n_training row numbers, rising, all of them in @database
 *
 * Anybody may fill one in; sem_split_free() frees the three arrays.
 */
typedef struct
{
  guint32 *queries;
  gsize n_queries;
  guint32 *database;
  gsize n_database;
  guint32 *training;
  gsize n_training;
} SemSplit;

/**
 * sem_split_new:
 * @labels: (array): n classes; any numbers, or SEM_NO_CLASS
 * @seed: which rows ask and which teach
 *
 * A class always keeps one row in the database, so that a class of one never asks. Rows without a
 * class never ask; they teach unless @training_per_class is set.
 */
SemSplit *sem_split_new (const SemSplitOptions *options,
                         const guint32 *labels,
                         gsize n,
                         guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void sem_split_free (SemSplit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSplit, sem_split_free)

/**
 * SemSplitClasses:
 * @n: classes, the photos without one left out
 * @n_short: those with too few photos for @queries_per_class to ask and @training_per_class, or one
 *   where that says nothing, to be left
 * @others: whether there are photos without a class
 */
typedef struct
{
  guint n;
  guint n_short;
  gboolean others;
} SemSplitClasses;

SemSplitClasses
sem_split_count_classes (const SemSplitOptions *options, const guint32 *labels, gsize n);

G_END_DECLS
