/* evaluate-private.h - what the protocol fills in and the reports read
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/* @samples holds for each row the figures of each seed, shape (rows, n_seeds, figures). */
struct _SemEvaluation
{
  char *set;
  char *protocol;
  gsize n_queries;
  gsize n_database;
  guint64 first_seed;
  guint n_seeds;
  GArray *rows;
  double *samples;
};

G_END_DECLS
