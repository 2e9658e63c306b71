/* file-errors.h - error messages about a file
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The messages of GIO are for programmers. @error: of GIO, about @file.
 * Returns: (transfer full): a translated sentence that says why @file could not be read and what to
 *   do */
char *sem_words_for_read_error (GFile *file, const GError *error) G_GNUC_WARN_UNUSED_RESULT;
/* As sem_words_for_read_error(), for a file or folder that could not be opened in another
 * program. */
char *sem_words_for_open_error (GFile *file, const GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
