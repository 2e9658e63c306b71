/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker that was taken over. It locks itself in as the real one does, and then does to the
 * computer what the "photo" that it receives says: the name of an attack and its target, a line
 * each. It replies "unknown" where that worked, and "unreadable" with an errno where it did not.
 * It has no environment, so that its own name says how it is locked in: hostile-worker-LAYERS-ABI.
 */

#include "engine/decode/protocol.h"
#include "engine/decode/sandbox/sandbox.h"
#include "tests/engine/decode/hostile-calls.h"
#include "tests/engine/decode/receive.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

/* @target: what the second line says. @file: the descriptor of the "photo".
 * Returns: whether it worked; else errno says why not */
typedef gboolean (*Attack) (const char *target, int file);

static gboolean
read_secret (const char *target, int file)
{
  char byte;
  const int fd = open (target, O_RDONLY);

  return fd >= 0 && read (fd, &byte, 1) == 1;
}

static gboolean
list_folder (const char *target, int file)
{
  char entries[4096];
  const int fd = open (target, O_RDONLY | O_DIRECTORY);

  return fd >= 0 && syscall (SYS_getdents64, fd, entries, sizeof entries) > 0;
}

static gboolean
overwrite (const char *target, int file)
{
  return open (target, O_WRONLY | O_TRUNC) >= 0;
}

static gboolean
delete_file (const char *target, int file)
{
  return unlink (target) == 0;
}

static gboolean
replace (const char *target, int file)
{
  g_autofree char *other = g_strconcat (target, ".new", NULL);

  return open (other, O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0 && rename (other, target) == 0;
}

static gboolean
truncate_file (const char *target, int file)
{
  return truncate (target, 0) == 0;
}

static gboolean
make_folder (const char *target, int file)
{
  return mkdir (target, 0700) == 0;
}

static struct sockaddr_in
get_address (const char *port)
{
  return (struct sockaddr_in){ .sin_family = AF_INET,
                               .sin_port = htons ((guint16) atoi (port)),
                               .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
}

static gboolean
connect_tcp (const char *target, int file)
{
  const struct sockaddr_in address = get_address (target);
  const int fd = socket (AF_INET, SOCK_STREAM, 0);

  return fd >= 0 && connect (fd, (const struct sockaddr *) &address, sizeof address) == 0;
}

/* On a port that the test has not taken. */
static gboolean
listen_tcp (const char *target, int file)
{
  const struct sockaddr_in address = get_address (target);
  const int fd = socket (AF_INET, SOCK_STREAM, 0);

  return fd >= 0 && bind (fd, (const struct sockaddr *) &address, sizeof address) == 0
         && listen (fd, 1) == 0;
}

static gboolean
connect_unix (const char *path, gboolean abstract)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const gsize length = strlen (path);
  const int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  if (length + 1 >= sizeof address.sun_path)
    return FALSE;
  memcpy (address.sun_path + (abstract ? 1 : 0), path, length);
  return fd >= 0
         && connect (fd, (const struct sockaddr *) &address,
                     (socklen_t) (offsetof (struct sockaddr_un, sun_path) + 1 + length))
              == 0;
}

static gboolean
connect_bus (const char *target, int file)
{
  return connect_unix (target, FALSE);
}

static gboolean
connect_abstract (const char *target, int file)
{
  return connect_unix (target, TRUE);
}

static gboolean
fork_child (const char *target, int file)
{
  const pid_t pid = fork ();

  /* Out of the group, which is ended with the worker. The parent does it before it replies, for the
   * child may not have run by then. */
  if (pid > 0)
    return setpgid (pid, pid) == 0;
  if (pid < 0)
    return FALSE;
  close (SEM_DECODE_SOCKET_FD);
  sleep (2);
  _exit (0);
}

/* The shell makes a file, which the test looks for: there is no reply. */
static gboolean
run_shell (const char *target, int file)
{
  g_autofree char *script = g_strdup_printf (": > '%s'", target);

  return execl ("/usr/bin/sh", "sh", "-c", script, NULL) == 0;
}

static gboolean
run_memory (const char *target, int file)
{
  g_autofree char *script = g_strdup_printf ("#!/usr/bin/sh\n: > '%s'\n", target);
  char *arguments[] = { (char *) "script", NULL };
  const int fd = memfd_create ("script", 0);

  return fd >= 0 && write (fd, script, strlen (script)) > 0
         && syscall (SYS_execveat, fd, "", arguments, arguments + 1, AT_EMPTY_PATH) == 0;
}

/* @target: a process and an address in it. */
static gboolean
write_memory (const char *target, int file)
{
  char *end;
  const pid_t pid = (pid_t) strtol (target, &end, 10);
  int value = 1;
  const struct iovec from = { &value, sizeof value };
  const struct iovec to = { (void *) strtoul (end, NULL, 16), sizeof value };

  return process_vm_writev (pid, &from, 1, &to, 1, 0) == sizeof value;
}

static gboolean
trace (const char *target, int file)
{
  return ptrace (PTRACE_SEIZE, atoi (target), NULL, NULL) == 0;
}

static gboolean
send_signal (const char *target, int file)
{
  return kill (atoi (target), SIGUSR1) == 0;
}

static gboolean
limit_other (const char *target, int file)
{
  const struct rlimit limits = { 0, 0 };

  return prlimit (atoi (target), RLIMIT_MSGQUEUE, &limits, NULL) == 0;
}

static gboolean
make_ring (const char *target, int file)
{
  struct io_uring_params parameters = { 0 };

  return syscall (SYS_io_uring_setup, 1, &parameters) >= 0;
}

static gboolean
read_process (const char *target, int file)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", target);

  return read_secret (path, file);
}

