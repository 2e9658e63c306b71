/* search-output.h - prints the results of "search"
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/search/search-options.h"
#include "app/cli/search/search-show.h"
#include "engine/search/request/search-answer.h"

G_BEGIN_DECLS

/* Prints lines for people: hits on standard output, remarks about them on standard error. @show:
 * (nullable): draws the hits, too. */
void cli_search_print_lines (const CliSearchOptions *options,
                             const SemSearchAnswer *answer,
                             CliSearchShow *show);
/* Prints one JSON object. @request: with the regions of its sources. */
void cli_search_print_json (const CliSearchOptions *options,
                            const SemSearchRequest *request,
                            const SemSearchAnswer *answer);

G_END_DECLS
