/* model-private.h - what the files of a model share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/sfm/model.h"

G_BEGIN_DECLS

/* @values: (element-type double): none of them NaN */
void sem_sfm_sort_doubles (GArray *values);

G_END_DECLS
