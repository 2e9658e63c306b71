/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/engine/decode/environments.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock's system calls have these numbers on every architecture. */
#define FIRST_OF_LANDLOCK 444
#define LAST_OF_LANDLOCK 446

static void
refuse (const int *calls, gsize n, int code)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO ((guint) code), calls[i], 0), ==, 0);
  g_assert_cmpint (seccomp_load (filter), ==, 0);
  seccomp_release (filter);
}

/* As in a container whose policy does not know Landlock, or with a kernel without it. */
static gboolean
refuse_landlock (void)
{
  const int calls[] = { FIRST_OF_LANDLOCK, FIRST_OF_LANDLOCK + 1, LAST_OF_LANDLOCK };

  refuse (calls, G_N_ELEMENTS (calls), ENOSYS);
  return TRUE;
}

static gboolean
refuse_filters (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (seccomp), 0), ==, 0);
  g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), SCMP_SYS (prctl), 1,
                                     SCMP_A0 (SCMP_CMP_EQ, PR_SET_SECCOMP)),
                   ==, 0);
  g_assert_cmpint (seccomp_load (filter), ==, 0);
  seccomp_release (filter);
  return TRUE;
}

/* Neither of the two, and no namespaces. */
static gboolean
refuse_all (void)
{
  const int calls[] = { SCMP_SYS (unshare), SCMP_SYS (mount) };

  refuse_landlock ();
  refuse (calls, G_N_ELEMENTS (calls), EPERM);
  return refuse_filters ();
}

/* As in most containers. */
static gboolean
refuse_namespaces (void)
{
  g_autofree char *map = g_strdup_printf ("%u %u 1", getuid (), getuid ());

  if (unshare (CLONE_NEWUSER) != 0)
    {
      g_test_message ("this computer has no user namespaces anyway");
      return TRUE;
    }
  if (!g_file_set_contents_full ("/proc/self/uid_map", map, -1, G_FILE_SET_CONTENTS_NONE, 0600,
                                 NULL)
      || !g_file_set_contents_full ("/proc/sys/user/max_user_namespaces", "0", -1,
                                    G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    {
      g_test_message ("the number of namespaces cannot be limited here");
      return FALSE;
    }
  return TRUE;
}

/* Independent probes, of what the decoder itself finds. */
static guint
probe_landlock (void)
{
  const long abi = syscall (FIRST_OF_LANDLOCK, NULL, 0, 1);

  return (guint) MAX (abi, 0);
}

static gboolean
probe_filters (void)
{
  const guint32 action = SCMP_ACT_KILL_PROCESS;

  /* SECCOMP_GET_ACTION_AVAIL */
  return syscall (SYS_seccomp, 2, 0, &action) == 0;
}

static gboolean
probe_wrapper (void)
{
  const char *arguments[] = { "bwrap", "--unshare-all", "--ro-bind", "/", "/", "true", NULL };
  int status;

  return g_spawn_sync (NULL, (char **) arguments, NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                       &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

static const Environment all[] = {
  { "open", 0, 0, TRUE, NULL },
  { "only-system-calls", PRIVILEGES | CALLS, 0, TRUE, NULL },
  { "only-files", PRIVILEGES | FILES, MOST_ABI, TRUE, NULL },
  { "only-files-1", PRIVILEGES | FILES, 1, TRUE, NULL },
  { "only-files-2", PRIVILEGES | FILES, 2, TRUE, NULL },
  { "only-files-3", PRIVILEGES | FILES, 3, TRUE, NULL },
  { "only-files-4", PRIVILEGES | FILES, 4, TRUE, NULL },
  { "only-files-5", PRIVILEGES | FILES, 5, TRUE, NULL },
  { "only-files-6", PRIVILEGES | FILES, 6, TRUE, NULL },
  { "only-namespaces", PRIVILEGES, 0, FALSE, NULL },
  { "full", OWN, MOST_ABI, FALSE, NULL },
  { "bare", OWN, MOST_ABI, TRUE, NULL },
  { "old-kernel", OWN, 1, FALSE, NULL },
  { "no-user-namespaces", OWN, MOST_ABI, FALSE, refuse_namespaces },
  { "no-landlock", OWN, MOST_ABI, FALSE, refuse_landlock },
  { "no-landlock-bare", OWN, MOST_ABI, TRUE, refuse_landlock },
  { "no-seccomp", OWN, MOST_ABI, FALSE, refuse_filters },
  { "no-seccomp-bare", OWN, MOST_ABI, TRUE, refuse_filters },
  { "nothing", OWN, MOST_ABI, FALSE, refuse_all },
};

const Environment *
environment_list (guint *n)
{
  *n = G_N_ELEMENTS (all);
  return all;
}

SemSandbox
environment_expect (const Environment *self)
{
  SemSandbox sandbox = { .layers = self->layers & PRIVILEGES };

  if ((self->layers & CALLS) && probe_filters ())
    sandbox.layers |= CALLS;
  if (self->layers & FILES)
    sandbox.landlock_abi = MIN (probe_landlock (), self->abi);
  if (sandbox.landlock_abi)
    sandbox.layers |= FILES;
  if (!self->bare && probe_wrapper ())
    sandbox.layers |= SPACES;
  return sandbox;
}
