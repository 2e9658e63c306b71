/* codes-bar.h - offers new codes
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_CODES_BAR (sem_codes_bar_get_type ())

/**
 * SemCodesBar:
 *
 * Visible while the library has an offer. It compares the offered codes with the current ones and
 * has buttons to use or decline them. Both can be undone from a toast of the window.
 */
G_DECLARE_FINAL_TYPE (SemCodesBar, sem_codes_bar, SEM, CODES_BAR, GtkWidget)

void sem_codes_bar_set_library (SemCodesBar *self, SemLibrary *library);
/* @held_back: whether the offer is shown elsewhere. The bar slides away then: to hide it together
 * with a change of pages, in a window that was resized, leaves GTK without a layout. */
void sem_codes_bar_set_held_back (SemCodesBar *self, gboolean held_back);

G_END_DECLS
