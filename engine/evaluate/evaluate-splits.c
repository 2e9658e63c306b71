/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/evaluate-splits.h"

#include <glib/gi18n-lib.h>

SemSplitOptions
sem_evaluate_get_split_options (const SemEvaluateOptions *options)
{
  SemSplitOptions split = options->protocol->split;

  if (options->queries_per_class > 0 && split.n_queries > 0)
    split.n_queries = options->queries_per_class;
  else if (options->queries_per_class > 0)
    split.queries_per_class = options->queries_per_class;
  return split;
}

SemSplit *
sem_evaluate_make_split (const SemEvaluateOptions *options,
                         const guint32 *labels,
                         gsize n,
                         guint seed_number)
{
  SemSplitOptions split = sem_evaluate_get_split_options (options);
  const guint64 seed = options->first_seed + seed_number;

  return options->truth ? sem_truth_split (options->truth, &split, seed)
                        : sem_split_new (&split, labels, n, seed);
}

gboolean
sem_evaluate_check_split (const SemEvaluateOptions *options, const SemSplit *split, GError **error)
{
  const gboolean trains = options->n_methods > 0 && options->n_bits > 0;
  const char *name = options->protocol->name;

  if (split->n_queries == 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                 _("There is nothing to evaluate by %s: no label has two photos, one for a query "
                   "and one to find. Check the lists, or add photos."),
                 name);
  else if (split->n_database == 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                 _("There is nothing to evaluate by %s: every photo is a query, and none is left "
                   "to be found. Check the lists, or add photos."),
                 name);
  else if (trains && split->n_training == 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                 _("There is nothing to train on by %s: no label has a photo that is not a query. "
                   "Check the lists, or add photos."),
                 name);
  else
    return TRUE;
  return FALSE;
}

gboolean
sem_evaluate_can (const SemEvaluateOptions *options,
                  const SemSplitClasses *classes,
                  const guint32 *labels,
                  gsize n,
                  GError **error)
{
  g_autoptr (SemSplit) split = sem_evaluate_make_split (options, labels, n, 0);

  if (options->truth)
    return sem_evaluate_check_split (options, split, error);
  if (split->n_queries == 0)
    g_set_error_literal (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                         _("There is nothing to evaluate: no class has two photos. Put the photos "
                           "of each class into a folder of their own."));
  else if (classes->n == 1 && !classes->others)
    g_set_error_literal (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                         _("There is nothing to evaluate: all photos are of one class, so every "
                           "hit is relevant. Put the photos of each class into a folder of their "
                           "own."));
  else
    return TRUE;
  return FALSE;
}
