/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/backbone/backbone-list.h"
#include "app/cli/backbone/backbone-measure.h"
#include "engine/learn/switching.h"
#include "engine/nn/program/program.h"

#include <string.h>

#include <glib/gi18n.h>

/* The options; CLI_NO_NUMBER or NULL where they are not given. */
typedef struct
{
  char *command;
  int side;
  int d;
  int seconds;
} Typed;

/* What takes long. */
typedef struct
{
  const char *library;
  SemProgramSettings *settings; /* NULL for the network that is built in */
  SemTrainSummary summary;
  guint n_left_out;
} Job;

/* Adding --------------------------------------------------------------------------------------- */

static gboolean
meet (gpointer data, const SemProgress *progress, GError **error)
{
  const Job *job = data;

  return sem_program_meet (job->settings, sem_progress_get_cancellable (progress), error);
}

/* Returns: an exit status */
static int
check_typed (const CliCommand *command, const Typed *typed)
{
  if (!typed->command || !*typed->command)
    return cli_usage (command, _("--command says which program describes pictures."));
  if (typed->d == CLI_NO_NUMBER || typed->d < SEM_PROGRAM_MIN_DIM || typed->d > SEM_PROGRAM_MAX_DIM)
    return cli_usage (command, _("--dimensions takes a number from %d to %d."),
                      SEM_PROGRAM_MIN_DIM, SEM_PROGRAM_MAX_DIM);
  if (typed->side != CLI_NO_NUMBER
      && (typed->side < SEM_PROGRAM_MIN_SIDE || typed->side > SEM_PROGRAM_MAX_SIDE))
    return cli_usage (command, _("--input takes a number of pixels from %d to %d."),
                      SEM_PROGRAM_MIN_SIDE, SEM_PROGRAM_MAX_SIDE);
  if (typed->seconds != CLI_NO_NUMBER
      && (typed->seconds < 1 || typed->seconds > SEM_PROGRAM_MAX_SECONDS))
    return cli_usage (command, _("--timeout takes a number of seconds from 1 to %d."),
                      SEM_PROGRAM_MAX_SECONDS);
  return CLI_DONE;
}

/* A name that stands for something else is none of a program. */
static gboolean
name_is_free (const char *name)
{
  return sem_program_name_is_valid (name) && !g_str_equal (name, CLI_BACKBONE_OWN);
}

static int
add (const CliCommand *command, const CliCommon *common, const Typed *typed, const char *name)
{
  g_autofree char *folder = g_get_current_dir ();
  g_autoptr (SemProgramSettings) settings = g_new0 (SemProgramSettings, 1);
  Job job = { .library = common->library, .settings = settings };
  g_autoptr (GError) error = NULL;
  const int code = check_typed (command, typed);

  if (code != CLI_DONE)
    return code;
  if (!name_is_free (name))
    return cli_usage (command,
                      _("a name has up to 40 of the letters a to z, digits and “-”, begins "
                        "with a letter or digit, and is not “%s”."),
                      CLI_BACKBONE_OWN);
  settings->name = g_strdup (name);
  settings->command = g_strdup (typed->command);
  settings->folder = g_strdup (g_utf8_validate (folder, -1, NULL) ? folder : "/");
  settings->side = typed->side == CLI_NO_NUMBER ? SEM_PROGRAM_MAX_SIDE : (guint) typed->side;
  settings->d = (guint) typed->d;
  settings->seconds =
    typed->seconds == CLI_NO_NUMBER ? SEM_PROGRAM_SECONDS : (guint) typed->seconds;
  if (!cli_run_work (meet, _("Starting the program"), &job, &error)
      || !sem_programs_put (settings, &error))
    return cli_fail (error);
  if (common->json)
    return cli_backbone_list (common);
  if (settings->words)
    g_print (_("Added the backbone “%s”: %s, %u numbers, pictures of %u pixels, words as well\n"),
             name, settings->title, settings->d, settings->side);
  else
    g_print (_("Added the backbone “%s”: %s, %u numbers, pictures of %u pixels\n"), name,
             settings->title, settings->d, settings->side);
  g_print (_("To have the photos described by it: semblance-cli backbone use %s\n"), name);
  return CLI_DONE;
}

/* Using ---------------------------------------------------------------------------------------- */

static gboolean
use_work (gpointer data, const SemProgress *progress, GError **error)
{
  Job *job = data;
  g_autoptr (SemBackbone) backbone =
    job->settings ? sem_backbone_new_for_program (job->settings) : sem_backbone_new (NULL, error);
  int lock = backbone ? sem_store_lock (job->library, error) : -1;
  gboolean ok;

  if (lock < 0)
    return FALSE;
  ok =
    sem_switch_backbone (job->library, backbone, progress, &job->summary, &job->n_left_out, error);
  sem_store_unlock (lock);
  return ok;
}

static void
print_use (const Job *job, const char *name)
{
  g_print (g_dngettext (GETTEXT_PACKAGE,
                        "The library is described by the backbone “%s” now: %u photo\n",
                        "The library is described by the backbone “%s” now: %u photos\n",
                        job->summary.photos),
           name, job->summary.photos);
  if (job->n_left_out > 0)
    g_print (
      g_dngettext (GETTEXT_PACKAGE,
                   "%u photo could not be read now; “semblance-cli index” describes it later.\n",
                   "%u photos could not be read now; “semblance-cli index” describes them later.\n",
                   job->n_left_out),
      job->n_left_out);
  if (job->summary.dropped)
    g_print ("%s\n", job->summary.dropped);
}

