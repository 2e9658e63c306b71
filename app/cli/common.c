/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"

#include <glib/gi18n.h>

void
cli_common_clear (CliCommon *common)
{
  g_clear_pointer (&common->library, g_free);
}

void
cli_complain (const char *format, ...)
{
  g_autofree char *sentence = NULL, *valid = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  /* Arguments may be any bytes. */
  valid = g_utf8_make_valid (sentence, -1);
  g_printerr ("semblance-cli: %s\n", valid);
}

int
cli_fail (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cli_complain (_("stopped. Finished work is kept; run the command again to continue."));
  else
    cli_complain ("%s", error->message);
  return CLI_FAILED;
}

int
cli_usage (const CliCommand *command, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  cli_complain ("%s", sentence);
  g_printerr (_("Try “semblance-cli %s --help”.\n"), command->name);
  return CLI_USAGE;
}
