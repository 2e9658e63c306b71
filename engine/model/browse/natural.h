/* natural.h - an order of file names as people read them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Compares two file names, or paths: without case and accents, numbers by their value, and what
 * lies in a folder right after the folder. Names that differ are never equal. Bytes that are not
 * UTF-8 come last. Any thread; needs no memory.
 * Returns: below, above or equal to 0 */
int sem_natural_compare (const char *a, const char *b);

/* Returns: the letter that a name is found under: a capital without accents, or '#' for what does
 * not begin with a letter. */
gunichar sem_natural_initial (const char *name);

/* Whether @text contains @part, without regard to case. Both are file names, or parts of them. */
gboolean sem_natural_contains (const char *text, const char *part);

G_END_DECLS
