/* framed-paintable-private.h - what tests may know about a framed picture
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/pictures/framed-paintable.h"

G_BEGIN_DECLS

/* Both as what the paintable was made of. */
GdkPaintable *sem_framed_paintable_get_picture (SemFramedPaintable *self);
const graphene_rect_t *sem_framed_paintable_get_part (SemFramedPaintable *self);

G_END_DECLS
