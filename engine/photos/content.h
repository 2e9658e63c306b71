/* content.h - what a file contains, by its hash
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/store/files.h"

G_BEGIN_DECLS

/* Fills in what stat() said of a file. */
void sem_content_identify (const struct stat *st, SemFileIdentity *identity);

/**
 * sem_content_open:
 * @path: (type filename): a file from anywhere
 * @identity: (out): what fstat() says of it
 *
 * Opens a regular file for reading. A FIFO or device is refused without waiting for it.
 *
 * Returns: a descriptor, or -1 with SEM_ERROR_UNREADABLE
 */
int sem_content_open (const char *path, SemFileIdentity *identity, GError **error);

/**
 * sem_content_hash:
 * @fd: a regular file; its offset does not matter
 * @name: what messages call it
 * @hash: (out caller-allocates): SHA-256, %SEM_STORE_HASH_SIZE bytes
 */
gboolean sem_content_hash (int fd,
                           const char *name,
                           guint8 *hash,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
