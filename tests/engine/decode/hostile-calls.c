/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/decode/hostile-calls.h"

#include "engine/decode/protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

gboolean
hostile_call (const char *target, int file)
{
  errno = 0;
  return syscall (atol (target), -1l, -1l, -1l, -1l, -1l, -1l) >= 0
         || (errno != EPERM && errno != ENOSYS);
}

gboolean
hostile_copy (const char *target, int file)
{
  static const unsigned long flags[] = { SIGCHLD, CLONE_VM | CLONE_VFORK | SIGCHLD,
                                         CLONE_VM | SIGCHLD, CLONE_NEWUSER | SIGCHLD };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      const long pid = syscall (SYS_clone, flags[i], NULL, NULL, NULL, NULL);

      if (pid == 0)
        _exit (0);
      if (pid > 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
hostile_protect (const char *target, int file)
{
  void *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return memory != MAP_FAILED
         && (mprotect (memory, 4096, PROT_READ | PROT_EXEC) == 0
             || syscall (SYS_pkey_mprotect, memory, 4096, PROT_READ | PROT_EXEC, -1) == 0);
}

gboolean
hostile_show (const char *target, int file)
{
  return prctl (PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

gboolean
hostile_stay (const char *target, int file)
{
  return prctl (PR_SET_PDEATHSIG, 0, 0, 0, 0) == 0;
}

gboolean
hostile_signal_thread (const char *target, int file)
{
  const int pid = atoi (target);

  return syscall (SYS_tgkill, pid, pid, SIGUSR1) == 0;
}

gboolean
hostile_call_otherwise (const char *target, int file)
{
#ifdef __x86_64__
  long result = 20; /* getpid() of programs of 32 bits */

  __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
  errno = ENOSYS;
  return result > 0;
#else
  errno = ENOSYS;
  return FALSE;
#endif
}

gboolean
hostile_send (const char *target, int file)
{
  int pair[2];

  return socketpair (AF_UNIX, SOCK_DGRAM, 0, pair) == 0 || send (file, "x", 1, MSG_NOSIGNAL) == 1
         || errno == ENOTSOCK;
}

gboolean
hostile_set_flags (const char *target, int file)
{
  return fcntl (SEM_DECODE_SOCKET_FD, F_SETFL, O_NONBLOCK) == 0
         || fcntl (SEM_DECODE_SOCKET_FD, F_DUPFD, 20) >= 0
         || fcntl (file, F_SETLK, &(struct flock){ .l_type = F_RDLCK }) == 0;
}

gboolean
hostile_set_timer (const char *target, int file)
{
  const struct itimerval often = { { 0, 1 }, { 0, 1 } };

  signal (SIGALRM, SIG_IGN);
  return setitimer (ITIMER_REAL, &often, NULL) == 0;
}
