/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-alterations.h"
#include "app/cli/evaluate/evaluate-output.h"
#include "app/cli/evaluate/evaluate-scenes.h"
#include "app/cli/hash-options.h"

#include <string.h>

#include <glib/gi18n.h>

/* A protocol that is not in sem_protocol_list(), with reconstructions instead of classes as truth.
 */
#define SCENES_OVERLAP "scenes-overlap"
/* Default number of photos that --copies alters. */
#define N_ALTERED 200

/* The options, as typed. */
typedef struct
{
  char *protocol;
  char *methods;
  char *bits;
  EvaluateFiles files;
  char *unseen;
  GStrv distractors;
  CliHashWords hash;
  gboolean again;
  int n_seeds;
  int queries;
  int level;
  char *alterations;
} Typed;

static gboolean
parse_numbers (const char *text, guint *values, guint *n)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (*n = 0; words[*n]; (*n)++)
    {
      guint64 value;

      if (*n == SEM_EVALUATE_MAX_ROWS
          || !g_ascii_string_to_unsigned (words[*n], 10, 1, SEM_HASH_MAX_BITS, &value, NULL)
          || !sem_hash_bits_valid ((guint) value))
        return FALSE;
      values[*n] = (guint) value;
    }
  return *n > 0;
}

/* A method, and perhaps the part of the network to fine-tune: "ddh-last-stage". */
static gboolean
parse_method (const char *word, SemHashMethod *method, SemFinetuneDepth *depth)
{
  static const SemFinetuneDepth depths[] = { SEM_FINETUNE_LAST_STAGE, SEM_FINETUNE_ALL };

  *depth = SEM_FINETUNE_NONE;
  if (sem_hash_method_from_name (word, method))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autofree char *suffix = g_strconcat ("-", sem_finetune_depth_get_name (depths[i]), NULL);
      g_autofree char *name = NULL;

      if (!g_str_has_suffix (word, suffix))
        continue;
      name = g_strndup (word, strlen (word) - strlen (suffix));
      *depth = depths[i];
      return sem_hash_method_from_name (name, method) && sem_finetune_can (*method);
    }
  return FALSE;
}

/* "float" and "float-centred" are always in the table, so they are ignored. */
static gboolean
parse_methods (const char *text, SemEvaluateOptions *options)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  options->n_methods = 0;
  for (guint i = 0; words[i]; i++)
    {
      if (g_str_equal (words[i], "float") || g_str_equal (words[i], "float-centred"))
        continue;
      if (options->n_methods == SEM_EVALUATE_MAX_ROWS
          || !parse_method (words[i], &options->methods[options->n_methods],
                            &options->depths[options->n_methods]))
        return FALSE;
      options->n_methods++;
    }
  return TRUE;
}

