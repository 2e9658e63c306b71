/* heif-shape.h - how a picture in a HEIF file is to be cropped and turned
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEM_HEIF_MAX_TURNS 7

/**
 * SemHeifShape:
 * @x, @y, @width, @height: what is shown of the coded picture, as shares of its sides, 0 to 1; all
 *   of it where the file says nothing
 * @turns: how the rest is turned and mirrored after that, in the order of the file: a digit for
 *   quarters against the clock, a letter for a mirror; "" where it is not
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
  char turns[SEM_HEIF_MAX_TURNS + 1];
} SemHeifShape;

/**
 * sem_heif_shape_read:
 * @self: (out): undefined where the call fails
 * @data: (array length=size): the whole file, not trusted
 * @item: the id of a picture in it
 *
 * Reads the properties clap, irot and imir of the picture (ISO/IEC 23008-12:2022, section 6.5),
 * which libheif applies without reporting them.
 *
 * Returns: %FALSE where they are damaged, or more complex than any camera writes them
 */
gboolean sem_heif_shape_read (SemHeifShape *self, const guint8 *data, gsize size, guint32 item);

/* Whether two pictures are cropped alike, within a hundredth of their sides, and turned alike. */
gboolean sem_heif_shape_is_like (const SemHeifShape *self, const SemHeifShape *other);

G_END_DECLS
