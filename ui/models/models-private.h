/* models-private.h - parts of the page of models, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/models/models-comparison.h"
#include "ui/models/models-page.h"

G_BEGIN_DECLS

/* @first, @second: positions in the list of models */
void sem_models_comparison_choose (SemModelsComparison *self, guint first, guint second);
/* Returns: (transfer none) */
SemModelPair *sem_models_comparison_get_pair (SemModelsComparison *self);
/* Returns: (transfer none) */
SemModelsComparison *sem_models_page_get_comparison (SemModelsPage *self);

G_END_DECLS
