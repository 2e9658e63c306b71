/* judging.h - rankings measured by the truth of a published set
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/benchmarks/truth.h"
#include "engine/evaluate/trials/trial.h"

G_BEGIN_DECLS

/**
 * sem_judging_set_up:
 * @trial: just initialised, with a split of the truth
 * @truth: borrowed, as long as the trial lives
 * @factors: (out caller-allocates): shape (SEM_EVALUATION_N_FIGURES); as long as the trial lives
 *
 * Makes the trial ask the truth what is relevant and what is ignored, and measure what only such
 * sets have: the three grades of the revisited sets, and N-S, the photos of the query's group among
 * the first four, where queries are in groups.
 */
void sem_judging_set_up (SemTrial *trial, const SemTruth *truth, double *factors);

G_END_DECLS
