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
/* Where the file that is shown does not hold the photo any more, such as one in a folder that was
 * renamed, another one that does is shown; unless it was chosen, also where another one is the
 * first now, since the disk of this one is away. Returns at once; "file" changes later. */
void sem_photo_look_again (SemPhoto *self);

G_END_DECLS
