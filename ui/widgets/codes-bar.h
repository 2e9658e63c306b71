/* codes-bar.h - new codes that wait for a word
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
 * Shows itself while the library has an offer, says how the new codes compare with those in use,
 * and has them used or declined. Either can be undone from a toast of the window.
 */
G_DECLARE_FINAL_TYPE (SemCodesBar, sem_codes_bar, SEM, CODES_BAR, GtkWidget)

void sem_codes_bar_set_library (SemCodesBar *self, SemLibrary *library);

G_END_DECLS
