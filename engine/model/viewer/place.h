/* place.h - names of places; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_place_name:
 * @latitude: degrees, −90 to 90
 * @longitude: degrees, −180 to 180
 *
 * Finds the nearest city in libgweather's list, which is on this computer: no network. Any thread.
 * Takes milliseconds.
 *
 * Returns: (transfer full) (nullable): its name in the user's language, with that of its country;
 *   %NULL where none is within 100 km
 */
char *sem_place_name (double latitude, double longitude) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
