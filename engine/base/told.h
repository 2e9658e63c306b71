/* told.h - sentences that are stored, and told in the language of whoever reads them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* A record holds a sentence of the sources and what is put into it, so that it can be translated
 * later. A sentence that was stored without its parts is a record of itself. */

/**
 * sem_told_new:
 * @sentence: an untranslated sentence of the catalogues, marked with N_(); it may have %s, %u, and
 *   %f with a precision of one digit
 * @...: UTF-8 strings, guints and doubles for it
 *
 * Returns: (transfer full): the record
 */
char *sem_told_new (const char *sentence, ...) G_GNUC_PRINTF (1, 2) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_told_set_error:
 * @code: a #SemError
 * @sentence, @...: as for sem_told_new()
 *
 * Sets @error with the translated sentence, and with the record of it.
 */
void sem_told_set_error (GError **error, int code, const char *sentence, ...) G_GNUC_PRINTF (3, 4);

/* Returns: (transfer none): the record of @error, which is its message where it has no other */
const char *sem_told_get_record (const GError *error);

/* Returns: (transfer none): stands for what g_strerror() says of @code, as a string for @sentence
 */
const char *sem_told_errno (int code);

/* Returns: (transfer none): stands for what g_strsignal() says of @number, likewise */
const char *sem_told_signal (int number);

/**
 * sem_told_dup_sentence:
 * @record: (nullable): UTF-8, not trusted
 *
 * Returns: (transfer full) (nullable): the sentence in the user's language, or as it was written
 *   where no translation is known; %NULL for %NULL
 */
char *sem_told_dup_sentence (const char *record) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
