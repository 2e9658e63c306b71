/* index-report.h - the report of the command index
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/indexing/indexer.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/**
 * cli_report_index:
 * @folders: (nullable) (element-type gint64): ids of the folders that were indexed; %NULL for all
 * @verbose: whether to name the files that were left out
 *
 * Prints the counts of the run, the contents of the library, and the offline folders.
 *
 * Returns: FALSE with an error of the store
 */
gboolean cli_report_index (SemStore *store,
                           const SemIndexSummary *summary,
                           const GArray *folders,
                           gboolean json,
                           gboolean verbose,
                           GError **error);

G_END_DECLS
