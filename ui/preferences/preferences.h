/* preferences.h - the window with the settings
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "engine/model/library.h"

G_BEGIN_DECLS

#define SEM_TYPE_PREFERENCES (sem_preferences_get_type ())

/**
 * SemPreferences:
 *
 * Each setting takes effect at once. Folders are managed in their own dialog, which it opens by the
 * action win.folders of @parent.
 */
G_DECLARE_FINAL_TYPE (SemPreferences, sem_preferences, SEM, PREFERENCES, AdwWindow)

GtkWindow *sem_preferences_new (GtkWindow *parent, SemLibrary *library);

G_END_DECLS
