/* output.h - a file that a person names to be written
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

#include <stdio.h>

G_BEGIN_DECLS

/**
 * SemOutput:
 *
 * A file is written beside its name and takes it when it is whole, so that one of that name is
 * replaced by a whole one or stays as it was, with its permissions. Links are followed: the file
 * that they lead to is replaced, or made. What is no regular file, such as a device or a pipe, is
 * written in place, and so are standard output and error by whatever name.
 *
 * For one thread at a time. Every function that fails does so with SEM_ERROR_FAILED and a sentence
 * that names the file, and blocks.
 */
typedef struct _SemOutput SemOutput;

/**
 * sem_output_new:
 * @path: (type filename)
 * @seeks: whether the stream is read or written at other places than its end
 * @error: return location; SEM_ERROR_FAILED
 *
 * Returns: (transfer full)
 */
SemOutput *
sem_output_new (const char *path, gboolean seeks, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Drops what was written, if it was not finished, but for what was written in place. */
void sem_output_free (SemOutput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemOutput, sem_output_free)

/* Returns: (transfer none): until sem_output_finish() */
FILE *sem_output_get_stream (const SemOutput *self);
/* Notes that the stream failed. @code: errno, of which the first is told in the end */
void sem_output_fail (SemOutput *self, int code);
/* Whether sem_output_fail() was called. */
gboolean sem_output_has_failed (const SemOutput *self);
/* Gives the file its name. Fails where any part could not be written. */
gboolean sem_output_finish (SemOutput *self, GError **error);

/* All of the above. @data: (array length=size): the whole file */
gboolean sem_output_write (const char *path, gconstpointer data, gsize size, GError **error);

/* Whether there is hope to write there, for work that takes long; nothing is changed. */
gboolean sem_output_check (const char *path, GError **error);
/* Whether there is a regular file, which would be replaced. */
gboolean sem_output_replaces (const char *path);

G_END_DECLS
