/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/hash-options.h"
#include "engine/evaluate/altered.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/labelled-set.h"
#include "engine/library/indexer.h"
#include "engine/store/store.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n.h>

/* Photos that --copies alters. */
#define N_ALTERED 200

typedef struct
{
  char *folder;
  char *library; /* where the folder's features are kept from one evaluation to the next */
  SemBackbone *backbone;
  SemIndexer *indexer;
  SemEvaluateOptions options;
  SemEvaluation *evaluation;
  gboolean copies;
  guint64 seed;
  guint n_asked;
  GArray *altered; /* SemAlteredRow */
  GMutex mutex;
  double fraction; /* of the evaluation; -1 before it */
} EvaluateJob;

static void
note_cb (const char *path, const char *sentence, gpointer user_data)
{
  cli_note (sentence);
}

static void
evaluation_progress (double fraction, gpointer data)
{
  EvaluateJob *job = data;

  g_mutex_lock (&job->mutex);
  job->fraction = fraction;
  g_mutex_unlock (&job->mutex);
}

static gboolean
add_folder (EvaluateJob *job, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (job->library, SEM_STORE_WRITE, error);

  return store && sem_store_begin (store, error)
         && sem_store_add_folder (store, job->folder, error) > 0
         && sem_store_commit (store, error);
}

static gboolean
evaluate_job (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  SemIndexSummary summary;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (SemLabelledSet) set = NULL;

  if (!add_folder (job, error)
      || !sem_indexer_run (job->indexer, NULL, cancellable, &summary, error))
    return FALSE;
  if (job->copies)
    {
      evaluation_progress (0, job);
      job->altered = sem_altered_evaluate (job->library, job->backbone, N_ALTERED, job->seed,
                                           &job->n_asked, evaluation_progress, job, cancellable,
                                           error);
      return job->altered != NULL;
    }
  store = sem_store_open (job->library, SEM_STORE_READ, error);
  set = store ? sem_labelled_set_load (store, sem_backbone_get_id (job->backbone),
                                              job->options.protocol->naming, error) : NULL;
  if (!set)
    return FALSE;
  evaluation_progress (0, job);
  job->evaluation = sem_evaluate (&job->options, set->features, set->labels, set->n,
                                  SEM_BACKBONE_DIM, evaluation_progress, job, cancellable, error);
  return job->evaluation != NULL;
}

static void
evaluate_progress (gpointer data, char **text, double *fraction)
{
  EvaluateJob *job = data;
  SemIndexProgress progress;

  g_mutex_lock (&job->mutex);
  *fraction = job->fraction;
  g_mutex_unlock (&job->mutex);
  if (*fraction >= 0)
    {
      *text = g_strdup (_("Evaluating"));
      return;
    }
  sem_indexer_get_progress (job->indexer, &progress);
  *text = g_strdup_printf (_("Computing features of %u of %u files"), progress.done,
                           MAX (progress.total, progress.done));
  if (progress.counted && progress.total)
    *fraction = (double) progress.done / progress.total;
}

/* Features take long, so that they are kept: a library of its own for each evaluated folder. */
static char *
cache_path (const char *folder)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder, -1);
  g_autofree char *name = g_strdup_printf ("%.16s.db", digest);

  return g_build_filename (g_get_user_cache_dir (), "semblance", "evaluate", name, NULL);
}

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

/* "float" and "float-centred" are always in the table; naming them is no error. */
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
          || !sem_hash_method_from_name (words[i], &options->methods[options->n_methods]))
        return FALSE;
      options->n_methods++;
    }
  return TRUE;
}

static void
add_shares (JsonBuilder *builder, const char *name, const double *shares)
{
  static const char *const orders[] = { "float", "hamming", "score", "copies" };

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      json_builder_set_member_name (builder, orders[i]);
      json_builder_add_double_value (builder, shares[i]);
    }
  json_builder_end_object (builder);
}

static void
print_altered_json (const EvaluateJob *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "set");
  json_builder_add_string_value (builder, job->options.set);
  json_builder_set_member_name (builder, "seed");
  json_builder_add_int_value (builder, (gint64) job->seed);
  json_builder_set_member_name (builder, "photos");
  json_builder_add_int_value (builder, job->n_asked);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->altered->len; i++)
    {
      const SemAlteredRow *row = &g_array_index (job->altered, SemAlteredRow, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "transform");
      json_builder_add_string_value (builder, row->name);
      add_shares (builder, "first", row->first);
      add_shares (builder, "first_10", row->first_ten);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static int
run_with (EvaluateJob *job, const CliCommon *common)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  job->backbone = sem_backbone_new (NULL, &error);
  if (!job->backbone)
    return cli_fail (error);
  job->indexer = sem_indexer_new (job->library, job->backbone, note_cb, NULL);
  sem_indexer_set_trains (job->indexer, job->copies);
  if (!cli_run_job (evaluate_job, evaluate_progress, job, &error))
    return cli_fail (error);
  if (job->copies)
    {
      if (common->json)
        print_altered_json (job);
      else
        {
          text = sem_altered_to_text (job->altered, job->n_asked, job->seed);
          g_print ("%s", text);
        }
      return CLI_DONE;
    }
  text = common->json ? sem_evaluation_to_json (job->evaluation)
                      : sem_evaluation_to_text (job->evaluation);
  g_print (common->json ? "%s\n" : "%s", text);
  return CLI_DONE;
}

