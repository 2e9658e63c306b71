/* presence.h - whether the known files of a folder are there or out of reach
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include "engine/store/mounts.h"

G_BEGIN_DECLS

/* The device that a folder lies on; stat()'s, unless a test says otherwise. */
typedef guint64 (*SemDeviceFunc) (const char *path, const struct stat *st);

/**
 * SemMountState:
 * @device: of the folder
 * @inode: likewise
 * @mounted: whether the folder above lies on another device
 *
 * What a folder is at one moment. Numbers of devices change when the computer starts: a state is
 * compared with others of the same run only.
 */
typedef struct
{
  guint64 device;
  guint64 inode;
  gboolean mounted;
} SemMountState;

/**
 * sem_mount_state_read:
 * @path: (type filename): a folder, absolute
 * @device: (nullable): in place of what stat() says
 *
 * Returns: FALSE with errno set where the folder cannot be entered
 */
gboolean sem_mount_state_read (const char *path, SemDeviceFunc device, SemMountState *state);

/**
 * SemKnownFiles:
 * @any: at least one file is known, but for those that were left out
 * @left_out: at least one was left out
 * @found: at least one is there
 * @unknown: at least one could not be looked at, for another reason than that it does not exist
 * @same: each is there with the size and the time that it had
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
 * @all: whether @same is wanted; else looking ends with the first file that is there, and @same
 *   means nothing
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
 * @mounted: whether it is one
 * @files: with @same, where it was one and is none
 *
 * Decides for a folder that can be read. One that is no mount point any more is away unless all
 * its files are there unchanged, since somebody copied them: then nothing would be lost.
 */
SemAway sem_presence_decide (gboolean was_mounted, gboolean mounted, const SemKnownFiles *files);

G_END_DECLS
