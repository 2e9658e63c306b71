/* imported.h - commands with --features NAME: features that were imported
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "app/cli/search/search-options.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/* "train --features": trains a model of imported features, and prints what it did. Returns: an exit
 * status */
int cli_train_imported (const CliCommon *common, const char *name, const SemHashOptions *options);

/* "search --features": checks what it can be combined with, searches, and prints the hits. Returns:
 * an exit status */
int cli_search_imported (const CliSearchOptions *options,
                         const CliCommand *command,
                         const CliCommon *common);

G_END_DECLS
