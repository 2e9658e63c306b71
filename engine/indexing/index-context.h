/* index-context.h - data that all parts of one run of the indexer may read
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/indexing/index-status.h"
#include "engine/indexing/presence.h"
#include "engine/photos/excludes.h"

G_BEGIN_DECLS

/**
 * SemIndexContext:
 * @path: (type filename): the library
 * @backbone: describes the photos of this run
 * @stop: ends the run: cancelled by the caller, or after an error that concerns all files
 * @status: of the indexer
 * @device: (nullable): for tests: the devices that folders lie on
 * @keeps_inodes: (nullable): for tests, in place of sem_store_keeps_inodes()
 * @whole: for tests: whether reduced pictures in files are ignored
 * @folders: (element-type SemStoreFolder): the folders of this run
 * @excludes: patterns of files and folders to leave out
 *
 * Constant from the start of the threads to their end, so that every thread may read it. All other
 * state of a run has one part as its owner: SemIndexPresence, SemIndexScan, SemIndexQueue,
 * SemIndexWriter, SemIndexTrainer. The parts know this context and those before them in this list.
 */
typedef struct
{
  const char *path;
  SemBackbone *backbone;
  GCancellable *stop;
  SemIndexStatus *status;
  SemDeviceFunc device;
  SemKeepsInodesFunc keeps_inodes;
  gboolean whole;
  GPtrArray *folders;
  SemExcludes *excludes;
} SemIndexContext;

G_END_DECLS
