/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-pairs-card"

#include "config.h"

#include "ui/quality/scenes/pairs-card.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/quality/quality-private.h"
#include "ui/widgets/photo-tile.h"
#include "ui/words.h"

#define TILE_SIZE 72
/* A list with a scroll bar of its own would stop the wheel half-way down the page. */
#define N_FIRST 3
#define N_MORE 20

struct _SemPairsCard
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *list;
  GtkSliceListModel *shown; /* (nullable) */
  GtkWidget *more_button;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (SemPairsCard, sem_pairs_card, GTK_TYPE_WIDGET)

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* Else the card would be wider than half a page. */
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
make_row_cb (gpointer item, gpointer user_data)
{
  SemOverlap *overlap = item;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *words = sem_words_keep_units (sem_overlap_get_words (overlap));

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *tile = sem_photo_tile_new ();

      gtk_widget_set_size_request (tile, TILE_SIZE, TILE_SIZE);
      gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
      sem_photo_tile_set_size (SEM_PHOTO_TILE (tile), TILE_SIZE);
      sem_photo_tile_bind (SEM_PHOTO_TILE (tile), sem_overlap_get_photo (overlap, i));
      gtk_box_append (GTK_BOX (box), tile);
    }
  gtk_label_set_label (add_label (lines, "caption-heading"), sem_overlap_get_title (overlap));
  gtk_label_set_label (add_label (lines, "caption"), words);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), lines);
  return box;
}

static void
activate_cb (SemPairsCard *self, GtkListBoxRow *row)
{
  g_autoptr (SemOverlap) overlap =
    g_list_model_get_item (G_LIST_MODEL (self->shown), (guint) gtk_list_box_row_get_index (row));

  if (overlap)
    g_signal_emit (self, opened_signal, 0, overlap);
}

static void
update_button (SemPairsCard *self)
{
  gtk_widget_set_visible (self->more_button, self->shown
                                               && g_list_model_get_n_items (
                                                    gtk_slice_list_model_get_model (self->shown))
                                                    > gtk_slice_list_model_get_size (self->shown));
}

/* The focus goes to the first of those that come. */
static void
more_cb (SemPairsCard *self)
{
  const guint n = gtk_slice_list_model_get_size (self->shown);

  gtk_slice_list_model_set_size (self->shown, n + N_MORE);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) n)));
  update_button (self);
}

static void
sem_pairs_card_dispose (GObject *object)
{
  g_clear_object (&SEM_PAIRS_CARD (object)->shown);
  g_clear_pointer (&SEM_PAIRS_CARD (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_pairs_card_parent_class)->dispose (object);
}

static void
sem_pairs_card_class_init (SemPairsCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_pairs_card_dispose;
  opened_signal = g_signal_new ("opened", SEM_TYPE_PAIRS_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, SEM_TYPE_OVERLAP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  /* As the other cards. */
  gtk_widget_class_set_css_name (widget_class, "figurecard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_list (SemPairsCard *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "pairs");
  sem_accessible_set_label (GTK_WIDGET (self->list), _("Pairs of Photos"));
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activate_cb), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
  self->more_button = gtk_button_new_with_mnemonic (_("_Show More"));
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->more_button, FALSE);
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (more_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->more_button);
}

static void
sem_pairs_card_init (SemPairsCard *self)
{
  GtkLabel *title, *words;

  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  title = add_label (self->box, "heading");
  words = add_label (self->box, "dim-label");
  gtk_label_set_label (title, _("Pairs of Photos"));
  gtk_label_set_label (words, _("What BCDH learns from: the pairs of the scene, those that show "
                                "most of the same first. Open one to look at both photos."));
  add_list (self);
}

GtkWidget *
sem_pairs_card_new (void)
{
  return g_object_new (SEM_TYPE_PAIRS_CARD, NULL);
}

void
sem_pairs_card_set_pairs (SemPairsCard *self, GListModel *pairs)
{
  g_return_if_fail (SEM_IS_PAIRS_CARD (self));

  g_clear_object (&self->shown);
  if (pairs)
    {
      g_signal_connect_object (pairs, "items-changed", G_CALLBACK (update_button), self,
                               G_CONNECT_SWAPPED);
      self->shown = gtk_slice_list_model_new (g_object_ref (pairs), 0, N_FIRST);
    }
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shown), make_row_cb, NULL, NULL);
  update_button (self);
}

GtkListBox *
sem_pairs_card_get_list (SemPairsCard *self)
{
  g_return_val_if_fail (SEM_IS_PAIRS_CARD (self), NULL);
  return self->list;
}
