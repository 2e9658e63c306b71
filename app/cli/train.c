/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/hash-options.h"
#include "app/cli/model-report.h"
#include "engine/evaluate/compare.h"
#include "engine/library/trainer.h"
#include "engine/nn/backbone.h"

#include <glib/gi18n.h>

typedef struct
{
  SemTrainRequest request;
  SemTrainSummary summary;
  GMutex mutex;
  double fraction;
} TrainJob;

static void
training_progress (double fraction, gpointer data)
{
  TrainJob *job = data;

  g_mutex_lock (&job->mutex);
  job->fraction = fraction;
  g_mutex_unlock (&job->mutex);
}

static gboolean
train_job (gpointer data, GCancellable *cancellable, GError **error)
{
  TrainJob *job = data;
  int lock = sem_store_lock (job->request.path, error);
  gboolean ok;

  if (lock < 0)
    return FALSE;
  ok = sem_train_library (&job->request, cancellable, &job->summary, error);
  sem_store_unlock (lock);
  return ok;
}

static void
train_progress (gpointer data, char **text, double *fraction)
{
  TrainJob *job = data;

  *text = g_strdup (_("Learning codes"));
  g_mutex_lock (&job->mutex);
  *fraction = job->fraction;
  g_mutex_unlock (&job->mutex);
}

/* What is not on the command line is as the active model has it. */
static gboolean
load_options (const char *library, SemHashOptions *options, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_READ, error);
  SemStoreModel active = { 0 };
  gint64 id = store ? sem_store_get_active_model (store, error) : -1;

  if (id < 0 || (id > 0 && !sem_store_get_model (store, id, &active, error)))
    return FALSE;
  sem_train_choose_options (&active, options);
  sem_store_model_clear (&active);
  return TRUE;
}

static void
print_json (const TrainJob *job)
{
  const SemHashOptions *options = &job->request.options;
  const SemTrainSummary *summary = &job->summary;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_int (builder, "id", summary->model);
  cli_json_add_string (builder, "method", sem_hash_method_get_name (options->method));
  cli_json_add_int (builder, "bits", options->n_bits);
  cli_json_add_int (builder, "seed", (gint64) options->seed);
  cli_json_add_int (builder, "trained_on", summary->trained_on);
  cli_json_add_int (builder, "photos", summary->photos);
  cli_json_add_double (builder, "seconds", summary->seconds);
  cli_json_add_boolean (builder, "active", summary->active);
  cli_json_add_boolean (builder, "unchanged", summary->unchanged);
  cli_json_add_boolean (builder, "resumed", summary->resumed);
  cli_json_add_log (builder, summary->log);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* What became of the new codes, and how to have it otherwise. */
static void
print_outcome (const SemTrainSummary *summary)
{
  const SemCodeComparison *comparison = sem_training_log_get_comparison (summary->log);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, summary->model);

  if (comparison)
    {
      g_autofree char *sentence = sem_code_comparison_describe (comparison);

      g_print ("%s\n", sentence);
    }
  if (summary->unchanged)
    g_print (_("They are the codes that were there: the photos and the choices are the same.\n"));
  else if (!summary->active)
    g_print (_("They are worse, so that the old ones still answer. To use the new ones all the "
               "same: semblance-cli models --use %s\n"),
             number);
  else if (comparison)
    g_print (_("The new codes answer now; the old ones are kept: “semblance-cli models” lists "
               "both.\n"));
}

static void
print_text (const TrainJob *job)
{
  const SemHashOptions *options = &job->request.options;
  const SemTrainSummary *summary = &job->summary;
  g_autofree char *sample = sem_train_summary_describe_sample (summary);

  g_print (_("Learned codes of %u bits by %s from %u of %u photos (%.1f s)\n"), options->n_bits,
           sem_hash_method_get_name (options->method), summary->trained_on, summary->photos,
           summary->seconds);
  print_outcome (summary);
  if (sample)
    g_print ("%s\n", sample);
}

static int
train (const CliCommon *common, TrainJob *job, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);

  if (!backbone)
    return CLI_FAILED;
  job->request.path = common->library;
  job->request.backbone = sem_backbone_get_id (backbone);
  job->request.judge = sem_compare_models;
  job->request.progress = training_progress;
  job->request.progress_data = job;
  if (!cli_run_job (train_job, train_progress, job, error))
    return CLI_FAILED;
  if (job->summary.remark)
    cli_note (job->summary.remark);
  if (common->json)
    print_json (job);
  else
    print_text (job);
  return CLI_DONE;
}

static int
run_train (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *method = NULL;
  g_autofree char *names = sem_hash_method_list_names ();
  g_autofree char *choice = g_strdup_printf (_("How to learn: %s"), names);
  int bits = -1;
  gint64 seed = -1;
  g_auto (CliHashWords) words = { 0 };
  gboolean use = FALSE;
  const GOptionEntry entries[] = {
    { "method", 'm', 0, G_OPTION_ARG_STRING, &method, choice, N_ ("METHOD") },
    { "bits", 'b', 0, G_OPTION_ARG_INT, &bits, N_ ("Code length: 16, 32, 64, 128, 256 or 512"),
      N_ ("BITS") },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, N_ ("Seed of the random numbers"), N_ ("SEED") },
    CLI_HASH_ENTRIES (words),
    { "use", 'u', 0, G_OPTION_ARG_NONE, &use, N_ ("Use the new codes even where they are worse"),
      NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  TrainJob job = { 0 };
  int code;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc > 1)
    return cli_usage (command, _("“%s” is one argument too many."), argv[1]);
  if (bits != -1 && (bits < 0 || !sem_hash_bits_valid (bits)))
    return cli_usage (command, _("--bits takes 16, 32, 64, 128, 256 or 512."));
  if (seed < -1)
    return cli_usage (command, _("--seed takes a number, 0 or more."));
  if (!load_options (common.library, &job.request.options, &error))
    return cli_fail (error);
  if (method && !sem_hash_method_from_name (method, &job.request.options.method))
    return cli_usage (command, _("there is no method “%s”. There are these: %s."), method, names);
  if (bits != -1)
    job.request.options.n_bits = bits;
  if (seed != -1)
    job.request.options.seed = seed;
  if (!cli_hash_words_apply (command, &words, &job.request.options))
    return CLI_USAGE;
  if (cli_hash_words_given (&words) && job.request.options.method != SEM_HASH_DDH)
    return cli_usage (command, _("--preset, --start, --lambda, --k1, --k2, --epochs and "
                                 "--early-stop are for the method ddh."));
  job.request.end = use ? SEM_TRAIN_USE : SEM_TRAIN_USE_UNLESS_WORSE;

  g_mutex_init (&job.mutex);
  code = train (&common, &job, &error);
  if (error)
    cli_fail (error);
  g_mutex_clear (&job.mutex);
  sem_train_summary_clear (&job.summary);
  return code;
}

const CliCommand cli_train_command = {
  .name = "train",
  .summary = N_ ("Learn the codes anew"),
  .arguments = "",
  .help = N_ ("Learns codes from all photos of the library; the old codes answer until the new "
              "ones are ready. What is not given stays as it was; a new library starts with "
              "gs-itq, 256 bits and seed 1.\n\n"
              "The new codes are compared with the old ones on a sample of the photos: where they "
              "keep clearly less of each photo's nearest in reach, the old ones go on answering, "
              "and “semblance-cli models” has both.\n\n"
              "Example: semblance-cli train --method ddh --bits 64"),
  .uses_blas = TRUE,
  .run = run_train,
};
