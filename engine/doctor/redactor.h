/* redactor.h - takes private names out of text
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemRedactor:
 *
 * Replaces the paths that it was told of, and their names without folder, in any text: names that
 * could be words of a sentence, such as "photos", only in quotation marks. One thread at a time.
 */
typedef struct _SemRedactor SemRedactor;

/* @keep: whether everything is to stay as it is, because the user asked for paths. */
SemRedactor *sem_redactor_new (gboolean keep) G_GNUC_WARN_UNUSED_RESULT;
void sem_redactor_free (SemRedactor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRedactor, sem_redactor_free)

/* Names @path, and its last part, @instead from now on. @path: (type filename) */
void sem_redactor_add (SemRedactor *self, const char *path, const char *instead);

/* Returns: (transfer full): @text without the private names. Whatever else looks like an absolute
 * path is "…". */
char *sem_redactor_apply (SemRedactor *self, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
