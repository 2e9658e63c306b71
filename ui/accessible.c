/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-accessible"

#include "config.h"

#include "ui/accessible.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* On widgets that have their name, by the hook or by a call, and on those that say nothing. */
static GQuark named_quark;
static GQuark explicit_quark;
static GQuark silent_quark;

/* What is to be hidden again, since it was just mapped. */
static GPtrArray *mapped;

static void
set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
}

static void
set_silent (GtkWidget *widget, gboolean silent)
{
  g_object_set_qdata (G_OBJECT (widget), silent_quark, GINT_TO_POINTER (silent));
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, silent, -1);
}

static gboolean
is_silent (GtkWidget *widget)
{
  return g_object_get_qdata (G_OBJECT (widget), silent_quark) != NULL;
}

static gboolean
hide_mapped_cb (gpointer data)
{
  g_autoptr (GPtrArray) widgets = g_steal_pointer (&mapped);

  for (guint i = 0; i < widgets->len; i++)
    if (is_silent (widgets->pdata[i]))
      set_silent (widgets->pdata[i], TRUE);
  return G_SOURCE_REMOVE;
}

/* Newer versions of GTK (4.18) take each widget for one that is not hidden right after it was
 * mapped. That is undone before the next frame. */
static void
hide_again (GtkWidget *widget)
{
  if (!mapped)
    {
      mapped = g_ptr_array_new_with_free_func (g_object_unref);
      g_idle_add_full (G_PRIORITY_HIGH_IDLE, hide_mapped_cb, NULL, NULL);
    }
  g_ptr_array_add (mapped, g_object_ref (widget));
}

/* Returns: (transfer full): @label without the sign before the letter of its mnemonic. */
static char *
without_mnemonic (const char *label)
{
  GString *text = g_string_new (NULL);

  for (const char *c = label; *c != '\0'; c++)
    if (*c != '_' || *++c == '_')
      g_string_append_c (text, *c);
    else if (*c != '\0')
      g_string_append_c (text, *c);
    else
      break;
  return g_string_free (text, FALSE);
}

/* Buttons and pictures ------------------------------------------------------------------------- */

static void
name_button (GtkWidget *widget)
{
  GtkButton *button = GTK_BUTTON (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);
  const char *label = gtk_button_get_label (button);
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (g_object_get_qdata (G_OBJECT (widget), explicit_quark))
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  else if (label)
    {
      g_autofree char *text =
        gtk_button_get_use_underline (button) ? without_mnemonic (label) : g_strdup (label);

      set_label (widget, text);
    }
  else if (!tooltip && GTK_IS_MENU_BUTTON (parent))
    set_label (widget, gtk_widget_get_tooltip_text (parent));
  else if (tooltip)
    set_label (widget, tooltip);
  else if (g_strcmp0 (gtk_button_get_icon_name (button), "window-close-symbolic") == 0)
    set_label (widget, _("Close"));
}

static void
name_menu_button (GtkWidget *widget)
{
  set_label (widget, gtk_widget_get_tooltip_text (widget));
}

static void
name_picture (GtkWidget *widget)
{
  const char *text = gtk_picture_get_alternative_text (GTK_PICTURE (widget));
  /* Also while the photo's name is not read yet. */
  const gboolean is_nameless = !text || !*text;

  set_silent (widget, is_nameless);
  set_label (widget, text);
}

/* Rows and lists ------------------------------------------------------------------------------- */

static const char *
title_around (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
  GtkWidget *status = gtk_widget_get_ancestor (widget, ADW_TYPE_STATUS_PAGE);
  GtkWidget *window = gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW);

  if (row)
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  if (status)
    return adw_status_page_get_title (ADW_STATUS_PAGE (status));
  return window != NULL ? gtk_window_get_title (GTK_WINDOW (window)) : NULL;
}

static void
name_after_surroundings (GtkWidget *widget)
{
  set_label (widget, title_around (widget));
}

