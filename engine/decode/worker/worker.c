/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * semblance-decoder: reads the files whose descriptors it receives and opens none. It loads all
 * libraries and sets every limit before it reports that it is ready.
 */

#include "engine/decode/worker/worker-image.h"
#include "engine/decode/worker/worker-metadata.h"
#include "engine/decode/worker/worker-quick.h"
#include "engine/decode/protocol.h"
#include "engine/decode/sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* Memory up to this size is kept between photos: having the kernel zero fresh pages would cost more
 * than anything else here except decoding.
 */
#define KEPT_SIZE (32 << 20)

/* The metadata of nearly every JPEG lies within this. */
#define HEAD_SIZE (256 << 10)

static GLogWriterOutput
discard_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

/* A loader in an endless loop never reads the socket, so a thread watches for the client's exit,
 * also where the kernel cannot end the worker with it. */
static void *
watch_client (void *data)
{
  struct pollfd poll_fd = { .fd = SEM_DECODE_SOCKET_FD };

  while (poll (&poll_fd, 1, -1) < 0 && errno == EINTR)
    ;
  _exit (EXIT_SUCCESS);
  return NULL;
}

static gboolean
start_watch (void)
{
  pthread_attr_t attributes;
  pthread_t thread;
  sigset_t all, old;
  int result;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  pthread_attr_init (&attributes);
  pthread_attr_setdetachstate (&attributes, PTHREAD_CREATE_DETACHED);
  result = pthread_create (&thread, &attributes, watch_client, NULL);
  pthread_attr_destroy (&attributes);
  pthread_sigmask (SIG_SETMASK, &old, NULL);
  return result == 0;
}

/* Returns the received descriptor, -1 if there was none, -2 if the client has gone. */
static int
receive (SemDecodeRequest *request)
{
  struct iovec part = { request, sizeof *request };
  union
  {
    struct cmsghdr header;
    char buffer[CMSG_SPACE (sizeof (int))];
  } control;
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
  };
  ssize_t length;
  int fd = -1;

  do
    length = recvmsg (SEM_DECODE_SOCKET_FD, &message, MSG_CMSG_CLOEXEC);
  while (length < 0 && errno == EINTR);
  if (length != sizeof *request)
    return -2;

  const struct cmsghdr *header = CMSG_FIRSTHDR (&message);

  if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS
      && header->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (&fd, CMSG_DATA (header), sizeof fd);
  return fd;
}

static gboolean
answer (const SemDecodeReply *reply)
{
  ssize_t length;

  do
    length = send (SEM_DECODE_SOCKET_FD, reply, sizeof *reply, MSG_NOSIGNAL);
  while (length < 0 && errno == EINTR);
  return length == sizeof *reply;
}

static gboolean
make_room (guint8 **buffer, gsize *capacity, gsize size)
{
  if (size <= *capacity && *capacity <= KEPT_SIZE)
    return TRUE;
  g_free (*buffer);
  *buffer = g_try_malloc (size + 1);
  *capacity = *buffer ? size : 0;
  if (!*buffer)
    errno = ENOMEM;
  return *buffer != NULL;
}

/* Reads instead of mapping: a mapped file that shrinks would raise SIGBUS. @size: bytes to read at
 * most. Returns the number of bytes, or -1 with errno set.
 */
