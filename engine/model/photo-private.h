/* photo-private.h - for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/photo.h"
#include "engine/model/thumbnails/thumbnailer.h"

G_BEGIN_DECLS

/* @path: (nullable) (type filename): which of the photo's files to show; %NULL for the first. */
SemPhoto *sem_photo_new (gint64 id, SemThumbnailer *thumbnailer, const char *path);
/* Shows another file of the photo where the present one no longer has it, as in a folder that was
 * renamed; unless the file was chosen by @path, also where another file comes first now, because
 * the disk of the present one is offline. Returns at once; "file" changes later. */
void sem_photo_look_again (SemPhoto *self);

G_END_DECLS
