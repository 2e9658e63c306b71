/* disk.h - what kind of disk a file lies on
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_disk_rotates:
 * @blocks: (type filename): where the kernel tells of block devices: %SEM_DISK_BLOCKS but in tests
 * @device: as stat() gives it
 *
 * Returns: whether the device is a rotating disk, or a part of one, so that files are better read
 *   in the order in which they lie; FALSE where the kernel does not know, as of network shares
 */
gboolean sem_disk_rotates (const char *blocks, guint64 device);

#define SEM_DISK_BLOCKS "/sys/dev/block"

G_END_DECLS