static void
job_clear (EvaluateJob *job)
{
  g_clear_pointer (&job->evaluation, sem_evaluation_free);
  g_clear_pointer (&job->altered, g_array_unref);
  g_clear_pointer (&job->indexer, sem_indexer_free);
  g_clear_pointer (&job->backbone, sem_backbone_unref);
  g_mutex_clear (&job->mutex);
  g_free (job->folder);
  g_free (job->library);
}

static int
run_evaluate (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *methods = NULL, *bits = NULL;
  g_autofree char *names = sem_hash_method_list_names ();
  g_autofree char *choice = g_strdup_printf (_("Only these, separated by commas: %s"), names);
  int n_seeds = 5, queries = 0;
  EvaluateJob job = { .fraction = -1, .seed = 1 };
  g_auto (CliHashWords) words = { 0 };
  const GOptionEntry entries[] = {
    { "methods", 'm', 0, G_OPTION_ARG_STRING, &methods, choice, N_ ("LIST") },
    { "bits", 'b', 0, G_OPTION_ARG_STRING, &bits, N_ ("Code lengths (64,256 by default)"),
      N_ ("LIST") },
    { "seeds", 's', 0, G_OPTION_ARG_INT, &n_seeds, N_ ("Number of seeded splits (5 by default)"),
      N_ ("N") },
    { "queries", 'q', 0, G_OPTION_ARG_INT, &queries,
      /* xgettext:no-c-format */
      N_ ("Queries a class (10 % of it by default)"), N_ ("N") },
    { "copies", 'c', 0, G_OPTION_ARG_NONE, &job.copies,
      N_ ("Ask with altered copies of 200 photos instead, for their sources"), NULL },
    CLI_HASH_ENTRIES (words),
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autofree char *name = NULL;
  char *folder;
  int code;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc != 2)
    return cli_usage (command, _("give one folder whose subfolders are the classes."));
  sem_evaluate_options_init (&job.options);
  if (methods && !parse_methods (methods, &job.options))
    return cli_usage (command, _("--methods takes names out of these: %s."), names);
  if (bits && !parse_numbers (bits, job.options.bits, &job.options.n_bits))
    return cli_usage (command, _("--bits takes numbers out of 16, 32, 64, 128, 256 and 512."));
  if (n_seeds < 1 || n_seeds > 100)
    return cli_usage (command, _("--seeds takes a number from 1 to 100."));
  if (queries < 0)
    return cli_usage (command, _("--queries takes a number, 1 or more."));
  if (!cli_hash_words_apply (command, &words, &job.options.hash))
    return CLI_USAGE;
  folder = realpath (argv[1], NULL);
  if (!folder)
    {
      cli_complain (_("The folder “%s” cannot be opened: %s."), argv[1], g_strerror (errno));
      return CLI_FAILED;
    }
  job.folder = g_strdup (folder);
  free (folder);
  job.library = cache_path (job.folder);
  name = g_path_get_basename (job.folder);
  job.options.set = name;
  job.options.n_seeds = n_seeds;
  job.options.queries_per_class = queries;
  g_mutex_init (&job.mutex);
  code = run_with (&job, &common);
  job_clear (&job);
  return code;
}

const CliCommand cli_evaluate_command = {
  .name = "evaluate",
  .summary = N_ ("Measure the retrieval on a folder of folders"),
  .arguments = N_ ("FOLDER"),
  .help = N_ ("Takes the folder that a photo lies in as its class, asks with some photos of each "
              "class, and prints how many of the others of its class come first: mean average "
              "precision and precision among the first 10, as mean ± standard deviation over "
              "seeded splits. The codes are learned without the classes. With --copies the "
              "classes do not matter: altered copies of 200 photos (cropped, turned, framed, "
              "recompressed…) ask for their sources. Features are kept in the cache folder, so "
              "that the next evaluation is quick.\n\n"
              "Example: semblance-cli evaluate --methods itq,gs-itq --bits 64 --queries 10 "
              "flowers"),
  .keeps_library = TRUE,
  .uses_blas = TRUE,
  .run = run_evaluate,
};
