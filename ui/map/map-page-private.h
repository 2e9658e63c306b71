/* map-page-private.h - the state of the page of the map, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/map/map-page.h"

G_BEGIN_DECLS

/* The name of what is shown: "empty" or "map". */
const char *sem_map_page_get_shown (SemMapPage *self);

G_END_DECLS
