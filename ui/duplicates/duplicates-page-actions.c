/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates-page"

#include "config.h"

#include "ui/duplicates/duplicates-page-private.h"

#include <glib/gi18n-lib.h>

static SemDuplicateSet *
get_current (SemDuplicatesPage *self)
{
  return sem_duplicates_view_get_current (self->view, NULL);
}

static void
go_on (SemDuplicatesPage *self)
{
  sem_duplicates_view_go (self->view, sem_duplicates_view_get_position (self->view) + 1, 0, TRUE);
}

static void
tell (SemDuplicatesPage *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "toast.show", "s", sentence);
}

/* Returns: %FALSE where the user has to mark a file first, after a toast that says so. */
static gboolean
can_go (SemDuplicatesPage *self, SemDuplicateSet *set)
{
  if (!set)
    return FALSE;
  if (sem_duplicate_set_get_can_go (set))
    return TRUE;
  tell (self, sem_duplicate_set_get_n_going (set) > 0
                ? _("One photo of each group stays. Mark it with K.")
                : _("Nothing is marked for the trash. Mark photos with T."));
  return FALSE;
}

/* What was accepted is taken back where it is done once more. */
static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemDuplicatesPage *self = (SemDuplicatesPage *) widget;
  SemDuplicateSet *set = get_current (self);

  if (set && sem_duplicate_set_get_accepted (set))
    sem_duplicate_set_set_accepted (set, FALSE);
  else if (can_go (self, set))
    {
      sem_duplicate_set_set_accepted (set, TRUE);
      go_on (self);
    }
}

static void
accept_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemDuplicatesPage *self = (SemDuplicatesPage *) widget;

  if (self->finder)
    sem_duplicate_list_accept_all (sem_duplicate_finder_get_list (self->finder));
}

static void
different_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemDuplicatesPage *self = (SemDuplicatesPage *) widget;
  SemDuplicateSet *set = get_current (self);

  if (set)
    g_signal_emit_by_name (self, "different", set);
}

void
sem_duplicates_page_trash (SemDuplicatesPage *self, GPtrArray *sets, guint only)
{
  if (sets->len > 0)
    g_signal_emit_by_name (self, "trash", sets, only);
  g_ptr_array_unref (sets);
}

GPtrArray *
sem_duplicates_page_list_current (SemDuplicatesPage *self)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (sets, g_object_ref (get_current (self)));
  return sets;
}

/* The group leaves the list a moment later: the focus moves to the next one at once. */
static void
trash_group_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemDuplicatesPage *self = (SemDuplicatesPage *) widget;
  GPtrArray *sets;

  if (!can_go (self, get_current (self)))
    return;
  sets = sem_duplicates_page_list_current (self);
  go_on (self);
  sem_duplicates_page_trash (self, sets, G_MAXUINT);
}

static void
trash_accepted_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemDuplicatesPage *self = (SemDuplicatesPage *) widget;

  if (self->finder)
    sem_duplicates_page_trash (self,
                               sem_duplicate_list_dup_accepted (
                                 sem_duplicate_finder_get_list (self->finder)),
                               G_MAXUINT);
}

static void
mark_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SemDuplicatesPage *self = (SemDuplicatesPage *) widget;
  guint index;
  SemDuplicateSet *set = sem_duplicates_view_get_current (self->view, &index);

  if (set && index < sem_duplicate_set_get_n_files (set))
    sem_duplicate_set_set_kept (set, index, g_str_equal (name, "duplicates.keep"));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit_by_name (((SemDuplicatesPage *) widget)->view, "open-photo");
}

static const struct
{
  const char *name;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "duplicates.accept", accept_action },
  { "duplicates.accept-all", accept_all_action },
  { "duplicates.different", different_action },
  { "duplicates.trash-group", trash_group_action },
  { "duplicates.trash-accepted", trash_accepted_action },
  { "duplicates.keep", mark_action },
  { "duplicates.mark", mark_action },
  { "duplicates.open", open_action },
};

static const struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
} keys[] = {
  { GDK_KEY_a, 0, "duplicates.accept" },
  { GDK_KEY_a, GDK_CONTROL_MASK, "duplicates.accept-all" },
  { GDK_KEY_n, 0, "duplicates.different" },
  { GDK_KEY_Return, GDK_CONTROL_MASK, "duplicates.trash-group" },
  { GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "duplicates.trash-group" },
  { GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "duplicates.trash-accepted" },
  { GDK_KEY_KP_Enter, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "duplicates.trash-accepted" },
  { GDK_KEY_c, 0, "win.compare" },
  { GDK_KEY_Delete, 0, "win.trash" },
  { GDK_KEY_KP_Delete, 0, "win.trash" },
};

void
sem_duplicates_page_install_actions (GtkWidgetClass *widget_class)
{
  static const char *const kinds[] = { "identical", "copies", "maybe", "bursts", "pairs" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *action = g_strconcat ("duplicates.", kinds[i], NULL);
      g_autofree char *property = g_strconcat ("show-", kinds[i], NULL);

      gtk_widget_class_install_property_action (widget_class, action, property);
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
}

void
sem_duplicates_page_update_actions (SemDuplicatesPage *self)
{
  SemDuplicateList *list = sem_duplicate_finder_get_list (self->finder);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "duplicates.trash-accepted",
                                 sem_duplicate_list_get_n_accepted (list) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "duplicates.accept-all",
                                 sem_duplicate_list_get_bytes (list) > 0);
}
