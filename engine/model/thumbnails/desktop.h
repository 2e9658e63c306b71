/* desktop.h - finds thumbnails in the desktop's shared cache; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Number of first bytes of a thumbnail in which its metadata is looked for. */
#define SEM_DESKTOP_HEAD_BYTES 65536

/* Files of "thumbnails" in the user's cache folder, by the rules of freedesktop.org that file
 * managers follow. Nothing is written there. Any thread. */

/**
 * sem_desktop_thumbnail_is_of:
 * @head: (array length=size): the first bytes of a PNG file, not trusted
 * @uri: of a file
 * @mtime: time of the file's last change, in seconds since 1970
 *
 * Returns: whether its metadata names this file and time
 */
gboolean
sem_desktop_thumbnail_is_of (const guint8 *head, gsize size, const char *uri, gint64 mtime);

/**
 * sem_desktop_thumbnail_open:
 * @path: (type filename): of a photo
 * @mtime: time of its last change, in seconds since 1970
 * @side: minimum of the thumbnail's longest side, in pixels
 *
 * Blocks.
 *
 * Returns: a descriptor of a PNG file whose pixels are not trusted, to be closed by the caller; -1
 *   where there is none
 */
int sem_desktop_thumbnail_open (const char *path, gint64 mtime, guint side);

G_END_DECLS
