/* raw.h - the picture that cameras store in raw files, by LibRaw, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/protocol.h"

G_BEGIN_DECLS

/**
 * SemRaw:
 * @preview: the bytes of a JPEG file, not trusted; valid until sem_raw_clear()
 * @orientation: EXIF orientation of the preview, 1 to 8
 * @width, @height: of the raw picture, in pixels; the preview may be smaller
 */
typedef struct
{
  const guint8 *preview;
  gsize preview_size;
  guint orientation;
  guint width;
  guint height;
  void *library;
} SemRaw;

/* Initialises the global state of LibRaw. Call it before the process is locked in. */
void sem_raw_preload (void);

/**
 * sem_raw_open:
 * @self: (out): to be cleared in any case
 * @data: (array length=size): the whole file, not trusted; must stay as long as @self
 *
 * Finds the largest JPEG preview. The raw picture itself is not developed: the preview shows what
 * the camera has shown, and takes a hundredth of the time.
 *
 * Returns: %SEM_DECODE_OK, _DAMAGED, _TRUNCATED, _NO_MEMORY, or _UNSUPPORTED where there is no such
 *   preview, or the library does not know the camera
 */
SemDecodeStatus sem_raw_open (SemRaw *self, const guint8 *data, gsize size);
void sem_raw_clear (SemRaw *self);

G_END_DECLS
