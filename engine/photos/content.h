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
 * @keeps_inodes: whether the file system has stable inode numbers, see sem_store_keeps_inodes()
 *
 * Compares size and mtime, and with stable inode numbers also inode and ctime, in which a file that
 * was replaced by another one of equal size and time differs. A file whose mode was changed or that
 * was renamed differs in them as well: its content has to be compared then.
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
 * Makes a file in memory for sem_decoder_decode().
 *
 * Returns: its descriptor, or -1 with SEM_ERROR_FAILED
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
 * @bytes: (array length=size): buffer that receives the contents
 * @size: before the call, the size of the buffer; after it, the number of bytes that were read
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
 * Reads and hashes a file in one pass, so that the hash is that of the bytes that are decoded, even
 * if the file changes meanwhile.
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
 * @fd: the file at its path, from sem_content_open()
 *
 * Whether an open file has the content that was indexed. Where only its inode or ctime differ, as
 * after a change of its mode, the content is hashed.
 *
 * Returns: FALSE also where it cannot be read, and with an error of the store
 */
gboolean sem_content_is_current (SemStore *store, const SemStoreFile *row, int fd, GError **error);

G_END_DECLS
