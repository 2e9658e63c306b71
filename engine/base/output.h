/* output.h - writes a file that the user has named
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
 * A file is written under a temporary name in the same folder and renamed when it is complete, so
 * that an earlier file of that name is either replaced by a complete one or unchanged; its
 * permissions are kept. Symbolic links are followed: the file that they lead to is replaced, or
 * made. What is no regular file, such as a device or a pipe, is written in place, and so are
 * standard output and error by whatever name.
 *
 * For one thread at a time. Every function that fails does so with SEM_ERROR_FAILED and a sentence
 * that names the file, and blocks.
 */
typedef struct _SemOutput SemOutput;

/**
 * sem_output_new:
 * @path: (type filename)
 * @seeks: whether the caller also reads the stream, or writes at other places than its end
 * @error: return location; SEM_ERROR_FAILED
 *
 * Returns: (transfer full)
 */
SemOutput *
sem_output_new (const char *path, gboolean seeks, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Discards the file unless sem_output_finish() has succeeded; what was written in place stays. */
void sem_output_free (SemOutput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemOutput, sem_output_free)

/* Returns: (transfer none): the stream to write to, valid until sem_output_finish() */
FILE *sem_output_get_stream (const SemOutput *self);
/* Records that writing failed. @code: errno; sem_output_finish() reports the first one */
void sem_output_fail (SemOutput *self, int code);
/* Whether sem_output_fail() was called. */
gboolean sem_output_has_failed (const SemOutput *self);
/* Renames the complete file. Returns: FALSE where any part could not be written */
gboolean sem_output_finish (SemOutput *self, GError **error);

/* Opens, writes and finishes a file in one call. @data: (array length=size): its contents */
gboolean sem_output_write (const char *path, gconstpointer data, gsize size, GError **error);

/* Checks before long work whether @path can probably be written: whether its folder, or the device
 * or pipe, exists and is writable. Changes nothing. */
gboolean sem_output_check (const char *path, GError **error);
/* Whether @path is an existing regular file, which would be replaced. */
gboolean sem_output_replaces (const char *path);

G_END_DECLS
