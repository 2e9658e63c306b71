/* judging.h - measures rankings by the truth of a published set
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
 * Makes the trial use the truth for relevant and ignored photos, and compute the figures that only
 * such sets have: the three grades of the revisited sets, and where queries are in groups N-S, the
 * photos of the query's group among the first four.
 */
void sem_judging_set_up (SemTrial *trial, const SemTruth *truth, double *factors);

G_END_DECLS
