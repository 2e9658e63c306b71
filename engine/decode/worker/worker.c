/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * semblance-decoder: reads the files whose descriptors it receives and opens none. It loads all
 * libraries and sets every limit before it reports that it is ready.
 */

#include "engine/decode/worker/worker-image.h"
#include "engine/decode/worker/worker-metadata.h"
#include "engine/decode/protocol.h"

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
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough for 400 megapixels of four bytes, a file of a gigabyte and the libraries. */
#define ADDRESS_SPACE (G_GUINT64_CONSTANT (4) << 30)
#define MAX_DESCRIPTORS 32

/* Memory up to this size is kept between photos: having the kernel zero fresh pages would cost more
 * than anything else here except decoding.
 */
#define KEPT_SIZE (32 << 20)

/* The metadata of nearly every JPEG lies within this. */
#define HEAD_SIZE (256 << 10)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static void
set_limit (__rlimit_resource_t resource, rlim_t value)
{
  const struct rlimit limit = { value, value };

  if (setrlimit (resource, &limit) != 0)
    perror ("semblance-decoder: setrlimit");
}

/* Drops privileges: everything that restricts the process belongs here. */
static void
confine (gboolean debug)
{
  /* AddressSanitizer's shadow memory needs terabytes of address space. */
  if (!SANITIZED)
    set_limit (RLIMIT_AS, ADDRESS_SPACE);
  set_limit (RLIMIT_CORE, 0);
  set_limit (RLIMIT_NOFILE, MAX_DESCRIPTORS);

  /* Writing to a file fails with EFBIG and must not raise SIGXFSZ. */
  signal (SIGXFSZ, SIG_IGN);
  set_limit (RLIMIT_FSIZE, 0);

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    perror ("semblance-decoder: prctl");
  if (!debug)
    prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static GLogWriterOutput
discard_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  return G_LOG_WRITER_HANDLED;
}

/* A loader in an endless loop never reads the socket, so a thread watches for the client's exit.
 * PR_SET_PDEATHSIG would not do: it follows the thread that started the worker.
 */
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

/* Reads instead of mapping: a mapped file that shrinks would raise SIGBUS. @most: bytes to read at
 * most. Returns the number of bytes, or -1 with errno set.
 */
static gssize
read_file (int fd, gsize most, guint8 **buffer, gsize *capacity)
{
  struct stat info;
  gsize done = 0;

  if (fstat (fd, &info) != 0)
    return -1;
  if (!S_ISREG (info.st_mode) || (guint64) info.st_size > SEM_DECODE_MAX_FILE_SIZE)
    {
      errno = EINVAL;
      return -1;
    }

  const gsize size = MIN ((gsize) info.st_size, most);

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
read_wished (int fd, SemDecodeWish wish, guint8 **buffer, gsize *capacity)
{
  gssize size;
  gsize head;

  if (wish == SEM_DECODE_METADATA)
    {
      size = read_file (fd, HEAD_SIZE, buffer, capacity);
      if (size < 0)
        return size;
      head = sem_worker_metadata_get_head (*buffer, (gsize) size);
      if (head > 0)
        return (gssize) head;
    }
  return read_file (fd, SEM_DECODE_MAX_FILE_SIZE, buffer, capacity);
}

/* The library that reads metadata may end or hang this process: the client then asks for the
 * picture alone. */
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
  else
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
        size = read_wished (fd, request.wish, &buffer, &capacity);
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

int
main (int argc, char **argv)
{
  const gboolean debug = g_getenv ("SEMBLANCE_DECODER_DEBUG") != NULL;
  const SemDecodeReply ready = { .serial = SEM_DECODE_PROTOCOL, .status = SEM_DECODE_READY };
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

  /* Loaders warn about bad files: that must not abort, whatever G_DEBUG says. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  if (!debug)
    g_log_set_writer_func (discard_log, NULL, NULL);
  mallopt (M_MMAP_THRESHOLD, KEPT_SIZE);
  mallopt (M_TRIM_THRESHOLD, 2 * KEPT_SIZE);
  sem_image_preload ();
  sem_worker_metadata_preload ();
  if (!start_watch ())
    return EXIT_FAILURE;
  confine (debug);
  if (!answer (&ready))
    return EXIT_FAILURE;
  serve (memory);
  return EXIT_SUCCESS;
}
