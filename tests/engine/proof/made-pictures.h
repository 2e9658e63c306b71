/* made-pictures.h - photos, sheets and screens that tests draw, and what can be done to them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @rgb: shape (height, width, 3), rows adjacent. */
typedef struct
{
  guint width;
  guint height;
  guint8 rgb[];
} MadePicture;

/* All return new memory, to be freed by g_free(). */

MadePicture *made_picture_new (guint width, guint height);
/* One colour. */
MadePicture *made_plain (guint width, guint height, guint8 r, guint8 g, guint8 b);
/* Like a photo: shapes, colours and fine texture, by @seed. */
MadePicture *made_scene (guint64 seed, guint width, guint height);
/* A clear sky: a gradient, and a little noise by @seed. */
MadePicture *made_sky (guint64 seed, guint width, guint height);
/* A letter on a letterhead that is the same for all; the text is by @seed. Where @line is not 0,
 * one short line of the text is another. */
MadePicture *made_letter (guint64 seed, guint64 line);
/* Messages by @seed in the bubbles of one program. */
MadePicture *made_chat (guint64 seed);
/* A page of one layout with photos and captions by @seed. */
MadePicture *made_page (guint64 seed);

MadePicture *made_copy (const MadePicture *self);
MadePicture *made_crop (const MadePicture *self, guint x, guint y, guint width, guint height);
/* The mean of the area where it shrinks, linear where it grows. */
MadePicture *made_resize (const MadePicture *self, guint width, guint height);
MadePicture *made_mirror (const MadePicture *self);
/* By quarters, clockwise. */
MadePicture *made_turn (const MadePicture *self, guint quarters);
/* By degrees, clockwise; the corners are black. */
MadePicture *made_rotate (const MadePicture *self, double degrees);
MadePicture *made_grey (const MadePicture *self);
/* Each channel times a factor in percent. */
MadePicture *made_tint (const MadePicture *self, guint r, guint g, guint b);
MadePicture *made_negative (const MadePicture *self);
/* To this many levels a channel. */
MadePicture *made_posterise (const MadePicture *self, guint levels);
/* On a ground of one colour, this many pixels wider on each side. */
MadePicture *made_frame (const MadePicture *self, guint border, guint8 level);
/* On top of another picture. */
MadePicture *made_put (const MadePicture *self, const MadePicture *ground, guint x, guint y);
/* Saved as a JPEG of this quality and read again. */
MadePicture *made_jpeg (const MadePicture *self, guint quality);
/* Normal noise of a standard deviation in levels. */
MadePicture *made_noise (const MadePicture *self, double deviation, guint64 seed);

/* Draws a word of @n signs by @seed with its corner at (x, y), @size pixels a dot. */
void made_write (MadePicture *self, guint64 seed, guint n, guint x, guint y, guint size);

G_END_DECLS
