/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/base/installed.h"
#include "engine/hash/mathematics/blas.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include <glib/gi18n.h>

static const CliCommand *const commands[] = {
  &cli_index_command,   &cli_search_command, &cli_status_command, &cli_train_command,
  &cli_models_command,  &cli_scenes_command, &cli_remove_command, &cli_evaluate_command,
  &cli_inspect_command, &cli_doctor_command,
};

/* Options whose value is the next argument, of any command. */
static const char *const valued[] = {
  "library",   "max-distance",  "count",        "method",      "methods",     "bits",
  "seed",      "seeds",         "queries",      "distractors", "csv",         "plots",
  "json-file", "unseen",        "preset",       "start",       "lambda",      "k1",
  "k2",        "epochs",        "finetune",     "folds",       "pooling",     "protocol",
  "drop",      "limit-minutes", "min-likeness", "alterations", "pictures",    "unlike",
  "region",    "folder",        "since",        "until",       "orientation", "type",
  "compare",   "rename",        "note",         "export",      "import",      "delete",
  "report",    "model",         "kind",
};
static const char valued_letters[] = "bdklmpqs";
/* It takes a number in "models", and no value in "train". */
#define SOMETIMES_VALUED "use"

static void
print_help (void)
{
  g_print (_("Usage: semblance-cli COMMAND [OPTION…] [ARGUMENT…]\n"
             "\n"
             "Finds photos that look alike, by binary codes from a model that is "
             "trained on your own\n"
             "photos. Nothing leaves this computer.\n"
             "\n"
             "Commands:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i]->name, _(commands[i]->summary));
  g_print (_("\n"
             "First steps:\n"
             "  semblance-cli index ~/Pictures        index the photos of a folder\n"
             "  semblance-cli search photo.jpg        show photos that look like "
             "this one\n"
             "  semblance-cli status                  show what is in the library\n"
             "\n"
             "“semblance-cli COMMAND --help” explains a command. The exit status is "
             "0 on success, 1 on\n"
             "failure, and 2 if the arguments are wrong.\n"));
}

static const CliCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

/* Whether the argument after an option is its value. @next: (nullable) */
static gboolean
takes_value (const char *option, const char *next)
{
  gboolean maybe;

  if (option[1] != '-')
    {
      if (strpbrk (option + 1, valued_letters))
        return TRUE;
      maybe = strchr (option + 1, SOMETIMES_VALUED[0]) != NULL;
    }
  else
    {
      for (gsize i = 0; i < G_N_ELEMENTS (valued); i++)
        if (g_str_equal (option + 2, valued[i]))
          return TRUE;
      maybe = g_str_equal (option + 2, SOMETIMES_VALUED);
    }
  return maybe && next && g_ascii_isdigit (*next);
}

/* Options may precede the command. Returns: the position of the command, or @argc if there is none
 */
static int
find_place (int argc, char **argv)
{
  int i = 1;

  while (i < argc && argv[i][0] == '-' && argv[i][1] != '\0')
    {
      if (g_str_equal (argv[i], "--"))
        return i + 1;
      i += takes_value (argv[i], i + 1 < argc ? argv[i + 1] : NULL) ? 2 : 1;
    }
  return MIN (i, argc);
}

/* Moves the command's name to the front, where the commands expect it. */
static void
move_first (char **argv, int place)
{
  char *name = argv[place];

  memmove (argv + 2, argv + 1, (gsize) (place - 1) * sizeof *argv);
  argv[1] = name;
}

static gboolean
has_argument (int argc, char **argv, const char *name)
{
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], name))
      return TRUE;
  return FALSE;
}

/* Handles --help and --version without a command. */
static int
answer_alone (int argc, char **argv)
{
  if (has_argument (argc, argv, "--help") || has_argument (argc, argv, "-h"))
    {
      print_help ();
      return CLI_DONE;
    }
  if (has_argument (argc, argv, "--version"))
    {
      g_print ("semblance-cli %s\n", SEM_VERSION);
      return CLI_DONE;
    }
  cli_complain (_("give a command. “semblance-cli --help” lists the commands."));
  return CLI_USAGE;
}

/* Without a locale, as in a container, output would lose characters that are not ASCII. */
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
  g_autofree char *locale = sem_installed_get_locale ();
  const CliCommand *command;
  int place;

  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("semblance-cli");

  place = find_place (argc, argv);
  if (place == argc)
    return answer_alone (argc, argv);
  if (g_str_equal (argv[place], "help"))
    {
      print_help ();
      return CLI_DONE;
    }
  command = find_command (argv[place]);
  if (!command)
    {
      cli_complain (_("there is no command “%s”. “semblance-cli --help” lists the commands."),
                    argv[place]);
      return CLI_USAGE;
    }
  move_first (argv, place);
  if (command->uses_blas)
    sem_blas_prepare (argv);
  return command->run (command, argc - 1, argv + 1);
}
