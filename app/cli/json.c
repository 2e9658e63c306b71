/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "app/cli/cli.h"
#include "app/cli/output/output.h"

#include <string.h>

void
cli_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
cli_json_add_double (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
cli_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
cli_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
cli_json_add_path (JsonBuilder *builder, const char *name, const char *path)
{
  if (g_utf8_validate (path, -1, NULL))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_string_value (builder, path);
    }
  else
    {
      g_autofree char *member = g_strconcat (name, "_bytes", NULL);
      g_autofree char *base64 = g_base64_encode ((const guchar *) path, strlen (path));

      json_builder_set_member_name (builder, member);
      json_builder_add_string_value (builder, base64);
    }
}

void
cli_json_add_paths (JsonBuilder *builder, const char *name, char *const *paths)
{
  g_autofree char *member = g_strconcat (name, "_bytes", NULL);
  gboolean others = FALSE;

  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; paths[i]; i++)
    if (g_utf8_validate (paths[i], -1, NULL))
      json_builder_add_string_value (builder, paths[i]);
    else
      others = TRUE;
  json_builder_end_array (builder);
  if (!others)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (gsize i = 0; paths[i]; i++)
    if (!g_utf8_validate (paths[i], -1, NULL))
      {
        g_autofree char *base64 = g_base64_encode ((const guchar *) paths[i], strlen (paths[i]));

        json_builder_add_string_value (builder, base64);
      }
  json_builder_end_array (builder);
}

void
cli_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  /* UTF-8 in any locale, unlike g_print(). */
  cli_output_write (text, strlen (text));
  cli_output_write ("\n", 1);
}
