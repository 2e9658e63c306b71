/* losses.h - what disks that fail mean to the folders of the library
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
 * Notes some indexed files below the folder, so that their medium can be asked whether it works
 * before the scan has met any of them. Blocks.
 *
 * Returns: FALSE with @error set where the library cannot be read
 */
gboolean
sem_losses_prepare (SemMedia *media, SemStore *store, const SemMediaPlace *place, GError **error);

/* After the scan: the folders on media that are lost are offline. Where only links lead there, it
 * is told that their targets cannot be read. */
void sem_losses_apply (const SemIndexContext *context, SemIndexPresence *presence, SemMedia *media);

G_END_DECLS
