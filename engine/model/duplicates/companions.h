/* companions.h - files that belong to a photo; for engine/model and its tests only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SemCompanions:
 *
 * Finds what belongs to photos that go. Looks at the disk, at each folder once: for one look, on
 * any thread.
 */
typedef struct _SemCompanions SemCompanions;

/**
 * sem_companions_new:
 * @going: (element-type filename gpointer): the paths of all photos that go
 * @staying: (element-type filename): the paths of the photos that stay for them
 *
 * Both outlive it.
 */
SemCompanions *sem_companions_new (GHashTable *going, GPtrArray *staying) G_GNUC_WARN_UNUSED_RESULT;
void sem_companions_free (SemCompanions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemCompanions, sem_companions_free)

/**
 * sem_companions_list:
 * @path: (type filename): of a photo that goes, absolute
 *
 * What says something of the photo or moves beside it: "a.jpg.xmp", and where no other file of that
 * name stays that may be a photo, "a.xmp" and "a.aae", what editors note beside it, and the short
 * film "a.mov" or "a.mp4" of a live photo. A film goes only where a photo that stays has one with
 * the same bytes beside it: any other may be of something else. Endings are in capitals or not.
 *
 * Returns: (transfer full) (element-type filename): their paths, notes first
 */
GPtrArray *sem_companions_list (SemCompanions *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
