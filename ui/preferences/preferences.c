/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-preferences"

#include "config.h"

#include "ui/preferences/preferences.h"

#include <glib/gi18n-lib.h>

#include "engine/model/setup/library-move.h"
#include "engine/model/setup/login-watch.h"
#include "ui/pages/escape.h"
#include "ui/photo-actions.h"
#include "ui/settings.h"
#include "ui/toast.h"
#include "ui/words.h"

struct _SemPreferences
{
  AdwWindow parent_instance;

  AdwActionRow *folders;
  GtkSwitch *automatic;
  GtkSwitch *easy;
  GtkWidget *login_row;
  GtkSwitch *login;
  GtkSwitch *notify;
  AdwComboRow *nearness;
  GtkSpinButton *cache;
  AdwActionRow *data;
  GtkWidget *move;
  GtkWidget *move_back;

  SemLibrary *library;
  SemLoginWatch *login_watch;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (SemPreferences, sem_preferences, ADW_TYPE_WINDOW)

static void
show_folders (SemPreferences *self)
{
  const guint n = g_list_model_get_n_items (sem_library_get_folders (self->library));
  g_autofree char *text =
    n ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u folder", "%'u folders", n), n)
      : g_strdup (_("No folder yet"));

  adw_action_row_set_subtitle (self->folders, text);
}

/* The dialog of folders belongs to the window below. */
static void
folders_cb (GtkWidget *button, SemPreferences *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_close (GTK_WINDOW (self));
  if (parent)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.folders", NULL);
}

static void
show_data_cb (GtkWidget *button, SemPreferences *self)
{
  const char *path = sem_library_get_path (self->library);
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;

  if (file)
    sem_file_show_in_folder (file, button);
}

/* (transfer full) (nullable): why the library cannot be moved now. */
static char *
dup_hindrance (SemPreferences *self)
{
  const SemLibraryState state = sem_library_get_state (self->library);
  GListModel *jobs = sem_library_get_jobs (self->library);
  g_autoptr (SemBackgroundJob) job = g_list_model_get_item (jobs, 0);

  if (state != SEM_LIBRARY_IDLE && state != SEM_LIBRARY_BROKEN)
    return g_strdup (_("The library is at work. Wait for it to end, or stop it, before you move "
                       "the library."));
  if (job)
    return g_strdup_printf (_("“%s” runs. Wait for it to end, or stop it, before you move the "
                              "library."),
                            sem_background_job_get_title (job));
  return NULL;
}

/* Everything is closed then. */
static void
move_to (SemPreferences *self, GFile *folder)
{
  g_autofree char *hindrance = dup_hindrance (self);
  g_autofree char *uri = g_file_get_uri (folder);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (hindrance)
    sem_toast_say (sem_toast_find_overlay (parent ? parent : GTK_WINDOW (self)), hindrance);
  else if (parent)
    gtk_widget_activate_action (GTK_WIDGET (parent), "app.move-library", "s", uri);
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, SemPreferences *self)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && folder)
    move_to (self, folder);
}

