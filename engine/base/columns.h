/* columns.h - how wide text is in a terminal, for tables of translated words
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: the columns that the first @n_bytes of @text, or all of it for -1, take in a terminal.
 * @text: UTF-8. A Chinese character takes two columns, a combining one none; printf() counts bytes.
 * Any thread. */
guint sem_columns_count (const char *text, gssize n_bytes);

/**
 * sem_columns_pad:
 * @text: UTF-8
 * @width: minimum number of columns; where negative, the spaces come first
 *
 * Returns: (transfer full)
 */
char *sem_columns_pad (const char *text, int width) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