static char *
list_protocols (void)
{
  GString *names = g_string_new (NULL);
  guint n;
  const SemProtocol *protocols = sem_protocol_list (&n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", protocols[i].name);
  g_string_append (names, ", " SCENES_OVERLAP);
  return g_string_free (names, FALSE);
}

static CliJobFunc
choose_run (const EvaluateJob *job)
{
  if (job->by_overlap)
    return evaluate_scenes_run;
  if (job->look_alikes)
    return evaluate_claims_run;
  if (job->likeness)
    return evaluate_likeness_run;
  return job->copies ? evaluate_copies_run : evaluate_classes_run;
}

static int
run_with (EvaluateJob *job, const Typed *typed, const CliCommon *common)
{
  g_autoptr (GError) error = NULL;

  job->backbone = sem_backbone_new (NULL, &error);
  if (!job->backbone)
    return cli_fail (error);
  if (!cli_run_job (choose_run (job), evaluate_job_progress, job, &error))
    return cli_fail (error);
  return evaluate_output (job, &typed->files, common->json) ? CLI_DONE : CLI_FAILED;
}

static int
check_lists (const CliCommand *command, const Typed *typed, SemEvaluateOptions *options)
{
  if (typed->protocol && !g_str_equal (typed->protocol, SCENES_OVERLAP))
    options->protocol = sem_protocol_find (typed->protocol);
  if (!options->protocol)
    {
      g_autofree char *names = list_protocols ();

      return cli_usage (command, _("--protocol takes one of %s."), names);
    }
  if (typed->methods && !parse_methods (typed->methods, options))
    {
      g_autofree char *names = sem_hash_method_list_names ();

      return cli_usage (command,
                        _("--methods takes names from this list: %s, ddh-last-stage, ddh-all."),
                        names);
    }
  if (typed->bits && !parse_numbers (typed->bits, options->bits, &options->n_bits))
    return cli_usage (command,
                      _("--bits takes numbers from this list: 16, 32, 64, 128, 256, 512."));
  return CLI_DONE;
}

static int
check_scenes (const CliCommand *command, const Typed *typed, EvaluateJob *job)
{
  SemSceneTestOptions *scenes = &job->scenes;
  const SemEvaluateOptions *options = &job->options;

  sem_scene_test_options_init (scenes);
  if (g_strcmp0 (typed->unseen, "scenes") == 0)
    scenes->split = SEM_SCENE_SPLIT_SCENES;
  else if (typed->unseen && !g_str_equal (typed->unseen, "photos"))
    return cli_usage (command, _("--unseen takes photos or scenes."));
  if (job->copies || job->look_alikes || typed->files.csv || typed->files.plots
      || typed->queries != CLI_NO_NUMBER)
    return cli_usage (command,
                      _("--protocol scenes-overlap cannot be combined with --copies, --claims, "
                        "--csv, --plots or --queries."));
  if (typed->methods)
    {
      memcpy (scenes->methods, options->methods, sizeof scenes->methods);
      scenes->n_methods = options->n_methods;
    }
  memcpy (scenes->bits, options->bits, sizeof scenes->bits);
  scenes->n_bits = options->n_bits;
  scenes->hash = options->hash;
  scenes->n_seeds = options->n_seeds;
  return CLI_DONE;
}

/* Whether any method fine-tunes the network, which needs all photos in one library. */
static gboolean
finetunes (const SemEvaluateOptions *options)
{
  for (guint i = 0; i < options->n_methods; i++)
    if (options->depths[i] != SEM_FINETUNE_NONE)
      return TRUE;
  return FALSE;
}

/* What --copies and --claims can be combined with. */
static gboolean
searches_copies (const EvaluateJob *job)
{
  return job->copies || job->look_alikes;
}

static int
check_copies (const CliCommand *command, const Typed *typed, EvaluateJob *job)
{
  const SemEvaluateOptions *options = &job->options;
  const gboolean searches = searches_copies (job);

  if (job->copies && job->look_alikes)
    return cli_usage (command, _("--copies cannot be combined with --claims."));
  if ((typed->alterations || job->pictures || job->reverse) && !job->copies)
    return cli_usage (command, _("--alterations, --pictures and --reverse need --copies."));
  if (job->kind && !job->look_alikes)
    return cli_usage (command, _("--kind needs --claims."));
  if (job->pictures && job->reverse)
    return cli_usage (command, _("--pictures cannot be combined with --reverse."));
  if (typed->alterations && !evaluate_choose_alterations (job, typed->alterations))
    {
      g_autofree char *names = evaluate_list_alterations ();

      return cli_usage (command,
                        _("--alterations takes names from this list, with semicolons between: "
                          "%s."),
                        names);
    }
  if (typed->distractors && !searches && !job->likeness && !job->by_overlap
      && !options->protocol->distractors)
    return cli_usage (command,
                      _("--distractors needs --protocol scenes, --protocol scenes-overlap, "
                        "--copies, --claims or --likeness."));
  if (searches && (typed->files.json || typed->files.csv || typed->files.plots))
    return cli_usage (command, _("--copies and --claims cannot be combined with --json-file, "
                                 "--csv or --plots."));
  if (finetunes (options) && (searches || job->by_overlap || typed->distractors))
    return cli_usage (command, _("ddh-last-stage and ddh-all cannot be combined with --copies, "
                                 "--claims, --distractors or --protocol scenes-overlap."));
  return CLI_DONE;
}

/* Fills in the job from the options. Returns: an exit status */
static int
check (const CliCommand *command, const Typed *typed, EvaluateJob *job)
{
  SemEvaluateOptions *options = &job->options;
  const guint n_queries = (guint) MAX (typed->queries, 0);
  int code = check_lists (command, typed, options);

  job->by_overlap = g_strcmp0 (typed->protocol, SCENES_OVERLAP) == 0;
  if (code != CLI_DONE)
    return code;
  if (typed->n_seeds < 1 || typed->n_seeds > 100)
    return cli_usage (command, _("--seeds takes a number from 1 to 100."));
  if (typed->queries != CLI_NO_NUMBER && typed->queries < 1)
    return cli_usage (command, _("--queries takes a number, 1 or more."));
  if (typed->level != CLI_NO_NUMBER && typed->level < 0)
    return cli_usage (command, _("--level takes a number, 0 or more."));
  job->level = (guint) MAX (typed->level, 0);
  if (job->level > 0 && (searches_copies (job) || job->by_overlap || job->likeness))
    return cli_usage (command, _("--level cannot be combined with --copies, --claims, --likeness "
                                 "or --protocol scenes-overlap."));
  if (job->likeness
      && (searches_copies (job) || job->by_overlap || typed->files.json || typed->files.csv
          || typed->files.plots))
    return cli_usage (command,
                      _("--likeness cannot be combined with --copies, --claims, --protocol "
                        "scenes-overlap, --json-file, --csv or --plots."));
  code = check_copies (command, typed, job);
  if (code != CLI_DONE)
    return code;
  if (!cli_hash_words_apply (command, &typed->hash, &options->hash))
    return CLI_USAGE;
  options->n_seeds = (guint) typed->n_seeds;
  options->queries_per_class = n_queries;
  job->altering.n_queries = n_queries > 0 ? n_queries : N_ALTERED;
  job->altering.seed = job->seed;
  job->n_asking = n_queries;
  if (!job->by_overlap && (typed->unseen || job->whole_pairs))
    return cli_usage (command, _("--unseen and --whole-pairs need --protocol scenes-overlap."));
  return job->by_overlap ? check_scenes (command, typed, job) : CLI_DONE;
}

static gboolean
resolve_folders (const Typed *typed, const char *path, EvaluateJob *job)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  job->folder = evaluate_resolve_folder (path);
  if (!job->folder)
    return FALSE;
  for (guint i = 0; typed->distractors && typed->distractors[i]; i++)
    {
      g_autofree char *folder = evaluate_resolve_folder (typed->distractors[i]);

      if (!folder)
        return FALSE;
      g_strv_builder_add (builder, folder);
    }
  job->distractors = g_strv_builder_end (builder);
  return TRUE;
}

