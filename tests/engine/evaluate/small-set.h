/* small-set.h - a small labelled set and quick options, for the tests of evaluations
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"
#include "tests/engine/hash/fixture.h"

/* Photos, dimension of their features, and classes. */
#define N 160
#define D 24
#define CLASSES 4

/* (transfer full): shape (n): the class of each photo, 0 to CLASSES - 1 in turn. */
static inline guint32 *
make_labels (gsize n)
{
  guint32 *labels = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    labels[i] = i % CLASSES;
  return labels;
}

static inline void
set_small_options (SemEvaluateOptions *options)
{
  sem_evaluate_options_init (options);
  options->bits[0] = 16;
  options->bits[1] = 32;
  options->n_seeds = 2;
  options->queries_per_class = 5;
  options->hash.epochs = 3;
}

/* (transfer full): of CLASSES clusters, by quick options. */
static inline SemEvaluation *
evaluate_clusters (double noise)
{
  g_autofree float *features = fixture_clusters (N, D, CLASSES, noise, 5);
  g_autofree guint32 *labels = make_labels (N);
  g_autoptr (GError) error = NULL;
  SemEvaluateOptions options;
  SemEvaluation *result;

  set_small_options (&options);
  result = sem_evaluate (&options, features, labels, N, D, NULL, &error);
  g_assert_no_error (error);
  return result;
}
