/* apng.h - the frames of an animated PNG
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemApngFrame:
 * @x, @y, @width, @height: what the frame covers of the picture, in pixels; inside it, at least 1
 * @clear: whether its area is made transparent before the next frame
 * @restore: whether its area is restored to the state before this frame before the next frame
 * @over: whether the frame is blended over the picture instead of replacing it
 * @png: the frame as a file of its own; not checked further than its chunks
 */
typedef struct
{
  guint x, y, width, height;
  gboolean clear;
  gboolean restore;
  gboolean over;
  GBytes *png;
} SemApngFrame;

/**
 * SemApng:
 * @width, @height: of the picture, in pixels, at least 1
 *
 * Walks over the chunks of a file, as "PNG Specification (Third Edition)", section 11.3.4, has
 * them. The data are not trusted, and must outlive it.
 */
typedef struct
{
  guint width, height;
  const guint8 *data;
  gsize size;
  gsize at;
  GByteArray *head;
} SemApng;

/* Returns: FALSE where the file is no animated PNG; else @self is to be cleared. */
gboolean sem_apng_init (SemApng *self, const guint8 *data, gsize size);
void sem_apng_clear (SemApng *self);

/**
 * sem_apng_next:
 * @frame: (out): its @png is the caller's
 *
 * Returns: FALSE at the end, and where the rest is damaged
 */
gboolean sem_apng_next (SemApng *self, SemApngFrame *frame);

G_END_DECLS
