/* test-rest.c - how long background work rests
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/rest.h"

static void
test_length (void)
{
  g_assert_cmpint (sem_rest_get_length (1000, 1), ==, 0);
  g_assert_cmpint (sem_rest_get_length (1000, .5), ==, 1000);
  g_assert_cmpint (sem_rest_get_length (1000, .25), ==, 3000);
  g_assert_cmpint (sem_rest_get_length (-5, .25), ==, 0);
  /* Never so long that somebody waits for an answer. */
  g_assert_cmpint (sem_rest_get_length (G_TIME_SPAN_HOUR, .01), ==, 5 * G_TIME_SPAN_SECOND);
}

/* What rests comes back no sooner than the share demands. */
static void
test_share (void)
{
  const gint64 began = g_get_monotonic_time () - 20000;
  gint64 ended;

  g_assert_cmpfloat (sem_rest_get_share (), ==, 1);
  sem_rest_set_share (.25);
  g_assert_cmpfloat (sem_rest_get_share (), ==, .25);
  ended = sem_rest (began, NULL);
  sem_rest_set_share (1);
  g_assert_cmpint (ended, >=, began + 80000);
}

static gpointer
rest_thread (gpointer data)
{
  /* Two hours of work: it rests for the longest time. */
  sem_rest (g_get_monotonic_time () - 2 * G_TIME_SPAN_HOUR, data);
  return NULL;
}

/* It ends where the share is set back, and where the work is stopped; else the joins would wait for
 * all of these rests. */
static void
test_woken (void)
{
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  const gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < 20; i++)
    {
      GThread *thread;

      sem_rest_set_share (.01);
      thread = g_thread_new ("rest", rest_thread, stop);
      if (i < 10)
        sem_rest_set_share (1);
      else
        g_cancellable_cancel (stop);
      g_thread_join (thread);
    }
  sem_rest_set_share (1);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 20 * 5 * G_TIME_SPAN_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rest/length", test_length);
  g_test_add_func ("/rest/share", test_share);
  g_test_add_func ("/rest/woken", test_woken);
  return g_test_run ();
}
