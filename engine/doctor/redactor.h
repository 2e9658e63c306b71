/* redactor.h - removes private names from text
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
 * Replaces the paths that were added, and their last parts, in any text; last parts that could be
 * words of a sentence, such as "photos", only in quotation marks. For one thread at a time.
 */
typedef struct _SemRedactor SemRedactor;

/* @keep: whether texts are not changed, because the user wants paths. Returns: (transfer full) */
SemRedactor *sem_redactor_new (gboolean keep) G_GNUC_WARN_UNUSED_RESULT;
void sem_redactor_free (SemRedactor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemRedactor, sem_redactor_free)

/* Makes sem_redactor_apply() replace @path, and its last part, by @instead. @path: (type
 * filename) */
void sem_redactor_add (SemRedactor *self, const char *path, const char *instead);

/* Returns: (transfer full): @text without the private names. Other text that looks like an absolute
 * path becomes "…" */
char *sem_redactor_apply (SemRedactor *self, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
