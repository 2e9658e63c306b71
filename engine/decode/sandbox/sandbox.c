/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/sandbox/sandbox.h"

#include "engine/decode/sandbox/landlock.h"
#include "engine/decode/sandbox/privileges.h"
#include "engine/decode/sandbox/system-calls.h"

#include <errno.h>
#include <sched.h>
#include <sys/stat.h>

/* Asks for what a process with one thread has already, and one with more cannot have; where even
 * that is forbidden, as in containers, the links of a folder tell: its own two and one a thread. */
static gboolean
has_one_thread (void)
{
  struct stat tasks;

  if (unshare (CLONE_THREAD | CLONE_SIGHAND | CLONE_VM) == 0)
    return TRUE;
  return errno != EINVAL && stat ("/proc/self/task", &tasks) == 0 && tasks.st_nlink == 3;
}

void
sem_sandbox_enter (const SemSandboxPlan *plan, SemSandbox *reached)
{
  /* Capabilities and Landlock are a thread's own: another one would remain free. */
  const gboolean alone = has_one_thread ();

  *reached = (SemSandbox){ 0 };
  if ((plan->layers & SEM_SANDBOX_PRIVILEGES) && sem_privileges_drop (plan->debug) && alone)
    reached->layers |= SEM_SANDBOX_PRIVILEGES;
  if (plan->layers & SEM_SANDBOX_FILES)
    reached->landlock_abi = sem_landlock_enter (plan->landlock_abi);
  if (reached->landlock_abi > 0 && alone)
    reached->layers |= SEM_SANDBOX_FILES;
  if ((plan->layers & SEM_SANDBOX_SYSTEM_CALLS) && sem_system_calls_restrict (plan->socket))
    reached->layers |= SEM_SANDBOX_SYSTEM_CALLS;
}
