/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "app/cli/typed.h"
#include "engine/store/store.h"

#include <errno.h>

#include <glib/gi18n.h>

void
cli_common_clear (CliCommon *common)
{
  g_clear_pointer (&common->library, g_free);
}

gboolean
cli_check_library (const CliCommon *common, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (common->library);
  g_autofree char *name = g_filename_display_name (folder);
  g_autoptr (SemStore) store = NULL;
  g_autoptr (GError) local = NULL;

  if (!common->is_default && !g_file_test (folder, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                   _("The folder “%s” for the library does not exist. Make it first, or choose "
                     "another."),
                   name);
      return FALSE;
    }
  if (!g_file_test (common->library, G_FILE_TEST_EXISTS))
    return TRUE;
  store = sem_store_open (common->library, SEM_STORE_READ, &local);
  /* Other errors are those of a library. */
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_FAILED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
cli_need_library (const CliCommon *common, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, error);

  return store != NULL;
}

char *
cli_get_path (const char *argument)
{
  g_autofree char *path = NULL;

  /* A folder may be called "file:". */
  if (g_str_has_prefix (argument, "file://") && !g_file_test (argument, G_FILE_TEST_EXISTS))
    path = g_filename_from_uri (argument, NULL, NULL);
  return g_canonicalize_filename (path ? path : argument, NULL);
}

void
cli_complain (const char *format, ...)
{
  g_autofree char *sentence = NULL, *valid = NULL, *line = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  /* Arguments may be any bytes. */
  valid = g_utf8_make_valid (sentence, -1);
  /* One line, whatever the names in it. */
  cli_output_set_complaint (valid);
  line = cli_escape (valid, FALSE);
  g_printerr ("semblance-cli: %s\n", line);
}

int
cli_fail_at (const char *path, const GError *error)
{
  const gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  const char *sentence =
    stopped ? _("stopped. Finished work is kept; run the command again to continue.")
            : error->message;

  cli_complain ("%s", sentence);
  cli_output_set_failure (sentence, path);
  return stopped ? cli_get_stopped_status () : CLI_FAILED;
}

static gboolean
names (const char *sentence, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  /* Translators: the name of a file, in the quotes that it has in sentences. */
  g_autofree char *quoted = g_strdup_printf (_("“%s”"), name);

  return strstr (sentence, quoted) != NULL;
}

int
cli_fail_naming (const char *const *paths, guint n, const GError *error)
{
  const char *library = cli_output_get_library ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *whole = paths[i] ? cli_get_path (paths[i]) : NULL;

      if (whole && (names (error->message, paths[i]) || names (error->message, whole)))
        return cli_fail_at (paths[i], error);
    }
  return cli_fail_at (library && names (error->message, library) ? library : NULL, error);
}

int
cli_fail (const GError *error)
{
  return cli_fail_naming (NULL, 0, error);
}

int
cli_usage (const CliCommand *command, const char *format, ...)
{
  g_autofree char *named = NULL;
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  named = g_strdup_vprintf (format, args);
  va_end (args);
  sentence = cli_typed_name (named);
  cli_complain ("%s", sentence);
  cli_output_set_failure (sentence, NULL);
  g_printerr (_("Try “semblance-cli %s --help”.\n"), command->name);
  return CLI_USAGE;
}

static void
add_failure (JsonBuilder *builder, const char *sentence, const char *place)
{
  g_autofree char *message = g_utf8_make_valid (sentence, -1);

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "message", message);
  if (place)
    {
      g_autofree char *path = cli_get_path (place);

      cli_json_add_path (builder, "path", path);
    }
  json_builder_end_object (builder);
}

void
cli_json_add_failure (JsonBuilder *builder)
{
  const char *sentence, *path;

  if (cli_output_get_failure (&sentence, &path))
    add_failure (builder, sentence, path);
}

static void
print_failure (const char *sentence, const char *path)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_failure (builder, sentence, path);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

int
cli_end (int status)
{
  const char *sentence, *path;
  int code;

  if (status != CLI_DONE && cli_output_wants_failure (&sentence, &path))
    print_failure (sentence, path);
  code = cli_output_get_error ();
  if (code == 0)
    return status;
  /* A reader that has seen enough, such as head, is no failure of which to speak. */
  if (code != EPIPE)
    cli_complain (_("the output could not be written: %s."), g_strerror (code));
  return status == CLI_DONE ? CLI_FAILED : status;
}
