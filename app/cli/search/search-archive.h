/* search-archive.h - "search --archive"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/search/search-options.h"

G_BEGIN_DECLS

/* Whether the options can be combined with --archive, if it is given. Returns: %FALSE after
 * printing an error; the caller returns CLI_USAGE */
gboolean cli_search_check_archive (const CliSearchOptions *options, const CliCommand *command);

/* Searches the archive and prints the answer. Returns: CLI_DONE; CLI_FAILED with @error set, of
 * which nothing was printed */
int cli_search_archive (const CliSearchOptions *options,
                        const CliCommon *common,
                        const SemSearchRequest *request,
                        GError **error);

G_END_DECLS
