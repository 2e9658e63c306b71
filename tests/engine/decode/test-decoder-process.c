/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker process: it dies, hangs, is missing, is replaced, or loses its client.
 */

#include "engine/decode/decoder-private.h"
#include "engine/decode/launch.h"
#include "engine/decode/process.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/engine/decode/handmade.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Far more than enough for what should take milliseconds. */
#define LONG_TIME 60000

static const char *own_path;

static GBytes *
make_photo (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (64, 64);

  return sem_fixture_save (pixbuf, "png");
}

static void
assert_works (SemDecoder *decoder)
{
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
  sem_fixture_assert_quarters (photo->input);
}

static void
assert_fails (SemDecoder *decoder, GBytes *bytes, SemError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_fixture_decode (decoder, bytes, &error));
  g_assert_error (error, SEM_ERROR, (int) code);
  if (!strstr (error->message, words))
    g_error ("“%s” does not say “%s”", error->message, words);
}

static gint64
get_cpu_time (pid_t pid)
{
  struct timespec time;
  clockid_t clock;

  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &time) != 0)
    return 0;
  return (gint64) time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Returns when the process computes something. */
static void
wait_until_busy (pid_t pid)
{
  const gint64 start = get_cpu_time (pid);

  while (get_cpu_time (pid) < start + 50)
    g_usleep (2000);
}

/* Returns when the process has ended, with all its threads, whether somebody has taken notice or
 * not. */
static void
wait_until_dead (pid_t pid)
{
  const int fd = (int) syscall (SYS_pidfd_open, pid, 0);
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  if (fd < 0)
    return;
  while (poll (&poll_fd, 1, -1) < 0)
    ;
  close (fd);
}

typedef struct
{
  SemDecoder *decoder;
  GCancellable *cancellable;
  GError *error;
} Job;

static gpointer
decode_slowly (gpointer data)
{
  Job *job = data;
  g_autoptr (GBytes) bytes = sem_handmade_slow_jpeg ();
  const int fd = sem_fixture_open (bytes);

  g_assert_null (sem_decoder_decode (job->decoder, fd, "slow", job->cancellable, &job->error));
  close (fd);
  return NULL;
}

static void
test_killed (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  Job job = { .decoder = decoder };

  assert_works (decoder);
  sem_decoder_set_time_limit (decoder, LONG_TIME, 0);

  const pid_t pid = sem_decoder_get_pid (decoder);
  GThread *thread = g_thread_new ("slow", decode_slowly, &job);

  wait_until_busy (pid);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_thread_join (thread);
  g_assert_error (job.error, SEM_ERROR, SEM_ERROR_DECODER_DIED);
  g_assert_nonnull (strstr (job.error->message, g_strsignal (SIGKILL)));
  g_clear_error (&job.error);
  assert_works (decoder);
  g_assert_cmpint (sem_decoder_get_pid (decoder), !=, pid);
}

static void
test_cancelled (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Job job = { .decoder = decoder, .cancellable = cancellable };

  assert_works (decoder);
  sem_decoder_set_time_limit (decoder, LONG_TIME, 0);

  const pid_t pid = sem_decoder_get_pid (decoder);
  GThread *thread = g_thread_new ("slow", decode_slowly, &job);

  wait_until_busy (pid);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (job.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&job.error);

  /* Fails at once, since it is cancelled already. */
  g_assert_cmpint (sem_decoder_get_pid (decoder), ==, 0);
  decode_slowly (&job);
  g_assert_error (job.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&job.error);
  assert_works (decoder);
}

static void
test_time_out (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GBytes) slow = sem_handmade_slow_jpeg ();

  assert_works (decoder);
  sem_decoder_set_time_limit (decoder, 300, 0);
  assert_fails (decoder, slow, SEM_ERROR_DECODER_TIMED_OUT, "within 0.3 seconds");
  sem_decoder_set_time_limit (decoder, LONG_TIME, 0);
  assert_works (decoder);
}

static void
test_died_idle (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);

  assert_works (decoder);
  for (guint i = 0; i < 20; i++)
    {
      const pid_t pid = sem_decoder_get_pid (decoder);

      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      wait_until_dead (pid);
      assert_works (decoder);
      g_assert_cmpint (sem_decoder_get_pid (decoder), !=, pid);
    }
}

