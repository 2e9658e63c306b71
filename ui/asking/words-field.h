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
 * A line for the words of the query: Enter makes them part of what is asked, or asks with them at
 * the library; an empty line takes them out. Shows itself only where the library's network takes
 * words, or what is asked has some.
 */
G_DECLARE_FINAL_TYPE (SemWordsField, sem_words_field, SEM, WORDS_FIELD, GtkWidget)

/* @session: set once */
void sem_words_field_set_session (SemWordsField *self, SemSession *session);

G_END_DECLS
