/* settings.h - what the window remembers
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sem_settings_get:
 *
 * Finds the schema where it is installed, else beside the build.
 *
 * Returns: (transfer none) (nullable): the settings, or %NULL where there is no schema; the
 *   program then works with its defaults.
 */
GSettings *sem_settings_get (void);

G_END_DECLS
