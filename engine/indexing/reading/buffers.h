/* buffers.h - memory for the contents of files, shared with a decoder for reading
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest file that fits. */
#define SEM_BUFFER_SIZE (64 << 20)

/* Maximum size of unused buffers that are kept, in bytes. */
#define SEM_BUFFERS_KEPT (128 << 20)

/**
 * SemBuffers:
 *
 * A pool of buffers. Unused buffers are kept, at most %SEM_BUFFERS_KEPT bytes, since new memory,
 * which the kernel has to clear, takes a tenth of the time of decoding. Any thread; must outlive
 * its buffers.
 */
typedef struct _SemBuffers SemBuffers;

/**
 * SemBuffer:
 * @fd: a descriptor of the memory, which cannot be written to or resized through it, nor be mapped
 *   for writing: for processes that are not trusted
 * @bytes: (array fixed-size=SEM_BUFFER_SIZE): the same memory, to be written by its owner
 * @size: bytes of it that are used; set by the owner
 */
typedef struct
{
  int fd;
  guint8 *bytes;
  gsize size;

  /* private */
  SemBuffers *buffers;
  gsize touched; /* bytes that a file has filled */
  gsize kept;    /* of them that count as kept */
} SemBuffer;

SemBuffers *sem_buffers_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_buffers_free (SemBuffers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemBuffers, sem_buffers_free)

/* (transfer full) (nullable): a buffer, whose bytes are those of any file before; %NULL where there
 * is no memory, or the kernel is older than 5.1. To be returned with sem_buffer_release(). */
SemBuffer *sem_buffers_take (SemBuffers *self) G_GNUC_WARN_UNUSED_RESULT;
void sem_buffer_release (SemBuffer *self);

G_END_DECLS