static int
use (const CliCommon *common, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, &error);
  g_autoptr (SemProgramSettings) settings = NULL;
  Job job = { .library = common->library };
  int code = CLI_DONE;

  if (!store)
    return cli_fail (error);
  if (!g_str_equal (name, CLI_BACKBONE_OWN) && !(settings = sem_programs_find (name, &error)))
    return cli_fail (error);
  g_clear_pointer (&store, sem_store_close);
  job.settings = settings;
  if (!cli_run_work (use_work, _("Describing photos"), &job, &error))
    code = cli_fail (error);
  else if (common->json)
    code = cli_backbone_list (common);
  else
    print_use (&job, name);
  sem_train_summary_clear (&job.summary);
  return code;
}

/* Removing ------------------------------------------------------------------------------------- */

static gboolean
forget (gpointer data, const SemProgress *progress, GError **error)
{
  const Job *job = data;
  g_autofree char *id = sem_program_settings_get_id (job->settings);
  int lock = sem_store_lock (job->library, error);
  gboolean ok;

  if (lock < 0)
    return FALSE;
  ok = sem_switch_forget (job->library, id, error);
  sem_store_unlock (lock);
  return ok;
}

static int
take_away (const CliCommon *common, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemProgramSettings) settings = sem_programs_find (name, &error);
  Job job = { .library = common->library, .settings = settings };

  if (!settings
      || (g_file_test (common->library, G_FILE_TEST_EXISTS)
          && !cli_run_work (forget, _("Removing features"), &job, &error))
      || !sem_programs_remove (name, &error))
    return cli_fail (error);
  if (common->json)
    return cli_backbone_list (common);
  g_print (_("Removed the backbone “%s”, its features and its codes\n"), name);
  return CLI_DONE;
}

/* The command ---------------------------------------------------------------------------------- */

static int
run_backbone (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  Typed typed = { .side = CLI_NO_NUMBER, .d = CLI_NO_NUMBER, .seconds = CLI_NO_NUMBER };
  const GOptionEntry entries[] = {
    { "command", 0, 0, G_OPTION_ARG_STRING, &typed.command,
      N_("With add: the program, with its arguments; no shell runs it"), N_("PROGRAM") },
    { "input", 0, 0, G_OPTION_ARG_INT, &typed.side,
      N_("With add: side of the pictures that it gets, in pixels (224 by default)"), N_("SIDE") },
    { "dimensions", 0, 0, G_OPTION_ARG_INT, &typed.d,
      N_("With add: numbers that it gives for a picture"), N_("D") },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &typed.seconds,
      N_("With add: how long it may take to start, and for an answer (120 by default)"),
      N_("SECONDS") },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *program = NULL;
  const char *verb;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  program = typed.command;
  verb = argc > 1 ? argv[1] : "list";
  if (argc == 3 && g_str_equal (verb, "add"))
    return add (command, &common, &typed, argv[2]);
  if (typed.command || typed.side != CLI_NO_NUMBER || typed.d != CLI_NO_NUMBER
      || typed.seconds != CLI_NO_NUMBER)
    return cli_usage (command, _("--command, --input, --dimensions and --timeout are for add."));
  if (argc <= 2 && g_str_equal (verb, "list"))
    return cli_backbone_list (&common);
  if (argc == 3 && g_str_equal (verb, "use"))
    return use (&common, argv[2]);
  if (argc == 4 && g_str_equal (verb, "measure"))
    return cli_backbone_measure (&common, argv[2], argv[3]);
  if (argc == 3 && g_str_equal (verb, "remove"))
    return take_away (&common, argv[2]);
  return cli_usage (command,
                    _("give list, or add, use or remove and a name, or measure, a name and a "
                      "folder."));
}

const CliCommand cli_backbone_command = {
  .name = "backbone",
  .summary = N_("Have a program of your own describe the photos"),
  .arguments = N_("[list | add NAME | use NAME | measure NAME FOLDER | remove NAME]"),
  .help = N_(
    "A backbone is the network that describes photos by numbers; all codes are made of these. "
    "In place of the one that is built in, called “default”, a program of your own can do it: "
    "one that runs DINOv2, CLIP or any other network. Add it with the number of its "
    "dimensions, then use it: all photos are described by it and a model is trained; until "
    "this is done the old codes answer, and where the program fails they stay. New photos "
    "and those that are searched with are described by it too. Where a program knows words as "
    "well, as one that runs CLIP does, “semblance-cli search --text” finds photos that fit them.\n"
    "\n"
    "How alike photos are is relative to the library at first. “measure” has a folder of varied "
    "photos described, at least 100 and better 1,000, one of each kind of thing, and keeps how "
    "alike unrelated ones are: then likeness means the same in every library, and lists end "
    "where it does.\n"
    "\n"
    "The program is started once, gets decoded pictures on its standard input and answers "
    "numbers on its standard output. It runs as you, in the folder where it was added, with "
    "a short environment; it learns no file, no path and nothing of the library. Which "
    "program a name means is in your own configuration: a library that comes from elsewhere cannot "
    "run any. Features of up to 1,280 numbers are taken; a longer feature can be shortened "
    "by the program, or imported (“semblance-cli import --help”). The heat map of a comparison "
    "is always that of the default network.\n"
    "\n"
    "The protocol and programs to begin with are in resources/backbone of the sources, and "
    "installed in share/semblance/backbone.\n"
    "\n"
    "Examples:\n"
    "  semblance-cli backbone add dino --command \"python3 onnx-backbone.py dinov2.onnx\" "
    "--dimensions 384\n"
    "  semblance-cli backbone use dino\n"
    "  semblance-cli backbone measure dino ~/varied\n"
    "  semblance-cli backbone use default"),
  .uses_blas = TRUE,
  .run = run_backbone,
};
