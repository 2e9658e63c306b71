/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/arguments.h"
#include "app/cli/output/output.h"
#include "engine/store/store.h"

#include <stdlib.h>

#include <glib/gi18n.h>

/* (transfer full): explains the command. @user_data: for callbacks of its options. */
static GOptionContext *
context_new (const CliCommand *command, gpointer user_data)
{
  /* The translation of nothing is the head of the catalogue. */
  g_autofree char *title = g_strdup (*command->arguments ? _(command->arguments) : "");
  GOptionContext *context = g_option_context_new (title);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(command->summary));
  g_option_context_set_description (context, _(command->help));
  g_option_context_set_main_group (context,
                                   g_option_group_new ("main", NULL, NULL, user_data, NULL));
  return context;
}

/* GOption would print it in lines of any width, and not see whether it could be written. */
static void
print_help (GOptionContext *context)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  g_autofree char *lines = cli_wrap (help, cli_get_columns ());

  g_print ("%s", lines);
}

gboolean
cli_parse_in_order (const CliCommand *command,
                    const GOptionEntry *entries,
                    gpointer user_data,
                    CliCommon *common,
                    int *argc,
                    char ***argv)
{
  g_autofree char *library = NULL;
  const GOptionEntry shared[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &common->json, N_("Print one JSON object"), NULL },
    { command->keeps_library ? NULL : "library", 'l', 0, G_OPTION_ARG_FILENAME, &library,
      N_("Use this library (an SQLite file; its companions lie beside it)"), N_("FILE") },
    { NULL }
  };
  static const GOptionEntry none[] = { { NULL } };
  const GOptionEntry *texts, *all[2];
  g_autoptr (CliNumbers) numbers = cli_numbers_new (entries ? entries : none, &texts);
  g_autoptr (GOptionContext) context = context_new (command, user_data);
  g_autofree char *name = g_strdup_printf ("semblance-cli %s", command->name);
  g_autofree char *old_name = g_strdup (g_get_prgname ());
  g_autoptr (GError) error = NULL;
  g_autofree char *wrong = NULL;
  gboolean ok;

  all[0] = texts;
  all[1] = shared;
  cli_split_letters (all, G_N_ELEMENTS (all), argc, argv);
  cli_note_letters (all, G_N_ELEMENTS (all), *argc, *argv);
  if (!cli_check_empty (command, *argc, *argv))
    return FALSE;
  wrong = cli_explain_values (all, G_N_ELEMENTS (all), *argc, *argv);
  if (wrong)
    return cli_usage (command, "%s", wrong) == CLI_DONE;
  g_set_prgname (name);
  g_option_context_add_main_entries (context, texts, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);
  if (cli_wants_help (all, G_N_ELEMENTS (all), *argc, *argv))
    {
      print_help (context);
      exit (cli_end (CLI_DONE));
    }
  ok = g_option_context_parse (context, argc, argv, &error);
  g_set_prgname (old_name);
  if (!ok)
    {
      g_autofree char *sentence = cli_explain_arguments (all, G_N_ELEMENTS (all), *argc, *argv);

      cli_usage (command, "%s", sentence ? sentence : error->message);
      return FALSE;
    }
  if (!cli_numbers_read (numbers, command))
    return FALSE;
  if (*argc > 1 && g_strcmp0 ((*argv)[1], "--") == 0)
    {
      (*argv)[1] = (*argv)[0];
      (*argv)++;
      (*argc)--;
    }
  common->is_default = !library;
  common->library = library ? g_canonicalize_filename (library, NULL) : sem_store_default_path ();
  cli_output_set_library (common->library);
  return TRUE;
}

gboolean
cli_parse (const CliCommand *command,
           const GOptionEntry *entries,
           CliCommon *common,
           int *argc,
           char ***argv)
{
  return cli_parse_in_order (command, entries, NULL, common, argc, argv);
}
