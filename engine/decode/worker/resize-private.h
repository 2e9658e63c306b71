/* resize-private.h - the reference implementation of resizing, for tests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/decode/worker/resize.h"

G_BEGIN_DECLS

/**
 * sem_resize_rgb_ref:
 *
 * Gives the same bytes as sem_resize_rgb(), in plain C.
 */
void sem_resize_rgb_ref (SemResizeFilter filter,
                         const SemRgbImage *src,
                         guint8 *dst,
                         guint dst_width,
                         guint dst_height);

G_END_DECLS
