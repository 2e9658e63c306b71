/* samples.h - finds some files of a disk
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: FALSE to end sem_samples_visit() */
typedef gboolean (*SemSampleFunc) (const char *path, gpointer user_data);

/**
 * sem_samples_visit:
 * @root: (type filename): a folder of the library
 * @path: (type filename): a file below it, which need not exist
 * @device: only files on this device are visited
 * @func: (scope call): called for at most %SEM_SAMPLES_MOST files that are not empty, until it
 *   returns FALSE
 *
 * Looks for files in the folders around @path and below them, as far as they are on the device: a
 * few of each folder, the last ones in byte order first, since a scan meets those last. Equal trees
 * give equal files. Blocks.
 */
void sem_samples_visit (const char *root,
                        const char *path,
                        guint64 device,
                        SemSampleFunc func,
                        gpointer user_data);

#define SEM_SAMPLES_MOST 32

G_END_DECLS
