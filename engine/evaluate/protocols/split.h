/* split.h - query, gallery and training photos
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The label of a photo without a class, a distractor. */
#define SEM_NO_CLASS G_MAXUINT32

/**
 * SemSplitOptions:
 * @queries_per_class: number of queries of each class; 0 for 10 % of it, rounded, at least 1
 * @all_are_queries: whether every row with a class is a query, and also in the gallery, where it
 *   is left out of its own ranking; then @queries_per_class is ignored
 * @training_per_class: number of training rows of each class; 0 for no limit
 * @max_training: greatest number of training rows, drawn from the gallery; 0 for no limit
 * @training_apart: whether training rows are taken out of the gallery
 * @n_queries: of sets whose lists leave the choice open, queries in all; 0 for @queries_per_class
 */
typedef struct
{
  guint queries_per_class;
  gboolean all_are_queries;
  guint training_per_class;
  gsize max_training;
  gboolean training_apart;
  guint n_queries;
} SemSplitOptions;

/**
 * SemSplit:
 * @queries: shape (n_queries): rows; rising, but for those that lists give
 * @database: shape (n_database): rows of the gallery, rising: those that are no queries, or all
 * @training: shape (n_training): rows, rising, all of them in @database or none
 *
 * Callers may fill it in themselves; sem_split_free() frees the three arrays with g_free().
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
 * @seed: of the choice of queries and training rows
 *
 * At least one row of each class stays in the gallery, so a class of one row has no query. Rows
 * without a class are never queries; they are training rows unless @training_per_class is set.
 *
 * Returns: (transfer full)
 */
SemSplit *sem_split_new (const SemSplitOptions *options,
                         const guint32 *labels,
                         gsize n,
                         guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void sem_split_free (SemSplit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSplit, sem_split_free)

/* Number of relevant photos that P@10 needs. */
#define SEM_SPLIT_SMALL 10

/**
 * SemSplitClasses:
 * @n: number of classes
 * @n_short: number of classes with fewer photos than @queries_per_class and @training_per_class
 *   need together, or than @queries_per_class and one where the latter is 0
 * @n_small: number of classes that have queries but fewer than %SEM_SPLIT_SMALL photos beside one
 * @others: whether there are photos without a class
 */
typedef struct
{
  guint n;
  guint n_short;
  guint n_small;
  gboolean others;
} SemSplitClasses;

/* @labels: (array): shape (n): the class of each photo, from 0 */
SemSplitClasses
sem_split_count_classes (const SemSplitOptions *options, const guint32 *labels, gsize n);

G_END_DECLS
