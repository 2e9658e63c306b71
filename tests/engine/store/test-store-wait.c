/* Two connections that write: one waits for as long as the other is alive.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/engine/store/store-fixture.h"

/* Longer than the time-out of any earlier version. */
#define LONG_SECONDS 11

/* Starts a process that holds the library's write lock for the given time, and then ends. */
static pid_t
hold (const char *path, guint seconds)
{
  int ready[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      sqlite3 *db;

      if (sqlite3_open (path, &db) != SQLITE_OK
          || sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK
          || write (ready[1], "x", 1) != 1)
        _exit (1);
      sleep (seconds);
      _exit (0);
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  return child;
}

typedef struct
{
  GCancellable *cancellable;
  gint heard; /* whether sem_store_is_waiting() was TRUE */
  gint stop;
} Watch;

static gpointer
watch_worker (gpointer data)
{
  Watch *watch = data;

  while (!g_atomic_int_get (&watch->stop))
    {
      if (sem_store_is_waiting ())
        {
          g_atomic_int_set (&watch->heard, 1);
          if (watch->cancellable)
            g_cancellable_cancel (watch->cancellable);
        }
      g_usleep (10000);
    }
  return NULL;
}

/* Begins a transaction while the process holds the lock. Returns: how long that took, in seconds */
static double
begin_against (SemStore *store, Watch *watch, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("watch", watch_worker, watch);

  if (sem_store_begin (store, error))
    g_assert_true (sem_store_commit (store, NULL));
  g_atomic_int_set (&watch->stop, 1);
  g_thread_join (thread);
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static void
test_alive (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GError) error = NULL;
  Watch watch = { 0 };
  pid_t child = hold (fixture->path, LONG_SECONDS);
  double seconds = begin_against (store, &watch, &error);
  int status;

  g_assert_no_error (error);
  g_assert_cmpfloat (seconds, >, LONG_SECONDS - 2);
  g_assert_true (watch.heard);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_usleep (G_USEC_PER_SEC);
  g_assert_false (sem_store_is_waiting ());
}

static void
test_cancelled (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (SemStore) store = store_fixture_open (fixture->path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Watch watch = { .cancellable = cancellable };
  pid_t child = hold (fixture->path, 600);
  double seconds;
  int status;

  g_cancellable_push_current (cancellable);
  seconds = begin_against (store, &watch, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (seconds, <, 60);
  g_clear_error (&error);
  g_cancellable_pop_current (cancellable);

  /* The system releases the lock of a process that was killed. */
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (sem_store_begin (store, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  static const StoreFixtureTest tests[] = {
    { "wait/alive", test_alive },
    { "wait/cancelled", test_cancelled },
  };

  return store_fixture_run (argc, argv, tests, G_N_ELEMENTS (tests));
}
