/* search-request.h - makes the request of "search" from its options
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/search/search-options.h"

G_BEGIN_DECLS

/**
 * cli_search_options_make_request:
 * @request: (out) (transfer full): the photos and the bounds, with the scope but for its folders
 *
 * Opens photos whose region is in pixels, for their sides.
 *
 * Returns: CLI_DONE, or the exit status after printing an error
 */
int cli_search_options_make_request (const CliSearchOptions *self,
                                     const CliCommand *command,
                                     SemSearchRequest **request);

G_END_DECLS
