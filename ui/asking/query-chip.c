/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/asking/query-chip.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/asking/query-words.h"
#include "ui/pictures/texture.h"

#define PICTURE_SIDE 28
#define NAME_LENGTH 18

struct _SemQueryChip
{
  GtkWidget parent_instance;

  GtkWidget *body; /* the button that has the focus */
  GtkWidget *close;
  GtkWidget *name; /* (nullable): of a source */

  /* Of a source; what its menu is made of when it is opened. */
  SemQuery *query;
  guint source;
};

G_DEFINE_FINAL_TYPE (SemQueryChip, sem_query_chip, GTK_TYPE_WIDGET)

static gboolean
sem_query_chip_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SEM_QUERY_CHIP (widget)->body);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (SEM_QUERY_CHIP (widget)->close, "clicked");
}

static void
sem_query_chip_dispose (GObject *object)
{
  SemQueryChip *self = SEM_QUERY_CHIP (object);

  g_clear_pointer (&self->body, gtk_widget_unparent);
  g_clear_pointer (&self->close, gtk_widget_unparent);
  g_clear_object (&self->query);

  G_OBJECT_CLASS (sem_query_chip_parent_class)->dispose (object);
}

static void
sem_query_chip_class_init (SemQueryChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_query_chip_dispose;
  widget_class->grab_focus = sem_query_chip_grab_focus;
  gtk_widget_class_install_action (widget_class, "chip.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_BackSpace, 0, "chip.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "chip.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "chip.remove", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "querychip");
}

static void
sem_query_chip_init (SemQueryChip *self)
{
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_LENGTH);
  return label;
}

/* @action: removes it, with the target @number. @what: what a screen reader calls the chip. */
static void
finish (SemQueryChip *self, const char *action, guint number, const char *what)
{
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), what);

  self->close = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_set_tooltip_text (self->close, remove);
  /* Arrow keys go from chip to chip; Delete is the key of this button. */
  gtk_widget_set_focusable (self->close, FALSE);
  gtk_widget_set_focus_on_click (self->close, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->close), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->close), "u", number);
  gtk_widget_add_css_class (self->close, "flat");
  gtk_widget_add_css_class (self->close, "circular");
  gtk_widget_set_valign (self->close, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->body, "flat");
  gtk_widget_set_tooltip_text (self->body, what);
  gtk_widget_set_hexpand (self->body, TRUE);
  gtk_widget_set_parent (self->body, GTK_WIDGET (self));
  gtk_widget_set_parent (self->close, GTK_WIDGET (self));
  sem_accessible_set_label (GTK_WIDGET (self), what);
}

static void
append (GMenu *menu, const char *label, const char *action, guint source)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "u", source);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (SemQuery *query, guint source)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new (), second = g_menu_new (), last = g_menu_new ();

  if (sem_query_get_source_like (query, source))
    append (first, _("_Less Like This"), "query.unlike", source);
  else
    append (first, _("_More Like This"), "query.like", source);
  append (second, _("Mark a _Region…"), "query.mark-region", source);
  if (sem_query_get_source_region (query, source, NULL))
    append (second, _("_Whole Picture"), "query.whole", source);
  append (second, _("_Open"), "query.open", source);
  append (last, _("_Remove"), "query.remove", source);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
  return G_MENU_MODEL (menu);
}

/* GTK 4.8 keeps the sections of a menu for ever, so that only what is opened gets one. */
static void
make_menu_cb (GtkMenuButton *button, gpointer data)
{
  SemQueryChip *self = data;
  g_autoptr (GMenuModel) menu = make_menu (self->query, self->source);
  g_autofree char *name = sem_words_for_source (self->query, self->source);

  gtk_menu_button_set_menu_model (button, menu);
  sem_accessible_set_label (GTK_WIDGET (gtk_menu_button_get_popover (button)), name);
  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
}

/* Of one size, whatever the picture's shape. */
static GtkWidget *
picture_new (const SemPixels *pixels)
{
  g_autoptr (GdkTexture) texture = pixels ? sem_texture_new_for_pixels (pixels) : NULL;
  GtkWidget *picture = gtk_image_new_from_paintable (GDK_PAINTABLE (texture));

  gtk_image_set_pixel_size (GTK_IMAGE (picture), PICTURE_SIDE);
  gtk_widget_add_css_class (picture, "chip-picture");
  return picture;
}

GtkWidget *
sem_query_chip_new_for_source (SemResults *results, guint source)
{
  SemQueryChip *self = g_object_new (SEM_TYPE_QUERY_CHIP, NULL);
  SemQuery *query = sem_results_get_query (results);
  const gboolean like = sem_query_get_source_like (query, source);
  g_autofree char *name = sem_words_for_source (query, source);
  g_autofree char *what = sem_words_for_source_label (query, source);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (sem_query_get_n_sources (query) > 1)
    {
      GtkWidget *sign = gtk_label_new (like ? "+" : "−");

      gtk_widget_add_css_class (sign, "sign");
      gtk_box_append (GTK_BOX (content), sign);
    }
  gtk_box_append (GTK_BOX (content), picture_new (sem_results_get_source_pixels (results, source)));
  self->name = label_new (name);
  gtk_box_append (GTK_BOX (content), self->name);
  self->body = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->body), content);
  self->query = g_object_ref (query);
  self->source = source;
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->body), make_menu_cb, self, NULL);
  finish (self, "query.remove", source, what);
  if (!like)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unlike");
  return GTK_WIDGET (self);
}

GtkWidget *
sem_query_chip_new_for_scope (const char *text, guint part)
{
  SemQueryChip *self = g_object_new (SEM_TYPE_QUERY_CHIP, NULL);
  g_autofree char *folder = NULL;

  /* Translators: a folder that is searched. */
  if (part >= SEM_SCOPE_FOLDER)
    folder = g_strdup_printf (_("In %s"), text);
  self->body = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->body), label_new (folder ? folder : text));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->body), "query.narrow");
  finish (self, "query.remove-scope", part, folder ? folder : text);
  gtk_widget_add_css_class (GTK_WIDGET (self), "scope");
  return GTK_WIDGET (self);
}

void
sem_query_chip_set_named (SemQueryChip *self, gboolean named)
{
  g_return_if_fail (SEM_IS_QUERY_CHIP (self));

  if (self->name)
    gtk_widget_set_visible (self->name, named);
}

void
sem_query_chip_set_tooltip (SemQueryChip *self, const char *text)
{
  g_return_if_fail (SEM_IS_QUERY_CHIP (self));

  gtk_widget_set_tooltip_text (self->body, text);
}
