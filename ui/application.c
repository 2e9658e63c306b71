/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-application"

#include "config.h"

#include "ui/application-private.h"

#include <glib/gi18n-lib.h>

#include "engine/model/about/engine-report.h"
#include "engine/model/setup/library-move.h"
#include "ui/init.h"
#include "ui/preferences/library-mover.h"
#include "ui/setup/weights-dialog.h"

struct _SemApplication
{
  AdwApplication parent_instance;

  char *library_path;
  SemLibrary *library;
  SemWindow *window;
  GtkWindow *mover; /* while the library is moved, and there are no window and no library */
};

G_DEFINE_FINAL_TYPE (SemApplication, sem_application, ADW_TYPE_APPLICATION)

/* What only the decoder knows is added as soon as it has said it. */
static void
report_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwAboutWindow) about = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemEngineReport) report = sem_engine_report_finish (result, &error);
  g_autofree char *line = NULL, *comments = NULL;

  /* Translators: how well the part of the program that opens image files is locked in: “full”,
   * “none”, or “reduced” with what is missing. */
  line = report ? g_strdup_printf (_("Sandbox for image files: %s"), report->sandbox)
                : g_strdup (error->message);
  comments = g_strdup_printf ("%s\n\n%s", adw_about_window_get_comments (about), line);
  adw_about_window_set_comments (about, comments);
  adw_about_window_set_debug_info (about, report ? report->text : error->message);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemApplication *self = user_data;
  GtkWidget *about = adw_about_window_new ();

  g_object_set (about, "application-name", "Semblance", "application-icon", SEM_APPLICATION_ID,
                "version", SEM_VERSION, "developer-name", _("The Semblance authors"), "copyright",
                _("© The Semblance authors"), "license-type", GTK_LICENSE_GPL_3_0, "comments",
                _("Find photos that look alike. Semblance learns from your own photos, "
                  "and everything stays on this computer."),
                "debug-info-filename", "semblance.txt",
                /* Translators: your name, and an address if you like. */
                "translator-credits", _("translator-credits"), NULL);
  gtk_window_set_transient_for (GTK_WINDOW (about), GTK_WINDOW (self->window));
  sem_engine_report_async (NULL, report_cb, g_object_ref (about));
  gtk_window_present (GTK_WINDOW (about));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemApplication *self = user_data;

  if (self->window)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static SemWindow *
ensure_window (SemApplication *self)
{
  g_autoptr (SemWeightsSetup) setup = NULL;

  if (!self->window)
    {
      self->window = sem_window_new (GTK_APPLICATION (self), self->library);
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
      setup = sem_weights_setup_new (NULL);
      sem_weights_dialog_offer (self->window, setup);
    }
  return self->window;
}

/* Moving the library ----------------------------------------------------------------------------
 */

static void
moved_cb (const char *sentence, gpointer user_data)
{
  SemApplication *self = user_data;

  self->mover = NULL;
  self->library = sem_library_new (NULL);
  gtk_window_present (GTK_WINDOW (ensure_window (self)));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "toast.show", "s", sentence);
}

/* The parameter is the URI of a folder. The window is made anew afterwards. */
static void
move_library_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemApplication *self = user_data;
  g_autoptr (GFile) folder = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  if (!self->library || !sem_library_move_is_possible (self->library))
    return;
  if (self->window)
    gtk_window_destroy (GTK_WINDOW (self->window));
  /* Before it is moved: what runs has the library locked, and may write to it until it has ended.
   */
  sem_library_close (self->library);
  g_clear_object (&self->library);
  self->mover = sem_library_mover_run (GTK_APPLICATION (self), folder, moved_cb, self);
}

static const GActionEntry action_entries[] = {
  { "about", about_action },
  { "move-library", move_library_action, "s" },
  { "quit", quit_action },
};

