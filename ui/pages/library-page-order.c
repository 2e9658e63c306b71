/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-library-page"

#include "config.h"

#include "ui/pages/library-page-private.h"

#include <glib/gi18n-lib.h>

#include "ui/library/browse-settings.h"

static const char *const order_names[SEM_BROWSE_N_ORDERS] = {
  "date",
  "name",
  "folder",
  "likeness",
};

void
sem_library_page_show_rule (SemLibraryPage *self)
{
  const SemBrowseRule *rule = sem_browse_get_rule (self->browse);
  const gboolean filtered = sem_browse_rule_is_filtered (rule);
  GAction *order = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "order");
  GAction *reversed = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "reversed");

  g_simple_action_set_state (G_SIMPLE_ACTION (order),
                             g_variant_new_string (order_names[rule->order]));
  g_simple_action_set_state (G_SIMPLE_ACTION (reversed), g_variant_new_boolean (rule->reversed));
  if (filtered)
    gtk_widget_add_css_class (GTK_WIDGET (self->filter_button), "filtered");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->filter_button), "filtered");
  adw_status_page_set_title (self->nothing,
                             filtered ? _("No Photos Match") : _("No Photos Here"));
  adw_status_page_set_description (self->nothing,
                                   filtered ? _("The filter leaves none of the photos.")
                                            : _("There are no photos in this folder any more."));
  gtk_widget_set_visible (self->clear_button, filtered);
}

gboolean
sem_library_page_leaves_nothing (SemLibraryPage *self)
{
  const gboolean arranged = sem_browse_get_loaded (self->browse)
                            && !sem_browse_get_busy (self->browse)
                            && (sem_browse_get_n_photos (self->browse) > 0
                                || sem_library_get_state (self->library) == SEM_LIBRARY_IDLE);

  return arranged && g_list_model_get_n_items (G_LIST_MODEL (self->browse)) == 0;
}

void
sem_library_page_take_rule (SemLibraryPage *self, const SemBrowseRule *rule)
{
  if (sem_browse_rule_equal (rule, sem_browse_get_rule (self->browse)))
    return;
  self->to_start = TRUE;
  sem_browse_set_rule (self->browse, rule);
  sem_browse_settings_save (rule);
  sem_library_page_show_rule (self);
}

void
sem_library_page_filter_cb (SemLibraryPage *self)
{
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_copy (sem_browse_get_rule (self->browse));

  sem_filter_popover_fill_rule (self->filter, rule);
  sem_library_page_take_rule (self, rule);
}

static void
clear_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemLibraryPage *self = user_data;
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_copy (sem_browse_get_rule (self->browse));

  sem_browse_rule_clear_filter (rule);
  sem_filter_popover_show_rule (self->filter, rule);
  sem_library_page_take_rule (self, rule);
}

static void
order_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemLibraryPage *self = user_data;
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_copy (sem_browse_get_rule (self->browse));

  for (guint i = 0; i < SEM_BROWSE_N_ORDERS; i++)
    if (g_str_equal (g_variant_get_string (parameter, NULL), order_names[i]))
      rule->order = (SemBrowseOrder) i;
  sem_library_page_take_rule (self, rule);
}

static void
reversed_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SemLibraryPage *self = user_data;
  g_autoptr (SemBrowseRule) rule = sem_browse_rule_copy (sem_browse_get_rule (self->browse));

  rule->reversed = !rule->reversed;
  sem_library_page_take_rule (self, rule);
}

void
sem_library_page_add_actions (SemLibraryPage *self)
{
  static const GActionEntry entries[] = {
    { "order", order_action, "s", "'date'" },
    { "reversed", reversed_action, NULL, "false" },
    { "clear-filter", clear_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "library", G_ACTION_GROUP (self->actions));
}
