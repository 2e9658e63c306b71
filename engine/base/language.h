/* language.h - the locale of a program, and the language of its words
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_language_set_locale:
 *
 * Takes the locale of the environment. Where it is not installed, words are in its language all the
 * same if the C library can translate in some other locale; where there is none, as in a container,
 * text is UTF-8. Cannot fail. To be called once and before threads start, since it may set
 * LANGUAGE.
 */
void sem_language_set_locale (void);

/* Returns: (transfer full): two sentences with what the language has between them; one of them
 *   where the other is %NULL or "", which is what is returned of two such */
char *sem_language_join (const char *one, const char *other) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
