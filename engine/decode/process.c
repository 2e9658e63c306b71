/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/installed.h"
#include "engine/decode/launch.h"
#include "engine/decode/process-private.h"
#include "engine/decode/process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM "semblance-decoder"

/* Above every descriptor that the worker expects, so that dup2() never closes one still needed. */
#define SPARE_FD 10

/* Milliseconds to wait for a killed worker before a thread takes over the waiting. */
#define PATIENCE 200

char *
sem_decode_process_find (void)
{
  const char *chosen = g_getenv ("SEMBLANCE_DECODER");
  g_autofree char *folder = NULL;

  if (chosen && *chosen)
    return g_strdup (chosen);
  folder = sem_installed_get_folder (SEM_INSTALLED_LIBEXEC);
  return g_build_filename (folder, PROGRAM, NULL);
}

static int
move_up (int fd)
{
  const int moved = fcntl (fd, F_DUPFD_CLOEXEC, SPARE_FD);

  close (fd);
  return moved;
}

/* Sealed: not even the worker can change the size. */
static int
create_memory (void)
{
  const int fd = memfd_create ("semblance-decoder", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    return -1;
  if (ftruncate (fd, SEM_DECODE_MEMORY_SIZE) != 0
      || fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    {
      close (fd);
      return -1;
    }
  return move_up (fd);
}

static gboolean
fail (GError **error, const char *program, int system_error)
{
  g_autofree char *name = g_filename_display_name (program);

  g_set_error (error, SEM_ERROR, SEM_ERROR_NO_DECODER,
               _("The image decoder %s cannot be started: %s. Build or install Semblance again."),
               name, g_strerror (system_error));
  return FALSE;
}

/* Maps the memory, which the worker gets as @memory, and starts it. Returns: 0, or an errno */
static int
launch (SemDecodeProcess *self, const char *program, int socket, int memory)
{
  const SemLaunch wanted = {
    .program = program, .wrapped = self->wrapped, .socket = socket, .memory = memory
  };
  const int on = 1;
  void *map;

  if (socket < 0 || memory < 0
      || setsockopt (self->socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0)
    return errno;
  map = mmap (NULL, SEM_DECODE_MEMORY_SIZE, PROT_READ, MAP_SHARED, memory, 0);
  if (map == MAP_FAILED)
    return errno;
  self->memory = map;
  return sem_launch_worker (&wanted, &self->pid);
}

gboolean
sem_decode_process_start (SemDecodeProcess *self,
                          const char *program,
                          gboolean wrapped,
                          GError **error)
{
  int pair[2], memory, result;

  *self = (SemDecodeProcess){ .socket = -1, .worker_fd = -1, .wrapped = wrapped };
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    return fail (error, program, errno);
  self->socket = pair[0];
  pair[1] = move_up (pair[1]);
  memory = create_memory ();
  result = launch (self, program, pair[1], memory);
  if (result != 0)
    self->pid = 0;
  if (pair[1] >= 0)
    close (pair[1]);
  if (memory >= 0)
    close (memory);
  return result == 0 || fail (error, program, result);
}

static gpointer
collect_worker (gpointer data)
{
  const pid_t pid = GPOINTER_TO_INT (data);

  while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
    ;
  return NULL;
}

static int
collect (pid_t pid)
{
  int status = -1;

  for (guint i = 0; i < PATIENCE; i++)
    {
      const pid_t result = waitpid (pid, &status, WNOHANG);

      if (result == pid)
        return status;
      if (result < 0 && errno != EINTR)
        return -1;
      g_usleep (i < 20 ? 100 : 5000);
    }
  g_thread_unref (g_thread_new ("collect-decoder", collect_worker, GINT_TO_POINTER (pid)));
  return -1;
}

/* bubblewrap ends with 128 and the signal that ended the worker. */
static int
unwrap_status (const SemDecodeProcess *self, int status)
{
  if (self->wrapped && status != -1 && WIFEXITED (status) && WEXITSTATUS (status) > 128)
    return W_EXITCODE (0, WEXITSTATUS (status) - 128);
  return status;
}

/* Milliseconds of CPU time. */
static gint unwaited_cpu;

gint64
sem_decode_process_get_unwaited_cpu (void)
{
  return (gint64) g_atomic_int_get (&unwaited_cpu) * 1000;
}

void
sem_decode_process_stop (SemDecodeProcess *self, int *status)
{
  const gint64 cpu = self->wrapped ? sem_decode_process_get_cpu (self) : 0;
  int ended_with = -1;

  if (cpu > 0)
    g_atomic_int_add (&unwaited_cpu, (gint) (cpu / 1000));

  /* The worker first: bubblewrap then ends with its status. */
  if (self->worker_fd >= 0)
    {
      syscall (SYS_pidfd_send_signal, self->worker_fd, SIGKILL, NULL, 0);
      close (self->worker_fd);
    }
  if (self->pid > 0)
    {
      /* The group: what bubblewrap starts is not ended with it before it has set itself up. */
      kill (-self->pid, SIGKILL);
      ended_with = unwrap_status (self, collect (self->pid));
    }
  if (self->socket >= 0)
    close (self->socket);
  if (self->memory)
    munmap ((void *) self->memory, SEM_DECODE_MEMORY_SIZE);
  *self = (SemDecodeProcess){ .socket = -1, .worker_fd = -1 };
  if (status)
    *status = ended_with;
}

gboolean
sem_decode_process_is_idle (const SemDecodeProcess *self)
{
  /* What wraps a worker keeps the socket open for a moment after its end. */
  struct pollfd poll_fds[] = { { .fd = self->socket, .events = POLLIN },
                               { .fd = self->worker_fd, .events = POLLIN } };

  return self->pid > 0 && poll (poll_fds, G_N_ELEMENTS (poll_fds), 0) == 0;
}

gboolean
sem_decode_process_send (const SemDecodeProcess *self, const SemDecodeRequest *request, int fd)
{
  struct iovec part = { (void *) request, sizeof *request };
  union
  {
    struct cmsghdr header;
    char buffer[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
  };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);
  ssize_t sent;

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  do
    sent = sendmsg (self->socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == sizeof *request;
}

/* Without room for descriptors, so that the kernel closes those that a worker may send. */
static SemDecodeWait
take_reply (const SemDecodeProcess *self, SemDecodeReply *reply)
{
  const ssize_t length = recv (self->socket, reply, sizeof *reply, MSG_DONTWAIT | MSG_TRUNC);

  if (length == sizeof *reply)
    return SEM_DECODE_WAIT_REPLY;
  return length > 0 ? SEM_DECODE_WAIT_NONSENSE : SEM_DECODE_WAIT_GONE;
}

/* Returns FALSE where nothing came before the end; else what else than waiting is over. */
static gboolean
await_message (const SemDecodeProcess *self,
               guint milliseconds,
               GCancellable *cancellable,
               SemDecodeWait *reason)
{
  const gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  const int cancel_fd = g_cancellable_get_fd (cancellable);
  struct pollfd poll_fds[] = { { .fd = self->socket, .events = POLLIN },
                               { .fd = cancel_fd, .events = POLLIN } };
  int n;

  do
    {
      const gint64 left = end - g_get_monotonic_time ();

      n = poll (poll_fds, G_N_ELEMENTS (poll_fds), (int) CLAMP ((left + 999) / 1000, 0, G_MAXINT));
    }
  while (n < 0 && errno == EINTR);
  if (cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
  *reason = n > 0 && poll_fds[1].revents ? SEM_DECODE_WAIT_CANCELLED : SEM_DECODE_WAIT_LATE;
  return n > 0 && !poll_fds[1].revents;
}

SemDecodeWait
sem_decode_process_wait (const SemDecodeProcess *self,
                         guint milliseconds,
                         GCancellable *cancellable,
                         SemDecodeReply *reply)
{
  SemDecodeWait reason;

  return await_message (self, milliseconds, cancellable, &reason) ? take_reply (self, reply)
                                                                  : reason;
}

/* Who sent the message, as the kernel says; 0 where it does not. */
static pid_t
take_sender (struct msghdr *message)
{
  pid_t sender = 0;

  for (struct cmsghdr *header = CMSG_FIRSTHDR (message); header;
       header = CMSG_NXTHDR (message, header))
    if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS)
      {
        struct ucred credentials;

        memcpy (&credentials, CMSG_DATA (header), sizeof credentials);
        sender = credentials.pid;
      }
  return sender;
}

/* No image file has come near the worker yet: it sends no descriptors. */
static SemDecodeWait
take_greeting (SemDecodeProcess *self, SemDecodeReply *reply)
{
  union
  {
    struct cmsghdr header;
    char buffer[CMSG_SPACE (sizeof (struct ucred))];
  } control = { 0 };
  struct iovec part = { reply, sizeof *reply };
  struct msghdr message = {
    .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control
  };
  const ssize_t length =
    recvmsg (self->socket, &message, MSG_DONTWAIT | MSG_TRUNC | MSG_CMSG_CLOEXEC);
  const int off = 0;

  if (length != sizeof *reply)
    return length > 0 ? SEM_DECODE_WAIT_NONSENSE : SEM_DECODE_WAIT_GONE;
  self->worker = take_sender (&message);
  if (self->worker > 0)
    self->worker_fd = (int) syscall (SYS_pidfd_open, self->worker, 0);
  setsockopt (self->socket, SOL_SOCKET, SO_PASSCRED, &off, sizeof off);
  return SEM_DECODE_WAIT_REPLY;
}

SemDecodeWait
sem_decode_process_greet (SemDecodeProcess *self,
                          guint milliseconds,
                          GCancellable *cancellable,
                          SemDecodeReply *reply)
{
  SemDecodeWait reason;

  return await_message (self, milliseconds, cancellable, &reason) ? take_greeting (self, reply)
                                                                  : reason;
}

gint64
sem_decode_process_get_cpu (const SemDecodeProcess *self)
{
  struct timespec time;
  clockid_t clock;

  if (self->worker <= 0 || clock_getcpuclockid (self->worker, &clock) != 0
      || clock_gettime (clock, &time) != 0)
    return -1;
  return (gint64) time.tv_sec * 1000000 + time.tv_nsec / 1000;
}
