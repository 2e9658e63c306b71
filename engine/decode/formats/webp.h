/* webp.h - the parts of WebP files, in the worker
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_webp_find_chunk:
 * @data: (array length=size): the whole file, not trusted
 * @name: four letters, such as “ICCP” or “EXIF” (WebP Container Specification)
 * @length: (out): of what is found, in bytes; may be 0
 *
 * Returns: (transfer none) (nullable): the contents of the first such chunk, inside @data; %NULL
 *   where there is none, or the file ends before it does
 */
const guint8 *sem_webp_find_chunk (const guint8 *data, gsize size, const char *name, gsize *length);

G_END_DECLS
