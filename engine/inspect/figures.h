/* figures.h - measures the bits, distances and outputs of codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/inspect/inspection.h"
#include "engine/inspect/subject.h"

G_BEGIN_DECLS

/* Number of bins of the histogram of outputs; sem_inspect_get_output() is the middle of a bin, from
 * -4 to 4, in units of the outputs' root mean square. */
#define SEM_INSPECT_N_OUTPUTS 41
double sem_inspect_get_output (guint bin);

/**
 * sem_inspect_overlap:
 * @a, @b: (array): shape (n): counts of two histograms
 *
 * Returns: the sum over the bins of the smaller of both shares, from 0 (apart) to 1 (equal)
 */
double sem_inspect_overlap (const double *a, const double *b, gsize n);

/* @inspection: (inout): has near.distances; receives the arrays and metrics of bits, distances and
 * outputs. */
void sem_inspect_figures (SemInspectSubject *subject, SemInspection *inspection);

G_END_DECLS