static void
test_missing (void)
{
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (SemDecoder) missing = sem_decoder_new ("/nonexistent/semblance-decoder");
  g_autoptr (SemDecoder) data = sem_decoder_new ("/dev/null");
  g_autoptr (SemDecoder) other = sem_decoder_new ("/bin/true");

  assert_fails (missing, bytes, SEM_ERROR_NO_DECODER, "/nonexistent/semblance-decoder");
  assert_fails (data, bytes, SEM_ERROR_NO_DECODER, "/dev/null cannot be started");
  assert_fails (other, bytes, SEM_ERROR_NO_DECODER, "does not respond");
}

static void
refuse (SemDecoder *decoder, int fd, SemError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_assert_null (sem_decoder_decode (decoder, fd, "thing", NULL, &error));
  g_assert_error (error, SEM_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_not_a_file (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GBytes) bytes = make_photo ();
  const int folder = open ("/", O_RDONLY | O_CLOEXEC), device = open ("/dev/zero", O_RDONLY);
  const int readable = sem_fixture_open (bytes);
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", readable);
  const int write_only = open (link, O_WRONLY | O_CLOEXEC);
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  refuse (decoder, ends[0], SEM_ERROR_NOT_AN_IMAGE, "is not a file");
  refuse (decoder, folder, SEM_ERROR_NOT_AN_IMAGE, "is not a file");
  refuse (decoder, device, SEM_ERROR_NOT_AN_IMAGE, "is not a file");
  refuse (decoder, write_only, SEM_ERROR_UNREADABLE, "cannot be read");
  refuse (decoder, 1000, SEM_ERROR_UNREADABLE, "cannot be read");
  close (ends[0]);
  close (ends[1]);
  close (folder);
  close (device);
  close (readable);
  close (write_only);
  assert_works (decoder);
}

/* The file offset is neither used nor changed. */
static void
test_offset (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (GError) error = NULL;
  const int fd = sem_fixture_open (bytes);

  g_assert_cmpint (lseek (fd, 17, SEEK_SET), ==, 17);

  g_autoptr (SemDecodedPhoto) photo = sem_decoder_decode (decoder, fd, "photo", NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
  g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, 17);
  close (fd);
}

/* A worker lives for a number of files. */
static void
test_recycled (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  pid_t first, second;

  sem_decoder_set_most_files (decoder, 3);
  assert_works (decoder);
  first = sem_decoder_get_pid (decoder);
  assert_works (decoder);
  assert_works (decoder);
  g_assert_cmpint (sem_decoder_get_pid (decoder), ==, first);
  assert_works (decoder);
  second = sem_decoder_get_pid (decoder);
  g_assert_cmpint (second, !=, first);
  assert_works (decoder);
  g_assert_cmpint (sem_decoder_get_pid (decoder), ==, second);
  /* It has computed something. */
  sem_decoder_set_most_cpu (decoder, 1);
  sem_decoder_set_most_files (decoder, 1000);
  assert_works (decoder);
  g_assert_cmpint (sem_decoder_get_pid (decoder), !=, second);
}

/* A busy computer --------------------------------------------------------------------------------
 */

static gint stop_spinning;

static void
stay_on_first (pid_t task)
{
  cpu_set_t first, all;
  int cpu = 0;

  g_assert_cmpint (sched_getaffinity (0, sizeof all, &all), ==, 0);
  while (!CPU_ISSET (cpu, &all))
    cpu++;
  CPU_ZERO (&first);
  CPU_SET (cpu, &first);
  g_assert_cmpint (sched_setaffinity (task, sizeof first, &first), ==, 0);
}

static gpointer
spin (gpointer data)
{
  stay_on_first (0);
  while (!g_atomic_int_get (&stop_spinning))
    ;
  return NULL;
}

/* What counts is what the worker computes, not how long it has to wait for the processor. */
static void
test_busy_computer (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (5000, 4000);
  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, "png");
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;
  GThread *threads[3];
  gint64 before, needed;

  sem_decoder_set_bare (decoder, TRUE);
  assert_works (decoder);
  before = get_cpu_time (sem_decoder_get_pid (decoder));
  sem_decoded_photo_free (sem_fixture_decode (decoder, bytes, &error));
  g_assert_no_error (error);
  needed = get_cpu_time (sem_decoder_get_pid (decoder)) - before;

  stay_on_first (sem_decoder_get_pid (decoder));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("spin", spin, NULL);
  sem_decoder_set_time_limit (decoder, (guint) MAX (needed * 2, 100), 0);
  photo = sem_fixture_decode (decoder, bytes, &error);
  g_atomic_int_set (&stop_spinning, 1);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_no_error (error);
  g_assert_nonnull (photo);
}

