/* label-inspector.h - the quality with folders as classes, measured in the background
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"
#include "engine/model/quality/figure.h"

G_BEGIN_DECLS

#define SEM_TYPE_LABEL_INSPECTOR (sem_label_inspector_get_type ())

/**
 * SemLabelInspector:
 *
 * Ranks all photos of the library for a tenth of each folder. For the main thread; every function
 * returns at once. Properties, which change in the main thread only:
 *
 * - "running" (boolean): whether it is being measured
 * - "progress" (double): completed share, 0 to 1
 * - "summary" (string, nullable): a translated sentence with the main figures; changes when all
 *   figures are known
 * - "problem" (string, nullable): a translated sentence: why it could not be measured
 */
G_DECLARE_FINAL_TYPE (SemLabelInspector, sem_label_inspector, SEM, LABEL_INSPECTOR, GObject)

SemLabelInspector *sem_label_inspector_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_label_inspector_start:
 * @methods: whether methods are trained and compared as well, besides the library's models
 * @level: 0 where the folders that photos lie in are classes, or how many levels below the
 *   library's folders the folders are that are classes
 *
 * Measures; what is running is stopped first.
 */
void sem_label_inspector_start (SemLabelInspector *self, gboolean methods, guint level);
void sem_label_inspector_stop (SemLabelInspector *self);

gboolean sem_label_inspector_get_running (SemLabelInspector *self);
double sem_label_inspector_get_progress (SemLabelInspector *self);
/* Each (transfer none) (nullable). */
const char *sem_label_inspector_get_summary (SemLabelInspector *self);
const char *sem_label_inspector_get_problem (SemLabelInspector *self);
/* Returns: depth of the deepest folder with photos below the library's folders; 0 while it is not
 * known */
guint sem_label_inspector_get_n_levels (SemLabelInspector *self);
/**
 * sem_label_inspector_get_figures:
 *
 * Returns: (transfer none): #SemFigure items
 */
GListModel *sem_label_inspector_get_figures (SemLabelInspector *self);

G_END_DECLS
