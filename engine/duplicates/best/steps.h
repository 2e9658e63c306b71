/* steps.h - in which steps JPEG has rounded a picture; for sharpness.c only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_steps_measure:
 * @grey: shape (@height, @width)
 * @x, @y: 0 to 7: where blocks of a mirrored or turned picture may begin, beside 0
 *
 * Returns: the coarsest steps that are found, see sem_sharpness_measure(); 0 for none
 */
double sem_steps_measure (const guint8 *grey, guint width, guint height, guint x, guint y);

G_END_DECLS
