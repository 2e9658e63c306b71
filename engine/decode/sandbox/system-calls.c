/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/sandbox/system-calls.h"

#include "engine/decode/sanitized.h"

#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

static const int allowed[] = {
  /* Memory; with mmap() and mprotect(), below. */
  SCMP_SYS (munmap), SCMP_SYS (mremap), SCMP_SYS (madvise), SCMP_SYS (brk),
  /* Threads; with clone(), below. */
  SCMP_SYS (futex), SCMP_SYS (set_robust_list), SCMP_SYS (rseq), SCMP_SYS (sched_yield),
  SCMP_SYS (sched_getaffinity), SCMP_SYS (gettid), SCMP_SYS (getpid), SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  /* Signals within the process; with tgkill(), below. */
  SCMP_SYS (rt_sigaction), SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sigaltstack), SCMP_SYS (restart_syscall),
  /* Clocks. */
  SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday), SCMP_SYS (time), SCMP_SYS (clock_nanosleep),
  SCMP_SYS (nanosleep), SCMP_SYS (getrusage), SCMP_SYS (times),
  /* Descriptors that are open; with messages, below. */
  SCMP_SYS (read), SCMP_SYS (pread64), SCMP_SYS (lseek), SCMP_SYS (fstat), SCMP_SYS (close),
  SCMP_SYS (poll), SCMP_SYS (ppoll),
  /* Who it is: no secret, and the C library does not expect them to fail. */
  SCMP_SYS (getuid), SCMP_SYS (geteuid), SCMP_SYS (getgid), SCMP_SYS (getegid), SCMP_SYS (getrandom)
};

static const int fatal[] = { SCMP_SYS (execve),
                             SCMP_SYS (execveat),
                             SCMP_SYS (fork),
                             SCMP_SYS (vfork),
                             SCMP_SYS (ptrace),
                             SCMP_SYS (process_vm_readv),
                             SCMP_SYS (process_vm_writev),
                             SCMP_SYS (kill),
                             SCMP_SYS (tkill),
                             SCMP_SYS (rt_sigqueueinfo),
                             SCMP_SYS (rt_tgsigqueueinfo),
                             SCMP_SYS (pidfd_open),
                             SCMP_SYS (pidfd_send_signal),
                             SCMP_SYS (pidfd_getfd),
                             SCMP_SYS (memfd_create),
                             SCMP_SYS (io_uring_setup),
                             SCMP_SYS (io_uring_enter),
                             SCMP_SYS (io_uring_register),
                             SCMP_SYS (userfaultfd),
                             SCMP_SYS (bpf),
                             SCMP_SYS (perf_event_open),
                             SCMP_SYS (keyctl),
                             SCMP_SYS (add_key),
                             SCMP_SYS (request_key),
                             SCMP_SYS (mount),
                             SCMP_SYS (umount2),
                             SCMP_SYS (pivot_root),
                             SCMP_SYS (chroot),
                             SCMP_SYS (unshare),
                             SCMP_SYS (setns),
                             SCMP_SYS (open_by_handle_at),
                             SCMP_SYS (init_module),
                             SCMP_SYS (finit_module),
                             SCMP_SYS (kexec_load) };

/* New namespaces, and children that are not threads. */
#define CLONE_FORBIDDEN                                                                            \
  (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID      \
   | CLONE_NEWNET | CLONE_VFORK | CLONE_PTRACE)

static gboolean
add_rules (scmp_filter_ctx filter, int socket)
{
  const scmp_datum_t channel = (scmp_datum_t) socket;
  static const int messages[] = { SCMP_SYS (sendto), SCMP_SYS (sendmsg), SCMP_SYS (recvfrom),
                                  SCMP_SYS (recvmsg) };
  int failed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0);
  for (guint i = 0; i < G_N_ELEMENTS (fatal) && !SEM_SANITIZED; i++)
    failed |= seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, fatal[i], 0);
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    failed |=
      seccomp_rule_add (filter, SCMP_ACT_ALLOW, messages[i], 1, SCMP_A0 (SCMP_CMP_EQ, channel));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  failed |=
    seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                      SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_FORBIDDEN | CLONE_THREAD | CLONE_VM,
                               CLONE_THREAD | CLONE_VM));
  /* Its flags lie in memory, where no filter sees them; the C library then falls back to clone().
   */
  failed |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                              SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));
  failed |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prctl), 1,
                              SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME));
  /* Messages to a terminal, with which bugs are found. */
  for (scmp_datum_t fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
    {
      failed |=
        seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1, SCMP_A0 (SCMP_CMP_EQ, fd));
      failed |=
        seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (writev), 1, SCMP_A0 (SCMP_CMP_EQ, fd));
    }
  return failed == 0;
}

gboolean
sem_system_calls_restrict (int socket)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean restricted;

  if (!filter)
    return FALSE;
  restricted = seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0
               && seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0
               && seccomp_attr_set (filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0
               && add_rules (filter, socket) && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return restricted;
}
