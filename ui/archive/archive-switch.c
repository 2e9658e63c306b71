/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive-switch"

#include "config.h"

#include "ui/archive/archive-switch.h"

#include <glib/gi18n-lib.h>

#include "engine/model/archive/archive-asking.h"
#include "ui/accessible.h"
#include "ui/archive/kept-archives.h"

struct _SemArchiveSwitch
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkImage *icon;
  GtkLabel *label;
  GtkWidget *rows;
  GtkRevealer *form;
  GtkEditable *address;
  GtkEditable *name_entry;
  GtkLabel *fault;
  GtkWidget *add;

  char *uri; /* (nullable) */
  char *name;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SemArchiveSwitch, sem_archive_switch, GTK_TYPE_WIDGET)

static const char *
get_words (SemArchiveSwitch *self)
{
  return self->uri ? self->name : _("This Computer");
}

static void
show_choice (SemArchiveSwitch *self)
{
  g_autofree char *label = NULL;

  /* Translators: where is searched: “This Computer”, or the name of an archive. */
  label = g_strdup_printf (_("Search In: %s"), get_words (self));
  gtk_image_set_from_icon_name (self->icon,
                                self->uri ? "network-server-symbolic" : "computer-symbolic");
  gtk_label_set_label (self->label, get_words (self));
  /* A name may be of any length; what is always there is read in whole. */
  gtk_label_set_ellipsize (self->label, self->uri ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), label);
  sem_accessible_set_label (GTK_WIDGET (self->button), label);
}

/* @uri: (nullable): %NULL for this computer */
static void
choose (SemArchiveSwitch *self, const char *name, const char *uri)
{
  const gboolean same = g_strcmp0 (self->uri, uri) == 0;
  g_autofree char *old_uri G_GNUC_UNUSED = g_steal_pointer (&self->uri);
  g_autofree char *old_name G_GNUC_UNUSED = g_steal_pointer (&self->name);

  self->uri = g_strdup (uri);
  self->name = g_strdup (name);
  show_choice (self);
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Rows ------------------------------------------------------------------------------------------*/

static void show_rows (SemArchiveSwitch *self);

static void
clicked_cb (GtkButton *row, SemArchiveSwitch *self)
{
  gtk_menu_button_popdown (self->button);
  choose (self, g_object_get_data (G_OBJECT (row), "name"),
          g_object_get_data (G_OBJECT (row), "uri"));
}

static void
remove_cb (GtkButton *button, SemArchiveSwitch *self)
{
  g_autofree char *uri = g_strdup (g_object_get_data (G_OBJECT (button), "uri"));

  sem_kept_archives_remove (uri);
  if (g_strcmp0 (uri, self->uri) == 0)
    choose (self, NULL, NULL);
  show_rows (self);
  gtk_widget_child_focus (self->rows, GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
make_remove_button (SemArchiveSwitch *self, const SemKeptArchive *archive)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *label = g_strdup_printf (_("Remove “%s” From This List"), archive->name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  sem_accessible_set_label (button, label);
  g_object_set_data_full (G_OBJECT (button), "uri", g_strdup (archive->uri), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  return button;
}

/* Each is pressed or not, and reached by Tab: of radio buttons that would be only the chosen one.
 * @archive: (nullable): %NULL for this computer */
static void
add_row (SemArchiveSwitch *self, const SemKeptArchive *archive)
{
  const char *words = archive ? archive->name : _("This Computer");
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  sem_accessible_set_label (button, words);
  gtk_widget_set_hexpand (button, TRUE);
  if (archive)
    {
      gtk_widget_set_tooltip_text (button, archive->uri);
      g_object_set_data_full (G_OBJECT (button), "uri", g_strdup (archive->uri), g_free);
      g_object_set_data_full (G_OBJECT (button), "name", g_strdup (archive->name), g_free);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                g_strcmp0 (archive ? archive->uri : NULL, self->uri) == 0);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (GTK_BOX (row), button);
  if (archive)
    gtk_box_append (GTK_BOX (row), make_remove_button (self, archive));
  gtk_box_append (GTK_BOX (self->rows), row);
}

static void
show_rows (SemArchiveSwitch *self)
{
  g_autoptr (GPtrArray) archives = sem_kept_archives_list ();
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  add_row (self, NULL);
  for (guint i = 0; i < archives->len; i++)
    add_row (self, g_ptr_array_index (archives, i));
}

/* Adding ----------------------------------------------------------------------------------------*/

static void
show_fault (SemArchiveSwitch *self, const char *sentence)
{
  gtk_label_set_label (self->fault, sentence ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

/* The next time the address is written anew. */
static void
fold_form (SemArchiveSwitch *self)
{
  gtk_revealer_set_reveal_child (self->form, FALSE);
  gtk_editable_set_text (self->address, "");
  gtk_editable_set_text (self->name_entry, "");
  show_fault (self, NULL);
}

static void
opened_cb (SemArchiveSwitch *self)
{
  show_rows (self);
  fold_form (self);
}

static void
unfold_cb (SemArchiveSwitch *self)
{
  gtk_revealer_set_reveal_child (self->form, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static void
edited_cb (SemArchiveSwitch *self)
{
  show_fault (self, NULL);
  gtk_widget_set_sensitive (self->add, *gtk_editable_get_text (self->address) != '\0');
}

static void
add_cb (SemArchiveSwitch *self)
{
  g_autofree char *uri = g_strstrip (g_strdup (gtk_editable_get_text (self->address)));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_entry)));
  g_autoptr (GError) error = NULL;

  if (!sem_archive_asking_check (uri, &error))
    {
      show_fault (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->address));
      return;
    }
  sem_kept_archives_add (name, uri);
  gtk_menu_button_popdown (self->button);
  choose (self, *name ? name : uri, uri);
}

/* Widget ----------------------------------------------------------------------------------------*/

static void
sem_archive_switch_dispose (GObject *object)
{
  SemArchiveSwitch *self = SEM_ARCHIVE_SWITCH (object);

  if (self->button)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (sem_archive_switch_parent_class)->dispose (object);
}

static void
sem_archive_switch_class_init (SemArchiveSwitchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_archive_switch_dispose;
  signals[CHANGED] = g_signal_new ("changed", SEM_TYPE_ARCHIVE_SWITCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/semblance/Semblance/ui/archive-switch.ui");
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, button);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, icon);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, label);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, rows);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, form);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, address);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, fault);
  gtk_widget_class_bind_template_child (widget_class, SemArchiveSwitch, add);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, unfold_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_archive_switch_init (SemArchiveSwitch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), sem_archive_asking_is_supported ());
  show_choice (self);
}

const char *
sem_archive_switch_get_uri (SemArchiveSwitch *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_SWITCH (self), NULL);

  return self->uri;
}

const char *
sem_archive_switch_get_name (SemArchiveSwitch *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_SWITCH (self), NULL);

  return self->name;
}

void
sem_archive_switch_set_narrow (SemArchiveSwitch *self, gboolean narrow)
{
  g_return_if_fail (SEM_IS_ARCHIVE_SWITCH (self));

  gtk_widget_set_visible (GTK_WIDGET (self->label), !narrow);
}

GtkWidget *
sem_archive_switch_get_button (SemArchiveSwitch *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_SWITCH (self), NULL);

  return GTK_WIDGET (self->button);
}
