/* protocol.h - messages between the client and the decoder process
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Over a SOCK_SEQPACKET pair, one message each way a photo: a SemDecodeRequest with the file's
 * descriptor (SCM_RIGHTS), then a SemDecodeReply. The pixels lie in memory that the client made,
 * sealed against resizing and shared: SEM_DECODE_INPUT_SIZE bytes of network input, then the
 * thumbnail, then room for the grey picture and for the one in colour, filled where the view asks
 * for them. The worker sends the first message, once, when it is ready.
 */

#pragma once

#include "engine/base/metadata.h"
#include "engine/decode/decoder.h"

G_BEGIN_DECLS

/* Increase it when a message or a decoded pixel changes. */
#define SEM_DECODE_PROTOCOL 8

/* The worker finds its channels at these descriptors. */
#define SEM_DECODE_SOCKET_FD 3
#define SEM_DECODE_MEMORY_FD 4

#define SEM_THUMBNAIL_SIDE 256
#define SEM_THUMBNAIL_MAX_SIZE (256 * 1024)
#define SEM_DECODE_GREY_OFFSET (SEM_DECODE_INPUT_SIZE + SEM_THUMBNAIL_MAX_SIZE)
#define SEM_DECODE_COLOUR_OFFSET                                                                   \
  (SEM_DECODE_GREY_OFFSET + SEM_DECODE_MAX_GREY_SIDE * SEM_DECODE_MAX_GREY_SIDE)
/* Pages that no picture is written to take no memory. */
#define SEM_DECODE_MEMORY_SIZE                                                                     \
  (SEM_DECODE_COLOUR_OFFSET + SEM_DECODE_MAX_COLOUR_SIDE * SEM_DECODE_MAX_COLOUR_SIDE * 3)

/* The sides of a picture with the given longest @side of a view that is @width times @height: both
 * processes compute them, so that neither has to trust the other. */
static inline void
sem_decode_limit_sides (guint side,
                        guint width,
                        guint height,
                        guint *limited_width,
                        guint *limited_height)
{
  const guint64 limit = side, longest = MAX (width, height);

  *limited_width = width;
  *limited_height = height;
  if (longest > limit)
    {
      *limited_width = (guint) MAX (1, (width * limit + longest / 2) / longest);
      *limited_height = (guint) MAX (1, (height * limit + longest / 2) / longest);
    }
}

static inline guint
sem_decode_get_grey_side (const SemDecodeView *view)
{
  return MIN (view->grey_side, SEM_DECODE_MAX_GREY_SIDE);
}

static inline guint
sem_decode_get_colour_side (const SemDecodeView *view)
{
  return MIN (view->colour_side, SEM_DECODE_MAX_COLOUR_SIDE);
}

/* A 300-megapixel panorama passes, in any format, under the worker's limit of address space. */
#define SEM_DECODE_MAX_PIXELS G_GUINT64_CONSTANT (400000000)
#define SEM_DECODE_MAX_FILE_SIZE (G_GUINT64_CONSTANT (1) << 30)

/**
 * SemDecodeStatus:
 * @SEM_DECODE_READY: the first message of a worker; @serial is %SEM_DECODE_PROTOCOL, @width the set
 *   of SemSandboxLayers that it has reached, @height the version of Landlock
 * @SEM_DECODE_OK: what was wished for is in the shared memory and in the reply
 * @SEM_DECODE_UNKNOWN: the bytes are of no known format
 * @SEM_DECODE_NO_LOADER: @format has no loader on this computer
 * @SEM_DECODE_DAMAGED: the bytes are not what their format promises
 * @SEM_DECODE_TRUNCATED: the file ends before the picture does
 * @SEM_DECODE_TOO_LARGE: @width times @height is above %SEM_DECODE_MAX_PIXELS
 * @SEM_DECODE_NO_MEMORY: decoding needs more memory than the worker may have
 * @SEM_DECODE_UNREADABLE: reading failed with @system_error
 * @SEM_DECODE_UNSUPPORTED: a kind of @format that its library does not know
 * @SEM_DECODE_SMALL_PREVIEW: a raw file whose preview, of @width times @height, is too small
 */
typedef enum
{
  SEM_DECODE_READY,
  SEM_DECODE_OK,
  SEM_DECODE_UNKNOWN,
  SEM_DECODE_NO_LOADER,
  SEM_DECODE_DAMAGED,
  SEM_DECODE_TRUNCATED,
  SEM_DECODE_TOO_LARGE,
  SEM_DECODE_NO_MEMORY,
  SEM_DECODE_UNREADABLE,
  SEM_DECODE_UNSUPPORTED,
  SEM_DECODE_SMALL_PREVIEW,
  SEM_DECODE_N_STATUSES
} SemDecodeStatus;

/**
 * SemDecodeWish:
 * @SEM_DECODE_PIXELS: the picture alone
 * @SEM_DECODE_ALL: the picture and the metadata
 * @SEM_DECODE_METADATA: the metadata alone, for which few bytes of a JPEG are read
 * @SEM_DECODE_QUICK: as %SEM_DECODE_ALL, but from a reduced picture where the file has one that
 *   seems to be a scaled copy; the reply has %SEM_DECODE_NOTE_QUICK then
 */
typedef enum
{
  SEM_DECODE_PIXELS,
  SEM_DECODE_ALL,
  SEM_DECODE_METADATA,
  SEM_DECODE_QUICK,
} SemDecodeWish;

/**
 * SemDecodeRequest:
 * @serial: any number; the reply repeats it
 * @wish: a SemDecodeWish
 * @size: of the file, in bytes: the worker may not ask for it
 * @view: what to do with the picture; all 0 for nothing
 */
typedef struct
{
  guint32 serial;
  guint32 wish;
  guint64 size;
  SemDecodeView view;
} SemDecodeRequest;

/**
 * SemDecodeReply:
 * @serial: of the request
 * @status: a SemDecodeStatus
 * @format: a SemFormat
 * @width: of the upright photo in pixels
 * @height: of the upright photo in pixels
 * @thumbnail_size: in bytes, at most %SEM_THUMBNAIL_MAX_SIZE
 * @system_error: an errno
 * @notes: of SemDecodeNotes, where the status is %SEM_DECODE_OK
 * @metadata: of the file, where it was wished for and the status is %SEM_DECODE_OK
 */
typedef struct
{
  guint32 serial;
  guint32 status;
  guint32 format;
  guint32 width;
  guint32 height;
  guint32 thumbnail_size;
  guint32 system_error;
  guint32 notes;
  SemMetadata metadata;
} SemDecodeReply;

G_END_DECLS
