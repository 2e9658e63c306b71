/* disk.h - whether a file lies on a rotating disk
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sem_disk_rotates:
 * @blocks: (type filename): the kernel's folder of block devices: %SEM_DISK_BLOCKS, or another one
 *   in tests
 * @device: as stat() gives it
 *
 * Returns: whether the device is a rotating disk, or a part of one, so that files are better read
 *   in the order in which they lie; FALSE where it is not known, as for network shares
 */
gboolean sem_disk_rotates (const char *blocks, guint64 device);

#define SEM_DISK_BLOCKS "/sys/dev/block"

G_END_DECLS
