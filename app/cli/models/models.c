/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/model-report.h"
#include "app/cli/models/models-list.h"
#include "app/cli/output/output.h"
#include "engine/learn/kept-models.h"
#include "engine/learn/model-files.h"
#include "engine/learn/models.h"
#include "engine/nn/backbone.h"

#include <glib/gi18n.h>

/* The options; 0 or NULL where they are not given. */
typedef struct
{
  gint64 use;
  gint64 drop;
  gint64 rename;
  gint64 note;
  gint64 compare;
  gint64 exported;
  char *import;
  const char *rest; /* the argument of one of them */
  gint64 other;     /* with --compare */
} Typed;

/* What takes long: a switch, an import, a comparison. */
typedef struct
{
  const char *library;
  const Typed *typed;
  gint64 imported;
  gboolean known; /* the imported one, before */
  SemCodeComparison comparison;
} Job;

static gboolean
use (gpointer data, const SemProgress *progress, GError **error)
{
  const Job *job = data;
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);

  return backbone
         && sem_models_use (job->library, sem_backbone_get_id (backbone), job->typed->use, progress,
                            error);
}

static gboolean
import (gpointer data, const SemProgress *progress, GError **error)
{
  Job *job = data;
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);

  return backbone
         && sem_models_import (job->library, sem_backbone_get_id (backbone), job->typed->import,
                               &job->imported, &job->known, progress, error);
}

static gboolean
compare (gpointer data, const SemProgress *progress, GError **error)
{
  Job *job = data;

  return sem_models_compare (job->library, job->typed->compare, job->typed->other, progress,
                             &job->comparison, error);
}

/* A comparison only reads. */
static gboolean
run_job (Job *job, CliWorkFunc work, GError **error)
{
  if (work == compare)
    return cli_run_work (work, _("Comparing"), job, error);
  return cli_run_locked (work, _("Updating the codes"), job->library, job, error);
}

static gboolean
do_short (const CliCommon *common, const Typed *typed, GError **error)
{
  int lock = sem_store_lock (common->library, error);
  gboolean ok = lock >= 0;

  if (ok && typed->rename)
    ok = sem_models_set_words (common->library, typed->rename, typed->rest, NULL, error);
  if (ok && typed->note)
    ok = sem_models_set_words (common->library, typed->note, NULL, typed->rest, error);
  if (ok && typed->drop)
    ok = sem_models_drop (common->library, typed->drop, error);
  sem_store_unlock (lock);
  return ok;
}

static void
print_comparison (const CliCommon *common, const SemCodeComparison *comparison)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!common->json)
    {
      cli_print_comparison (comparison);
      return;
    }
  json_builder_begin_object (builder);
  cli_json_add_comparison (builder, comparison);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_imported (const CliCommon *common, const Job *job)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, job->imported);

  if (common->json)
    return;
  if (job->known)
    g_print (_("This is already model %s of the library.\n"), number);
  else
    g_print (_("Imported as model %s. To use it: semblance-cli models --use %s\n"), number,
             number);
}

static void
print_exported (const CliCommon *common, const Typed *typed)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, typed->exported);
  g_autofree char *path = g_canonicalize_filename (typed->rest, NULL);
  g_autofree char *name = cli_name (path);

  if (!common->json)
    g_print (_("Model %s was written to “%s”.\n"), number, name);
}

static gboolean
carry_out (const CliCommon *common, const Typed *typed, GError **error)
{
  Job job = { .library = common->library, .typed = typed };
  gboolean ok = TRUE;

  if (typed->use)
    ok = run_job (&job, use, error);
  if (ok && (typed->rename || typed->note || typed->drop))
    ok = do_short (common, typed, error);
  if (ok && typed->exported)
    {
      ok = sem_models_export (common->library, typed->exported, typed->rest, FALSE, error);
      if (ok)
        print_exported (common, typed);
    }
  if (ok && typed->import && (ok = run_job (&job, import, error)))
    print_imported (common, &job);
  if (ok && typed->compare && (ok = run_job (&job, compare, error)))
    print_comparison (common, &job.comparison);
  return ok && (typed->compare || cli_models_print (common, error));
}

