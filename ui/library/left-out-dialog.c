/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-left-out-dialog"

#include "config.h"

#include "ui/library/left-out-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/pages/escape.h"
#include "ui/toast.h"
#include "ui/words.h"

struct _SemLeftOutDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *overlay;
  AdwPreferencesGroup *group;
  GtkListBox *list;
  AdwEntryRow *entry;
  AdwPreferencesGroup *built_in;

  SemLibrary *library;
  GFile *folder;
  char *patterns;
};

G_DEFINE_FINAL_TYPE (SemLeftOutDialog, sem_left_out_dialog, ADW_TYPE_WINDOW)

static void show_patterns (SemLeftOutDialog *self);

/* @patterns: (transfer full) */
static void
change (SemLeftOutDialog *self, char *patterns)
{
  g_free (self->patterns);
  self->patterns = patterns;
  sem_library_leave_out (self->library, self->folder, patterns);
}

/* Whether the folder's patterns have @pattern with that sign. */
static gboolean
has (SemLeftOutDialog *self, char sign, const char *pattern)
{
  g_auto (GStrv) lines = g_strsplit (self->patterns, "\n", -1);
  g_autofree char *line = g_strdup_printf ("%c%s", sign, pattern);

  return g_strv_contains ((const char *const *) lines, line);
}

static gboolean
is_built_in (const char *pattern)
{
  return g_strv_contains (sem_folder_list_built_in_patterns (), pattern);
}

static void
remove_cb (GtkButton *button, SemLeftOutDialog *self)
{
  const char *pattern = g_object_get_data (G_OBJECT (button), "pattern");

  change (self, sem_folder_drop_pattern (self->patterns, pattern));
  show_patterns (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static GtkWidget *
make_row (SemLeftOutDialog *self, const char *line)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *label = g_strdup_printf (_("Remove “%s”"), line + 1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line + 1);
  if (line[0] == '+')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Taken in"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, _("Remove"));
  sem_accessible_set_label (button, label);
  g_object_set_data_full (G_OBJECT (button), "pattern", g_strdup (line + 1), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

/* The list's last row is the entry, which stays. */
static void
show_patterns (SemLeftOutDialog *self)
{
  g_auto (GStrv) lines = g_strsplit (self->patterns, "\n", -1);
  int position = 0;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0))
         && GTK_WIDGET (row) != GTK_WIDGET (self->entry))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (char **line = lines; *line; line++)
    if ((*line)[0] && !is_built_in (*line + 1))
      gtk_list_box_insert (self->list, make_row (self, *line), position++);
}

static void
apply_cb (AdwEntryRow *entry, SemLeftOutDialog *self)
{
  g_autofree char *pattern = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autoptr (GError) error = NULL;
  char *patterns = sem_folder_edit_patterns (self->patterns, pattern, TRUE, &error);

  if (!patterns)
    {
      sem_toast_say (self->overlay, error->message);
      return;
    }
  change (self, patterns);
  show_patterns (self);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (entry));
}

static void
switched_cb (GtkSwitch *toggle, GParamSpec *pspec, SemLeftOutDialog *self)
{
  const char *pattern = g_object_get_data (G_OBJECT (toggle), "pattern");

  change (self, gtk_switch_get_active (toggle)
                  ? sem_folder_drop_pattern (self->patterns, pattern)
                  : sem_folder_edit_patterns (self->patterns, pattern, FALSE, NULL));
}

static const char *
describe_built_in (const char *pattern)
{
  static const struct
  {
    const char *pattern;
    const char *words;
  } known[] = {
    { ".nomedia", N_("Folders that contain a file of this name") },
    { "@eaDir/", N_("Thumbnails of network storage") },
    { "@Recycle/", N_("Deleted files of network storage") },
    { "@Recently-Snapshot/", N_("Older states on network storage") },
    { "#recycle/", N_("Deleted files of network storage") },
    { "#snapshot/", N_("Older states on network storage") },
    { "$RECYCLE.BIN/", N_("Deleted files of Windows") },
    { "System Volume Information/", N_("Folders of Windows itself") },
    { "lost+found/", N_("What a check of the disk has found") },
    { "*.photoslibrary/", N_("Libraries of other photo programs") },
    { "*.aplibrary/", N_("Libraries of other photo programs") },
    { "*.migratedphotolibrary/", N_("Libraries of other photo programs") },
    { "*.lrdata/", N_("Previews of other photo programs") },
    { "*~", N_("Copies that editors keep") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].pattern, pattern))
      return _(known[i].words);
  return "";
}

static void
add_built_in (SemLeftOutDialog *self, const char *pattern)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pattern);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), describe_built_in (pattern));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (toggle), !has (self, '+', pattern));
  g_object_set_data_full (G_OBJECT (toggle), "pattern", g_strdup (pattern), g_free);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (switched_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  adw_preferences_group_add (self->built_in, row);
}

static void
sem_left_out_dialog_dispose (GObject *object)
{
  SemLeftOutDialog *self = SEM_LEFT_OUT_DIALOG (object);

  g_clear_object (&self->library);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->patterns, g_free);

  G_OBJECT_CLASS (sem_left_out_dialog_parent_class)->dispose (object);
}

static void
sem_left_out_dialog_class_init (SemLeftOutDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_left_out_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/left-out-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SemLeftOutDialog, overlay);
  gtk_widget_class_bind_template_child (widget_class, SemLeftOutDialog, group);
  gtk_widget_class_bind_template_child (widget_class, SemLeftOutDialog, list);
  gtk_widget_class_bind_template_child (widget_class, SemLeftOutDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, SemLeftOutDialog, built_in);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

static void
sem_left_out_dialog_init (SemLeftOutDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sem_escape_install (GTK_WINDOW (self), gtk_window_close);
  /* The row's title is not its text's name. */
  sem_accessible_set_label (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))),
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->entry)));
}

GtkWindow *
sem_left_out_dialog_new (GtkWindow *parent, SemLibrary *library, SemFolder *folder)
{
  SemLeftOutDialog *self = g_object_new (SEM_TYPE_LEFT_OUT_DIALOG, "transient-for", parent, NULL);
  g_autofree char *name = sem_words_for_folder (sem_folder_get_file (folder));
  g_autofree char *description = g_strdup_printf (
    _("Files and folders that are called like this are not indexed in “%s”: a name such as "
      "“*.gif”, or “Previews/” for folders alone."),
    name);

  self->library = g_object_ref (library);
  self->folder = g_object_ref (sem_folder_get_file (folder));
  self->patterns = g_strdup (sem_folder_get_patterns (folder));
  adw_preferences_group_set_description (self->group, description);
  show_patterns (self);
  for (const char *const *pattern = sem_folder_list_built_in_patterns (); *pattern; pattern++)
    add_built_in (self, *pattern);
  return GTK_WINDOW (self);
}
