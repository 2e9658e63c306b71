/* altered-set.h - the gallery in which the sources of altered copies are searched for
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/* Immutable: any thread may use it. */
typedef struct _SemAlteredSet SemAlteredSet;

/* Loads the features and perceptual hashes of all photos. @store and @backbone, the network's id,
 * stay the caller's and must live as long. */
SemAlteredSet *sem_altered_set_load (SemStore *store,
                                     const char *backbone,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sem_altered_set_free (SemAlteredSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemAlteredSet, sem_altered_set_free)

/* (element-type gint64): by content hash. */
const GArray *sem_altered_set_get_ids (const SemAlteredSet *self);

/**
 * sem_altered_set_find_sources:
 * @id: one of the photos
 *
 * Collections hold pictures that were saved twice: it does not matter which of them comes first.
 *
 * Returns: (transfer container) (element-type gint64): the photo, and others of the same picture,
 *   by centred cosine and perceptual hash
 */
GHashTable *sem_altered_set_find_sources (const SemAlteredSet *self, gint64 id);

/**
 * sem_altered_set_list_nearest:
 * @feature: shape (SEM_BACKBONE_DIM)
 * @ids: (out caller-allocates): shape (n): the photos with the largest centred cosines, the largest
 *   first
 *
 * Returns: how many there are
 */
guint sem_altered_set_list_nearest (const SemAlteredSet *self,
                                    const float *feature,
                                    gint64 *ids,
                                    guint n);

G_END_DECLS
