/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/window-private.h"
#include "tests/ui/ui-test.h"

#include <gdk/x11/gdkx.h>

#include "ui/init.h"
#include "ui/grid/grid-cell.h"

/* The application does it by itself. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/io/github/semblance/Semblance/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* Whether there is one of libadwaita, also before it is mapped. */
static gboolean
has_message_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  gboolean has = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels) && !has; i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      has = ADW_IS_MESSAGE_DIALOG (toplevel);
    }
  return has;
}

/* What newer GTK warns of and a person does not see. */
static gboolean
is_known (const char *message)
{
  /* A message dialog of libadwaita 1.7 has its heading in two labels, of which it shows the one
   * that fits, and measures the other one for less width than this needs. */
  if (g_str_has_prefix (message, "Trying to measure GtkLabel"))
    return has_message_dialog ();
  /* The second press of a double click opens the viewer, whose widgets get the release. */
  return g_str_has_prefix (message, "Broken accounting of active state");
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && is_known (fields[i].value))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, data);
}

/* GTK finds icons by name in a table that holds no references, and loads some in threads: it may
 * find one whose last reference such a thread is just dropping (icon_cache in gtkicontheme.c). It
 * takes that for none, as g_object_ref() returns, and loads it again. */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return !strstr (message, "object_already_finalized");
}

/* What others are logged by would take it for the end of the test. */
static void
log_object (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if (is_fatal (domain, level, message, NULL))
    ((GLogFunc) data) (domain, level, message, NULL);
  else
    g_test_message ("%s", message);
}

static void
watch_objects (void)
{
  GLogFunc others = g_log_set_default_handler (g_log_default_handler, NULL);

  g_log_set_default_handler (others, NULL);
  g_log_set_handler ("GLib-GObject", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION,
                     log_object, (gpointer) others);
}

void
ui_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  watch_objects ();
  adw_init ();
  sem_ui_init ();
  load_style ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name",
                "DejaVu Sans 10", NULL);
}

void
ui_test_turn (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (1000);
}

static void
count_frame_cb (GdkFrameClock *clock, guint *frames)
{
  (*frames)++;
}

/* Asks for frames until there are @n: what is asked for while a window manager still moves the
 * window may be lost. */
static gboolean
has_frames (Fixture *fixture, const guint *frames, guint n)
{
  if (*frames >= n)
    return TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  return FALSE;
}

void
ui_test_settle (Fixture *fixture)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));
  GdkFrameClock *clock = gdk_surface_get_frame_clock (surface);
  guint frames = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame_cb), &frames);

  /* The columns of a grid follow its width one frame later, and new cells load thumbnails. */
  for (guint i = 1; i <= 4; i++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
      wait_until (has_frames (fixture, &frames, i));
      wait_until (sem_fake_get_n_loading () == 0);
    }
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  wait_until (has_frames (fixture, &frames, 5));
  g_signal_handler_disconnect (clock, id);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  /* Each test begins without one. */
  g_test_log_set_fatal_handler (is_fatal, NULL);
  fixture->library = sem_library_new (NULL);
  fixture->window = sem_window_new (NULL, fixture->library);
  fixture->photos = sem_library_page_get_grid (sem_window_get_library_page (fixture->window));
  fixture->results = sem_results_page_get_grid (sem_window_get_results_page (fixture->window));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (fixture->window)));
}

