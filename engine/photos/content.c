/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library"

#include "config.h"

#include "engine/photos/content.h"
#include "engine/base/told.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <nettle/sha2.h>

#define BLOCK_SIZE (256 * 1024)
/* Read in one request where there is room: few requests are faster where each takes long. */
#define READ_SIZE (1 << 20)

void
sem_content_identify (const struct stat *st, SemFileIdentity *identity)
{
  identity->device = st->st_dev;
  identity->inode = st->st_ino;
  identity->size = st->st_size;
  identity->mtime = (gint64) st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
  identity->ctime = (gint64) st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec;
}

gboolean
sem_content_is_unchanged (const SemFileIdentity *known,
                          const SemFileIdentity *now,
                          gboolean keeps_inodes)
{
  if (known->size != now->size || known->mtime != now->mtime)
    return FALSE;
  return !keeps_inodes
         || (known->inode == now->inode && (known->ctime == 0 || known->ctime == now->ctime));
}

int
sem_content_open (const char *path, SemFileIdentity *identity, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  struct stat st;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0 || fstat (fd, &st) != 0)
    {
      const int code = errno;

      sem_told_set_error (error, SEM_ERROR_UNREADABLE, N_("“%s” cannot be opened: %s."), name,
                          sem_told_errno (code));
      if (fd >= 0)
        close (fd);
      errno = code;
      return -1;
    }
  if (!S_ISREG (st.st_mode))
    {
      sem_told_set_error (error, SEM_ERROR_UNREADABLE, N_("“%s” is not a file."), name);
      close (fd);
      errno = 0;
      return -1;
    }
  sem_content_identify (&st, identity);
  return fd;
}

int
sem_content_open_bytes (GBytes *bytes, GError **error)
{
  gsize size, offset = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  int fd = memfd_create ("picture", MFD_CLOEXEC);

  while (fd >= 0 && offset < size)
    {
      gssize n = write (fd, data + offset, size - offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          close (fd);
          fd = -1;
        }
      else
        offset += n;
    }
  if (fd < 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("There is no memory for the picture: %s."),
                 g_strerror (errno));
  return fd;
}

/* @name: for messages. Returns: bytes that were read; -1 with an error and errno set */
static gssize
read_block (int fd, const char *name, guint8 *block, gsize size, off_t offset, GError **error)
{
  gssize n;
  int code;

  do
    n = pread (fd, block, size, offset);
  while (n < 0 && errno == EINTR);
  code = errno;
  if (n < 0)
    sem_told_set_error (error, SEM_ERROR_UNREADABLE, N_("“%s” cannot be read: %s."), name,
                        sem_told_errno (code));
  errno = code;
  return n;
}

gboolean
sem_content_hash (int fd, const char *name, guint8 *hash, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_SIZE);
  struct sha256_ctx context;
  off_t offset = 0;
  gssize n;

  G_STATIC_ASSERT (SHA256_DIGEST_SIZE == SEM_STORE_HASH_SIZE);
  sha256_init (&context);
  while ((n = read_block (fd, name, block, BLOCK_SIZE, offset, error)) != 0)
    {
      if (n < 0 || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      sha256_update (&context, n, block);
      offset += n;
    }
  sha256_digest (&context, SHA256_DIGEST_SIZE, hash);
  return TRUE;
}

gboolean
sem_content_read (int fd,
                  const char *name,
                  SemContent *content,
                  GCancellable *cancellable,
                  GError **error)
{
  const gsize size = content->size;
  struct sha256_ctx context;
  gssize n = 0;

  content->size = 0;
  sha256_init (&context);
  /* A file that grows meanwhile has changed: the next scan finds that out. */
  while (content->size < size
         && (n = read_block (fd, name, content->bytes + content->size,
                             MIN (READ_SIZE, size - content->size), (off_t) content->size, error))
              > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      sha256_update (&context, (gsize) n, content->bytes + content->size);
      content->size += (gsize) n;
    }
  sha256_digest (&context, SHA256_DIGEST_SIZE, content->hash);
  return n >= 0;
}

gboolean
sem_content_is_current (SemStore *store, const SemStoreFile *row, int fd, GError **error)
{
  guint8 hash[SEM_STORE_HASH_SIZE];
  SemStorePhoto photo = { 0 };
  SemFileIdentity now;
  struct stat st;
  gboolean same;

  if (fstat (fd, &st) != 0)
    return FALSE;
  sem_content_identify (&st, &now);
  if (!sem_content_is_unchanged (&row->identity, &now, FALSE))
    return FALSE;
  if (sem_content_is_unchanged (&row->identity, &now, TRUE) || !sem_store_keeps_inodes (row->path))
    return TRUE;
  same = sem_store_get_photo (store, row->photo, &photo, error)
         && sem_content_hash (fd, row->path, hash, NULL, NULL)
         && memcmp (hash, photo.hash, sizeof hash) == 0;
  sem_store_photo_clear (&photo);
  return same;
}
