/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that a thread has freed goes back to the system.
 */

#include "config.h"

#include "engine/base/memory.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_PIECES 32768
#define PIECE 1024
#define MEGABYTES (N_PIECES / 1024. * PIECE / 1024)

static double
read_resident (void)
{
  FILE *file = fopen ("/proc/self/statm", "r");
  long pages = 0;

  g_assert_nonnull (file);
  g_assert_cmpint (fscanf (file, "%*d %ld", &pages), ==, 1);
  fclose (file);
  return (double) pages * (double) sysconf (_SC_PAGESIZE) / 1048576;
}

/* Frees all but the last piece, which keeps the allocator from doing it by itself. */
static gpointer
fill_and_free (gpointer data)
{
  gpointer *pieces = g_new (gpointer, N_PIECES);
  gpointer last = NULL;

  for (guint i = 0; i < N_PIECES; i++)
    pieces[i] = memset (g_malloc (PIECE), 1, PIECE);
  last = pieces[N_PIECES - 1];
  for (guint i = 0; i < N_PIECES - 1; i++)
    g_free (pieces[i]);
  g_free (pieces);
  return last;
}

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_give_back (void)
{
  g_autofree gpointer piece = g_thread_join (g_thread_new ("fill", fill_and_free, NULL));
  const double before = read_resident ();
  gboolean late = FALSE;
  guint handle = 0;

  g_assert_nonnull (piece);
  sem_memory_give_back_soon (&handle);
  g_assert_cmpuint (handle, !=, 0);
  sem_memory_give_back_soon (&handle);
  g_assert_cmpuint (handle, !=, 0);
  g_timeout_add_seconds (20, stop_cb, &late);
  while (!late && (handle || read_resident () > before - MEGABYTES / 2))
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10000);
    }
  g_assert_cmpuint (handle, ==, 0);
  g_test_message ("%.1f MB, then %.1f", before, read_resident ());
  g_assert_cmpfloat (read_resident (), <=, before - MEGABYTES / 2);
}

static void
test_ended (void)
{
  guint handle = 0;

  sem_memory_give_back_soon (&handle);
  g_clear_handle_id (&handle, g_source_remove);
  g_assert_cmpuint (handle, ==, 0);
  g_assert_false (g_main_context_pending (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/memory/ended", test_ended);
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  g_test_add_func ("/base/memory/give-back", test_give_back);
#endif
  return g_test_run ();
}