/* Running searches and loads of thumbnails keep references to the window and the library. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer library = fixture->library;

  if (fixture->window)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (!fixture->window);
  g_object_add_weak_pointer (G_OBJECT (library), &library);
  g_object_unref (library);
  wait_until (!library);
}

void
ui_test_add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

void
ui_test_fill (Fixture *fixture, guint n)
{
  sem_fake_library_add_folder (fixture->library, "/photos", n, SEM_FOLDER_PRESENT);
  sem_fake_library_add_photos (fixture->library, n);
  sem_fake_library_set_state (fixture->library, SEM_LIBRARY_IDLE, 0, "");
  wait_until (ui_test_find_tile (fixture->photos, 0) != NULL);
  ui_test_settle (fixture);
}

gboolean
ui_test_shows (gpointer widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (widget), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (ui_test_shows (child, text))
      return TRUE;
  return FALSE;
}

gpointer
ui_test_find (gpointer widget, GType type)
{
  gpointer found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = ui_test_find (child, type);
  return found;
}

void
ui_test_assert_sideways (GtkWidget *scroller)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scroller);
  guint n_scrolls = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      GtkEventControllerScroll *scroll = (GtkEventControllerScroll *) controller;

      if (!GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        continue;
      g_assert_false (gtk_event_controller_scroll_get_flags (scroll)
                      & GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
      n_scrolls++;
    }
  g_assert_cmpuint (n_scrolls, >, 0);
}

gpointer
ui_test_find_tile (SemPhotoGrid *grid, guint position)
{
  GtkWidget *cell = sem_grid_view_get_cell (sem_photo_grid_get_view (grid), position);
  SemPhotoTile *tile = cell ? sem_grid_cell_get_tile (SEM_GRID_CELL (cell)) : NULL;

  return tile && sem_photo_tile_get_photo (tile) ? tile : NULL;
}

guint
ui_test_focus (SemPhotoGrid *grid)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (grid)));

  if (!SEM_IS_GRID_CELL (focus) || !gtk_widget_is_ancestor (focus, GTK_WIDGET (grid)))
    return GTK_INVALID_LIST_POSITION;
  return sem_grid_cell_get_position (SEM_GRID_CELL (focus));
}

SemResults *
ui_test_results (Fixture *fixture)
{
  return sem_session_get_results (sem_window_get_session (fixture->window));
}

const char *
ui_test_query_title (Fixture *fixture)
{
  return sem_query_get_title (sem_results_get_query (ui_test_results (fixture)));
}

static char *
list_distances (Fixture *fixture, guint n)
{
  GListModel *results = (GListModel *) ui_test_results (fixture);
  GString *text = g_string_new (NULL);

  for (guint i = 0; results != NULL && i < MIN (n, g_list_model_get_n_items (results)); i++)
    {
      g_autoptr (SemMatch) match = g_list_model_get_item (results, i);

      g_string_append_printf (text, "%s%u", i > 0 ? " " : "", sem_match_get_distance (match));
    }
  return g_string_free (text, FALSE);
}

void
ui_test_assert_distances (Fixture *fixture, const char *wanted)
{
  g_autofree char *distances = list_distances (fixture, 10);

  g_assert_cmpstr (distances, ==, wanted);
}

gboolean
ui_test_drop (Fixture *fixture, GType type, gpointer content)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, type);
  if (G_TYPE_FUNDAMENTAL (type) == G_TYPE_BOXED)
    g_value_set_boxed (&value, content);
  else if (type == G_TYPE_STRING)
    g_value_set_string (&value, content);
  else
    g_value_set_object (&value, content);
  g_signal_emit_by_name (sem_window_get_drop_target (fixture->window), "drop", &value, 10., 10.,
                         &taken);
  return taken;
}

static GtkWidget *
find_close_button (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
      && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_WINDOW_CONTROLS (child))
      found = find_close_button (child);
  return found;
}

void
ui_test_dismiss_toast (Fixture *fixture)
{
  GtkWidget *button = find_close_button (GTK_WIDGET (fixture->window));

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle (fixture);
}

const char *
ui_test_window_id (Fixture *fixture)
{
  static char id[24];
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (fixture->window));

  g_snprintf (id, sizeof id, "%lu", gdk_x11_surface_get_xid (surface));
  return id;
}

gboolean
ui_test_enabled (Fixture *fixture, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

void
ui_test_activate (Fixture *fixture, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, NULL);
}

GFile *
ui_test_make_image (const char *name, guint hue)
{
  static char *folder;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 40, 30);
  float red, green, blue;

  if (!folder)
    folder = g_dir_make_tmp ("semblance-ui-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, name, NULL);
  gtk_hsv_to_rgb (hue / 360.f, 1, 1, &red, &green, &blue);
  gdk_pixbuf_fill (pixbuf, (guint32) (red * 255 + .5f) << 24 | (guint32) (green * 255 + .5f) << 16
                             | (guint32) (blue * 255 + .5f) << 8 | 255);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

GtkWidget *
ui_test_find_button (GtkWidget *widget, const char *name)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget)
      && (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), name) == 0
          || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = ui_test_find_button (child, name);
  return found;
}

GFile *
ui_test_drag_out (gpointer widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      g_autoptr (GdkContentProvider) content = NULL;
      g_auto (GValue) value = G_VALUE_INIT;

      if (!GTK_IS_DRAG_SOURCE (controller))
        continue;
      g_signal_emit_by_name (controller, "prepare", 1., 1., &content);
      g_value_init (&value, GDK_TYPE_FILE_LIST);
      if (content && gdk_content_provider_get_value (content, &value, NULL))
        {
          g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (&value));

          return g_object_ref (files->data);
        }
    }
  return NULL;
}
