/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-strips-page"

#include "config.h"

#include "ui/quality/strips-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/pictures/texture.h"
#include "ui/quality/quality-private.h"
#include "ui/quality/strip-words.h"
#include "ui/widgets/photo-tile.h"

#define PICTURE_SIZE 96
/* What takes less long shows no spinner. */
#define WAITING_DELAY_MS 300

struct _SemStripsPage
{
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *title;
  GtkWidget *flip;
  GtkMenuButton *menu_button;
  GtkBox *picture_place;
  GtkLabel *name;
  GtkLabel *summary;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkWidget *waiting;
  AdwStatusPage *problem;
  SemStripView *view;

  SemStrips *strips;
  SemPhoto *photo;      /* (nullable): the query photo */
  SemPhotoTile *tile;   /* (nullable): of it */
  guint waiting_id;     /* source that shows that it takes a while */
  gboolean wants_focus; /* the strips get the focus when they are there */
};

static guint closed_signal, open_signal;

G_DEFINE_FINAL_TYPE (SemStripsPage, sem_strips_page, GTK_TYPE_WIDGET)

/* What is asked with --------------------------------------------------------------------------- */

static void
show_name (SemStripsPage *self)
{
  const char *name = sem_strips_get_title (self->strips);
  const guint n = sem_strips_get_n (self->strips);
  g_autofree char *number =
    n > 1 ? g_strdup_printf (_("%u of %u"), sem_strips_get_position (self->strips) + 1, n) : NULL;

  gtk_label_set_label (self->name, *name ? name : n > 0 ? _("Photo") : "");
  adw_window_title_set_title (self->title,
                              sem_strips_get_kind (self->strips) != SEM_STRIPS_OF_ORDERS
                                ? _("Compare Codes")
                                : _("Inspect Search"));
  adw_window_title_set_subtitle (self->title, number ? number : "");
}

static void
forget_picture (SemStripsPage *self)
{
  GtkWidget *child;

  if (self->photo)
    g_signal_handlers_disconnect_by_data (self->photo, self);
  g_clear_object (&self->photo);
  if (self->tile)
    sem_photo_tile_unbind (self->tile);
  self->tile = NULL;
  while (self->picture_place
         && (child = gtk_widget_get_first_child (GTK_WIDGET (self->picture_place))))
    gtk_box_remove (self->picture_place, child);
}

static GtkWidget *
make_picture (SemStripsPage *self, const SemPixels *pixels)
{
  g_autoptr (GdkTexture) texture = sem_texture_new_for_pixels (pixels);
  g_autoptr (GdkPaintable) small = sem_texture_fit (texture, PICTURE_SIZE);
  GtkWidget *picture = gtk_picture_new_for_paintable (small);

  gtk_picture_set_alternative_text (GTK_PICTURE (picture), sem_strips_get_title (self->strips));
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  return picture;
}

static void
show_picture (SemStripsPage *self)
{
  SemPhoto *photo = sem_strips_get_photo (self->strips);
  const SemPixels *pixels = sem_strips_get_pixels (self->strips);

  if (self->photo && self->photo == photo)
    return;
  forget_picture (self);
  if (photo)
    {
      GtkWidget *tile = sem_photo_tile_new ();

      self->photo = g_object_ref (photo);
      self->tile = SEM_PHOTO_TILE (tile);
      gtk_widget_set_size_request (tile, PICTURE_SIZE, PICTURE_SIZE);
      sem_photo_tile_set_size (self->tile, PICTURE_SIZE);
      gtk_box_append (self->picture_place, tile);
      sem_photo_tile_bind (self->tile, photo);
      g_signal_connect_swapped (photo, "notify::title", G_CALLBACK (show_name), self);
    }
  else if (pixels)
    gtk_box_append (self->picture_place, make_picture (self, pixels));
}

/* The strips ----------------------------------------------------------------------------------- */

static gboolean
waiting_cb (gpointer user_data)
{
  SemStripsPage *self = user_data;

  self->waiting_id = 0;
  gtk_spinner_start (self->spinner);
  gtk_widget_set_visible (self->waiting, TRUE);
  return G_SOURCE_REMOVE;
}

static void
show_waiting (SemStripsPage *self)
{
  gtk_label_set_label (self->summary, "");
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  if (!self->waiting_id && !gtk_spinner_get_spinning (self->spinner))
    self->waiting_id = g_timeout_add (WAITING_DELAY_MS, waiting_cb, self);
}

static void
stop_waiting (SemStripsPage *self)
{
  g_clear_handle_id (&self->waiting_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (self->waiting, FALSE);
}

static void
show_strips (SemStripsPage *self)
{
  g_autofree char *summary = sem_strip_words_for_summary (self->strips);
  const gboolean focus = self->wants_focus || gtk_widget_get_focus_child (GTK_WIDGET (self->view));

  gtk_label_set_label (self->summary, summary);
  sem_strip_view_show (self->view, self->strips);
  gtk_stack_set_visible_child_name (self->stack, "strips");
  if (focus && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->wants_focus = FALSE;
}

static void
changed_cb (SemStripsPage *self)
{
  const char *problem = sem_strips_get_problem (self->strips);
  const guint n = sem_strips_get_n (self->strips),
              position = sem_strips_get_position (self->strips);

  gtk_widget_set_visible (self->flip, n > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "strips.previous", position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "strips.next", position + 1 < n);
  show_name (self);
  show_picture (self);
  if (sem_strips_get_loading (self->strips))
    {
      show_waiting (self);
      return;
    }
  stop_waiting (self);
  if (sem_strips_get_hits (self->strips, SEM_STRIP_FEATURES))
    show_strips (self);
  else if (problem)
    {
      g_autofree char *markup = g_markup_escape_text (problem, -1);

      gtk_label_set_label (self->summary, "");
      adw_status_page_set_description (self->problem, markup);
      gtk_stack_set_visible_child_name (self->stack, "problem");
    }
}

/* Actions -------------------------------------------------------------------------------------- */

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, closed_signal, 0);
}

