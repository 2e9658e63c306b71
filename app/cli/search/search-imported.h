/* search-imported.h - "search" by features that were imported
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/search/search-options.h"

G_BEGIN_DECLS

/* Checks the options that are combined with --features, searches, and prints the hits. Returns: an
 * exit status */
int cli_search_imported (const CliSearchOptions *options,
                         const CliCommand *command,
                         const CliCommon *common);

G_END_DECLS
