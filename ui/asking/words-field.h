/* words-field.h - words that photos shall fit
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/session.h"

G_BEGIN_DECLS

#define SEM_TYPE_WORDS_FIELD (sem_words_field_get_type ())

/**
 * SemWordsField:
 *
 * An entry for the words of the query: Enter adds them to the query, or at the library searches for
 * them; an empty entry removes them. Visible only where the library's network takes words, or the
 * query has some.
 */
G_DECLARE_FINAL_TYPE (SemWordsField, sem_words_field, SEM, WORDS_FIELD, GtkWidget)

/* @session: set once */
void sem_words_field_set_session (SemWordsField *self, SemSession *session);

G_END_DECLS
