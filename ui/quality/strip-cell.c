/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-strip-cell"

#include "config.h"

#include "ui/quality/strip-cell.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/pictures/drag-out.h"
#include "ui/quality/quality-private.h"
#include "ui/quality/strip-words.h"
#include "ui/widgets/photo-tile.h"
#include "ui/words.h"

/* Ten of them fit beside each other in a window of 1,280 pixels. */
#define TILE_SIZE 104

struct _SemStripCell
{
  GtkWidget parent_instance;

  GtkWidget *box;
  SemPhotoTile *tile;
  SemStripHit *hit;
  SemStripsKind kind;
  char *words;
};

G_DEFINE_FINAL_TYPE (SemStripCell, sem_strip_cell, GTK_TYPE_WIDGET)

static void
update_words (SemStripCell *self)
{
  const char *title = sem_photo_get_title (sem_strip_hit_get_photo (self->hit));

  g_free (self->words);
  self->words = sem_strip_words_for_hit (self->hit, *title ? title : _("Photo"), self->kind);
  sem_accessible_set_label (GTK_WIDGET (self), self->words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->words);
}

static void
sem_strip_cell_dispose (GObject *object)
{
  SemStripCell *self = SEM_STRIP_CELL (object);

  if (self->tile)
    sem_photo_tile_unbind (self->tile);
  self->tile = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->hit);

  G_OBJECT_CLASS (sem_strip_cell_parent_class)->dispose (object);
}

static void
sem_strip_cell_finalize (GObject *object)
{
  g_free (SEM_STRIP_CELL (object)->words);

  G_OBJECT_CLASS (sem_strip_cell_parent_class)->finalize (object);
}

static void
sem_strip_cell_class_init (SemStripCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_strip_cell_dispose;
  G_OBJECT_CLASS (klass)->finalize = sem_strip_cell_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stripcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
sem_strip_cell_init (SemStripCell *self)
{
}

/* The numbers stay whole: with large text the cell is wider than its picture. @style: of the label
 */
static GtkWidget *
add_line (SemStripCell *self, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static void
add_lines (SemStripCell *self, SemStrip strip)
{
  g_autofree char *likeness = sem_words_for_likeness (sem_strip_hit_get_likeness (self->hit));

  gtk_widget_add_css_class (add_line (self, likeness, "caption-heading"), "likeness");
  for (guint other = 0; other < SEM_N_STRIPS; other++)
    if (other != strip)
      {
        g_autofree char *rank = sem_strip_words_for_rank (self->hit, other, self->kind);
        GtkWidget *label = add_line (self, rank, "caption");

        gtk_widget_add_css_class (label,
                                  sem_strip_hit_is_in (self->hit, other) ? "dim-label" : "missing");
      }
}

GtkWidget *
sem_strip_cell_new (SemStripHit *hit, SemStrip strip, SemStripsKind kind, SemAbsence *absence)
{
  SemStripCell *self = g_object_new (SEM_TYPE_STRIP_CELL, NULL);
  GtkWidget *tile = sem_photo_tile_new ();

  self->hit = g_object_ref (hit);
  self->kind = kind;
  self->tile = SEM_PHOTO_TILE (tile);
  sem_drag_out_add_to_tile (tile);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_size_request (tile, TILE_SIZE, TILE_SIZE);
  gtk_widget_set_halign (tile, GTK_ALIGN_CENTER);
  /* The cell says more. */
  gtk_widget_set_has_tooltip (tile, FALSE);
  gtk_box_append (GTK_BOX (self->box), tile);
  sem_photo_tile_set_size (self->tile, TILE_SIZE);
  sem_photo_tile_set_absence (self->tile, absence);
  sem_photo_tile_bind (self->tile, sem_strip_hit_get_photo (hit));
  add_lines (self, strip);
  g_signal_connect_object (sem_strip_hit_get_photo (hit), "notify::title",
                           G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  update_words (self);
  return GTK_WIDGET (self);
}

SemStripHit *
sem_strip_cell_get_hit (SemStripCell *self)
{
  g_return_val_if_fail (SEM_IS_STRIP_CELL (self), NULL);
  return self->hit;
}

void
sem_strip_cell_set_same (SemStripCell *self, gboolean same)
{
  g_return_if_fail (SEM_IS_STRIP_CELL (self));

  if (same)
    gtk_widget_add_css_class (GTK_WIDGET (self), "same");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "same");
}

const char *
sem_strip_cell_get_words (SemStripCell *self)
{
  g_return_val_if_fail (SEM_IS_STRIP_CELL (self), NULL);
  return self->words;
}
