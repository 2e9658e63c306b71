/* losses.h - marks the folders on failed disks as offline
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-presence.h"
#include "engine/indexing/reading/media.h"

G_BEGIN_DECLS

/**
 * sem_losses_prepare:
 * @place: a folder of the library, or one inside it; its @device is that of the files that count
 *
 * Records some indexed files below the folder, by which sem_media_note_failure() can test their
 * medium before the scan has found any of them. Blocks.
 *
 * Returns: FALSE with @error set where the library cannot be read
 */
gboolean
sem_losses_prepare (SemMedia *media, SemStore *store, const SemMediaPlace *place, GError **error);

/* After the scan: marks the folders on lost media as offline. Where only links lead to such a
 * medium, reports that their targets cannot be read. */
void sem_losses_apply (const SemIndexContext *context, SemIndexPresence *presence, SemMedia *media);

G_END_DECLS
