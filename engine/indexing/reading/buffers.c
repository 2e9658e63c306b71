/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/buffers.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define SEALS (F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

/* Buffers that have had a larger file are not kept: their pages cannot be given back alone. */
#define MOST_TOUCHED (16 << 20)

struct _SemBuffers
{
  GMutex mutex;
  GPtrArray *unused; /* SemBuffer, the one that was used last at the end */
  gsize kept;        /* bytes that files before have filled, also in buffers that are used again */
};

SemBuffers *
sem_buffers_new (void)
{
  SemBuffers *self = g_new0 (SemBuffers, 1);

  g_mutex_init (&self->mutex);
  self->unused = g_ptr_array_new ();
  return self;
}

static void
destroy (SemBuffer *buffer)
{
  if (buffer->bytes)
    munmap (buffer->bytes, SEM_BUFFER_SIZE);
  if (buffer->fd >= 0)
    close (buffer->fd);
  g_free (buffer);
}

void
sem_buffers_free (SemBuffers *self)
{
  for (guint i = 0; i < self->unused->len; i++)
    destroy (g_ptr_array_index (self->unused, i));
  g_ptr_array_unref (self->unused);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Pages take memory once they are written. */
static gboolean
map (SemBuffer *buffer)
{
  void *bytes;

  buffer->fd = memfd_create ("photo", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (buffer->fd < 0 || ftruncate (buffer->fd, SEM_BUFFER_SIZE) != 0)
    return FALSE;
  bytes = mmap (NULL, SEM_BUFFER_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, buffer->fd, 0);
  if (bytes == MAP_FAILED)
    return FALSE;
  buffer->bytes = bytes;
  return fcntl (buffer->fd, F_ADD_SEALS, SEALS) == 0;
}

SemBuffer *
sem_buffers_take (SemBuffers *self)
{
  SemBuffer *buffer = NULL;

  g_mutex_lock (&self->mutex);
  if (self->unused->len > 0)
    buffer = g_ptr_array_remove_index (self->unused, self->unused->len - 1);
  g_mutex_unlock (&self->mutex);
  if (buffer)
    return buffer;
  buffer = g_new0 (SemBuffer, 1);
  buffer->buffers = self;
  if (map (buffer))
    return buffer;
  destroy (buffer);
  return NULL;
}

void
sem_buffer_release (SemBuffer *self)
{
  SemBuffers *buffers = self->buffers;
  gboolean keep;

  self->touched = MAX (self->touched, self->size);
  self->size = 0;
  g_mutex_lock (&buffers->mutex);
  buffers->kept -= self->kept;
  keep = self->touched <= MOST_TOUCHED && buffers->kept + self->touched <= SEM_BUFFERS_KEPT;
  if (keep)
    {
      self->kept = self->touched;
      buffers->kept += self->kept;
      g_ptr_array_add (buffers->unused, self);
    }
  g_mutex_unlock (&buffers->mutex);
  if (!keep)
    destroy (self);
}
