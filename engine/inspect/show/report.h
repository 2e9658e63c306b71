/* report.h - an inspection as JSON and as a page
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/inspect/inspection.h"
#include "engine/inspect/labels/labels.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * sem_inspect_add_json:
 *
 * Adds to the object that is open in @builder: "photos", "bits", "queries", "verdict" (a sentence),
 * "faults" (an array of names, empty for a healthy model), "metrics" (an object of objects with
 * "value" and "healthy", an array of the least and the largest healthy value; metrics that were not
 * measured are left out), "reach_depth" (R of the reaches), and "depths", "nn10" and "nn10_ranked"
 * (arrays of equal length).
 */
void sem_inspect_add_json (JsonBuilder *builder, const SemInspection *inspection);

/**
 * sem_inspect_make_page:
 * @path: (type filename): the library
 * @model: the row of a model, or 0 for the active one
 * @inspection: of this model
 * @labels: (nullable): what was measured with folders as classes
 * @progress: (nullable)
 *
 * Makes one HTML page with the verdict, the metrics, the plots with their data as tables, and
 * strips of thumbnails of the worst queries and of hubs. It contains everything that it shows,
 * refers to nothing outside itself, and is legible on light and dark screens. Blocks.
 *
 * Returns: (transfer full): the page in UTF-8, or %NULL with an error of the store, or
 *   G_IO_ERROR_CANCELLED
 */
char *sem_inspect_make_page (const char *path,
                             gint64 model,
                             const SemInspection *inspection,
                             const SemLabels *labels,
                             const SemProgress *progress,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
