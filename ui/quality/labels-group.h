/* labels-group.h - the quality with folders as classes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/label-inspector.h"

G_BEGIN_DECLS

#define SEM_TYPE_LABELS_GROUP (sem_labels_group_get_type ())

/**
 * SemLabelsGroup:
 *
 * What is compared, which folders are classes, and a button that measures; then a summary and a
 * card for each figure.
 *
 * Signal "point-opened" (#SemFigureCard, pointer to #SemPlotPoint): the user opened a point of a
 * card.
 */
G_DECLARE_FINAL_TYPE (SemLabelsGroup, sem_labels_group, SEM, LABELS_GROUP, GtkWidget)

GtkWidget *sem_labels_group_new (SemLibrary *library);
/* Stops measuring. */
void sem_labels_group_stop (SemLabelsGroup *self);

G_END_DECLS
