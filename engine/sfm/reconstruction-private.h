/* reconstruction-private.h - helpers shared by the files of this room
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/sfm/reconstruction.h"

G_BEGIN_DECLS

/* Sorts ascending. @values: (element-type double): none of them NaN */
void sem_sfm_sort_doubles (GArray *values);

G_END_DECLS
