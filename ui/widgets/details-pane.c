/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-details-pane"

#include "config.h"

#include "ui/widgets/details-pane.h"

#include <glib/gi18n-lib.h>

#include "ui/pages/details-words.h"
#include "ui/words.h"

/* Files that are listed; there may be hundreds of copies. */
#define MAX_FILES 20

struct _SemDetailsPane
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkBox *rows;

  SemPhoto *photo;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SemDetailsPane, sem_details_pane, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, gboolean selectable)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), selectable);
  return label;
}

/* @text: (transfer full) (nullable): no row where there is none */
static void
add_row (SemDetailsPane *self, const char *caption, char *text)
{
  if (text && *text)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWidget *title = new_label (caption, FALSE);
      GtkWidget *value = new_label (text, TRUE);

      gtk_widget_add_css_class (title, "dim-label");
      gtk_widget_add_css_class (title, "caption");
      gtk_box_append (GTK_BOX (row), title);
      gtk_box_append (GTK_BOX (row), value);
      gtk_box_append (self->rows, row);
    }
  g_free (text);
}

static char *
list_folders (const SemPhotoDetails *details)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (details->files->len, MAX_FILES); i++)
    {
      g_autoptr (GFile) folder = g_file_get_parent (g_ptr_array_index (details->files, i));
      g_autofree char *name = folder ? sem_words_for_folder (folder) : g_strdup ("/");

      g_string_append_printf (text, "%s%s", i ? "\n" : "", name);
    }
  return g_string_free (text, FALSE);
}

static char *
name_file (const SemPhotoDetails *details)
{
  g_autofree char *base = NULL;

  if (details->files->len == 0)
    return NULL;
  base = g_file_get_basename (g_ptr_array_index (details->files, 0));
  return g_filename_display_name (base);
}

static void
show (SemDetailsPane *self, const SemPhotoDetails *details)
{
  add_row (self, _("Name"), name_file (details));
  add_row (self, details->files->len > 1 ? _("Folders") : _("Folder"), list_folders (details));
  if (details->date)
    add_row (self, details->is_taken ? _("Taken") : _("File Changed"),
             sem_words_for_date (details->date));
  add_row (self, _("Size"), sem_words_for_extent (details));
  add_row (self, _("Camera"), g_strdup (details->camera));
  add_row (self, _("Lens"), g_strdup (details->lens));
  add_row (self, _("Exposure"), sem_words_for_exposure (details));
  add_row (self, _("Near"), g_strdup (details->place));
  if (details->has_position)
    add_row (self, _("Coordinates"),
             sem_words_for_position (details->latitude, details->longitude));
  if (details->has_altitude)
    add_row (self, _("Altitude"), g_strdup_printf (_("%.0f m"), details->altitude));
}

static void
clear (SemDetailsPane *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))))
    gtk_box_remove (self->rows, row);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SemDetailsPane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SemPhotoDetails) details =
    sem_photo_load_details_finish (SEM_PHOTO (source), result, &error);

  if (self->photo != SEM_PHOTO (source)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear (self);
  if (details)
    show (self, details);
  else
    gtk_box_append (self->rows, new_label (error->message, TRUE));
}

static void
sem_details_pane_dispose (GObject *object)
{
  SemDetailsPane *self = SEM_DETAILS_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->photo);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_details_pane_parent_class)->dispose (object);
}

static void
sem_details_pane_class_init (SemDetailsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_details_pane_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/details-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SemDetailsPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, SemDetailsPane, rows);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "detailspane");
}

static void
sem_details_pane_init (SemDetailsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_details_pane_set_photo (SemDetailsPane *self, SemPhoto *photo)
{
  g_return_if_fail (SEM_IS_DETAILS_PANE (self));

  if (self->photo == photo)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_set_object (&self->photo, photo);
  clear (self);
  if (!photo)
    return;
  self->cancellable = g_cancellable_new ();
  sem_photo_load_details_async (photo, self->cancellable, loaded_cb, g_object_ref (self));
}
