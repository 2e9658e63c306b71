/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/bench/window/window-scripts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/report.h"
#include "tests/bench/window/window-watch.h"
#include "ui/application-private.h"
#include "ui/pictures/picture-view.h"
#include "ui/window-private.h"

#define PATIENCE 300
/* Of a smooth scroll: three notches of a wheel a second, and its frames. */
#define STEP 45
#define N_SCROLLED 400
/* Stops on the way through everything, at each zoom. */
#define N_STOPS 80
#define N_QUERIES 12
/* A thumbnail's longest side. */
#define THUMBNAIL 256

typedef struct
{
  SemApplication *application;
  SemWindow *window;
  SemLibrary *library;
  Watch watch;
  gint64 start;
  gint64 first_frame;
  const char *name;
} Script;

static guint
count_photos (Script *self)
{
  return sem_library_get_n_photos (self->library);
}

/* "window-500k-scroll" */
static void
report (Script *self, const char *what, double value, double goal, const char *unit)
{
  g_autofree char *name = count_photos (self) >= 1000
                            ? g_strdup_printf ("window-%uk-%s", count_photos (self) / 1000, what)
                            : g_strdup_printf ("window-%s", what);

  report_add (name, value, goal, unit, TRUE);
}

static void
activate (Script *self, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), action, NULL);
}

static double
since (gint64 start, gint64 end)
{
  return (double) (end - start) / 1e3;
}

static void
wait_for_photos (Script *self)
{
  watch_until (count_photos (self) > 0, PATIENCE);
  watch_frame (&self->watch);
}

/* Scripts -------------------------------------------------------------------------------------- */

static void
play_start (Script *self)
{
  watch_until (self->watch.n_frames > 0, PATIENCE);
  self->first_frame = self->watch.last;
  wait_for_photos (self);
  printf ("= %f %f %f\n", since (self->start, self->first_frame),
          since (self->start, self->watch.last), thread_seconds () * 1e3);
}

static void
measure_scrolling (Script *self, GtkAdjustment *scroll)
{
  gtk_adjustment_set_value (scroll, 0);
  watch_rest (&self->watch, 500);
  g_array_set_size (self->watch.cpu, 0);
  self->watch.counts = TRUE;
  for (guint i = 0; i < N_SCROLLED; i++)
    {
      gtk_adjustment_set_value (scroll, gtk_adjustment_get_value (scroll) + STEP);
      watch_frame (&self->watch);
    }
  self->watch.counts = FALSE;
  printf ("  CPU of the main thread a frame while scrolling: median %.2f ms, p95 %.2f ms, p99 %.2f "
          "ms\n",
          watch_quantile (&self->watch, .5), watch_quantile (&self->watch, .95),
          watch_quantile (&self->watch, .99));
  report (self, "scroll-p95", watch_quantile (&self->watch, .95), 4, "ms");
}

static void
go_through (Script *self, GtkAdjustment *scroll)
{
  for (guint i = 0; i <= N_STOPS; i++)
    {
      gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) * i / N_STOPS);
      watch_rest (&self->watch, 20);
    }
}

static void
measure_memory (Script *self)
{
  for (guint i = 0; i < 8; i++)
    activate (self, "zoom-out");
  for (guint zoom = 0; zoom < 8; zoom++)
    {
      GtkAdjustment *scroll;

      watch_rest (&self->watch, 300);
      scroll = watch_find_scroll (self->window);
      if (!scroll)
        break;
      go_through (self, scroll);
      activate (self, "zoom-in");
    }
  report (self, "resident-scrolled", watch_resident (), 300, "MB");
}

/* Until the frame that shows the results. */
static double
ask (Script *self, SemQuery *query, SemPhoto *photo)
{
  SemSession *session = sem_window_get_session (self->window);
  SemResults *before = sem_session_get_results (session);
  const gint64 start = g_get_monotonic_time ();

  sem_session_search (session, query, photo);
  watch_until (sem_session_get_results (session) != before || sem_session_get_error (session),
               PATIENCE);
  if (sem_session_get_error (session))
    g_error ("%s", sem_session_get_error (session));
  watch_frame (&self->watch);
  return since (start, self->watch.last);
}

static double
ask_photos (Script *self, double *first)
{
  double best = INFINITY;

  for (guint i = 0; i < N_QUERIES; i++)
    {
      g_autoptr (SemPhoto) photo =
        g_list_model_get_item (sem_library_get_photos (self->library),
                               (guint) (count_photos (self) / N_QUERIES * i));
      g_autoptr (SemQuery) query = sem_query_new_for_photo (photo);
      const double taken = ask (self, query, photo);

      if (i == 0)
        *first = taken;
      best = MIN (best, taken);
    }
  return best;
}

static double
ask_files (Script *self)
{
  double best = INFINITY;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *path =
        g_strdup_printf ("%s/large/large-%03u.jpg", g_getenv (WINDOW_SCRIPT_FOLDER), i);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (SemQuery) query = sem_query_new_for_file (file);

      best = MIN (best, ask (self, query, NULL));
    }
  return best;
}

/* The photos were never files and count as offline. Most people's are not: they are drawn like
 * those. */
static void
show_as_present (Script *self)
{
  SemPhotoGrid *grid = sem_library_page_get_grid (sem_window_get_library_page (self->window));

  sem_grid_view_set_absence (sem_photo_grid_get_view (grid), NULL);
}

