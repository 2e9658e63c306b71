/* back-button.h - goes back in the history, by one search or many
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/session.h"

G_BEGIN_DECLS

#define SEM_TYPE_BACK_BUTTON (sem_back_button_get_type ())

/**
 * SemBackButton:
 *
 * A button that goes back. A secondary click, a long press or the Menu key opens the list of
 * searches, including later ones and the library: items of win.forward and win.go-to.
 */
G_DECLARE_FINAL_TYPE (SemBackButton, sem_back_button, SEM, BACK_BUTTON, GtkWidget)

/* To be called once. */
void sem_back_button_set_session (SemBackButton *self, SemSession *session);
/* Opens the list. */
void sem_back_button_popup (SemBackButton *self);

G_END_DECLS
