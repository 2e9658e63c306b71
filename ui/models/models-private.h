/* models-private.h - parts of the pages of models and networks, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/models/models-comparison.h"
#include "ui/models/models-page.h"
#include "ui/models/networks-page.h"

G_BEGIN_DECLS

/* @first, @second: positions in the list of models */
void sem_models_comparison_choose (SemModelsComparison *self, guint first, guint second);
/* Returns: (transfer none) */
SemModelPair *sem_models_comparison_get_pair (SemModelsComparison *self);
/* Returns: (transfer none) */
SemModelsComparison *sem_models_page_get_comparison (SemModelsPage *self);
/* Returns: (transfer none) */
SemNetworks *sem_networks_page_get_networks (SemNetworksPage *self);

/* Returns: (transfer none): by which models that were never compared are measured, one at a time,
 * while the page is shown */
SemModelPair *sem_models_page_get_measured (SemModelsPage *self);

G_END_DECLS
