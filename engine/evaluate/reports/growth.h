/* growth.h - what training, searching and keeping photos takes, against their number
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/evaluate.h"

G_BEGIN_DECLS

/**
 * SemGrowthPoint:
 * @method: as of SemEvaluationRow: "float", or a method that was trained
 * @n_bits: 0 for float
 * @n: photos that are searched
 * @n_trained: photos that were trained on; 0 for float
 * @training: seconds
 * @searching: seconds for the ten nearest of one query, on one thread
 * @bytes: what has to be in memory: codes and ids, or the features
 */
typedef struct
{
  const char *method;
  guint n_bits;
  gsize n;
  gsize n_trained;
  double training;
  double searching;
  gsize bytes;
} SemGrowthPoint;

/**
 * sem_growth_measure:
 * @options: as for sem_evaluate(); of the methods those whose network is not trained as well
 * @evaluation: of these options: how many photos a method is trained on at most
 * @features: (array): shape (n, d), in random order
 * @cancellable: (nullable)
 *
 * Trains each method at each code length on parts of the photos, from a sixteenth to all, and
 * searches these: as long as two trainings on all. A training that needs more photos than a part
 * has is left out. Unlike other figures these are of this computer, and of this moment. Blocks.
 *
 * Returns: (transfer full) (element-type SemGrowthPoint): by method and length, then by n; NULL
 * with G_IO_ERROR_CANCELLED
 */
GArray *sem_growth_measure (const SemEvaluateOptions *options,
                            const SemEvaluation *evaluation,
                            const float *features,
                            gsize n,
                            gsize d,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_growth_write:
 * @growth: (element-type SemGrowthPoint)
 * @set: (nullable): name of the photos
 * @folder: (type filename): which is there; files with the same names are replaced
 *
 * Writes training-time, search-time and memory, each as SVG, PNG and CSV, and growth.tex, a table
 * for LaTeX. Returns: FALSE with a file error
 */
gboolean
sem_growth_write (const GArray *growth, const char *set, const char *folder, GError **error);

G_END_DECLS
