/* content.h - the identity of a file and the hash of its content
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"

G_BEGIN_DECLS

/* Converts the result of stat(). */
void sem_content_identify (const struct stat *st, SemFileIdentity *identity);

/**
 * sem_content_is_unchanged:
 * @known: what the library knows of the file
 * @now: what it is now
 * @keeps_inodes: whether inode numbers mean something there, see sem_store_keeps_inodes()
 *
 * By size and mtime, and where inodes are kept also by inode and ctime: a file that was replaced by
 * another one of equal size and time differs in them. So does one whose mode was changed or that
 * was renamed; then only its content can tell.
 *
 * Returns: whether its content is the known one. Devices are not compared: their numbers change
 * when the computer starts.
 */
gboolean sem_content_is_unchanged (const SemFileIdentity *known,
                                   const SemFileIdentity *now,
                                   gboolean keeps_inodes);

/**
 * sem_content_open:
 * @path: (type filename): of any file
 * @identity: (out): from fstat()
 *
 * Opens a regular file for reading. Refuses a FIFO or device, without blocking on it.
 *
 * Returns: a descriptor, or -1 with SEM_ERROR_UNREADABLE, and errno set, to 0 for what is not a
 * file
 */
int sem_content_open (const char *path, SemFileIdentity *identity, GError **error);

/**
 * sem_content_open_bytes:
 *
 * Puts bytes where the decoder takes files from.
 *
 * Returns: a descriptor of memory, or -1 with SEM_ERROR_FAILED
 */
int sem_content_open_bytes (GBytes *bytes, GError **error);

/**
 * sem_content_hash:
 * @fd: a regular file; its offset does not matter
 * @name: for messages
 * @hash: (out caller-allocates): SHA-256, %SEM_STORE_HASH_SIZE bytes
 * @cancellable: (nullable)
 *
 * Returns: FALSE with SEM_ERROR_UNREADABLE, and errno set, or with G_IO_ERROR_CANCELLED
 */
gboolean sem_content_hash (int fd,
                           const char *name,
                           guint8 *hash,
                           GCancellable *cancellable,
                           GError **error);

/**
 * SemContent:
 * @bytes: (array length=size): where what is read goes
 * @size: bytes to read at most; after that, how many there were
 * @hash: (out): SHA-256 of them
 */
typedef struct
{
  guint8 *bytes;
  gsize size;
  guint8 hash[SEM_STORE_HASH_SIZE];
} SemContent;

/**
 * sem_content_read:
 * @fd: a regular file; its offset does not matter
 * @name: for messages
 * @content: (inout)
 * @cancellable: (nullable)
 *
 * Reads a file once, so that what is hashed is what is decoded, whatever happens to the file.
 *
 * Returns: FALSE with SEM_ERROR_UNREADABLE, and errno set, or with G_IO_ERROR_CANCELLED
 */
gboolean sem_content_read (int fd,
                           const char *name,
                           SemContent *content,
                           GCancellable *cancellable,
                           GError **error);

/**
 * sem_content_is_current:
 * @row: of the library, with a photo
 * @fd: the file of its path, from sem_content_open()
 *
 * Whether an open file has the content that was indexed. One that differs in its inode or ctime
 * alone, as after a change of its mode, is read.
 *
 * Returns: FALSE also where it cannot be read, and with an error of the store
 */
gboolean sem_content_is_current (SemStore *store, const SemStoreFile *row, int fd, GError **error);

G_END_DECLS
