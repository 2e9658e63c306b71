/* model-pair.h - any two models of a library, measured on the same photos in the background
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_MODEL_PAIR (sem_model_pair_get_type ())

/**
 * SemModelPair:
 *
 * For the main thread; every function returns at once. Properties, which change in the main thread
 * only:
 *
 * - "running" (boolean): whether they are being measured
 * - "progress" (double): completed share, 0 to 1
 * - "problem" (string, nullable): a translated sentence: why they could not be measured
 */
G_DECLARE_FINAL_TYPE (SemModelPair, sem_model_pair, SEM, MODEL_PAIR, GObject)

SemModelPair *sem_model_pair_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Measures two models of the library, or one if both are it; what is running is stopped first. */
void sem_model_pair_start (SemModelPair *self, SemCodes *before, SemCodes *after);
void sem_model_pair_stop (SemModelPair *self);
gboolean sem_model_pair_get_running (SemModelPair *self);
/* Returns: (transfer none) (nullable) */
const char *sem_model_pair_get_problem (SemModelPair *self);
/* @overlap: (out) (optional): how much the first results of both have in common, 0 to 1
 * Returns: whether both were measured; @before and @after are (out) */
gboolean sem_model_pair_get_measures (SemModelPair *self,
                                      SemMeasures *before,
                                      SemMeasures *after,
                                      double *overlap);

G_END_DECLS
