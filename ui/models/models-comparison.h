/* models-comparison.h - any two models of the library side by side
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/model-pair.h"

G_BEGIN_DECLS

#define SEM_TYPE_MODELS_COMPARISON (sem_models_comparison_get_type ())

/**
 * SemModelsComparison:
 *
 * Two models to choose, what is measured of both, and a button that shows what ten photos find by
 * them. Visible while the library has two models or more.
 */
G_DECLARE_FINAL_TYPE (SemModelsComparison, sem_models_comparison, SEM, MODELS_COMPARISON, GtkWidget)

/* @models: #SemCodes items, which it follows. */
GtkWidget *sem_models_comparison_new (SemLibrary *library, GListModel *models);

G_END_DECLS
