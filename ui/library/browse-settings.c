/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/library/browse-settings.h"

#include "ui/settings.h"

SemBrowseRule *
sem_browse_settings_load (void)
{
  GSettings *settings = sem_settings_get ();
  SemBrowseRule *rule = sem_browse_rule_new ();

  if (!settings)
    return rule;
  rule->order = (SemBrowseOrder) g_settings_get_enum (settings, "sort-order");
  rule->reversed = g_settings_get_boolean (settings, "sort-reversed");
  rule->kinds = g_settings_get_uint (settings, "filter-types");
  rule->shapes = g_settings_get_uint (settings, "filter-orientations");
  rule->since = g_settings_get_int64 (settings, "filter-since");
  rule->until = g_settings_get_int64 (settings, "filter-until");
  rule->text = g_settings_get_string (settings, "filter-text");
  return rule;
}

void
sem_browse_settings_save (const SemBrowseRule *rule)
{
  GSettings *settings = sem_settings_get ();

  if (!settings)
    return;
  g_settings_set_enum (settings, "sort-order", (int) rule->order);
  g_settings_set_boolean (settings, "sort-reversed", rule->reversed);
  g_settings_set_uint (settings, "filter-types", rule->kinds);
  g_settings_set_uint (settings, "filter-orientations", rule->shapes);
  g_settings_set_int64 (settings, "filter-since", rule->since);
  g_settings_set_int64 (settings, "filter-until", rule->until);
  g_settings_set_string (settings, "filter-text", rule->text ? rule->text : "");
}