/* Gives the argument to the option that needs one. Returns: an exit status */
static int
take_rest (const CliCommand *command, Typed *typed, int argc, char **argv)
{
  guint n =
    (typed->rename != 0) + (typed->note != 0) + (typed->compare != 0) + (typed->exported != 0);

  if (n > 1)
    return cli_usage (command, _("give --rename, --note, --compare and --export one at a time."));
  if (argc > (int) n + 1)
    return cli_usage (command, _("unexpected argument “%s”."), argv[n + 1]);
  if (n == 0)
    return CLI_DONE;
  if (argc < 2)
    return cli_usage (command, _("--rename needs a name, --note a text, --compare a second number "
                                 "and --export a file after the number."));
  typed->rest = argv[1];
  if (typed->compare
      && !g_ascii_string_to_signed (typed->rest, 10, 1, G_MAXINT64, &typed->other, NULL))
    return cli_usage (command, _("--compare takes the numbers of two models."));
  return CLI_DONE;
}

static int
run_models (const CliCommand *command, int argc, char **argv)
{
  Typed typed = {
    .use = CLI_NO_NUMBER_64,
    .drop = CLI_NO_NUMBER_64,
    .rename = CLI_NO_NUMBER_64,
    .note = CLI_NO_NUMBER_64,
    .compare = CLI_NO_NUMBER_64,
    .exported = CLI_NO_NUMBER_64,
  };
  const struct
  {
    const char *option;
    gint64 *number;
  } numbers[] = {
    { "--use", &typed.use },   { "--delete", &typed.drop },     { "--rename", &typed.rename },
    { "--note", &typed.note }, { "--compare", &typed.compare }, { "--export", &typed.exported },
  };
  const GOptionEntry entries[] = {
    { "use", 'u', 0, G_OPTION_ARG_INT64, &typed.use, N_("Make this the active model"),
      N_("NUMBER") },
    { "compare", 0, 0, G_OPTION_ARG_INT64, &typed.compare,
      N_("Compare this model with the one whose number follows"), N_("NUMBER") },
    { "rename", 0, 0, G_OPTION_ARG_INT64, &typed.rename,
      N_("Give this model the name that follows; \"\" removes it"), N_("NUMBER") },
    { "note", 0, 0, G_OPTION_ARG_INT64, &typed.note,
      N_("Note the text that follows about this model; \"\" removes it"), N_("NUMBER") },
    { "export", 0, 0, G_OPTION_ARG_INT64, &typed.exported,
      N_("Write this model to the file that follows"), N_("NUMBER") },
    { "import", 0, 0, G_OPTION_ARG_FILENAME, &typed.import,
      N_("Add the model in FILE, from --export"), N_("FILE") },
    { "delete", 'd', 0, G_OPTION_ARG_INT64, &typed.drop, N_("Delete this model"), N_("NUMBER") },
    { "drop", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT64, &typed.drop, NULL, NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *import = NULL;
  int code;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (*numbers[i].number == CLI_NO_NUMBER_64)
      *numbers[i].number = 0;
    else if (*numbers[i].number < 1)
      return cli_usage (command, _("%s takes the number of a model, from 1 on."),
                        numbers[i].option);
  import = typed.import;
  code = take_rest (command, &typed, argc, argv);
  if (code != CLI_DONE)
    return code;
  if (typed.use && typed.use == typed.drop)
    return cli_usage (command, _("--use and --delete take the numbers of two different models."));
  if (!cli_need_library (&common, &error) || !carry_out (&common, &typed, &error))
    return cli_fail (error);
  return CLI_DONE;
}

const CliCommand cli_models_command = {
  .name = "models",
  .takes_empty = TRUE,
  .summary = N_("List the models, and choose, name, compare, export or delete them"),
  .arguments = N_("[NAME | TEXT | NUMBER | FILE]"),
  .help =
    N_("Lists the models with what they are, when they were trained, what they take on the "
       "disk and how good they were found to be. Besides the active model, those with a name or a "
       "note and the ten others that were trained or used last are kept until you delete them; "
       "their codes take at most 512 MB, beyond which they are computed again when a model "
       "is used.\n"
       "\n"
       "A model that was exported can be imported by any library whose photos were "
       "described by the same network.\n"
       "\n"
       "Examples:\n"
       "  semblance-cli models --use 4\n"
       "  semblance-cli models --rename 4 Flowers\n"
       "  semblance-cli models --compare 4 7\n"
       "  semblance-cli models --export 4 flowers.safetensors"),
  .uses_blas = TRUE,
  .run = run_models,
};
