/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-alterations.h"
#include "app/cli/evaluate/evaluate-features.h"
#include "app/cli/evaluate/evaluate-lists.h"
#include "app/cli/evaluate/evaluate-manifest.h"
#include "app/cli/evaluate/evaluate-options.h"
#include "app/cli/evaluate/evaluate-output.h"
#include "app/cli/evaluate/evaluate-scenes.h"
#include "app/cli/hash-options.h"
#include "engine/nn/pooling.h"

#include <string.h>

#include <glib/gi18n.h>

/* Default number of photos that --copies alters. */
#define N_ALTERED 200

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

static CliJobFunc
choose_run (const EvaluateJob *job)
{
  if (job->arrays)
    return evaluate_features_run;
  if (job->options.protocol->lists != SEM_LISTS_NONE)
    return evaluate_lists_run;
  if (job->by_overlap)
    return evaluate_scenes_run;
  if (job->look_alikes)
    return evaluate_claims_run;
  if (job->likeness)
    return evaluate_likeness_run;
  return job->copies ? evaluate_copies_run : evaluate_classes_run;
}

/* FALSE with @error. */
static gboolean
check_bits (const EvaluateJob *job, const SemProgramSettings *settings, GError **error)
{
  for (guint i = 0; i < job->options.n_bits; i++)
    if (job->options.bits[i] > settings->d)
      {
        g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                     _("The backbone gives %u numbers a photo, too few for %u bits. Train with "
                       "fewer bits."),
                     settings->d, job->options.bits[i]);
        return FALSE;
      }
  return TRUE;
}

static int
run_with (EvaluateJob *job, const EvaluateTyped *typed, const CliCommon *common)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemProgramSettings) settings = NULL;

  if (typed->backbone && (settings = sem_programs_find (typed->backbone, &error))
      && check_bits (job, settings, &error))
    job->backbone = sem_backbone_new_for_program (settings);
  else if (!error && !job->arrays)
    job->backbone = sem_backbone_new_pooled (NULL, job->pooling_power, &error);
  if (error)
    return cli_fail (error);
  if (!cli_run_job (choose_run (job), evaluate_job_progress, job, &error))
    return cli_fail_naming ((const char *const[]){ job->folder }, 1, error);
  return evaluate_output (job, &typed->files, common->json) ? CLI_DONE : CLI_FAILED;
}

static int
check_lists (const CliCommand *command, const EvaluateTyped *typed, SemEvaluateOptions *options)
{
  if (typed->protocol && !g_str_equal (typed->protocol, EVALUATE_SCENES_OVERLAP))
    options->protocol = sem_protocol_find (typed->protocol);
  if (!options->protocol && sem_protocol_get_new_name (typed->protocol))
    return cli_usage (command, _("the protocol %s is called %s now."), typed->protocol,
                      sem_protocol_get_new_name (typed->protocol));
  if (!options->protocol)
    {
      g_autofree char *names = evaluate_list_protocols ();

      return cli_usage (command, _("--protocol takes one of %s."), names);
    }
  if (typed->methods && !parse_methods (typed->methods, options))
    {
      g_autofree char *names = sem_hash_method_list_names ();

      return cli_usage (command,
                        _("--methods takes names from this list: %s, ddh-last-stage, ddh-all, "
                          "bcdh-last-stage, bcdh-all."),
                        names);
    }
  if (typed->bits && !parse_numbers (typed->bits, options->bits, &options->n_bits))
    return cli_usage (command,
                      _("--bits takes numbers from this list: 16, 32, 64, 128, 256, 512."));
  return CLI_DONE;
}

static int
check_scenes (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  SemSceneTestOptions *scenes = &job->scenes;
  const SemEvaluateOptions *options = &job->options;

  sem_scene_test_options_init (scenes);
  if (g_strcmp0 (typed->unseen, "scenes") == 0)
    scenes->split = SEM_SCENE_SPLIT_SCENES;
  else if (typed->unseen && !g_str_equal (typed->unseen, "photos"))
    return cli_usage (command, _("--unseen takes photos or scenes."));
  if (job->copies || job->look_alikes || typed->queries)
    return cli_usage (command,
                      _("--protocol scenes-overlap cannot be combined with --copies, --claims or "
                        "--queries."));
  if (typed->methods)
    {
      memcpy (scenes->methods, options->methods, sizeof scenes->methods);
      memcpy (scenes->depths, options->depths, sizeof scenes->depths);
      scenes->n_methods = options->n_methods;
    }
  memcpy (scenes->bits, options->bits, sizeof scenes->bits);
  scenes->n_bits = options->n_bits;
  scenes->hash = options->hash;
  scenes->n_seeds = options->n_seeds;
  return CLI_DONE;
}