static void
typed_clear (Typed *typed)
{
  g_free (typed->protocol);
  g_free (typed->methods);
  g_free (typed->bits);
  g_free (typed->files.json);
  g_free (typed->files.csv);
  g_free (typed->files.plots);
  g_free (typed->unseen);
  g_free (typed->alterations);
  g_strfreev (typed->distractors);
  cli_hash_words_clear (&typed->hash);
}

static void
job_clear (EvaluateJob *job)
{
  g_clear_pointer (&job->evaluation, sem_evaluation_free);
  g_clear_pointer (&job->altered, g_array_unref);
  g_clear_pointer (&job->claims, sem_claims_free);
  g_clear_pointer (&job->likeness_result, sem_likeness_result_free);
  g_clear_pointer (&job->scene_result, sem_scene_result_free);
  g_clear_pointer (&job->backbone, sem_backbone_unref);
  g_mutex_clear (&job->mutex);
  g_free (job->folder);
  g_free (job->kind);
  g_free (job->pictures);
  g_strfreev (job->distractors);
  g_strfreev (job->only);
  g_free (job->sentence);
}

static int
evaluate (const CliCommand *command,
          const Typed *typed,
          const CliCommon *common,
          int argc,
          char **argv,
          EvaluateJob *job)
{
  g_autofree char *name = NULL;
  g_autofree char *cells = NULL;
  int code;

  if (argc != 2)
    return cli_usage (command, _("give one folder whose subfolders are the classes."));
  code = check (command, typed, job);
  if (code != CLI_DONE)
    return code;
  if (!resolve_folders (typed, argv[1], job) || !evaluate_can_output (&typed->files))
    return CLI_FAILED;
  name = g_filename_display_basename (job->folder);
  cells = typed->again ? NULL : evaluate_dup_cells_folder ();
  job->altering.folder = job->folder;
  job->options.set = name;
  job->scenes.set = name;
  job->options.cells = cells;
  return run_with (job, typed, common);
}