static void
name_row (GtkWidget *widget)
{
  set_label (widget, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
}

static void
collect_texts (GtkWidget *widget, GString *texts)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    g_string_append_printf (texts, "%s%s", texts->len > 0 ? ", " : "",
                            gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_texts (child, texts);
}

static void
name_cell (GtkWidget *widget)
{
  g_autoptr (GString) texts = g_string_new (NULL);

  collect_texts (widget, texts);
  set_label (widget, texts->str);
}

static void
follow_labels (GtkWidget *cell, GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    g_signal_connect_object (widget, "notify::label", G_CALLBACK (name_cell), cell,
                             G_CONNECT_SWAPPED);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    follow_labels (cell, child);
}

/* The cell of a list, or a toast, is called by the texts in it, which change when it shows another
 * item. */
static void
follow_cell (GtkWidget *widget)
{
  if (g_object_get_qdata (G_OBJECT (widget), explicit_quark))
    return;
  follow_labels (widget, widget);
  name_cell (widget);
}

/* The hook ------------------------------------------------------------------------------------- */

/* Follows what the name is made of. */
static void
follow (GtkWidget *widget, void (*name) (GtkWidget *), const char *property)
{
  g_autofree char *signal = g_strconcat ("notify::", property, NULL);

  name (widget);
  g_signal_connect (widget, signal, G_CALLBACK (name), NULL);
}

static gboolean
is_cell (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return GTK_IS_LIST_VIEW (parent) || GTK_IS_GRID_VIEW (parent);
}

/* Its type is private to libadwaita. */
static gboolean
is_toast (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget");
}

/* Our own widgets are named where they are made. */
static gboolean
is_own (GtkWidget *widget)
{
  return g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Sem");
}

static gboolean
is_in_row (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW) != NULL;
}

static void
name_widget (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  if (GTK_IS_BUTTON (widget))
    {
      follow (widget, name_button, "label");
      follow (widget, name_button, "tooltip-text");
    }
  else if (GTK_IS_MENU_BUTTON (widget))
    follow (widget, name_menu_button, "tooltip-text");
  else if (GTK_IS_PICTURE (widget))
    follow (widget, name_picture, "alternative-text");
  else if (GTK_IS_IMAGE (widget) || GTK_IS_SPINNER (widget) || GTK_IS_SCROLLBAR (widget)
           || GTK_IS_SCROLLBAR (gtk_widget_get_parent (widget)))
    set_silent (widget, TRUE); /* decoration */
  else if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) == '\0')
    set_label (widget, NULL);
  else if (ADW_IS_PREFERENCES_ROW (widget))
    follow (widget, name_row, "title");
  else if (is_cell (widget) || is_toast (widget))
    follow_cell (widget);
  else if (GTK_IS_SCROLLED_WINDOW (widget)
           || ((GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX (widget)) && is_in_row (widget)))
    name_after_surroundings (widget);
  else if ((role == GTK_ACCESSIBLE_ROLE_WIDGET || GTK_IS_POPOVER (widget)
            || GTK_IS_POPOVER (gtk_widget_get_parent (widget)))
           && !is_own (widget) && !g_object_get_qdata (G_OBJECT (widget), explicit_quark))
    set_label (widget, NULL);
}

/* A page of a stack is called by what is on it. */
static void
name_pages (GtkStack *stack)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_stack_get_page (stack, child)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
}

/* Also what is not shown yet: a screen reader finds it. */
static void
name_tree (GtkWidget *widget)
{
  if (!g_object_get_qdata (G_OBJECT (widget), named_quark))
    {
      g_object_set_qdata (G_OBJECT (widget), named_quark, GINT_TO_POINTER (TRUE));
      name_widget (widget);
      if (GTK_IS_STACK (widget))
        name_pages (GTK_STACK (widget));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_tree (child);
}

static gboolean
map_hook (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (values);

  if (!g_object_get_qdata (G_OBJECT (widget), named_quark))
    name_tree (widget);
  if (is_silent (widget))
    hide_again (widget);
  return TRUE;
}

void
sem_accessible_init (void)
{
  gpointer klass = g_type_class_ref (GTK_TYPE_WIDGET);

  named_quark = g_quark_from_static_string ("sem-accessible-named");
  explicit_quark = g_quark_from_static_string ("sem-accessible-explicit");
  silent_quark = g_quark_from_static_string ("sem-accessible-silent");
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, map_hook, NULL, NULL);
  g_type_class_unref (klass);
}

void
sem_accessible_set_label (GtkWidget *widget, const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (label != NULL);

  g_object_set_qdata (G_OBJECT (widget), explicit_quark, GINT_TO_POINTER (TRUE));
  set_label (widget, label);
}
