/* settings.h - the settings of the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_settings_set_folder:
 * @folder: (nullable) (type filename): compiled schemas in the prefix of the installed program.
 * They are used where GSettings does not find the schema, since it does not search every prefix
 *
 * To be called before the first sem_settings_get(), in the main thread.
 */
void sem_settings_set_folder (const char *folder);

/**
 * sem_settings_get:
 *
 * Uses the schema that GSettings finds by default, else the one in the folder that was set.
 *
 * Returns: (transfer none) (nullable): the settings, or %NULL where there is no schema; the
 *   program then uses its defaults.
 */
GSettings *sem_settings_get (void);

G_END_DECLS
