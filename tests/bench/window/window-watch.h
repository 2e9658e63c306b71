/* window-watch.h - what the window costs and shows, for benchmarks of it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/application.h"

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; ends the program if it does not in @seconds. */
#define watch_until(condition, seconds)                                                            \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const gint64 end_ = g_get_monotonic_time () + (gint64) (seconds) *G_TIME_SPAN_SECOND;          \
    while (!(condition))                                                                           \
      {                                                                                            \
        if (g_get_monotonic_time () > end_)                                                        \
          g_error ("not within %d s: %s", (int) (seconds), #condition);                            \
        watch_turn ();                                                                             \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/**
 * Watch:
 * @window: whose frames are counted
 * @n_frames: frames that were painted
 * @last: when the last one was, monotonic, in microseconds
 * @cpu: (element-type double): CPU seconds that the main thread used from the end of each frame to
 *   the end of the next, while @counts
 */
typedef struct
{
  GtkWindow *window;
  guint n_frames;
  gint64 last;
  gboolean counts;
  double mark;
  GArray *cpu;
} Watch;

void watch_turn (void);
/* @window: shown. */
void watch_init (Watch *self, GtkWindow *window);
void watch_clear (Watch *self);
/* Runs the main loop until another frame is painted. */
void watch_frame (Watch *self);
/* Runs the main loop for a time, with a frame at its end. */
void watch_rest (Watch *self, guint milliseconds);
/* The value below which the share @share of the frames lies, in milliseconds. */
double watch_quantile (Watch *self, double share);

/* (nullable): the first mapped widget of @type below @widget. */
gpointer watch_find (gpointer widget, GType type);
/* (nullable): the vertical position of what is scrolled below @widget, and can be. */
GtkAdjustment *watch_find_scroll (gpointer widget);

/* Resident memory of the process in MB: without pages of the library's files, which are mapped. */
double watch_resident (void);

G_END_DECLS
