/* companions.h - files that belong to a photo; for engine/model and its tests only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_companions_list:
 * @path: (type filename): of a photo, absolute
 * @going: (element-type filename gpointer): the paths of all photos that go with it
 *
 * What says something of the photo or moves beside it: "a.jpg.xmp", and where no other photo of
 * that name stays, "a.xmp" and "a.aae", what editors note beside it, and the short film "a.mov" or
 * "a.mp4" of a live photo. A film that is longer than these is one of its own. Endings are in
 * capitals or not. Looks at the disk.
 *
 * Returns: (transfer full) (element-type filename): their paths
 */
GPtrArray *sem_companions_list (const char *path, GHashTable *going) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