static void
flip (SemStripsPage *self, int step)
{
  const int position = (int) sem_strips_get_position (self->strips) + step;

  if (position < 0 || position >= (int) sem_strips_get_n (self->strips))
    return;
  self->wants_focus = TRUE;
  sem_strips_set_position (self->strips, (guint) position);
}

static void
flip_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  flip (SEM_STRIPS_PAGE (widget), g_str_equal (name, "strips.next") ? 1 : -1);
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType state,
        SemStripsPage *self)
{
  const gboolean back = key == GDK_KEY_Page_Up || key == GDK_KEY_KP_Page_Up;

  if ((!back && key != GDK_KEY_Page_Down && key != GDK_KEY_KP_Page_Down)
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)))
    return FALSE;
  flip (self, back ? -1 : 1);
  return TRUE;
}

static void
open_cb (SemStripView *view, guint strip, guint place, SemStripsPage *self)
{
  GListModel *hits = sem_strips_get_hits (self->strips, strip);
  g_autoptr (GListStore) photos = g_list_store_new (SEM_TYPE_PHOTO);

  for (guint i = 0; hits && i < g_list_model_get_n_items (hits); i++)
    {
      g_autoptr (SemStripHit) hit = g_list_model_get_item (hits, i);

      g_list_store_append (photos, sem_strip_hit_get_photo (hit));
    }
  /* There are none while they are looked for. */
  if (place < g_list_model_get_n_items (G_LIST_MODEL (photos)))
    g_signal_emit (self, open_signal, 0, photos, place);
}

static gboolean
sem_strips_page_grab_focus (GtkWidget *widget)
{
  SemStripsPage *self = SEM_STRIPS_PAGE (widget);

  if (g_str_equal (sem_strips_page_get_shown (self), "strips"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->view));
  self->wants_focus = TRUE;
  return gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
}

static void
sem_strips_page_dispose (GObject *object)
{
  SemStripsPage *self = SEM_STRIPS_PAGE (object);

  g_clear_handle_id (&self->waiting_id, g_source_remove);
  if (self->strips)
    {
      g_signal_handlers_disconnect_by_data (self->strips, self);
      sem_strips_clear (self->strips);
    }
  g_clear_object (&self->strips);
  if (self->box)
    forget_picture (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_strips_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/semblance/Semblance/ui/strips-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, box);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, title);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, flip);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, picture_place);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, name);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, summary);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, problem);
  gtk_widget_class_bind_template_child (widget_class, SemStripsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
sem_strips_page_class_init (SemStripsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_strips_page_dispose;
  widget_class->grab_focus = sem_strips_page_grab_focus;
  closed_signal = g_signal_new ("closed", SEM_TYPE_STRIPS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  open_signal = g_signal_new ("open-photo", SEM_TYPE_STRIPS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 2, G_TYPE_LIST_MODEL, G_TYPE_UINT);
  g_type_ensure (SEM_TYPE_STRIP_VIEW);
  gtk_widget_class_install_action (widget_class, "strips.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "strips.previous", NULL, flip_action);
  gtk_widget_class_install_action (widget_class, "strips.next", NULL, flip_action);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "stripspage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sem_strips_page_init (SemStripsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sem_strips_page_set_library (SemStripsPage *self, SemLibrary *library)
{
  g_return_if_fail (SEM_IS_STRIPS_PAGE (self) && !self->strips);

  self->strips = sem_strips_new (library);
  sem_strip_view_set_absence (self->view, sem_library_get_absence (library));
  g_signal_connect_swapped (self->strips, "changed", G_CALLBACK (changed_cb), self);
}

void
sem_strips_page_set_menu (SemStripsPage *self, GMenuModel *menu)
{
  g_return_if_fail (SEM_IS_STRIPS_PAGE (self));

  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

SemStrips *
sem_strips_page_get_strips (SemStripsPage *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS_PAGE (self), NULL);
  return self->strips;
}

SemStripView *
sem_strips_page_get_view (SemStripsPage *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS_PAGE (self), NULL);
  return self->view;
}

SemPhoto *
sem_strips_page_get_photo (SemStripsPage *self)
{
  SemStripHit *hit;

  g_return_val_if_fail (SEM_IS_STRIPS_PAGE (self), NULL);

  hit = g_str_equal (sem_strips_page_get_shown (self), "strips")
          ? sem_strip_view_get_focused (self->view)
          : NULL;
  return hit ? sem_strip_hit_get_photo (hit) : sem_strips_get_photo (self->strips);
}

void
sem_strips_page_focus (SemStripsPage *self, guint place)
{
  g_return_if_fail (SEM_IS_STRIPS_PAGE (self));

  sem_strip_view_focus (self->view, sem_strip_view_get_focus (self->view, NULL), place);
}

const char *
sem_strips_page_get_shown (SemStripsPage *self)
{
  g_return_val_if_fail (SEM_IS_STRIPS_PAGE (self), NULL);
  return gtk_stack_get_visible_child_name (self->stack);
}
