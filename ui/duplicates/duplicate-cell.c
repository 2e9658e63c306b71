/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicate-cell"

#include "config.h"

#include "ui/duplicates/duplicate-cell.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/accessible.h"
#include "ui/duplicates/duplicate-cell-private.h"
#include "ui/duplicates/duplicates-words.h"
#include "ui/pictures/drag-out.h"
#include "ui/widgets/photo-tile.h"

/* What is known of a photo of a camera fits below it in one line. */
#define TILE_SIZE 152

struct _SemDuplicateCell
{
  GtkWidget parent_instance;

  GtkWidget *box;
  SemPhotoTile *tile;
  GtkImage *mark;
  GtkLabel *name;
  GtkLabel *facts;
  GtkLabel *fate;
  GtkLabel *reason;
  SemDuplicateSet *set;
  SemPhoto *photo;
  guint index;
  char *words;
};

G_DEFINE_FINAL_TYPE (SemDuplicateCell, sem_duplicate_cell, GTK_TYPE_WIDGET)

static void
set_class (SemDuplicateCell *self, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/* (transfer full) (nullable): where a photo of a group is. */
static char *
dup_path (SemDuplicateSet *set, guint index)
{
  g_autoptr (SemPhoto) photo = g_list_model_get_item (sem_duplicate_set_get_photos (set), index);
  GFile *file = photo ? sem_photo_get_file (photo) : NULL;

  return file ? g_file_get_path (file) : NULL;
}

static gboolean
is_name_of_another (SemDuplicateCell *self, const char *name)
{
  for (guint i = 0; i < sem_duplicate_set_get_n_files (self->set); i++)
    {
      g_autofree char *path = i != self->index ? dup_path (self->set, i) : NULL;
      const char *slash = path ? strrchr (path, '/') : NULL;

      if (slash && g_str_equal (slash + 1, name))
        return TRUE;
    }
  return FALSE;
}

/* (transfer full): with the folder, where another photo of the group is called the same. */
static char *
dup_name (SemDuplicateCell *self, const char *path)
{
  g_autofree char *base = path ? g_path_get_basename (path) : NULL;
  g_autofree char *parent = path ? g_path_get_dirname (path) : NULL;
  g_autofree char *folder = parent ? g_path_get_basename (parent) : NULL;
  g_autofree char *name = NULL;

  if (!path || !is_name_of_another (self, base))
    return g_strdup (sem_photo_get_title (self->photo));
  name = g_build_filename (folder, base, NULL);
  return g_filename_display_name (name);
}

static void
show_title (SemDuplicateCell *self)
{
  g_autofree char *path = dup_path (self->set, self->index);
  g_autofree char *shown = path ? g_filename_display_name (path) : NULL;
  g_autofree char *name = dup_name (self, path);
  g_autofree char *tooltip = NULL;

  g_free (self->words);
  self->words = sem_duplicates_words_for_photo (self->set, self->index, *name ? name : _("Photo"));
  tooltip = shown ? g_strdup_printf ("%s\n%s", self->words, shown) : g_strdup (self->words);
  gtk_label_set_label (self->name, name);
  sem_accessible_set_label (GTK_WIDGET (self), self->words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
}

static void
show_decision (SemDuplicateCell *self)
{
  const gboolean decided = sem_duplicate_set_get_n_going (self->set) > 0;
  const gboolean kept = sem_duplicate_set_get_kept (self->set, self->index);
  g_autofree char *reason = sem_duplicates_words_for_reason (self->set, self->index);
  g_autofree char *facts = sem_duplicates_words_for_facts (self->set, self->index);

  gtk_label_set_label (self->fate, sem_duplicates_words_for_fate (self->set, self->index));
  gtk_label_set_label (self->reason, reason);
  gtk_label_set_label (self->facts, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), decided);
  gtk_image_set_from_icon_name (self->mark,
                                kept ? "object-select-symbolic" : "user-trash-symbolic");
  set_class (self, "kept", decided && kept);
  set_class (self, "going", decided && !kept);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               kept ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

void
sem_duplicate_cell_show (SemDuplicateCell *self,
                         SemDuplicateSet *set,
                         guint index,
                         SemAbsence *absence)
{
  g_autoptr (SemPhoto) photo = NULL;

  g_return_if_fail (SEM_IS_DUPLICATE_CELL (self));
  g_return_if_fail (index < sem_duplicate_set_get_n_files (set));

  photo = g_list_model_get_item (sem_duplicate_set_get_photos (set), index);
  g_set_object (&self->set, set);
  self->index = index;
  sem_photo_tile_set_absence (self->tile, absence);
  if (photo != self->photo)
    {
      if (self->photo)
        g_signal_handlers_disconnect_by_data (self->photo, self);
      g_set_object (&self->photo, photo);
      g_signal_connect_swapped (photo, "notify::title", G_CALLBACK (show_title), self);
      sem_photo_tile_bind (self->tile, photo);
    }
  show_decision (self);
  show_title (self);
}

void
sem_duplicate_cell_clear (SemDuplicateCell *self)
{
  g_return_if_fail (SEM_IS_DUPLICATE_CELL (self));

  if (self->photo)
    g_signal_handlers_disconnect_by_data (self->photo, self);
  if (self->photo && self->tile)
    sem_photo_tile_unbind (self->tile);
  g_clear_object (&self->photo);
  g_clear_object (&self->set);
}

static void
sem_duplicate_cell_dispose (GObject *object)
{
  SemDuplicateCell *self = SEM_DUPLICATE_CELL (object);

  sem_duplicate_cell_clear (self);
  self->tile = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_duplicate_cell_parent_class)->dispose (object);
}

static void
sem_duplicate_cell_finalize (GObject *object)
{
  g_free (SEM_DUPLICATE_CELL (object)->words);

  G_OBJECT_CLASS (sem_duplicate_cell_parent_class)->finalize (object);
}

static void
sem_duplicate_cell_class_init (SemDuplicateCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_duplicate_cell_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_duplicate_cell_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "duplicatecell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_CHECKBOX);
}

static GtkLabel *
add_label (SemDuplicateCell *self, PangoEllipsizeMode ellipsize, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  /* No wider than the picture. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (self->box), label);
  return GTK_LABEL (label);
}

static void
sem_duplicate_cell_init (SemDuplicateCell *self)
{
  GtkWidget *overlay = gtk_overlay_new (), *tile = sem_photo_tile_new ();
  GtkWidget *mark = gtk_image_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->tile = SEM_PHOTO_TILE (tile);
  gtk_widget_set_size_request (tile, TILE_SIZE, TILE_SIZE);
  gtk_widget_set_has_tooltip (tile, FALSE);
  sem_photo_tile_set_size (self->tile, TILE_SIZE);
  sem_drag_out_add_to_tile (tile);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), tile);
  self->mark = GTK_IMAGE (mark);
  gtk_widget_add_css_class (mark, "mark");
  gtk_widget_set_halign (mark, GTK_ALIGN_END);
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), mark);
  gtk_box_append (GTK_BOX (self->box), overlay);
  self->fate = add_label (self, PANGO_ELLIPSIZE_END, "fate");
  self->reason = add_label (self, PANGO_ELLIPSIZE_END, "reason");
  self->name = add_label (self, PANGO_ELLIPSIZE_MIDDLE, "name");
  self->facts = add_label (self, PANGO_ELLIPSIZE_END, "dim-label");
}

GtkWidget *
sem_duplicate_cell_new (void)
{
  return g_object_new (SEM_TYPE_DUPLICATE_CELL, NULL);
}

guint
sem_duplicate_cell_get_index (SemDuplicateCell *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_CELL (self), 0);
  return self->index;
}

const char *
sem_duplicate_cell_get_words (SemDuplicateCell *self)
{
  g_return_val_if_fail (SEM_IS_DUPLICATE_CELL (self), NULL);
  return self->words;
}
