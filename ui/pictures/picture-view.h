/* picture-view.h - a picture that can be zoomed and moved
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SEM_TYPE_PICTURE_VIEW (sem_picture_view_get_type ())

/**
 * SemPictureView:
 *
 * Shows a picture of a given size by a texture that may be smaller than it, and a part of it by a
 * second texture, which may be sharper. The wheel zooms at the pointer, dragging moves the picture,
 * a double click switches between the whole picture and its pixels, two fingers pinch.
 *
 * Zoom counts pixels of the screen for a pixel of the picture: 1 is 100 %. While it fits, the zoom
 * follows the size of the widget; a small picture is not enlarged.
 *
 * Signal "changed": what is visible has changed.
 */
G_DECLARE_FINAL_TYPE (SemPictureView, sem_picture_view, SEM, PICTURE_VIEW, GtkWidget)

/* Shows another picture of @width times @height pixels, as a whole. @texture: (nullable): %NULL
 * with sides of 0 for nothing. */
void
sem_picture_view_set_picture (SemPictureView *self, GdkTexture *texture, guint width, guint height);
/* Replaces the texture of the same picture by a sharper one. */
void sem_picture_view_set_texture (SemPictureView *self, GdkTexture *texture);
/* @texture: (nullable): shows the part @area, in pixels of the picture. */
void sem_picture_view_set_detail (SemPictureView *self,
                                  GdkTexture *texture,
                                  const graphene_rect_t *area);
/* Returns: (nullable): of the picture. */
GdkTexture *sem_picture_view_get_texture (SemPictureView *self);

double sem_picture_view_get_zoom (SemPictureView *self);
/* Zooms around the middle; the zoom is clamped to its limits. */
void sem_picture_view_set_zoom (SemPictureView *self, double zoom);
gboolean sem_picture_view_get_fits (SemPictureView *self);
/* Shows the whole picture from now on, whatever the size of the widget. */
void sem_picture_view_fit (SemPictureView *self);
/* Whether a small picture is enlarged until it fits; at first it is not. */
void sem_picture_view_set_fills (SemPictureView *self, gboolean fills);
/* @x, @y: (out): the point in the middle, as shares of the picture's sides. Returns: the zoom, as a
 * multiple of that with which the whole picture fits */
double sem_picture_view_get_place (SemPictureView *self, double *x, double *y);
/* The same place, in another picture or in a view of another size. */
void sem_picture_view_set_place (SemPictureView *self, double zoom, double x, double y);
/* Moves the picture by shares of the widget's sides, as far as it is larger. */
void sem_picture_view_pan (SemPictureView *self, double x, double y);

/* @area: (out): the part of the picture that is visible, in its pixels. */
void sem_picture_view_get_visible (SemPictureView *self, graphene_rect_t *area);

/* @bounds: (out): where the whole picture lies, in the widget's coordinates; it may be larger than
 * the widget. Returns: %FALSE where nothing is shown. */
gboolean sem_picture_view_get_bounds (SemPictureView *self, graphene_rect_t *bounds);

G_END_DECLS