/* The photo itself, which the worker may only read. */
static gboolean
reopen (const char *target, int file)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", file);

  return open (path, O_WRONLY | O_TRUNC) >= 0;
}

static gboolean
write_photo (const char *target, int file)
{
  return write (file, "x", 1) == 1;
}

static gboolean
change_mode (const char *target, int file)
{
  return fchmod (file, 0) == 0;
}

static gboolean
change_times (const char *target, int file)
{
  const struct timespec times[2] = { { 0, 0 }, { 0, 0 } };

  return futimens (file, times) == 0;
}

static gboolean
make_code (const char *target, int file)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
         != MAP_FAILED;
}

static gboolean
leave (const char *target, int file)
{
  return unshare (CLONE_NEWUSER) == 0;
}

static gboolean
find_variable (const char *target, int file)
{
  errno = ENOENT;
  return g_getenv (target) != NULL;
}

/* Whether any descriptor is open but those that a worker has. */
static gboolean
find_descriptor (const char *target, int file)
{
  struct stat info;

  for (int fd = 0; fd < 1024; fd++)
    if (fd > SEM_DECODE_SOCKET_FD && fd != file && syscall (SYS_fstat, fd, &info) == 0)
      return TRUE;
  errno = EBADF;
  return FALSE;
}

static const struct
{
  const char *name;
  Attack attack;
} attacks[] = {
  { "read", read_secret },
  { "list", list_folder },
  { "overwrite", overwrite },
  { "delete", delete_file },
  { "replace", replace },
  { "truncate", truncate_file },
  { "make-folder", make_folder },
  { "connect-tcp", connect_tcp },
  { "listen-tcp", listen_tcp },
  { "connect-bus", connect_bus },
  { "connect-abstract", connect_abstract },
  { "fork", fork_child },
  { "shell", run_shell },
  { "memory-shell", run_memory },
  { "write-memory", write_memory },
  { "trace", trace },
  { "signal", send_signal },
  { "limit", limit_other },
  { "ring", make_ring },
  { "read-process", read_process },
  { "reopen", reopen },
  { "write-photo", write_photo },
  { "change-mode", change_mode },
  { "change-times", change_times },
  { "make-code", make_code },
  { "leave", leave },
  { "find-variable", find_variable },
  { "find-descriptor", find_descriptor },
  { "call", hostile_call },
  { "copy", hostile_copy },
  { "protect", hostile_protect },
  { "show", hostile_show },
  { "stay", hostile_stay },
  { "signal-thread", hostile_signal_thread },
  { "call-otherwise", hostile_call_otherwise },
  { "send", hostile_send },
  { "set-flags", hostile_set_flags },
  { "set-timer", hostile_set_timer },
};

static gboolean
attack (int file, SemDecodeReply *reply)
{
  char lines[4096];
  const ssize_t n = pread (file, lines, sizeof lines - 1, 0);
  char *target;

  lines[MAX (n, 0)] = '\0';
  target = strchr (lines, '\n');
  if (!target)
    return FALSE;
  *target++ = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    if (strcmp (lines, attacks[i].name) == 0)
      {
        const gboolean worked = attacks[i].attack (target, file);

        reply->system_error = worked ? 0 : (guint32) errno;
        reply->status = worked ? SEM_DECODE_UNKNOWN : SEM_DECODE_UNREADABLE;
        return TRUE;
      }
  return FALSE;
}

int
main (int argc, char **argv)
{
  SemSandboxPlan plan = { .socket = SEM_DECODE_SOCKET_FD };
  SemDecodeReply ready = { .serial = SEM_DECODE_PROTOCOL, .status = SEM_DECODE_READY };
  SemDecodeRequest request;
  SemSandbox reached;
  const char *name = strstr (argv[0], "hostile-worker-");
  int fd;

  if (!name || sscanf (name, "hostile-worker-%u-%u", &plan.layers, &plan.landlock_abi) != 2)
    return 1;
  close (SEM_DECODE_MEMORY_FD);
  sem_sandbox_enter (&plan, &reached);
  ready.width = reached.layers;
  ready.height = reached.landlock_abi;
  if (send (SEM_DECODE_SOCKET_FD, &ready, sizeof ready, MSG_NOSIGNAL) < 0)
    _exit (1);
  while ((fd = receive_request (&request)) != -1)
    {
      SemDecodeReply reply = { .serial = request.serial };

      if (!attack (fd, &reply)
          || send (SEM_DECODE_SOCKET_FD, &reply, sizeof reply, MSG_NOSIGNAL) < 0)
        _exit (2);
    }
  _exit (0);
}
