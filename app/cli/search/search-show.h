/* search-show.h - pictures of the hits, in the terminal
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"
#include "engine/search/request/search-answer.h"

G_BEGIN_DECLS

/* Draws pictures with the program chafa, which detects the abilities of the terminal. */
typedef struct _CliSearchShow CliSearchShow;

/**
 * cli_search_show_new:
 * @library: (type filename): the library that has the thumbnails
 * @error: return location; %SEM_ERROR_FAILED where standard output is no terminal or chafa is not
 *   installed
 *
 * Returns: (transfer full): %NULL with @error set
 */
CliSearchShow *cli_search_show_new (const char *library, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cli_search_show_free (CliSearchShow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSearchShow, cli_search_show_free)

/* Prints the photo's thumbnail below what was printed so far; where that fails, a sentence to
 * standard error. */
void cli_search_show_hit (CliSearchShow *self, const SemSearchHit *hit);

G_END_DECLS
