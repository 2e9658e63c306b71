/* heif.h - the reduced picture that a HEIF or AVIF file has of its own, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * SemHeif:
 * @pixels: (transfer none): shape (@height, @width, 3), R G B
 * @stride: bytes from row to row
 * @width, @height: of the reduced picture, upright; both at least %SEM_DECODE_SIDE
 * @full_width, @full_height: of the picture itself, upright
 * @profile: (nullable): an ICC profile of the pixels, @profile_size bytes, not trusted
 * @context, @image: objects of libheif that own @pixels
 */
typedef struct
{
  const guint8 *pixels;
  gsize stride;
  guint width;
  guint height;
  guint full_width;
  guint full_height;
  guint8 *profile;
  gsize profile_size;
  gpointer context;
  gpointer image;
} SemHeif;

/* Keeps libheif initialised. Call it once, before anything that uses libheif: otherwise GdkPixbuf's
 * loader unloads the codecs when it is their last user. */
void sem_heif_preload (void);

/**
 * sem_heif_read_reduced:
 * @self: (out): to be cleared in any case
 * @data: (array length=size): the whole file, not trusted; must outlive @self
 *
 * Decodes the smallest reduced picture (an item that a “thmb” reference ties to the primary one,
 * ISO/IEC 23008-12) that is large enough and that is, by all that the file says, a scaled copy: of
 * the same proportions within a hundredth, at most half as wide and as high, cropped and turned
 * alike, with the same colour profile, without transparency. Nothing is decoded where it or the
 * picture has more than %SEM_DECODE_MAX_PIXELS. What it shows is not compared with the picture.
 *
 * Returns: whether there is one, and it could be decoded
 */
gboolean sem_heif_read_reduced (SemHeif *self, const guint8 *data, gsize size);
void sem_heif_clear (SemHeif *self);

G_END_DECLS