static gssize
read_file (int fd, gsize size, guint8 **buffer, gsize *capacity)
{
  gsize done = 0;

  if (!make_room (buffer, capacity, size))
    return -1;
  while (done < size)
    {
      const ssize_t n = pread (fd, *buffer + done, size - done, (off_t) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  return (gssize) done;
}

/* Reads the file, or of a JPEG whose pixels are not needed what stands before them. */
static gssize
read_wished (int fd, const SemDecodeRequest *request, guint8 **buffer, gsize *capacity)
{
  const gsize whole = (gsize) MIN (request->size, SEM_DECODE_MAX_FILE_SIZE);
  gssize size;
  gsize head;

  if (request->wish == SEM_DECODE_METADATA)
    {
      size = read_file (fd, MIN (HEAD_SIZE, whole), buffer, capacity);
      if (size < 0)
        return size;
      head = sem_worker_metadata_get_head (*buffer, (gsize) size);
      if (head > 0)
        return (gssize) head;
    }
  return read_file (fd, whole, buffer, capacity);
}

/* The library that reads metadata may end or hang this process: the client then requests the
 * picture only. */
static void
process (const SemDecodeRequest *request,
         const guint8 *data,
         gsize size,
         guint8 *memory,
         SemDecodeReply *reply)
{
  if (request->wish == SEM_DECODE_METADATA)
    {
      reply->format = sem_format_sniff (data, size);
      reply->status = reply->format == SEM_FORMAT_UNKNOWN ? SEM_DECODE_UNKNOWN : SEM_DECODE_OK;
    }
  else if (request->wish != SEM_DECODE_QUICK || !sem_quick_decode (data, size, memory, reply))
    {
      sem_image_decode (data, size, &request->view, memory, reply);
    }
  if (request->wish != SEM_DECODE_PIXELS && reply->status == SEM_DECODE_OK)
    sem_worker_metadata_read (reply->format, data, size, &reply->metadata);
}

static void
serve (guint8 *memory)
{
  guint8 *buffer = NULL;
  gsize capacity = 0;

  for (;;)
    {
      SemDecodeRequest request;
      SemDecodeReply reply = { 0 };
      const int fd = receive (&request);
      gssize size = -1;

      if (fd == -2)
        break;
      errno = EBADF;
      if (fd >= 0)
        size = read_wished (fd, &request, &buffer, &capacity);
      if (size >= 0)
        {
          process (&request, buffer, (gsize) size, memory, &reply);
        }
      else
        {
          reply.status = errno == ENOMEM ? SEM_DECODE_NO_MEMORY : SEM_DECODE_UNREADABLE;
          reply.system_error = (guint32) errno;
        }
      if (fd >= 0)
        close (fd);
      reply.serial = request.serial;
      if (!answer (&reply))
        break;
    }
  g_free (buffer);
}

/* Loads all that decoding may need: later no file can be opened. */
static void
preload (gboolean debug)
{
  /* Loaders warn about bad files: that must not abort, whatever G_DEBUG says. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  if (!debug)
    g_log_set_writer_func (discard_log, NULL, NULL);
  mallopt (M_MMAP_THRESHOLD, KEPT_SIZE);
  mallopt (M_TRIM_THRESHOLD, 2 * KEPT_SIZE);
  sem_image_preload ();
  sem_worker_metadata_preload ();
}

int
main (int argc, char **argv)
{
  const gboolean debug = argc == 2 && strcmp (argv[1], "--debug") == 0;
  const SemSandboxPlan plan = { .layers = SEM_SANDBOX_ALL,
                                .landlock_abi = G_MAXINT,
                                .socket = SEM_DECODE_SOCKET_FD,
                                .debug = debug };
  SemDecodeReply ready = { .serial = SEM_DECODE_PROTOCOL, .status = SEM_DECODE_READY };
  SemSandbox reached;
  guint8 *memory;

  if (argc == 2 && strcmp (argv[1], "--version") == 0)
    {
      g_autofree char *version = sem_image_build_version ();

      puts (version);
      return EXIT_SUCCESS;
    }
  memory = mmap (NULL, SEM_DECODE_MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
                 SEM_DECODE_MEMORY_FD, 0);
  if (memory == MAP_FAILED)
    {
      fputs ("semblance-decoder is started by Semblance itself and is of no use alone.\n", stderr);
      return 2;
    }
  close (SEM_DECODE_MEMORY_FD);
  preload (debug);
  sem_sandbox_enter (&plan, &reached);
  if (!start_watch ())
    return EXIT_FAILURE;
  ready.width = reached.layers;
  ready.height = reached.landlock_abi;
  if (answer (&ready))
    serve (memory);
  /* What runs at exit may need more than is allowed: to look for leaks, or to write profiles. */
  _exit (EXIT_SUCCESS);
}