/* What --copies and --claims can be combined with. */
static gboolean
searches_copies (const EvaluateJob *job)
{
  return job->copies || job->look_alikes;
}

static int
check_copies (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
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
      && !options->protocol->distractors && !evaluate_lists_name_queries (options->protocol))
    return cli_usage (command,
                      _("--distractors needs --copies, --claims, --likeness, or a protocol whose "
                        "queries are given, such as scenes, scenes-overlap, list, holidays or "
                        "oxford5k."));
  if (searches && (typed->files.json || typed->files.csv || typed->files.plots))
    return cli_usage (command, _("--copies and --claims cannot be combined with --json-file, "
                                 "--csv or --plots."));
  if (evaluate_finetunes (options) && (searches || typed->distractors))
    return cli_usage (command, _("methods such as ddh-last-stage and bcdh-all cannot be combined "
                                 "with --copies, --claims or --distractors."));
  return CLI_DONE;
}

/* Fills in the job from the options. Returns: an exit status */
static int
check (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  SemEvaluateOptions *options = &job->options;
  int code = check_lists (command, typed, options);
  guint n_queries;

  job->by_overlap = g_strcmp0 (typed->protocol, EVALUATE_SCENES_OVERLAP) == 0;
  if (code == CLI_DONE)
    code = evaluate_check_lists (command, typed, job, &n_queries);
  if (code != CLI_DONE)
    return code;
  if (typed->n_seeds < 1 || typed->n_seeds > 100)
    return cli_usage (command, _("--seeds takes a number from 1 to 100."));
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
  code = evaluate_check_backbone (command, typed, job);
  if (code == CLI_DONE)
    code = evaluate_check_features (command, typed, job);
  if (code == CLI_DONE)
    code = evaluate_check_rankings (command, typed, job);
  return code == CLI_DONE && job->by_overlap ? check_scenes (command, typed, job) : code;
}

static gboolean
resolve_folders (const EvaluateTyped *typed, const char *path, EvaluateJob *job)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  job->folder = job->arrays ? g_strdup (job->arrays) : evaluate_resolve_folder (path);
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
job_clear (EvaluateJob *job)
{
  g_clear_pointer (&job->evaluation, sem_evaluation_free);
  g_clear_pointer (&job->growth, g_array_unref);
  g_clear_pointer (&job->altered, g_array_unref);
  g_clear_pointer (&job->claims, sem_claims_free);
  g_clear_pointer (&job->likeness_result, sem_likeness_result_free);
  g_clear_pointer (&job->scene_result, sem_scene_result_free);
  g_clear_pointer (&job->truth, sem_truth_free);
  g_clear_pointer (&job->backbone, sem_backbone_unref);
  g_mutex_clear (&job->mutex);
  g_free (job->folder);
  g_free (job->kind);
  g_free (job->pictures);
  g_strfreev (job->distractors);
  g_strfreev (job->only);
  g_strfreev (job->arguments);
  g_free (job->imported_of);
  g_free (job->digest);
  g_free (job->sentence);
}

/* (transfer full): figures of two ways to pool are never mixed. */
static char *
dup_set_name (const EvaluateJob *job)
{
  g_autofree char *name = g_filename_display_basename (job->folder);

  return job->pooling_power == SEM_POOLING_GEM ? g_strconcat (name, ", GeM", NULL)
                                               : g_steal_pointer (&name);
}

static int
evaluate (const CliCommand *command,
          const EvaluateTyped *typed,
          const CliCommon *common,
          int argc,
          char **argv,
          EvaluateJob *job)
{
  g_autofree char *name = NULL;
  g_autofree char *cells = NULL;
  int code;

  if (typed->features && argc != 1)
    return cli_usage (command, _("with --features, no folder is evaluated."));
  if (!typed->features && argc != 2)
    return cli_usage (command, _("give one folder whose subfolders are the classes."));
  code = check (command, typed, job);
  if (code != CLI_DONE)
    return code;
  if (!resolve_folders (typed, argv[1], job)
      || !evaluate_can_output (&typed->files, typed->rankings, typed->strips))
    return CLI_FAILED;
  name = dup_set_name (job);
  /* Rows that are known are not ranked again. */
  cells = typed->again || typed->rankings || typed->strips ? NULL : evaluate_dup_cells_folder ();
  job->options.with_epochs = typed->files.plots != NULL;
  job->altering.folder = job->folder;
  job->options.set = name;
  job->scenes.set = name;
  job->options.cells = cells;
  job->arguments = evaluate_manifest_list_arguments (typed, job);
  return run_with (job, typed, common);
}

