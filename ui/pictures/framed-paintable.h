/* framed-paintable.h - a picture with a frame around a part of it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_TYPE_FRAMED_PAINTABLE (sem_framed_paintable_get_type ())

/**
 * SemFramedPaintable:
 *
 * Draws another paintable at its own size, and a light frame with a dark rim, which is visible on
 * any picture. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemFramedPaintable, sem_framed_paintable, SEM, FRAMED_PAINTABLE, GObject)

/* @part: the area inside the frame, as shares of the picture's sides. */
GdkPaintable *sem_framed_paintable_new (GdkPaintable *picture,
                                        const graphene_rect_t *part) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
