/* framed-paintable-private.h - the parts of a framed picture, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/pictures/framed-paintable.h"

G_BEGIN_DECLS

/* The arguments of sem_framed_paintable_new(). Both (transfer none). */
GdkPaintable *sem_framed_paintable_get_picture (SemFramedPaintable *self);
const graphene_rect_t *sem_framed_paintable_get_part (SemFramedPaintable *self);

G_END_DECLS
