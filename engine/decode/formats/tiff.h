/* tiff.h - kinds of TIFF files that cannot be read, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_tiff_is_rare:
 * @data: (array length=size): the whole file, not trusted
 *
 * For a file that libtiff has refused: looks at tag 339 of its first directory (TIFF 6.0, section
 * 19).
 *
 * Returns: whether its samples are not said to be unsigned numbers, but floating-point ones, say:
 * the file need not be damaged then
 */
gboolean sem_tiff_is_rare (const guint8 *data, gsize size);

G_END_DECLS
