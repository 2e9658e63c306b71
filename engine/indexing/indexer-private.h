/* indexer-private.h - for tests of the indexer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/indexer.h"
#include "engine/indexing/presence.h"

G_BEGIN_DECLS

/* Replaces the devices that stat() gives for folders. Before the first run. */
void sem_indexer_set_device (SemIndexer *self, SemDeviceFunc device);
/* Replaces sem_store_keeps_inodes(). Before the first run. */
void sem_indexer_set_keeps_inodes (SemIndexer *self, SemKeepsInodesFunc keeps_inodes);

/* Whether reduced pictures in files are used at all, as by default. Call before the first run. */
void sem_indexer_set_quick (SemIndexer *self, gboolean quick);

G_END_DECLS