/* @before: (nullable): what ran before */
static int
run_as_typed (const CliCommand *command, int argc, char **argv, const EvaluateManifest *before)
{
  g_auto (GStrv) given = g_strdupv (argv);
  EvaluateTyped typed = EVALUATE_TYPED_NONE;
  EvaluateJob job = { .fraction = -1, .seed = 1, .d = SEM_BACKBONE_DIM };
  g_autoptr (EvaluateEntries) entries = evaluate_entries_new (&typed, &job);
  g_autoptr (EvaluateManifest) manifest = NULL;
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  int code = CLI_USAGE;

  sem_evaluate_options_init (&job.options);
  g_mutex_init (&job.mutex);
  if (cli_parse (command, evaluate_entries_get (entries), &common, &argc, &argv))
    {
      typed.files.before = before;
      /* Finished rows would only be read again. */
      typed.again = typed.again || before != NULL;
      if (!typed.from)
        code = evaluate (command, &typed, &common, argc, argv, &job);
      else
        manifest = evaluate_manifest_read (typed.from, &error);
    }
  if (error)
    code = cli_fail_naming ((const char *const[]){ typed.from }, 1, error);
  else if (manifest)
    {
      g_auto (GStrv) again = evaluate_manifest_dup_argv (manifest, given);

      code = run_as_typed (command, (int) g_strv_length (again), again, manifest);
    }
  job_clear (&job);
  evaluate_typed_clear (&typed);
  return code;
}

static int
run_evaluate (const CliCommand *command, int argc, char **argv)
{
  return run_as_typed (command, argc, argv, NULL);
}

const CliCommand cli_evaluate_command = {
  .name = "evaluate",
  .summary = N_("Measure retrieval on folders that are classes"),
  .arguments = N_("[FOLDER]"),
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
             "Protocols with lists read published sets as they are: list takes test.txt, "
             "database.txt and train.txt with a path and its labels (0 or 1 each, or the number "
             "of a class) in each line; nus-wide Imagelist.txt and Labels_CONCEPT.txt, or the "
             "lists of the hashing literature; mirflickr the annotations; oxford5k and paris6k "
             "the query, good, ok and junk files; roxford and rparis gnd_roxford5k.json and "
             "gnd_rparis6k.json, which revisited-to-json.py makes of the published file; "
             "holidays and ukbench the names of the photos. Photos are found by the last two "
             "parts of their paths, or by their names. Those that are not there are counted, and "
             "left out with their labels. The table says by which rule its average precision "
             "is: “hash” divides by the relevant photos among the first ones, as the hashing "
             "literature does, “trapezoidal” is that of Oxford5k and Holidays.\n"
             "\n"
             "With --features, the features of any other network are hashed and ranked here. The "
             "file has an array features, n × d numbers, and perhaps paths, n texts for "
             "--rankings; the labels are n classes from 0, or -1 for none. With --protocol "
             "nus-wide or mirflickr, labels are n × L, 0 or 1. With --protocol list, labels are "
             "either, and arrays queries, database and perhaps training have the numbers of "
             "rows. In Python:\n"
             "  import numpy\n"
             "  x, y = numpy.load(\"x.npy\"), numpy.load(\"y.npy\")\n"
             "  numpy.savez(\"set.npz\", features=x, labels=y)\n"
             "and then: semblance-cli evaluate --features set.npz\n"
             "\n"
             "What --json and --json-file write has a manifest: version, kernels, a digest of the "
             "data, seeds and options. --from runs it again, without finished rows, and says "
             "whether all figures are the same to the last digit.\n"
             "\n"
             "Features and finished rows are kept in the cache folder: the next "
             "evaluation is faster, and a stopped one continues where it was.\n"
             "\n"
             "Examples:\n"
             "  semblance-cli evaluate --methods itq,gs-itq --bits 64 --queries 10 "
             "flowers\n"
             "  semblance-cli evaluate --protocol cifar10-greedyhash-2 --plots curves cifar10\n"
             "  semblance-cli evaluate --protocol oxford5k --methods itq oxford\n"
             "  semblance-cli evaluate --json-file table.json flowers\n"
             "  semblance-cli evaluate --from table.json"),
  .keeps_library = TRUE,
  .uses_blas = TRUE,
  .run = run_evaluate,
};
