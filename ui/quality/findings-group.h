/* findings-group.h - photos that stand out in the quality of the library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/quality/finding.h"

G_BEGIN_DECLS

#define SEM_TYPE_FINDINGS_GROUP (sem_findings_group_get_type ())

/**
 * SemFindingsGroup:
 *
 * A list with a title; each row is a photo and why it stands out. It is hidden while it is empty.
 *
 * Signal "opened" (GListModel, uint): the user activated a row: the photos of all rows, and which.
 */
G_DECLARE_FINAL_TYPE (SemFindingsGroup, sem_findings_group, SEM, FINDINGS_GROUP, GtkWidget)

/* @findings: #SemFinding items, which it follows. */
GtkWidget *
sem_findings_group_new (const char *title, const char *description, GListModel *findings);

G_END_DECLS
