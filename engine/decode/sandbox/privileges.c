/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/sandbox/privileges.h"

#include "engine/decode/sanitized.h"

#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Enough for 400 megapixels of four bytes, a file of a gigabyte and the libraries. */
#define ADDRESS_SPACE (G_GUINT64_CONSTANT (4) << 30)
#define MAX_DESCRIPTORS 32
/* A worker is replaced long before it has computed for so long, in seconds: a worker that was taken
 * over and computes between two files ends here, even if the client does not check it. */
#define CPU_TIME 3600

static gboolean
limit (__rlimit_resource_t resource, rlim_t value)
{
  const struct rlimit limits = { value, value };

  return setrlimit (resource, &limits) == 0;
}

static gboolean
drop_capabilities (void)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

  return syscall (SYS_capset, &header, none) == 0;
}

gboolean
sem_privileges_drop (gboolean debug)
{
  gboolean done = limit (RLIMIT_CORE, 0);

  if (!SEM_SANITIZED)
    done &= limit (RLIMIT_AS, ADDRESS_SPACE);
  done &= limit (RLIMIT_CPU, CPU_TIME);
  done &= limit (RLIMIT_NOFILE, MAX_DESCRIPTORS);
  done &= limit (RLIMIT_MEMLOCK, 0);
  done &= limit (RLIMIT_MSGQUEUE, 0);
  /* Writing to a file fails with EFBIG and must not raise SIGXFSZ. */
  signal (SIGXFSZ, SIG_IGN);
  done &= limit (RLIMIT_FSIZE, 0);
  done &= prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  done &= drop_capabilities ();
  /* The client starts its workers from a thread that lives as long as the program. */
  done &= prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
  if (!debug)
    done &= prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
  return done;
}
