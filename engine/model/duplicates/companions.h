/* companions.h - sidecar files of a photo; for engine/model and its tests only
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
 * Finds the sidecar files of photos that go to the trash. Lists each folder once, so use it for one
 * removal; any thread. Blocks.
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
 * Files with notes about the photo, and its film: "a.jpg.xmp", and where no other file of that name
 * stays that may be a photo, "a.xmp" and "a.aae", notes of editors, and the short film "a.mov" or
 * "a.mp4" of a live photo. A film is listed only where a photo that stays has one with the same
 * bytes: any other may be of something else. Suffixes are compared without regard to case.
 *
 * Returns: (transfer full) (element-type filename): their paths, notes first
 */
GPtrArray *sem_companions_list (SemCompanions *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
