/* split.h - which photos ask and which are searched
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemSplit:
 * @queries: n_queries row numbers, rising
 * @database: n_database row numbers, rising: every row that is no query
 */
typedef struct
{
  guint32 *queries;
  gsize n_queries;
  guint32 *database;
  gsize n_database;
} SemSplit;

/**
 * sem_split_new:
 * @labels: (array): n classes; any numbers
 * @queries_per_class: how many rows of each class ask; 0 for 10 % of it, rounded, at least 1
 * @seed: which ones
 *
 * A class always keeps one row in the database, so that a class of one never asks.
 */
SemSplit *sem_split_new (const guint32 *labels, gsize n, guint queries_per_class, guint64 seed)
  G_GNUC_WARN_UNUSED_RESULT;
void sem_split_free (SemSplit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemSplit, sem_split_free)

G_END_DECLS
