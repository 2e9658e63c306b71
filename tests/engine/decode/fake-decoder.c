/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker that violates the protocol in the way that its own name ends with: fake-decoder-LIE.
 */

#include "engine/decode/worker/worker-image.h"
#include "tests/engine/decode/receive.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *chosen;

static gboolean
is (const char *lie)
{
  return strcmp (chosen, lie) == 0;
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

/* Sends descriptors that nobody has asked for. */
static void
say_with_descriptors (const SemDecodeReply *reply)
{
  struct iovec part = { (void *) reply, sizeof *reply };
  union
  {
    struct cmsghdr header;
    char buffer[CMSG_SPACE (8 * sizeof (int))];
  } control = { 0 };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
  };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);
  const int fds[8] = { 0, 0, 0, 0, 0, 0, 0, 0 };

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof fds);
  memcpy (CMSG_DATA (header), fds, sizeof fds);
  if (sendmsg (SEM_DECODE_SOCKET_FD, &message, MSG_NOSIGNAL) < 0)
    _exit (1);
}

/* Writes over the memory all the time, also after the reply. */
static gpointer
change_memory (gpointer data)
{
  guint8 *memory = data;

  for (guint8 value = 0;; value++)
    {
      memset (memory + SEM_DECODE_INPUT_SIZE + 2, value, 1000);
      memset (memory, value, SEM_DECODE_INPUT_SIZE);
    }
  return NULL;
}

/* Takes the pages of the memory away all the time: whoever reads it may find zeros. */
static gpointer
punch_memory (gpointer data)
{
  for (;;)
    {
      madvise (data, SEM_DECODE_MEMORY_SIZE, MADV_REMOVE);
      memset (data, 0x55, SEM_DECODE_INPUT_SIZE + 1000);
    }
  return NULL;
}

/* Decodes pictures properly, but dies of metadata, or changes what it has decoded. */
static void
serve_pixels (const SemDecodeRequest *request, int fd)
{
  static guint8 *memory = NULL;
  static guint8 file[1 << 20];
  SemDecodeReply reply = { 0 };
  gssize size = pread (fd, file, sizeof file, 0);

  if (is ("dies-of-metadata") && request->wish != SEM_DECODE_PIXELS)
    raise (SIGKILL);
  if (!memory)
    memory = mmap (NULL, SEM_DECODE_MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
                   SEM_DECODE_MEMORY_FD, 0);
  if (memory == MAP_FAILED || size < 0)
    _exit (1);
  sem_image_decode (file, (gsize) size, &request->view, memory, &reply);
  reply.serial = request->serial;
  if (is ("changes"))
    g_thread_unref (g_thread_new ("change", change_memory, memory));
  if (is ("punches"))
    g_thread_unref (g_thread_new ("punch", punch_memory, memory));
  say (&reply, sizeof reply);
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
  else if (is ("no-metadata"))
    write_thumbnail (&reply);
  else if (is ("wild-metadata"))
    reply.metadata = (SemMetadata){ .state = SEM_METADATA_READ, .latitude = 1e300 };
  else if (is ("endless-text"))
    {
      reply.metadata.state = SEM_METADATA_READ;
      memset (reply.metadata.make, 'x', sizeof reply.metadata.make);
    }
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
  else if (is ("silent"))
    pause ();
  else if (is ("busy"))
    for (;;)
      ;
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
  if (is ("descriptors"))
    say_with_descriptors (&reply);
  else
    say (&reply, size);
  if (is ("twice"))
    say (&reply, size);
}

int
main (int argc, char **argv)
{
  SemDecodeReply ready = { .serial = SEM_DECODE_PROTOCOL, .status = SEM_DECODE_READY };
  SemDecodeRequest request;
  int fd;

  chosen = strstr (argv[0], "fake-decoder-");
  chosen = chosen ? chosen + strlen ("fake-decoder-") : "";
  if (is ("never-ready"))
    return 1;
  if (is ("old"))
    ready.serial++;
  say (&ready, sizeof ready);
  while ((fd = receive_request (&request)) != -1)
    {
      if (is ("dies-of-metadata") || is ("changes") || is ("punches"))
        serve_pixels (&request, fd);
      else
        lie_to (request.serial);
      close (fd);
    }
  return 0;
}
