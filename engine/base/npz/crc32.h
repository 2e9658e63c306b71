/* crc32.h - the checksum of zip files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @crc: 0 to begin with, then what the last call gave; @data: (array length=size). CRC-32 as in ISO
 * 3309, of all data so far. Any thread. */
guint32 sem_crc32 (guint32 crc, gconstpointer data, gsize size);

G_END_DECLS
