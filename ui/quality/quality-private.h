/* quality-private.h - parts of the quality page and of the strips, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/quality/figure-card.h"
#include "ui/quality/labels-group.h"
#include "ui/quality/quality-page.h"
#include "ui/quality/scenes/scenes-group.h"
#include "ui/quality/strip-cell.h"
#include "ui/quality/strips-page.h"

G_BEGIN_DECLS

/* Each returns: (transfer none): a part of a card, of a group or of a page */
SemPlotView *sem_figure_card_get_view (SemFigureCard *self);
GtkListView *sem_figure_card_get_table (SemFigureCard *self);
SemLabelInspector *sem_labels_group_get_inspector (SemLabelsGroup *self);
GtkFlowBox *sem_labels_group_get_cards (SemLabelsGroup *self);
SemSceneFigures *sem_scenes_group_get_figures (SemScenesGroup *self);
GtkFlowBox *sem_scenes_group_get_cards (SemScenesGroup *self);
SemSceneList *sem_scenes_group_get_list (SemScenesGroup *self);
/* (nullable): without scenes */
SemPairsCard *sem_scenes_group_get_pairs (SemScenesGroup *self);
/* (nullable): likewise */
GtkSelectionModel *sem_scene_list_get_model (SemSceneList *self);
GtkListBox *sem_pairs_card_get_list (SemPairsCard *self);
GtkFlowBox *sem_quality_page_get_cards (SemQualityPage *self);
SemLabelsGroup *sem_quality_page_get_labels (SemQualityPage *self);
SemScenesGroup *sem_quality_page_get_scenes (SemQualityPage *self);
SemStripView *sem_strips_page_get_view (SemStripsPage *self);

/* Chooses the settings of the group of labels. @level: 0 for the folders that photos lie in. */
void sem_labels_group_choose (SemLabelsGroup *self, gboolean methods, guint level);
/* Returns: (transfer none): its name for a screen reader */
const char *sem_strip_cell_get_words (SemStripCell *self);

G_END_DECLS