static int
run_evaluate (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *names = sem_hash_method_list_names ();
  g_autofree char *choice =
    g_strdup_printf (_("Methods to evaluate, separated by commas: %s; ddh-last-stage and "
                       "ddh-all also fine-tune the network"),
                     names);
  g_autofree char *protocols = list_protocols ();
  g_autofree char *protocol_choice =
    g_strdup_printf (_("Choice of query, gallery and training photos: %s (the first by "
                       "default)"),
                     protocols);
  Typed typed = {
    .n_seeds = 5,
    .queries = CLI_NO_NUMBER,
    .level = CLI_NO_NUMBER,
    .hash = CLI_HASH_WORDS_NONE,
  };
  EvaluateJob job = { .fraction = -1, .seed = 1 };
  const GOptionEntry entries[] = {
    { "protocol", 'p', 0, G_OPTION_ARG_STRING, &typed.protocol, protocol_choice, N_("NAME") },
    { "methods", 'm', 0, G_OPTION_ARG_STRING, &typed.methods, choice, N_("LIST") },
    { "bits", 'b', 0, G_OPTION_ARG_STRING, &typed.bits,
      N_("Code lengths in bits (64,256 by default)"), N_("LIST") },
    { "seeds", 's', 0, G_OPTION_ARG_INT, &typed.n_seeds,
      N_("Number of random splits (5 by default)"), N_("N") },
    { "queries", 'q', 0, G_OPTION_ARG_INT, &typed.queries,
      N_("Query photos per class, or query photos in all with --copies (given "
         "by the protocol by default)"),
      N_("N") },
    { "level", 0, 0, G_OPTION_ARG_INT, &typed.level,
      N_("Folders that are classes: 1 for those directly in FOLDER, 2 for those in them, and so "
         "on; 0 "
         "for those that photos lie in (by default)"),
      N_("N") },
    { "distractors", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &typed.distractors,
      N_("Add the photos of this folder to the gallery, as matches of no query "
         "(can be repeated)"),
      N_("FOLDER") },
    { "json-file", 0, 0, G_OPTION_ARG_FILENAME, &typed.files.json,
      N_("Write the JSON object to this file"), N_("FILE") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &typed.files.csv,
      N_("Write the table to this file as CSV"), N_("FILE") },
    { "plots", 0, 0, G_OPTION_ARG_FILENAME, &typed.files.plots,
      N_("Write the curves to this folder as SVG"), N_("FOLDER") },
    { "unseen", 0, 0, G_OPTION_ARG_STRING, &typed.unseen,
      N_("What scenes-overlap excludes from training: photos (by default) or "
         "scenes"),
      N_("WHAT") },
    { "whole-pairs", 0, 0, G_OPTION_ARG_NONE, &job.whole_pairs,
      N_("Train bcdh on the reconstructions of all photos, without the pairs of "
         "query photos"),
      NULL },
    { "again", 0, 0, G_OPTION_ARG_NONE, &typed.again,
      N_("Compute everything again, and keep only the features"), NULL },
    { "copies", 'c', 0, G_OPTION_ARG_NONE, &job.copies,
      N_("Search with altered copies of 200 photos for their originals instead"), NULL },
    { "alterations", 0, 0, G_OPTION_ARG_STRING, &typed.alterations,
      N_("With --copies, make only these alterations, separated by semicolons"), N_("LIST") },
    { "reverse", 0, 0, G_OPTION_ARG_NONE, &job.reverse,
      N_("With --copies, search with the originals for their altered copies"), NULL },
    { "pictures", 0, 0, G_OPTION_ARG_FILENAME, &job.pictures,
      N_("With --copies, also write the altered pictures to this folder"), N_("FOLDER") },
    { "claims", 0, 0, G_OPTION_ARG_NONE, &job.look_alikes,
      N_("Count wrong claims that a photo is a copy; the subfolders hold look-alikes"), NULL },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &job.kind,
      N_("With --claims, search only with the look-alikes of this subfolder"), N_("NAME") },
    { "likeness", 0, 0, G_OPTION_ARG_NONE, &job.likeness,
      N_("Measure whether likeness ends where it should instead"), NULL },
    CLI_HASH_ENTRIES (typed.hash),
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  int code = CLI_USAGE;

  sem_evaluate_options_init (&job.options);
  g_mutex_init (&job.mutex);
  if (cli_parse (command, entries, &common, &argc, &argv))
    code = evaluate (command, &typed, &common, argc, argv, &job);
  job_clear (&job);
  typed_clear (&typed);
  return code;
}

const CliCommand cli_evaluate_command = {
  .name = "evaluate",
  .summary = N_("Measure retrieval on folders that are classes"),
  .arguments = N_("FOLDER"),
  .help = N_("Evaluates retrieval with folders as classes: some photos of each "
             "class are queries, and the other photos of that class are relevant. "
             "Prints the mean average precision and the precision of the first 1, "
             "10 and 100 hits, as mean ± standard deviation over random splits. "
             "Training does not see the classes.\n"
             "\n"
             "With --copies, altered copies of 200 photos (cropped, rotated, "
             "framed, recompressed…) are the queries, and their originals are "
             "relevant; classes are ignored. With --claims, each subfolder holds "
             "photos that look alike and of which none is a copy of another, such as "
             "letters on one letterhead: every one searches for copies of itself, and "
             "every copy that is claimed is counted. With --likeness, libraries of 12 photos of a "
             "class, of whole classes and of all are asked for photos of which they have "
             "the kind, and for the photos of --distractors, which must show nothing of "
             "any class: the table has the share of such queries with at most 5 and with "
             "no hits before the divider, and the share of the class that is before it. "
             "With --protocol scenes-overlap, each "
             "folder is a scene: COLMAP reconstructs it, and photos that show the "
             "same part of it are relevant.\n"
             "\n"
             "Features and finished rows are kept in the cache folder: the next "
             "evaluation is faster, and a stopped one continues where it was.\n"
             "\n"
             "Examples:\n"
             "  semblance-cli evaluate --methods itq,gs-itq --bits 64 --queries 10 "
             "flowers\n"
             "  semblance-cli evaluate --protocol cifar10-2 --plots curves cifar10"),
  .keeps_library = TRUE,
  .uses_blas = TRUE,
  .run = run_evaluate,
};
