/* standard-input.h - reads a photo from standard input
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The argument PHOTO that means standard input. */
#define CLI_STANDARD_INPUT "-"

/**
 * cli_read_standard_input:
 * @error: return location; %SEM_ERROR_UNREADABLE where it cannot be read, is empty or is more than
 *   a gigabyte
 *
 * Blocks until it ends.
 *
 * Returns: (transfer full): %NULL with @error set
 */
GBytes *cli_read_standard_input (GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
