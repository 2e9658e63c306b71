/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/library/patterns.h"
#include "app/cli/output/output.h"
#include "engine/photos/excludes.h"
#include "engine/store/details/patterns.h"

#include <glib/gi18n.h>

/* Returns: (transfer full): the text of a folder's patterns; "" for none */
static char *
dup_text (const GPtrArray *list, const char *path)
{
  for (guint i = 0; i < list->len; i++)
    {
      const SemStorePatterns *patterns = g_ptr_array_index (list, i);

      if (g_str_equal (patterns->path, path))
        return g_strdup (patterns->text);
    }
  return g_strdup ("");
}

/* FALSE with @error set. */
static gboolean
edit (char **text, char **list, gboolean leave_out, GError **error)
{
  for (char **pattern = list; pattern && *pattern; pattern++)
    {
      char *edited = sem_excludes_edit (*text, *pattern, leave_out, error);

      if (!edited)
        return FALSE;
      g_free (*text);
      *text = edited;
    }
  return TRUE;
}

gboolean
cli_change_patterns (SemStore *store,
                     const char *path,
                     char **exclude,
                     char **include,
                     GError **error)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *text = NULL;

  if (!exclude && !include)
    return TRUE;
  list = sem_store_list_patterns (store, error);
  if (!list)
    return FALSE;
  text = dup_text (list, path);
  return edit (&text, exclude, TRUE, error) && edit (&text, include, FALSE, error)
         && sem_store_set_patterns (store, path, text, error);
}

static void
add_list (JsonBuilder *builder, const char *name, char **lines, char sign)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (char **line = lines; *line; line++)
    if ((*line)[0] == sign)
      json_builder_add_string_value (builder, *line + 1);
  json_builder_end_array (builder);
}

void
cli_json_add_patterns (JsonBuilder *builder, const GPtrArray *list)
{
  json_builder_set_member_name (builder, "patterns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const SemStorePatterns *patterns = g_ptr_array_index (list, i);
      g_auto (GStrv) lines = g_strsplit (patterns->text, "\n", -1);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", patterns->path);
      add_list (builder, "exclude", lines, '-');
      add_list (builder, "include", lines, '+');
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
cli_print_patterns (const GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const SemStorePatterns *patterns = g_ptr_array_index (list, i);
      g_auto (GStrv) lines = g_strsplit (patterns->text, "\n", -1);
      g_autofree char *path = cli_name (patterns->path);

      for (char **line = lines; *line; line++)
        if (**line)
          {
            g_autofree char *pattern = cli_escape (*line + 1, FALSE);

            g_print (**line == '-' ? _("Leaves out “%s” in %s\n") : _("Takes in “%s” in %s\n"),
                     pattern, path);
          }
    }
}
