/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/bench/window/window-watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/report.h"

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Sleeps as the main loop of a program does, so that waiting costs what it costs there; but looks
 * now and then whether a condition holds that nothing tells of. */
void
watch_turn (void)
{
  static guint wake_id;

  if (!wake_id)
    wake_id = g_timeout_add (50, wake_cb, NULL);
  g_main_context_iteration (NULL, TRUE);
}

static void
painted_cb (GdkFrameClock *clock, Watch *self)
{
  const double now = thread_seconds ();

  self->n_frames++;
  self->last = g_get_monotonic_time ();
  if (self->counts)
    {
      const double used = now - self->mark;

      g_array_append_val (self->cpu, used);
    }
  self->mark = now;
}

void
watch_init (Watch *self, GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  *self = (Watch){ .window = window, .cpu = g_array_new (FALSE, FALSE, sizeof (double)) };
  g_signal_connect (gdk_surface_get_frame_clock (surface), "after-paint", G_CALLBACK (painted_cb),
                    self);
}

void
watch_clear (Watch *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));

  g_signal_handlers_disconnect_by_data (gdk_surface_get_frame_clock (surface), self);
  g_array_unref (self->cpu);
}

void
watch_frame (Watch *self)
{
  const guint before = self->n_frames;

  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  watch_until (self->n_frames > before, 60);
}

void
watch_rest (Watch *self, guint milliseconds)
{
  const gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    watch_turn ();
  watch_frame (self);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

double
watch_quantile (Watch *self, double share)
{
  g_autoptr (GArray) sorted = g_array_copy (self->cpu);

  if (sorted->len == 0)
    return 0;
  g_array_sort (sorted, compare_doubles);
  return g_array_index (sorted, double, (guint) (share * (sorted->len - 1))) * 1e3;
}

gpointer
watch_find (gpointer widget, GType type)
{
  gpointer found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = watch_find (child, type);
  return found;
}

GtkAdjustment *
watch_find_scroll (gpointer widget)
{
  GtkAdjustment *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_SCROLLABLE (widget))
    found = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  if (found && gtk_adjustment_get_upper (found) > 4 * gtk_adjustment_get_page_size (found))
    return found;
  found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = watch_find_scroll (child);
  return found;
}

double
watch_resident (void)
{
  FILE *maps = fopen ("/proc/self/smaps", "r");
  char line[4096];
  gboolean counts = FALSE;
  double kilobytes = 0;

  while (maps && fgets (line, sizeof line, maps))
    {
      if (strncmp (line, "Rss:", 4) == 0 && counts)
        kilobytes += g_ascii_strtod (line + 4, NULL);
      else if (g_ascii_isxdigit (line[0]) && strchr (line, '-'))
        counts = !strstr (line, ".db");
    }
  if (maps)
    fclose (maps);
  return kilobytes / 1024;
}
