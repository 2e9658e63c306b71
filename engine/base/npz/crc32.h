/* crc32.h - the checksum of zip files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @crc: 0 for the first part of the data, then the result of the call for the part before; @data:
 * (array length=size): the next part. Returns: the CRC-32 of ISO 3309 of all parts so far. Any
 * thread. */
guint32 sem_crc32 (guint32 crc, gconstpointer data, gsize size);

G_END_DECLS
