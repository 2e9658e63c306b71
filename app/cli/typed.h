/* typed.h - whether options were typed as letters or names, for app/cli only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Records how an option was typed last. @name: without hyphens; not copied. @letter: the letter, or
 * 0 where it was typed by its name. Main thread only. */
void cli_typed_note (const char *name, char letter);

/* (transfer full): @sentence with "-k" in place of "--count", where that was typed */
char *cli_typed_name (const char *sentence) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