static void
play_browse (Script *self)
{
  wait_for_photos (self);
  show_as_present (self);
  watch_until (sem_library_get_state (self->library) == SEM_LIBRARY_IDLE, PATIENCE);
  watch_rest (&self->watch, 1000);
  report (self, "resident", watch_resident (), 150, "MB");
  measure_scrolling (self, watch_find_scroll (self->window));
  measure_memory (self);
}

static void
play_ask (Script *self)
{
  double first, best;

  wait_for_photos (self);
  watch_until (sem_library_get_state (self->library) == SEM_LIBRARY_IDLE, PATIENCE);
  watch_rest (&self->watch, 500);
  best = ask_photos (self, &first);
  printf ("  first query, with the codes and the network still to load: %.0f ms\n", first);
  report (self, "query-photo", best, 100, "ms");
  report (self, "query-file", ask_files (self), 200, "ms");
  printf ("  resident after %u queries: %.0f MB, %.0f MB of them codes and ids\n", N_QUERIES + 8,
          watch_resident (), count_photos (self) * 40 / 1e6);
}

/* Whether the photo that is viewed is shown by more than its thumbnail. */
static gboolean
is_sharp (Script *self)
{
  SemPictureView *view = watch_find (self->window, SEM_TYPE_PICTURE_VIEW);
  GdkTexture *texture = view ? sem_picture_view_get_texture (view) : NULL;

  return texture && gdk_texture_get_width (texture) > THUMBNAIL;
}

static double
wait_until_sharp (Script *self, gint64 start)
{
  watch_until (is_sharp (self), PATIENCE);
  watch_frame (&self->watch);
  return since (start, self->watch.last);
}

static void
play_view (Script *self)
{
  g_autofree char *path = g_build_filename (g_getenv (WINDOW_SCRIPT_FOLDER), "large", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  SemViewer *viewer;
  double cold = INFINITY, next = INFINITY;

  watch_until (sem_library_get_state (self->library) == SEM_LIBRARY_IDLE, PATIENCE);
  sem_library_add_folder (self->library, folder);
  watch_until (count_photos (self) == 8, PATIENCE);
  watch_until (sem_library_get_state (self->library) == SEM_LIBRARY_IDLE, PATIENCE);
  watch_rest (&self->watch, 1000);
  viewer = sem_window_get_viewer (self->window);
  for (guint i = 0; i < 8; i += 2)
    {
      gint64 start = g_get_monotonic_time ();

      sem_window_open_viewer (
        self->window, sem_library_page_get_grid (sem_window_get_library_page (self->window)), i);
      cold = MIN (cold, wait_until_sharp (self, start));
      watch_rest (&self->watch, 2000);
      start = g_get_monotonic_time ();
      gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.next", NULL);
      next = MIN (next, wait_until_sharp (self, start));
      gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.close", NULL);
      watch_rest (&self->watch, 500);
    }
  report (self, "view-cold", cold, 300, "ms");
  report (self, "view-next", next, 100, "ms");
}

static void
play_quit (Script *self)
{
  g_autofree char *path = g_build_filename (g_getenv (WINDOW_SCRIPT_FOLDER), "many", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  watch_until (sem_library_get_state (self->library) == SEM_LIBRARY_IDLE, PATIENCE);
  sem_library_add_folder (self->library, folder);
  watch_until (count_photos (self) > 3, PATIENCE);
  watch_rest (&self->watch, (guint) atoi (g_getenv (WINDOW_SCRIPT_MOMENT)));
  if (sem_library_get_state (self->library) != SEM_LIBRARY_INDEXING)
    g_error ("indexing has ended too early");
  printf ("= %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  fflush (stdout);
}

static const struct
{
  const char *name;
  void (*play) (Script *self);
} scripts[] = {
  { "start", play_start }, { "browse", play_browse }, { "ask", play_ask },
  { "view", play_view },   { "quit", play_quit },
};

static gboolean
play_cb (gpointer user_data)
{
  Script *self = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    if (g_str_equal (scripts[i].name, self->name))
      scripts[i].play (self);
  watch_clear (&self->watch);
  gtk_window_close (GTK_WINDOW (self->window));
  return G_SOURCE_REMOVE;
}

static void
activated_cb (GApplication *application, Script *self)
{
  self->window = sem_application_get_window (SEM_APPLICATION (application));
  self->library = sem_application_get_library (SEM_APPLICATION (application));
  watch_init (&self->watch, GTK_WINDOW (self->window));
  g_idle_add_full (G_PRIORITY_HIGH, play_cb, self, NULL);
}

int
window_script_run (const char *name, const char *library, const char *json_path)
{
  g_autofree char *option = g_strdup_printf ("--library=%s", library);
  g_autofree char *folder = g_path_get_dirname (library);
  const char *argv[] = { "semblance", option, NULL };
  Script self = { .name = name, .start = g_get_monotonic_time () };
  g_autoptr (GError) error = NULL;
  int status;

  if (g_getenv (WINDOW_SCRIPT_START))
    self.start = g_ascii_strtoll (g_getenv (WINDOW_SCRIPT_START), NULL, 10);
  g_mkdir_with_parents (folder, 0700);
  self.application = sem_application_new ();
  g_signal_connect_after (self.application, "activate", G_CALLBACK (activated_cb), &self);
  status = g_application_run (G_APPLICATION (self.application), 2, (char **) argv);
  g_clear_object (&self.application);
  if (!report_write (json_path, &error))
    {
      fprintf (stderr, "bench-window: %s\n", error->message);
      return 1;
    }
  return status;
}
