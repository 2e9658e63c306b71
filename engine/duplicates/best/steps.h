/* steps.h - measures the quantisation steps of JPEG in a picture; for sharpness.c only
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
 * @x, @y: 0 to 7: offset at which blocks may begin besides 0, as in mirrored or turned pictures
 *
 * Returns: the coarsest step that is found, see sem_sharpness_measure(); 0 for none
 */
double sem_steps_measure (const guint8 *grey, guint width, guint height, guint x, guint y);

G_END_DECLS
