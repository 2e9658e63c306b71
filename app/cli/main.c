/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/arguments.h"
#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "engine/base/installed.h"
#include "engine/base/language.h"
#include "engine/hash/mathematics/blas.h"

#include <string.h>

#include <glib/gi18n.h>

static const CliCommand *const commands[] = {
  &cli_index_command,    &cli_search_command,   &cli_compare_command, &cli_duplicates_command,
  &cli_status_command,   &cli_train_command,    &cli_models_command,  &cli_scenes_command,
  &cli_remove_command,   &cli_evaluate_command, &cli_inspect_command, &cli_doctor_command,
  &cli_watch_command,    &cli_archive_command,  &cli_export_command,  &cli_import_command,
  &cli_backbone_command,
};

/* Options whose value is the next argument, of any command. */
static const char *const valued[] = {
  "library",     "max-distance",  "count",        "method",        "methods",     "bits",
  "seed",        "seeds",         "queries",      "distractors",   "csv",         "plots",
  "json-file",   "unseen",        "preset",       "start",         "lambda",      "k1",
  "k2",          "epochs",        "finetune",     "folds",         "pooling",     "protocol",
  "drop",        "limit-minutes", "min-likeness", "alterations",   "pictures",    "unlike",
  "region",      "folder",        "since",        "until",         "orientation", "type",
  "compare",     "rename",        "note",         "export",        "import",      "delete",
  "report",      "model",         "kind",         "heatmap",       "level",       "name",
  "shard",       "partitions",    "archive",      "database",      "training",    "rankings",
  "rankings-of", "exclude",       "include",      "pair-distance", "features",    "from",
  "strips",      "command",       "input",        "dimensions",    "timeout",     "text",
  "backbone",    "most",          "memory",
};
static const char valued_letters[] = "bdklmpqs";
/* It takes a number in "models", and no value in "train". */
#define SOMETIMES_VALUED "use"

static void
print_help (void)
{
  g_autoptr (GString) text = g_string_new (
    _("Usage: semblance-cli COMMAND [OPTION…] [ARGUMENT…]\n"
      "\n"
      "Finds photos that look alike, by binary codes from a model that is "
      "trained on your own photos. Nothing leaves this computer unless you publish it "
      "in an archive.\n"
      "\n"
      "Commands:\n"));
  g_autofree char *lines = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_string_append_printf (text, "  %-10s  ", commands[i]->name);
      g_string_append_printf (text, "%s\n", _(commands[i]->summary));
    }
  g_string_append (text, _("\n"
                           "First steps:\n"
                           "  semblance-cli index ~/Pictures        index the photos of a folder\n"
                           "  semblance-cli search photo.jpg        show photos that look like "
                           "this one\n"
                           "  semblance-cli status                  show what is in the library\n"
                           "\n"
                           "“semblance-cli COMMAND --help” explains a command. The exit status is "
                           "0 on success, 1 on failure, and 2 if the arguments are wrong.\n"));
  lines = cli_wrap (text->str, cli_get_columns ());
  g_print ("%s", lines);
}

static const CliCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

/* How many letters have to be put in, left out, changed or swapped with the next one to make one
 * word of the other. Both are short. */
static guint
count_slips (const char *a, const char *b)
{
  const gsize n = strlen (a), m = strlen (b);
  guint rows[3][32];

  if (n >= G_N_ELEMENTS (rows[0]) || m >= G_N_ELEMENTS (rows[0]))
    return G_MAXUINT;
  for (gsize i = 0; i <= n; i++)
    for (gsize j = 0; j <= m; j++)
      {
        guint *row = rows[i % 3];
        const guint *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];

        if (i == 0 || j == 0)
          {
            row[j] = (guint) (i + j);
            continue;
          }
        row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          row[j] = MIN (row[j], second[j - 2] + 1);
      }
  return rows[n % 3][m];
}

/* Returns: (nullable): the command that was meant, where one is near */
static const char *
guess_command (const char *name)
{
  const char *best = NULL;
  /* A third of the word at most. */
  guint fewest = (guint) MAX (strlen (name) / 3, 1) + 1;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const guint slips = count_slips (name, commands[i]->name);

      if (slips < fewest)
        {
          fewest = slips;
          best = commands[i]->name;
        }
    }
  return best;
}

static int
complain_of_command (const char *name)
{
  const char *guess = guess_command (name);

  if (guess)
    cli_complain (_("there is no command “%s”; did you mean “%s”? “semblance-cli --help” lists "
                    "the commands."),
                  name, guess);
  else
    cli_complain (_("there is no command “%s”. “semblance-cli --help” lists the commands."), name);
  return CLI_USAGE;
}

/* "help", alone or with a command. @args: (array length=n_args): what follows it */
static int
help (int n_args, char **args)
{
  static char option[] = "--help";
  const CliCommand *command;
  char *argv[3];

  if (n_args == 0 || args[0][0] == '-')
    {
      print_help ();
      return CLI_DONE;
    }
  command = find_command (args[0]);
  if (!command)
    return complain_of_command (args[0]);
  argv[0] = args[0];
  argv[1] = option;
  argv[2] = NULL;
  return command->run (command, 2, argv);
}

/* Whether the argument after an option is its value. @next: (nullable) */
static gboolean
takes_value (const char *option, const char *next)
{
  gboolean maybe;

  if (option[1] != '-')
    {
      const char *letter = strpbrk (option + 1, valued_letters);

      /* What follows in the same word is the value. */
      if (letter)
        return letter[1] == '\0';
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
      /* It takes a file in "evaluate", and no value in "inspect". */
      if (g_str_equal (argv[i], "--labels") && i + 2 < argc && find_command (argv[i + 2]))
        return i + 2;
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

/* Whether an option is given, whatever else is wrong with the arguments. */
static gboolean
wants_json (int argc, char **argv)
{
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    if (g_str_equal (argv[i], "--json"))
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

static int
run (int argc, char **argv)
{
  const CliCommand *command;
  int place = find_place (argc, argv);

  if (place == argc)
    return answer_alone (argc, argv);
  if (g_str_equal (argv[place], "help"))
    return help (argc - place - 1, argv + place + 1);
  command = find_command (argv[place]);
  if (!command)
    return complain_of_command (argv[place]);
  move_first (argv, place);
  if (command->uses_blas)
    sem_blas_prepare (argv);
  return command->run (command, argc - 1, argv + 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *locale = sem_installed_get_locale ();
  g_auto (GStrv) taken = cli_arguments_take (argc, argv);
  /* Parsing moves them. */
  g_autofree char **words = g_memdup2 (taken, ((gsize) argc + 1) * sizeof *taken);

  sem_language_set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("semblance-cli");
  cli_output_begin (wants_json (argc, words));
  return cli_end (run (argc, words));
}
