/* desktop.h - thumbnails that the desktop keeps of files; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What of a thumbnail is looked at for what it is of. */
#define SEM_DESKTOP_HEAD_BYTES 65536

/* Files of "thumbnails" in the user's cache folder, by the rules of freedesktop.org that file
 * managers follow. Nothing is written there. Any thread. */

/**
 * sem_desktop_thumbnail_is_of:
 * @head: (array length=size): the first bytes of a PNG file, of which nothing is known
 * @uri: of a file
 * @mtime: when that was changed, in seconds since 1970
 *
 * Returns: whether it says that it is the thumbnail of the file as it was changed then
 */
gboolean
sem_desktop_thumbnail_is_of (const guint8 *head, gsize size, const char *uri, gint64 mtime);

/**
 * sem_desktop_thumbnail_open:
 * @path: (type filename): of a photo
 * @mtime: when it was changed, in seconds since 1970
 * @side: the longest side that a thumbnail needs at least, in pixels
 *
 * Blocks.
 *
 * Returns: a descriptor, the caller closes it, of a PNG file whose pixels nobody has checked; -1
 *   where there is none
 */
int sem_desktop_thumbnail_open (const char *path, gint64 mtime, guint side);

G_END_DECLS
