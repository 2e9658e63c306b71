/* inspector.h - the quality of a library's codes, measured in the background
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/library.h"
#include "engine/model/quality/figure.h"
#include "engine/model/quality/finding.h"

G_BEGIN_DECLS

#define SEM_TYPE_INSPECTOR (sem_inspector_get_type ())

/**
 * SemInspector:
 *
 * Measures the active model. For the main thread; every function returns at once. Properties, which
 * change in the main thread only:
 *
 * - "running" (boolean): whether it is being measured
 * - "progress" (double): completed share, 0 to 1
 * - "verdict" (string, nullable): a translated sentence; %NULL while nothing was measured
 * - "healthy" (boolean): whether the verdict names no fault
 * - "problem" (string, nullable): a translated sentence: why it could not be measured
 */
G_DECLARE_FINAL_TYPE (SemInspector, sem_inspector, SEM, INSPECTOR, GObject)

SemInspector *sem_inspector_new (SemLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
/* Loads the last measurement, and measures again where the library has changed since. Does nothing
 * while it runs. */
void sem_inspector_start (SemInspector *self);
/* Stops measuring. Results so far are stored, and the next start continues from them. */
void sem_inspector_stop (SemInspector *self);

gboolean sem_inspector_get_running (SemInspector *self);
/* Each (transfer none) (nullable). */
const char *sem_inspector_get_verdict (SemInspector *self);
const char *sem_inspector_get_problem (SemInspector *self);
gboolean sem_inspector_get_healthy (SemInspector *self);
/**
 * sem_inspector_get_figures:
 *
 * Returns: (transfer none): #SemFigure items
 */
GListModel *sem_inspector_get_figures (SemInspector *self);
/**
 * sem_inspector_get_worst:
 *
 * Returns: (transfer none): #SemFinding items: photos whose closest matches are lost most, the
 *   worst first
 */
GListModel *sem_inspector_get_worst (SemInspector *self);
/**
 * sem_inspector_get_hubs:
 *
 * Returns: (transfer none): #SemFinding items: photos that are near to most others
 */
GListModel *sem_inspector_get_hubs (SemInspector *self);
/**
 * sem_inspector_list_photos:
 * @figure: of this inspector
 * @point: of its plot
 *
 * Returns: (transfer full): #SemPhoto items: the photos behind the point
 */
GListModel *sem_inspector_list_photos (SemInspector *self,
                                       SemFigure *figure,
                                       const SemPlotPoint *point) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
