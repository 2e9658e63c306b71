/* settings.h - what the window remembers
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_settings_set_folder:
 * @folder: (nullable) (type filename): compiled schemas of the prefix that the program is installed
 *   in, used where the desktop does not know the schema itself: it does not look into every prefix
 *
 * To be called before the first sem_settings_get(), in the main thread.
 */
void sem_settings_set_folder (const char *folder);

/**
 * sem_settings_get:
 *
 * Finds the schema where the desktop looks for it, else in the folder that was set.
 *
 * Returns: (transfer none) (nullable): the settings, or %NULL where there is no schema; the
 *   program then works with its defaults.
 */
GSettings *sem_settings_get (void);

G_END_DECLS