/* The program that is killed: prints the pid of its worker and keeps it busy, or not. */
static int
be_client (gboolean busy)
{
  SemDecoder *decoder = sem_decoder_new (NULL);
  Job job = { .decoder = decoder };

  assert_works (decoder);
  sem_decoder_set_time_limit (decoder, LONG_TIME, 0);
  printf ("%d\n", sem_decoder_get_pid (decoder));
  fflush (stdout);
  if (busy)
    decode_slowly (&job);
  pause ();
  return 0;
}

static void
test_orphan (gconstpointer mode)
{
  const char *arguments[] = { own_path, mode, NULL };
  g_autofree char *line = NULL;
  GError *error = NULL;
  int output, status;
  GPid client;
  FILE *stream;
  size_t size = 0;

  /* Orphans become our children, so that we can wait for them. */
  g_assert_cmpint (prctl (PR_SET_CHILD_SUBREAPER, 1), ==, 0);
  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &client, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  stream = fdopen (output, "r");
  g_assert_cmpint (getline (&line, &size, stream), >, 0);

  const pid_t worker = (pid_t) g_ascii_strtoll (line, NULL, 10);

  g_assert_cmpint (worker, >, 0);
  if (strcmp (mode, "--busy") == 0)
    wait_until_busy (worker);
  g_assert_cmpint (kill (client, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (client, &status, 0), ==, client);
  wait_until_dead (worker);
  while (waitpid (-1, NULL, 0) > 0)
    ;
  fclose (stream);
}

/* Whether a process of this group runs; one that has ended and was not waited for does not. */
static gboolean
group_runs (pid_t group)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  gboolean runs = FALSE;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL), *text = NULL;
      const char *rest;
      int parent, its_group;
      char state;

      if (!g_ascii_isdigit (name[0]) || !g_file_get_contents (path, &text, NULL, NULL))
        continue;
      rest = strrchr (text, ')');
      runs |= rest && sscanf (rest + 1, " %c %d %d", &state, &parent, &its_group) == 3
              && its_group == group && state != 'Z' && state != 'X';
    }
  return runs;
}

/* However early a worker is ended, nothing of it stays: neither itself nor what wraps it. */
static void
test_ended_early (void)
{
  g_autofree char *program = sem_decode_process_find ();

  for (guint i = 0; i < 60; i++)
    {
      SemDecodeProcess process;
      g_autoptr (GError) error = NULL;
      pid_t group;

      g_assert_true (sem_decode_process_start (&process, program, sem_launch_can_wrap (), &error));
      g_assert_no_error (error);
      group = process.pid;
      g_usleep (i * 100);
      sem_decode_process_stop (&process, NULL);
      for (guint k = 0; k < 1000 && group_runs (group); k++)
        g_usleep (5000);
      g_assert_false (group_runs (group));
    }
}

static void
test_version (void)
{
  const char *version = sem_decoder_get_version ();

  g_assert_nonnull (strstr (version, "gdk-pixbuf"));
  g_assert_nonnull (strstr (version, "jpeg"));
  g_assert_true (version == sem_decoder_get_version ());
}

int
main (int argc, char **argv)
{
  if (argc == 2 && (strcmp (argv[1], "--busy") == 0 || strcmp (argv[1], "--idle") == 0))
    return be_client (strcmp (argv[1], "--busy") == 0);

  own_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/process/killed", test_killed);
  g_test_add_func ("/decode/process/cancelled", test_cancelled);
  g_test_add_func ("/decode/process/time-out", test_time_out);
  g_test_add_func ("/decode/process/died-idle", test_died_idle);
  g_test_add_func ("/decode/process/missing", test_missing);
  g_test_add_func ("/decode/process/not-a-file", test_not_a_file);
  g_test_add_func ("/decode/process/offset", test_offset);
  g_test_add_func ("/decode/process/recycled", test_recycled);
  g_test_add_func ("/decode/process/busy-computer", test_busy_computer);
  g_test_add_data_func ("/decode/process/orphan/idle", "--idle", test_orphan);
  g_test_add_data_func ("/decode/process/orphan/busy", "--busy", test_orphan);
  g_test_add_func ("/decode/process/ended-early", test_ended_early);
  g_test_add_func ("/decode/process/version", test_version);
  return g_test_run ();
}