static void
move_cb (GtkWidget *button, SemPreferences *self)
{
  g_autofree char *hindrance = dup_hindrance (self);

  if (hindrance || self->chooser)
    {
      if (hindrance)
        sem_toast_say (sem_toast_find_overlay (GTK_WINDOW (self)), hindrance);
      return;
    }
  self->chooser =
    gtk_file_chooser_native_new (_("Move the Library To"), GTK_WINDOW (self),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Move"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
move_back_cb (GtkWidget *button, SemPreferences *self)
{
  g_autoptr (GFile) home = sem_library_move_dup_home (self->library);

  if (home)
    move_to (self, home);
}

/* What the switch shows is what systemd or the portal says, once they have said it. */
static void
show_login (SemPreferences *self)
{
  const SemLoginWatchState state = sem_login_watch_get_state (self->login_watch);
  const char *problem = sem_login_watch_get_problem (self->login_watch);
  const gboolean on = state == SEM_LOGIN_WATCH_ON;
  GSettings *settings = sem_settings_get ();

  gtk_widget_set_visible (self->login_row, (on || state == SEM_LOGIN_WATCH_OFF)
                                             && sem_library_move_is_possible (self->library));
  gtk_switch_set_active (self->login, on);
  if (settings && g_settings_get_boolean (settings, "index-after-login") != on)
    g_settings_set_boolean (settings, "index-after-login", on);
  if (problem)
    sem_toast_say (sem_toast_find_overlay (GTK_WINDOW (self)), problem);
}

static void
login_cb (SemPreferences *self)
{
  sem_login_watch_set (self->login_watch, gtk_switch_get_active (self->login));
}

/* Only the user's own library is watched after a log-in. */
static void
watch_login (SemPreferences *self)
{
  GSettings *settings = sem_settings_get ();

  self->login_watch =
    sem_login_watch_new (settings && g_settings_get_boolean (settings, "index-after-login"));
  g_signal_connect_object (self->login_watch, "changed", G_CALLBACK (show_login), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->login, "notify::active", G_CALLBACK (login_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
bind (SemPreferences *self)
{
  GSettings *settings = sem_settings_get ();

  if (!settings)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
      return;
    }
  g_settings_bind (settings, "index-automatically", self->automatic, "active", 0);
  g_settings_bind (settings, "go-easy", self->easy, "active", 0);
  g_settings_bind (settings, "notify", self->notify, "active", 0);
  g_settings_bind (settings, "thumbnail-cache", self->cache, "value", 0);
  adw_combo_row_set_selected (self->nearness,
                              (guint) g_settings_get_enum (settings, "show-nearness"));
}

static void
nearness_cb (SemPreferences *self)
{
  GSettings *settings = sem_settings_get ();

  if (settings)
    g_settings_set_enum (settings, "show-nearness",
                         (int) adw_combo_row_get_selected (self->nearness));
}

static void
sem_preferences_dispose (GObject *object)
{
  SemPreferences *self = SEM_PREFERENCES (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->login_watch);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (sem_preferences_parent_class)->dispose (object);
}

static void
sem_preferences_class_init (SemPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, folders);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, automatic);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, easy);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, login_row);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, login);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, notify);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, nearness);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, cache);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, data);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, move);
  gtk_widget_class_bind_template_child (widget_class, SemPreferences, move_back);
  gtk_widget_class_bind_template_callback (widget_class, folders_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_data_cb);
}

static void
sem_preferences_init (SemPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_escape_install (GTK_WINDOW (self), gtk_window_close);
}

GtkWindow *
sem_preferences_new (GtkWindow *parent, SemLibrary *library)
{
  SemPreferences *self = g_object_new (SEM_TYPE_PREFERENCES, "transient-for", parent, NULL);
  g_autofree char *path = NULL;
  g_autoptr (GFile) home = NULL;

  g_return_val_if_fail (SEM_IS_LIBRARY (library), GTK_WINDOW (self));

  self->library = g_object_ref (library);
  g_signal_connect_object (sem_library_get_folders (library), "items-changed",
                           G_CALLBACK (show_folders), self, G_CONNECT_SWAPPED);
  show_folders (self);
  bind (self);
  watch_login (self);
  g_signal_connect_object (self->nearness, "notify::selected", G_CALLBACK (nearness_cb), self,
                           G_CONNECT_SWAPPED);
  if (sem_library_get_path (library))
    path = g_filename_display_name (sem_library_get_path (library));
  adw_action_row_set_subtitle (self->data, path ? path : "");
  home = sem_library_move_dup_home (library);
  gtk_widget_set_visible (self->move, sem_library_move_is_possible (library));
  gtk_widget_set_visible (self->move_back, home != NULL);
  return GTK_WINDOW (self);
}
