/* made-progressive.h - JPEG files with the same coefficients in another order
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @data: (array length=size): a JPEG file that the program made itself; other files may end it.
 * Returns: (transfer full): the same picture as a progressive file, in the scans that libjpeg makes
 * by default; to be freed by free() */
guint8 *made_progressive_encode (const char *data, gsize size, gsize *new_size);

G_END_DECLS
