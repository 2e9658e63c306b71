/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/backbone/backbone-list.h"
#include "engine/inspect/network-facts.h"

#include <glib/gi18n.h>

static void
print_line (const SemNetworkFacts *facts)
{
  g_autofree char *photos =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u photo", "%u photos", (gulong) facts->photos),
                     (guint) facts->photos);

  /* Translators: a backbone: its name, what it is, numbers of a feature, photos that have one. */
  g_print (_("%s: %s, %u numbers, %s"), facts->name, facts->title, facts->d, photos);
  /* Translators: how fast a backbone is. */
  if (facts->rate > 0)
    g_print (_(", %.0f a second"), facts->rate);
  /* Translators: how good a backbone is. */
  if (facts->finds >= 0)
    g_print (_(", finds %.1f %% of altered photos"), facts->finds * 100);
  g_print ("%s\n", facts->active ? _(", in use") : "");
}

static void
add_json (JsonBuilder *builder, const SemNetworkFacts *facts)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "name", facts->name);
  cli_json_add_string (builder, "id", facts->id);
  cli_json_add_string (builder, "title", facts->title);
  cli_json_add_int (builder, "dimensions", facts->d);
  cli_json_add_int (builder, "input", facts->side);
  cli_json_add_boolean (builder, "words", facts->words);
  cli_json_add_string (builder, "command", facts->command ? facts->command : "");
  cli_json_add_double (builder, "rate", facts->rate);
  cli_json_add_int (builder, "photos", facts->photos);
  cli_json_add_boolean (builder, "active", facts->active);
  cli_json_add_boolean (builder, "relative", facts->relative);
  /* Where the model of the backbone was measured. */
  if (facts->finds >= 0)
    cli_json_add_double (builder, "finds", facts->finds);
  if (facts->keeps >= 0)
    cli_json_add_double (builder, "keeps", facts->keeps);
  json_builder_end_object (builder);
}

int
cli_backbone_list (const CliCommon *common)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) networks = sem_network_facts_list (common->library, &error);

  if (!networks)
    return cli_fail (error);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "backbones");
  json_builder_begin_array (builder);
  for (guint i = 0; i < networks->len; i++)
    if (common->json)
      add_json (builder, g_ptr_array_index (networks, i));
    else
      print_line (g_ptr_array_index (networks, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (common->json)
    cli_json_print (builder);
  return CLI_DONE;
}
