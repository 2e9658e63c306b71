/* presence.h - decide whether a folder is offline
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include "engine/store/mounts.h"

G_BEGIN_DECLS

/* Returns the device of a folder, in place of @st, in tests. */
typedef guint64 (*SemDeviceFunc) (const char *path, const struct stat *st);

/* Replaces sem_store_keeps_inodes() in tests. */
typedef gboolean (*SemKeepsInodesFunc) (const char *path);

/**
 * SemMountState:
 * @device: st_dev of the folder
 * @disk: the same, also where a test makes up devices
 * @inode: st_ino of the folder
 * @mounted: whether its parent folder is on another device
 *
 * A folder at one moment. Device numbers change when the computer starts, so that a state may be
 * compared only with others of the same run.
 */
typedef struct
{
  guint64 device;
  guint64 disk;
  guint64 inode;
  gboolean mounted;
} SemMountState;

/**
 * sem_mount_state_read:
 * @path: (type filename): a folder, absolute
 * @device: (nullable): replaces st_dev
 *
 * Returns: FALSE with errno set where the folder cannot be entered
 */
gboolean sem_mount_state_read (const char *path, SemDeviceFunc device, SemMountState *state);

/**
 * SemKnownFiles:
 * @any: at least one file is known, other than those that were left out
 * @left_out: at least one was left out
 * @found: at least one exists
 * @unknown: at least one could not be examined, for another reason than that it does not exist
 * @same: each exists with its known size and time
 */
typedef struct
{
  gboolean any;
  gboolean left_out;
  gboolean found;
  gboolean unknown;
  gboolean same;
} SemKnownFiles;

/**
 * sem_known_files_look:
 * @path: (type filename): a folder, absolute
 * @without: (element-type filename): folders whose files are left out
 * @all: whether to compute @same; otherwise the search ends with the first file that exists, and
 *   @same is undefined
 * @files: (out)
 *
 * Looks for the files at or below @path that the library knows.
 *
 * Returns: FALSE with @error set where the library cannot be read
 */
gboolean sem_known_files_look (SemStore *store,
                               const char *path,
                               const GPtrArray *without,
                               gboolean all,
                               SemKnownFiles *files,
                               GError **error);

/**
 * sem_presence_decide:
 * @was_mounted: whether the folder was a mount point when its files were last found
 * @mounted: whether it is one now
 * @files: with @same, where it was one and no longer is
 *
 * Decides for a folder that can be read. One that is no longer a mount point is offline, unless all
 * its files exist unchanged: they were copied then, and nothing would be lost.
 *
 * Returns: why it is offline, or SEM_AWAY_NOT
 */
SemAway sem_presence_decide (gboolean was_mounted, gboolean mounted, const SemKnownFiles *files);

G_END_DECLS
