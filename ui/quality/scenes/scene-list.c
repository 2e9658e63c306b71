/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-scene-list"

#include "config.h"

#include "ui/quality/scenes/scene-list.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/quality/quality-private.h"
#include "ui/widgets/photo-tile.h"
#include "ui/widgets/sideways.h"

#define TILE_SIZE 96

struct _SemSceneList
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkListView *list;
  GtkSingleSelection *selection; /* (nullable) */
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SemSceneList, sem_scene_list, GTK_TYPE_WIDGET)

static void
selected_cb (SemSceneList *self)
{
  const guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    g_signal_emit (self, chosen_signal, 0, position);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemSceneList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *tile = sem_photo_tile_new ();
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_size_request (tile, TILE_SIZE, TILE_SIZE);
  sem_photo_tile_set_size (SEM_PHOTO_TILE (tile), TILE_SIZE);
  gtk_widget_set_has_tooltip (tile, FALSE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  /* A tile is as high as it is wide. */
  gtk_widget_set_halign (place, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (place), tile);
  gtk_box_append (GTK_BOX (box), place);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static SemPhotoTile *
get_tile (GtkListItem *item)
{
  GtkWidget *place = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  return SEM_PHOTO_TILE (gtk_widget_get_first_child (place));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemSceneList *self)
{
  SemFinding *finding = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_widget_get_last_child (gtk_list_item_get_child (item));

  sem_photo_tile_bind (get_tile (item), sem_finding_get_photo (finding));
  gtk_label_set_label (GTK_LABEL (label), sem_finding_get_words (finding));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SemSceneList *self)
{
  sem_photo_tile_unbind (get_tile (item));
}

static void
sem_scene_list_dispose (GObject *object)
{
  SemSceneList *self = SEM_SCENE_LIST (object);

  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_scene_list_parent_class)->dispose (object);
}

static void
sem_scene_list_class_init (SemSceneListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_scene_list_dispose;
  chosen_signal = g_signal_new ("chosen", SEM_TYPE_SCENE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_scene_list_init (SemSceneList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->list), GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "scenes");
  sem_accessible_set_label (GTK_WIDGET (self->list), _("Scenes"));
  self->scrolled = sem_sideways_new (GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
sem_scene_list_new (void)
{
  return g_object_new (SEM_TYPE_SCENE_LIST, NULL);
}

void
sem_scene_list_set_scenes (SemSceneList *self, GListModel *scenes, guint chosen)
{
  g_return_if_fail (SEM_IS_SCENE_LIST (self));

  /* The focus and the place that it is scrolled to stay. */
  if (self->selection && scenes && gtk_single_selection_get_model (self->selection) == scenes)
    return;
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  gtk_list_view_set_model (self->list, NULL);
  if (!scenes)
    return;
  self->selection = gtk_single_selection_new (g_object_ref (scenes));
  gtk_single_selection_set_selected (self->selection, chosen);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
}

GtkSelectionModel *
sem_scene_list_get_model (SemSceneList *self)
{
  g_return_val_if_fail (SEM_IS_SCENE_LIST (self), NULL);
  return self->selection ? GTK_SELECTION_MODEL (self->selection) : NULL;
}
