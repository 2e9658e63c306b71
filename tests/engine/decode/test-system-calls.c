/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every system call that there is, tried by a worker that was taken over: only those of a list,
 * which is written down here again, get past the filter. And those that are let through for some of
 * their arguments, with others.
 */

#include "config.h"

#include "engine/decode/decoder-private.h"
#include "engine/decode/sanitized.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/support/folder.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* More than any kernel has; x86's second set begins higher. */
#define N_CALLS 520
#define OTHER_SET 0x40000000

/* What decoding needs: memory, threads, clocks, its own signals, open descriptors. Those that would
 * end the worker, or that wait, are not tried. */
static const int expected[] = {
  SYS_munmap,        SYS_mremap,
  SYS_madvise,       SYS_brk,
  SYS_futex,         SYS_set_robust_list,
  SYS_rseq,          SYS_sched_yield,
  SYS_gettid,        SYS_getpid,
  SYS_getrandom,     SYS_sched_getaffinity,
  SYS_rt_sigaction,  SYS_rt_sigprocmask,
  SYS_sigaltstack,   SYS_restart_syscall,
  SYS_clock_gettime, SYS_gettimeofday,
  SYS_nanosleep,     SYS_clock_nanosleep,
  SYS_getrusage,     SYS_times,
  SYS_read,          SYS_pread64,
  SYS_lseek,         SYS_fstat,
  SYS_close,         SYS_ppoll,
  SYS_getuid,        SYS_geteuid,
  SYS_getgid,        SYS_getegid,
#ifdef SYS_time
  SYS_time,          SYS_poll,
#endif
};

static const int not_tried[] = {
  SYS_exit,
  SYS_exit_group,
  SYS_rt_sigreturn,
#ifdef __x86_64__
  /* Of the kernel's probes, which it lets past every filter: it refuses them itself. */
  335,
  336,
#endif
};

static gboolean
is_in (const int *calls, gsize n, long call)
{
  for (gsize i = 0; i < n; i++)
    if (calls[i] == call)
      return TRUE;
  return FALSE;
}

/* Locked in by the filter alone, so that nothing else can be what refuses. */
static SemDecoder *
start (const char *folder)
{
  g_autofree char *program = g_strdup_printf ("%s/hostile-worker-%u-0", folder,
                                              SEM_SANDBOX_PRIVILEGES | SEM_SANDBOX_SYSTEM_CALLS);
  SemDecoder *decoder;

  if (symlink (g_getenv ("HOSTILE_WORKER"), program) != 0)
    g_assert_cmpint (errno, ==, EEXIST);
  decoder = sem_decoder_new (program);
  sem_decoder_set_bare (decoder, TRUE);
  return decoder;
}

/* Whether it worked. */
static gboolean
order (SemDecoder **decoder, const char *folder, const char *name, long target)
{
  g_autofree char *text = g_strdup_printf ("%s\n%ld", name, target);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_fixture_decode (*decoder, bytes, &error));
  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE))
    return TRUE;
  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_DECODER_DIED))
    {
      /* Another one at once: the same would wait longer after each end. */
      sem_decoder_free (*decoder);
      *decoder = start (folder);
      return FALSE;
    }
  g_assert_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE);
  return FALSE;
}

static gboolean
try_call (SemDecoder **decoder, long call, const char *folder)
{
  return order (decoder, folder, "call", call);
}

static gboolean
has_filter (SemDecoder *decoder)
{
  g_autoptr (GError) error = NULL;
  SemSandbox sandbox;

  g_assert_true (sem_decoder_read_sandbox (decoder, &sandbox, NULL, &error));
  g_assert_no_error (error);
  if (sandbox.layers & SEM_SANDBOX_SYSTEM_CALLS)
    return TRUE;
  g_test_skip ("this computer has no filters of system calls");
  return FALSE;
}

static void
test_every (void)
{
  char *folder = test_folder_new ();
  SemDecoder *decoder = start (folder);

  for (long call = 0; has_filter (decoder) && call < N_CALLS; call++)
    {
      const gboolean wanted = is_in (expected, G_N_ELEMENTS (expected), call);

      if (is_in (not_tried, G_N_ELEMENTS (not_tried), call))
        continue;
      /* Of what is allowed the kernel may refuse some for these arguments. */
      if (try_call (&decoder, call, folder) && !wanted)
        g_error ("system call %ld gets past the filter", call);
    }
  /* Or else nothing would ever work, and this would show nothing. */
  g_assert_true (try_call (&decoder, SYS_getpid, folder));
  g_assert_true (try_call (&decoder, SYS_read, folder));
#ifdef __x86_64__
  g_assert_false (try_call (&decoder, OTHER_SET | SYS_getpid, folder));
#endif
  sem_decoder_free (decoder);
  test_folder_remove (folder);
}

static volatile gint n_signals;

static void
count_cb (int number)
{
  g_atomic_int_inc (&n_signals);
}

/* Each works where there is no filter, but for those that a computer may lack. */
static void
test_arguments (void)
{
  static const struct
  {
    const char *name;
    gboolean rare;
  } orders[] = {
    { "copy", FALSE }, { "protect", FALSE },       { "show", FALSE },
    { "stay", FALSE }, { "signal-thread", FALSE }, { "call-otherwise", TRUE },
    { "send", FALSE }, { "set-flags", FALSE },     { "set-timer", FALSE },
  };
  char *folder = test_folder_new ();
  SemDecoder *locked = start (folder);
  g_autofree char *program = g_build_filename (folder, "hostile-worker-0-0", NULL);

  signal (SIGUSR1, count_cb);
  g_assert_cmpint (symlink (g_getenv ("HOSTILE_WORKER"), program), ==, 0);
  for (guint i = 0; has_filter (locked) && i < G_N_ELEMENTS (orders); i++)
    {
      SemDecoder *open = sem_decoder_new (program);

      sem_decoder_set_bare (open, TRUE);
      if (order (&locked, folder, orders[i].name, getpid ()))
        g_error ("%s works in spite of the filter", orders[i].name);
      g_assert_cmpint (n_signals, ==, 0);
      if (!order (&open, folder, orders[i].name, getpid ()) && !orders[i].rare)
        g_error ("%s: this shows nothing: it never works", orders[i].name);
      g_atomic_int_set (&n_signals, 0);
      sem_decoder_free (open);
    }
  sem_decoder_free (locked);
  test_folder_remove (folder);
}

/* Nothing that the real worker has loaded can be written and executed. */
static void
test_memory (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *maps = NULL, *limits = NULL, *limits_path = NULL;
  SemSandbox sandbox;

  g_assert_true (sem_decoder_read_sandbox (decoder, &sandbox, NULL, &error));
  limits_path = g_strdup_printf ("/proc/%d/limits", sem_decoder_get_pid (decoder));
  g_assert_true (g_file_get_contents (limits_path, &limits, NULL, &error));
  g_assert_nonnull (strstr (limits, "Max cpu time              3600                 3600"));
  path = g_strdup_printf ("/proc/%d/maps", sem_decoder_get_pid (decoder));
  if (!g_file_get_contents (path, &maps, NULL, NULL))
    {
      g_test_skip ("the worker's memory can only be looked at by root");
      return;
    }
  if (strstr (maps, "rwx"))
    g_error ("%s", maps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!SEM_SANITIZED)
    {
      g_test_add_func ("/decode/system-calls/every", test_every);
      g_test_add_func ("/decode/system-calls/arguments", test_arguments);
      g_test_add_func ("/decode/system-calls/memory", test_memory);
    }
  return g_test_run ();
}
