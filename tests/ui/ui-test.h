/* ui-test.h - fixture and helpers for tests of the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tests/support/fake-model.h"
#include "ui/window.h"

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; fails when it does not in half a minute. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean met_;                                                                                 \
    gint64 end_ = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;                               \
    while (!(met_ = (condition) ? TRUE : FALSE) && g_get_monotonic_time () < end_)                 \
      ui_test_turn ();                                                                             \
    if (!met_)                                                                                     \
      g_assertion_message_expr (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, #condition);          \
  }                                                                                                \
  G_STMT_END

typedef struct
{
  SemLibrary *library;
  SemWindow *window;
  SemPhotoGrid *photos;
  SemPhotoGrid *results;
} Fixture;

void ui_test_init (int *argc, char ***argv);
/* Like g_test_add(), with the fixture. The window is mapped and its library still opening. A test
 * may destroy the window, which sets it to %NULL. The test fails unless both are freed in the end.
 */
void ui_test_add (const char *path, void (*test) (Fixture *fixture, gconstpointer data));

/* Iterates the main loop once, or sleeps for a millisecond where no source is ready. */
void ui_test_turn (void);
/* Iterates the main loop until all thumbnails are loaded and the window is drawn. */
void ui_test_settle (Fixture *fixture);

/* Fills the library with @n photos, makes it idle and waits until they are drawn. */
void ui_test_fill (Fixture *fixture, guint n);

/* Returns: whether a mapped label below @widget contains @text. */
gboolean ui_test_shows (gpointer widget, const char *text);
/* Returns: (nullable): the first widget of @type below @widget. */
gpointer ui_test_find (gpointer widget, GType type);
/* Fails if @scroller, a scrolled window, takes turns of the wheel that are up or down. */
void ui_test_assert_sideways (GtkWidget *scroller);
/* Returns: (nullable): the tile of the item at @position, where it has one. */
gpointer ui_test_find_tile (SemPhotoGrid *grid, guint position);

/* Returns: the position of the photo of @grid that has the focus, or GTK_INVALID_LIST_POSITION. */
guint ui_test_focus (SemPhotoGrid *grid);

/* Returns: (transfer none) (nullable): the results that are shown. */
SemResults *ui_test_results (Fixture *fixture);
/* Returns: the title of their query. */
const char *ui_test_query_title (Fixture *fixture);

/* The distances of the photos 0 to 9, with the hues 0 37 74 111 148 185 222 259 296 333, from the
 * hue 0.
 */
#define UI_TEST_FROM_RED "0 27 37 64 74 101 111 138 148 175"

/* @wanted: the distances of the first ten hits. */
void ui_test_assert_distances (Fixture *fixture, const char *wanted);

/* Drops @content, a value of @type, on the window. Returns: whether the window took it. */
gboolean ui_test_drop (Fixture *fixture, GType type, gpointer content);

/* Returns: (transfer full) (nullable): the first file that a drag would take out of @widget */
GFile *ui_test_drag_out (gpointer widget);

/* Closes the toast that is shown, so that the next one is. */
void ui_test_dismiss_toast (Fixture *fixture);

/* Returns: (transfer none): the number of the window, for xdotool. */
const char *ui_test_window_id (Fixture *fixture);

/* Returns: (transfer none) (nullable): the button below @widget whose label or icon is @name. */
GtkWidget *ui_test_find_button (GtkWidget *widget, const char *name);

gboolean ui_test_enabled (Fixture *fixture, const char *action);
void ui_test_activate (Fixture *fixture, const char *action);

/* Returns: (transfer full): an image file of one hue in a temporary folder. */
GFile *ui_test_make_image (const char *name, guint hue);

G_END_DECLS
