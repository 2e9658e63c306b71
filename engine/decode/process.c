/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/installed.h"
#include "engine/decode/process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "semblance-decoder"

/* Above every descriptor that the worker expects, so that dup2() never closes one still needed. */
#define SPARE_FD 10

/* Milliseconds to wait for a killed worker before a thread takes over the waiting. */
#define PATIENCE 200

extern char **environ;

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

static int
spawn (pid_t *pid, const char *program, int socket, int memory)
{
  const short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP;
  char *arguments[] = { (char *) program, NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t signals;
  int result;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, 0, "/dev/null", O_RDONLY, 0);
  if (!g_getenv ("SEMBLANCE_DECODER_DEBUG"))
    {
      posix_spawn_file_actions_addopen (&actions, 1, "/dev/null", O_WRONLY, 0);
      posix_spawn_file_actions_addopen (&actions, 2, "/dev/null", O_WRONLY, 0);
    }
  posix_spawn_file_actions_adddup2 (&actions, socket, SEM_DECODE_SOCKET_FD);
  posix_spawn_file_actions_adddup2 (&actions, memory, SEM_DECODE_MEMORY_FD);
  posix_spawn_file_actions_addclosefrom_np (&actions, SEM_DECODE_MEMORY_FD + 1);

  /* Its own process group: Ctrl-C in a terminal must not kill the worker in the middle of a photo,
   * which would be counted as a failed attempt at that photo.
   */
  posix_spawnattr_init (&attributes);
  sigemptyset (&signals);
  posix_spawnattr_setsigmask (&attributes, &signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGPIPE);
  posix_spawnattr_setsigdefault (&attributes, &signals);
  posix_spawnattr_setpgroup (&attributes, 0);
  posix_spawnattr_setflags (&attributes, flags);

  result = posix_spawn (pid, program, &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return result;
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

gboolean
sem_decode_process_start (SemDecodeProcess *self, const char *program, GError **error)
{
  int pair[2], memory, result;
  void *map;

  *self = (SemDecodeProcess){ .socket = -1 };
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    return fail (error, program, errno);
  self->socket = pair[0];
  pair[1] = move_up (pair[1]);
  memory = create_memory ();
  if (memory < 0 || pair[1] < 0)
    {
      result = errno;
    }
  else
    {
      map = mmap (NULL, SEM_DECODE_MEMORY_SIZE, PROT_READ, MAP_SHARED, memory, 0);
      self->memory = map == MAP_FAILED ? NULL : map;
      result = self->memory ? spawn (&self->pid, program, pair[1], memory) : errno;
    }
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

void
sem_decode_process_stop (SemDecodeProcess *self, int *status)
{
  int ended_with = -1;

  if (self->pid > 0)
    {
      kill (self->pid, SIGKILL);
      ended_with = collect (self->pid);
    }
  if (self->socket >= 0)
    close (self->socket);
  if (self->memory)
    munmap ((void *) self->memory, SEM_DECODE_MEMORY_SIZE);
  *self = (SemDecodeProcess){ .socket = -1 };
  if (status)
    *status = ended_with;
}

gboolean
sem_decode_process_is_idle (const SemDecodeProcess *self)
{
  struct pollfd poll_fd = { .fd = self->socket, .events = POLLIN };

  return self->pid > 0 && poll (&poll_fd, 1, 0) == 0;
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

static SemDecodeWait
take_reply (const SemDecodeProcess *self, SemDecodeReply *reply)
{
  const ssize_t length = recv (self->socket, reply, sizeof *reply, MSG_DONTWAIT | MSG_TRUNC);

  if (length == sizeof *reply)
    return SEM_DECODE_WAIT_REPLY;
  return length > 0 ? SEM_DECODE_WAIT_NONSENSE : SEM_DECODE_WAIT_GONE;
}

SemDecodeWait
sem_decode_process_wait (const SemDecodeProcess *self,
                         guint milliseconds,
                         GCancellable *cancellable,
                         SemDecodeReply *reply)
{
  const gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  const int cancel_fd = g_cancellable_get_fd (cancellable);
  SemDecodeWait result = SEM_DECODE_WAIT_LATE;

  for (;;)
    {
      struct pollfd poll_fds[] = { { .fd = self->socket, .events = POLLIN },
                                   { .fd = cancel_fd, .events = POLLIN } };
      const gint64 left = end - g_get_monotonic_time ();
      const int timeout = (int) CLAMP ((left + 999) / 1000, 0, G_MAXINT);
      const int n = poll (poll_fds, G_N_ELEMENTS (poll_fds), timeout);

      if (n < 0 && errno == EINTR)
        continue;
      if (poll_fds[1].revents)
        result = SEM_DECODE_WAIT_CANCELLED;
      else if (poll_fds[0].revents)
        result = take_reply (self, reply);
      break;
    }
  if (cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
  return result;
}
