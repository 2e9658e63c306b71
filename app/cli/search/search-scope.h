/* search-scope.h - the options of "search" that narrow where it searches
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/search/request/search-request.h"

G_BEGIN_DECLS

/**
 * CliScopeWords:
 * @since: (nullable): a day, month or year
 * @until: (nullable): a day, month or year
 * @orientation: (nullable): "landscape", "portrait" or "square"
 * @types: (nullable) (array zero-terminated=1): endings of file names; each may be several, with
 *   commas between them, and a dot before each
 *
 * As on the command line. All are owned.
 */
typedef struct
{
  char *since;
  char *until;
  char *orientation;
  char **types;
} CliScopeWords;

void cli_scope_words_clear (CliScopeWords *self);

/**
 * cli_scope_words_parse:
 * @scope: (inout): receives dates, orientation and types; the caller frees its types
 *
 * Returns: %FALSE after printing what is wrong
 */
gboolean
cli_scope_words_parse (const CliScopeWords *self, const CliCommand *command, SemSearchScope *scope);

G_END_DECLS
