/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/asking/back-button.h"

#include <glib/gi18n-lib.h>

#include "ui/accessible.h"
#include "ui/asking/query-words.h"
#include "ui/asking/recent.h"

struct _SemBackButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *popover;
  SemSession *session;
};

G_DEFINE_FINAL_TYPE (SemBackButton, sem_back_button, GTK_TYPE_WIDGET)

/* @target: (transfer floating) */
static void
add_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GString) text = g_string_new (label);
  g_autoptr (GMenuItem) item = NULL;

  /* A single one would underline the next letter. */
  g_string_replace (text, "_", "__", 0);
  item = g_menu_item_new (text->str, NULL);
  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
add_search (GMenu *menu, SemQuery *query, guint position)
{
  g_autofree char *words = sem_words_for_query (query);
  g_autofree char *scope = sem_words_for_scope (sem_query_get_scope (query));
  g_autofree char *both = g_strdup_printf ("%s · %s", words, scope);

  add_item (menu, *scope ? both : words, "win.go-to", g_variant_new_uint32 (position));
}

/* (transfer full): the searches of earlier times. */
static GMenu *
make_recent (SemSession *session)
{
  GMenu *menu = g_menu_new ();
  g_auto (GStrv) entries = sem_recent_list (session);

  for (guint i = 0; entries[i]; i++)
    {
      g_autoptr (SemQuery) query = sem_recent_new_query (entries[i]);
      g_autofree char *words = query ? sem_words_for_query (query) : NULL;

      if (query)
        add_item (menu, words, "win.ask-again", g_variant_new_string (entries[i]));
    }
  return menu;
}

/* (transfer full): as it is now: the last search first. */
static GMenuModel *
make_menu (SemSession *session)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) forward = g_menu_new (), searches = g_menu_new (), library = g_menu_new ();
  g_autoptr (GMenu) recent = make_recent (session);
  g_autoptr (GMenuItem) item = g_menu_item_new (_("_Forward"), "win.forward");

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (forward, item);
  for (guint i = sem_session_get_n_steps (session); i > 0; i--)
    {
      SemQuery *query = sem_session_get_step_query (session, i);

      if (query)
        add_search (searches, query, i);
    }
  g_menu_append (library, _("All Photos"), "win.show-library");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (forward));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (searches));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (library));
  g_menu_append_section (menu, _("Earlier"), G_MENU_MODEL (recent));
  return G_MENU_MODEL (menu);
}

static void
secondary_cb (GtkGestureClick *gesture, int n_press, double x, double y, SemBackButton *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  sem_back_button_popup (self);
}

static void
long_press_cb (GtkGestureLongPress *gesture, double x, double y, SemBackButton *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  sem_back_button_popup (self);
}

static void
popup_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sem_back_button_popup (SEM_BACK_BUTTON (widget));
}

static void
sem_back_button_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SemBackButton *self = SEM_BACK_BUTTON (widget);

  gtk_widget_size_allocate (self->button, &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
sem_back_button_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gtk_widget_measure (SEM_BACK_BUTTON (widget)->button, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
sem_back_button_dispose (GObject *object)
{
  SemBackButton *self = SEM_BACK_BUTTON (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (sem_back_button_parent_class)->dispose (object);
}

static void
sem_back_button_class_init (SemBackButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sem_back_button_dispose;
  widget_class->measure = sem_back_button_measure;
  widget_class->size_allocate = sem_back_button_size_allocate;
  gtk_widget_class_install_action (widget_class, "history.popup", NULL, popup_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "history.popup",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "history.popup", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "backbutton");
}

static void
sem_back_button_init (SemBackButton *self)
{
  GtkGesture *secondary = gtk_gesture_click_new (), *press = gtk_gesture_long_press_new ();

  self->button = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.back");
  gtk_widget_set_tooltip_text (self->button, _("Back"));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->popover = gtk_popover_menu_new_from_model (NULL);
  sem_accessible_set_label (self->popover, _("Searches"));
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect (secondary, "pressed", G_CALLBACK (secondary_cb), self);
  g_signal_connect (press, "pressed", G_CALLBACK (long_press_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

static void
steps_cb (SemBackButton *self)
{
  g_auto (GStrv) recent = sem_recent_list (self->session);

  gtk_widget_set_visible (GTK_WIDGET (self),
                          sem_session_get_n_steps (self->session) > 0 || recent[0]);
}

void
sem_back_button_set_session (SemBackButton *self, SemSession *session)
{
  g_return_if_fail (SEM_IS_BACK_BUTTON (self));
  g_return_if_fail (SEM_IS_SESSION (session) && !self->session);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::can-go-back", G_CALLBACK (steps_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::can-go-forward", G_CALLBACK (steps_cb), self,
                           G_CONNECT_SWAPPED);
  steps_cb (self);
}

void
sem_back_button_popup (SemBackButton *self)
{
  g_autoptr (GMenuModel) menu = NULL;

  g_return_if_fail (SEM_IS_BACK_BUTTON (self));

  if (!self->session)
    return;
  menu = make_menu (self->session);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}
