/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/hash/mathematics/blas-core.h"

#include <langinfo.h>
#include <locale.h>

#include <glib/gi18n.h>

static const CliCommand *const commands[] = {
  &cli_index_command,  &cli_search_command, &cli_status_command, &cli_train_command,
  &cli_models_command, &cli_scenes_command, &cli_remove_command, &cli_evaluate_command,
};

static void
print_help (void)
{
  g_print (
    _("Usage: semblance-cli COMMAND [OPTION…] [ARGUMENT…]\n\n"
      "Finds photos that look alike, by codes that it learns from your own photos. Nothing\n"
      "leaves this computer.\n\nCommands:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i]->name, _(commands[i]->summary));
  g_print (
    _("\nThe first five minutes:\n"
      "  semblance-cli index ~/Pictures        find and learn the photos of a folder\n"
      "  semblance-cli search photo.jpg        show the photos that look like this one\n"
      "  semblance-cli status                  see what the library holds\n\n"
      "“semblance-cli COMMAND --help” explains a command. The exit status is 0 when it was\n"
      "done, 1 when it failed, and 2 when it was called wrongly.\n"));
}

static const CliCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

/* Without a locale, as in a container, names and sentences would lose what is not ASCII. */
static void
set_locale (void)
{
  setlocale (LC_ALL, "");
  if (g_strcmp0 (nl_langinfo (CODESET), "ANSI_X3.4-1968") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
}

int
main (int argc, char **argv)
{
  const CliCommand *command;

  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, SEM_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("semblance-cli");

  if (argc < 2)
    {
      cli_complain (_("say what to do: “semblance-cli --help” lists the commands."));
      return CLI_USAGE;
    }
  if (g_strcmp0 (argv[1], "--help") == 0 || g_strcmp0 (argv[1], "-h") == 0
      || g_strcmp0 (argv[1], "help") == 0)
    {
      print_help ();
      return CLI_DONE;
    }
  if (g_strcmp0 (argv[1], "--version") == 0)
    {
      g_print ("semblance-cli %s\n", SEM_VERSION);
      return CLI_DONE;
    }
  command = find_command (argv[1]);
  if (!command)
    {
      cli_complain (_("there is no command “%s”: “semblance-cli --help” lists them."), argv[1]);
      return CLI_USAGE;
    }
  if (command->uses_blas)
    sem_blas_core_prepare (argv);
  return command->run (command, argc - 1, argv + 1);
}
