/* search-folders.h - folders of a library, as an argument names them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"

G_BEGIN_DECLS

/**
 * cli_search_find_folders:
 * @folders: (array zero-terminated) (element-type filename): as given
 * @library: (type filename)
 *
 * Returns: (transfer full) (array zero-terminated): as the library has them: by the given path, or
 *   by the target of links in it; %NULL with %SEM_ERROR_NOT_FOUND where it has no photos there, or
 *   an error of the store
 */
char **cli_search_find_folders (char **folders,
                                const char *library,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
