/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker that violates the protocol in the way that SEMBLANCE_FAKE_DECODER names.
 */

#include "engine/decode/protocol.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static gboolean
is (const char *lie)
{
  return g_strcmp0 (g_getenv ("SEMBLANCE_FAKE_DECODER"), lie) == 0;
}

static void
say (const SemDecodeReply *reply, gsize size)
{
  guint8 message[2 * sizeof *reply] = { 0 };

  memcpy (message, reply, sizeof *reply);
  if (send (SEM_DECODE_SOCKET_FD, message, size, MSG_NOSIGNAL) < 0)
    _exit (1);
}

static void
write_thumbnail (SemDecodeReply *reply)
{
  guint8 *memory = mmap (NULL, SEM_DECODE_MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
                         SEM_DECODE_MEMORY_FD, 0);

  if (memory == MAP_FAILED)
    _exit (1);
  memset (memory + SEM_DECODE_INPUT_SIZE, 0x55, 1000);
  memcpy (memory + SEM_DECODE_INPUT_SIZE, "\xff\xd8\xff\xc2", 4);
  reply->thumbnail_size = 1000;
}

static void
lie_to (guint32 serial)
{
  SemDecodeReply reply = { .serial = serial,
                           .status = SEM_DECODE_OK,
                           .format = 1,
                           .width = 640,
                           .height = 480,
                           .thumbnail_size = 1000 };
  gsize size = sizeof reply;

  if (is ("thumbnail-size"))
    reply.thumbnail_size = G_MAXUINT32;
  else if (is ("no-width"))
    reply.width = 0;
  else if (is ("wild-sides"))
    reply.width = reply.height = G_MAXUINT32;
  else if (is ("serial"))
    reply.serial++;
  else if (is ("status"))
    reply.status = 1000;
  else if (is ("ready"))
    reply.status = SEM_DECODE_READY;
  else if (is ("format"))
    reply = (SemDecodeReply){ .serial = serial, .status = SEM_DECODE_NO_LOADER, .format = 1000 };
  else if (is ("short"))
    size = 3;
  else if (is ("long"))
    size = 2 * sizeof reply;
  else if (is ("thumbnail"))
    write_thumbnail (&reply);
  else if (is ("die"))
    raise (SIGKILL);
  else if (is ("exit"))
    _exit (3);
  else if (is ("resize"))
    {
      reply.status = SEM_DECODE_UNREADABLE;
      reply.system_error = ftruncate (SEM_DECODE_MEMORY_FD, 0) == 0 ? 0 : (guint32) errno;
    }
  else
    reply.status = SEM_DECODE_UNKNOWN;
  say (&reply, size);
  if (is ("twice"))
    say (&reply, size);
}

int
main (void)
{
  SemDecodeReply ready = { .serial = SEM_DECODE_PROTOCOL, .status = SEM_DECODE_READY };
  SemDecodeRequest request;

  if (is ("never-ready"))
    return 1;
  if (is ("old"))
    ready.serial++;
  say (&ready, sizeof ready);
  while (recv (SEM_DECODE_SOCKET_FD, &request, sizeof request, 0) == sizeof request)
    lie_to (request.serial);
  return 0;
}
