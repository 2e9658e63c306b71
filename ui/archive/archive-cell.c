/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-archive-cell"

#include "config.h"

#include "ui/archive/archive-cell.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/pictures/texture.h"

/* Of the square that a thumbnail lies in. */
#define SIDE 132

struct _SemArchiveCell
{
  GtkFlowBoxChild parent_instance;

  SemArchiveItem *item;
  GtkPicture *picture;
  GtkWidget *missing;
  GdkTexture *texture; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (SemArchiveCell, sem_archive_cell, GTK_TYPE_FLOW_BOX_CHILD)

char *
sem_archive_cell_words_for_likeness (SemArchiveItem *item)
{
  const char *kind = sem_archive_item_get_kind (item);

  if (kind)
    return g_strdup (kind);
  return g_strdup_printf (_("%.0f %%"), sem_archive_item_get_likeness (item) * 100);
}

static void
show_picture (SemArchiveCell *self)
{
  const SemPixels *pixels = sem_archive_item_get_picture (self->item);
  g_autoptr (GdkPaintable) fitting = NULL;

  if (pixels && !self->texture)
    self->texture = sem_texture_new_for_pixels (pixels);
  /* Its own size would make the columns as wide as a thumbnail can be. */
  fitting = sem_texture_fit (self->texture, SIDE);
  gtk_picture_set_paintable (self->picture, fitting);
  gtk_widget_set_visible (self->missing, !pixels && sem_archive_item_get_is_complete (self->item));
}

static void
show_label (SemArchiveCell *self)
{
  const char *title = sem_archive_item_get_title (self->item);
  g_autofree char *likeness = sem_archive_cell_words_for_likeness (self->item);
  g_autofree char *label = NULL;

  /* Translators: a photo in an archive: its name, how alike it is, and whose it is. */
  label = g_strdup_printf (_("%s, %s, of %s"), *title ? title : _("Photo"), likeness,
                           sem_archive_item_get_owner (self->item));
  sem_accessible_set_label (GTK_WIDGET (self), label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sem_archive_item_get_places (self->item));
}

/* So large whatever the picture is. */
static GtkWidget *
make_square (SemArchiveCell *self)
{
  GtkWidget *square = gtk_overlay_new ();

  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_picture_set_can_shrink (self->picture, TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->picture), SIDE, SIDE);
  gtk_widget_set_halign (GTK_WIDGET (self->picture), GTK_ALIGN_CENTER);
  gtk_overlay_set_child (GTK_OVERLAY (square), GTK_WIDGET (self->picture));
  self->missing = gtk_image_new_from_icon_name ("image-missing-symbolic");
  gtk_widget_add_css_class (self->missing, "dim-label");
  gtk_overlay_add_overlay (GTK_OVERLAY (square), self->missing);
  return square;
}

static GtkWidget *
make_line (const char *text, gboolean dim)
{
  GtkWidget *line = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (line), 1);
  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_add_css_class (line, dim ? "caption" : "numeric");
  if (dim)
    gtk_widget_add_css_class (line, "dim-label");
  return line;
}

static void
sem_archive_cell_dispose (GObject *object)
{
  SemArchiveCell *self = SEM_ARCHIVE_CELL (object);

  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (sem_archive_cell_parent_class)->dispose (object);
}

static void
sem_archive_cell_class_init (SemArchiveCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sem_archive_cell_dispose;
}

static void
sem_archive_cell_init (SemArchiveCell *self)
{
}

GtkWidget *
sem_archive_cell_new (SemArchiveItem *item)
{
  SemArchiveCell *self = g_object_new (SEM_TYPE_ARCHIVE_CELL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *likeness = sem_archive_cell_words_for_likeness (item);

  self->item = g_object_ref (item);
  gtk_box_append (GTK_BOX (box), make_square (self));
  gtk_box_append (GTK_BOX (box), make_line (likeness, FALSE));
  gtk_box_append (GTK_BOX (box), make_line (sem_archive_item_get_owner (item), TRUE));
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "archive-cell");
  if (!sem_archive_item_get_above_chance (item))
    gtk_widget_add_css_class (GTK_WIDGET (self), "less-likely");
  g_signal_connect_swapped (item, "changed", G_CALLBACK (show_picture), self);
  show_picture (self);
  show_label (self);
  return GTK_WIDGET (self);
}

SemArchiveItem *
sem_archive_cell_get_item (SemArchiveCell *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_CELL (self), NULL);

  return self->item;
}

GdkTexture *
sem_archive_cell_get_texture (SemArchiveCell *self)
{
  g_return_val_if_fail (SEM_IS_ARCHIVE_CELL (self), NULL);

  return self->texture;
}