static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.open-photo", { "<Control>o" } },
  { "win.history", { "<Control>h" } },
  { "win.narrow", { "<Control>e" } },
  { "win.paste", { "<Control>v" } },
  { "win.undo", { "<Control>z" } },
  { "win.find-similar", { "<Control>f" } },
  { "win.find-copies", { "<Control><Shift>f" } },
  { "win.inspect", { "<Control>i" } },
  { "win.add-folder", { "<Control><Shift>o" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.help", { "F1" } },
  { "win.check", { "<Control>k" } },
  { "win.folders", { "<Control>d" } },
  { "win.update", { "F5", "<Control>r" } },
  { "win.train", { "<Control>l" } },
  { "win.models", { "<Control><Shift>l" } },
  { "win.networks", { "<Control><Shift>n" } },
  { "win.back", { "<Alt>Left" } },
  { "win.forward", { "<Alt>Right" } },
  { "win.details", { "F9" } },
  { "win.entry(uint32 1)", { "<Control>1" } },
  { "win.entry(uint32 2)", { "<Control>2" } },
  { "win.entry(uint32 3)", { "<Control>3" } },
  { "win.entry(uint32 4)", { "<Control>4" } },
  { "win.show-on-map", { "<Control>m" } },
  { "win.show-in-library", { "<Control><Shift>m" } },
  { "win.zoom-in", { "<Control>plus", "<Control>equal" } },
  { "win.zoom-out", { "<Control>minus" } },
  { "win.zoom-reset", { "<Control>0" } },
};

static void
sem_application_startup (GApplication *application)
{
  SemApplication *self = SEM_APPLICATION (application);

  G_APPLICATION_CLASS (sem_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (SEM_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries,
                                   G_N_ELEMENTS (action_entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char *const *) accels[i].accels);
  if (!self->library_path)
    sem_library_move_end ();
  self->library = sem_library_new (self->library_path);
}

static void
sem_application_activate (GApplication *application)
{
  SemApplication *self = SEM_APPLICATION (application);

  gtk_window_present (self->mover ? self->mover : GTK_WINDOW (ensure_window (self)));
}

static void
sem_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  SemApplication *self = SEM_APPLICATION (application);
  g_autoptr (GSList) list = NULL;
  SemWindow *window;

  if (self->mover)
    {
      gtk_window_present (self->mover);
      return;
    }
  window = ensure_window (self);

  for (int i = n_files - 1; i >= 0; i--)
    list = g_slist_prepend (list, files[i]);
  gtk_window_present (GTK_WINDOW (window));
  sem_window_take_files (window, list);
}

/* The window is hidden by now: sem_library_close() may block for a while. */
static void
sem_application_shutdown (GApplication *application)
{
  SemApplication *self = SEM_APPLICATION (application);

  if (self->window)
    gtk_window_destroy (GTK_WINDOW (self->window));
  if (self->library)
    sem_library_close (self->library);
  g_clear_object (&self->library);

  G_APPLICATION_CLASS (sem_application_parent_class)->shutdown (application);
}

static int
sem_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SemApplication *self = SEM_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Semblance %s\n", SEM_VERSION);
      return 0;
    }
  g_free (self->library_path);
  self->library_path = NULL;
  if (!g_variant_dict_lookup (options, "library", "^ay", &self->library_path))
    return -1;
  if (*self->library_path == '\0')
    {
      g_autofree char *sentence = g_strdup_printf (_("what follows %s is empty."), "--library");

      g_printerr ("semblance: %s\n", sentence);
      return 2;
    }
  g_application_set_flags (application,
                           g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
sem_application_finalize (GObject *object)
{
  SemApplication *self = SEM_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->library);
  g_free (self->library_path);

  G_OBJECT_CLASS (sem_application_parent_class)->finalize (object);
}

static void
sem_application_class_init (SemApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sem_application_finalize;
  application_class->startup = sem_application_startup;
  application_class->activate = sem_application_activate;
  application_class->open = sem_application_open;
  application_class->shutdown = sem_application_shutdown;
  application_class->handle_local_options = sem_application_handle_local_options;
}

static void
sem_application_init (SemApplication *self)
{
  static const GOptionEntry entries[] = {
    { "library", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_("Use this library instead of your own; it is created if it does not exist"),
      N_("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and end"), NULL },
    { NULL },
  };
  GApplication *application = G_APPLICATION (self);

  sem_ui_init ();
  g_application_add_main_option_entries (application, entries);
  g_application_set_option_context_parameter_string (application, _("[FOLDER or PHOTO…]"));
  g_application_set_option_context_summary (
    application, _("Find photos that look alike. Folders are added to the library; similar photos "
                   "are found for a photo."));
}

SemApplication *
sem_application_new (void)
{
  return g_object_new (SEM_TYPE_APPLICATION, "application-id", SEM_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/io/github/semblance/Semblance", NULL);
}

SemWindow *
sem_application_get_window (SemApplication *self)
{
  g_return_val_if_fail (SEM_IS_APPLICATION (self), NULL);

  return self->window;
}

SemLibrary *
sem_application_get_library (SemApplication *self)
{
  g_return_val_if_fail (SEM_IS_APPLICATION (self), NULL);

  return self->library;
}
