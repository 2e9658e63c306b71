/* picture.h - pictures in memory, to make alterations of
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemPicture:
 * @width, @height: in pixels, at least 1
 * @rgb: shape (height, width, 3), rows adjacent
 *
 * Coordinates are in pixels from the upper left corner; what lies outside is clipped. Colours are
 * 0xRRGGBB.
 */
typedef struct
{
  guint width;
  guint height;
  guint8 *rgb;
} SemPicture;

/* (transfer full): of one colour. */
SemPicture *sem_picture_new (guint width, guint height, guint32 colour) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): @rgb is copied. */
SemPicture *
sem_picture_new_from (const guint8 *rgb, guint width, guint height) G_GNUC_WARN_UNUSED_RESULT;
SemPicture *sem_picture_copy (const SemPicture *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_picture_free (SemPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemPicture, sem_picture_free)

static inline guint8 *
sem_picture_at (const SemPicture *self, guint x, guint y)
{
  return self->rgb + ((gsize) y * self->width + x) * 3;
}

/* Rec. 601 luma, 0 to 255. */
static inline guint
sem_picture_luma (const guint8 *pixel)
{
  return (pixel[0] * 299u + pixel[1] * 587u + pixel[2] * 114u + 500) / 1000;
}

/* Paints one pixel, @opacity from 0 to 1. */
void sem_picture_blend (SemPicture *self, int x, int y, guint32 colour, double opacity);
/* Fills a rectangle. */
void sem_picture_fill (SemPicture *self, int x, int y, int width, int height, guint32 colour);
/* Fills an ellipse inside a rectangle, with smooth edges. */
void sem_picture_fill_ellipse (SemPicture *self,
                               double x,
                               double y,
                               double width,
                               double height,
                               guint32 colour);
/* Puts @other there. */
void sem_picture_paste (SemPicture *self, const SemPicture *other, int x, int y);

/* (transfer full): a part, of which at least one pixel is inside. */
SemPicture *sem_picture_crop (const SemPicture *self, guint x, guint y, guint width, guint height)
  G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): shrunk by means of areas, enlarged by linear interpolation. */
SemPicture *
sem_picture_resize (const SemPicture *self, guint width, guint height) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): the middle that has the new sides' proportions, resized. */
SemPicture *
sem_picture_cover (const SemPicture *self, guint width, guint height) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): blurred by three means over squares of 2 @radius + 1 pixels. */
SemPicture *sem_picture_blur (const SemPicture *self, guint radius) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_picture_warp:
 * @map: (array fixed-size=9): a 3 × 3 matrix, row-major, of homogeneous coordinates: takes the
 * middle of a pixel of the result to its place in @self
 * @outside: the colour of pixels whose place is outside of @self
 *
 * Returns: (transfer full): by linear interpolation
 */
SemPicture *sem_picture_warp (const SemPicture *self,
                              const double *map,
                              guint width,
                              guint height,
                              guint32 outside) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
