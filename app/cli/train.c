/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/hash-options.h"
#include "engine/library/trainer.h"
#include "engine/nn/backbone.h"
#include "engine/store/store.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *library;
  const char *backbone;
  SemHashOptions options;
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
  int lock = sem_store_lock (job->library, error);
  gboolean ok;

  if (lock < 0)
    return FALSE;
  ok = sem_train_library (job->library, job->backbone, &job->options, FALSE, training_progress,
                          job, cancellable, &job->summary, error);
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
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "method");
  json_builder_add_string_value (builder, sem_hash_method_get_name (job->options.method));
  json_builder_set_member_name (builder, "bits");
  json_builder_add_int_value (builder, job->options.n_bits);
  json_builder_set_member_name (builder, "seed");
  json_builder_add_int_value (builder, (gint64) job->options.seed);
  json_builder_set_member_name (builder, "trained_on");
  json_builder_add_int_value (builder, job->summary.trained_on);
  json_builder_set_member_name (builder, "photos");
  json_builder_add_int_value (builder, job->summary.photos);
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, job->summary.seconds);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static int
train (const CliCommon *common, TrainJob *job, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);

  if (!backbone)
    return CLI_FAILED;
  job->library = common->library;
  job->backbone = sem_backbone_get_id (backbone);
  if (!cli_run_job (train_job, train_progress, job, error))
    return CLI_FAILED;
  if (job->summary.remark)
    cli_note (job->summary.remark);
  if (common->json)
    print_json (job);
  else
    g_print (_("Learned codes of %u bits by %s from %u of %u photos (%.1f s)\n"),
             job->options.n_bits, sem_hash_method_get_name (job->options.method),
             job->summary.trained_on, job->summary.photos, job->summary.seconds);
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
  const GOptionEntry entries[] = {
    { "method", 'm', 0, G_OPTION_ARG_STRING, &method, choice, N_ ("METHOD") },
    { "bits", 'b', 0, G_OPTION_ARG_INT, &bits, N_ ("Code length: 16, 32, 64, 128, 256 or 512"),
      N_ ("BITS") },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &seed, N_ ("Seed of the random numbers"), N_ ("SEED") },
    CLI_HASH_ENTRIES (words),
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
  if (!load_options (common.library, &job.options, &error))
    return cli_fail (error);
  if (method && !sem_hash_method_from_name (method, &job.options.method))
    return cli_usage (command, _("there is no method “%s”. There are these: %s."), method, names);
  if (bits != -1)
    job.options.n_bits = bits;
  if (seed != -1)
    job.options.seed = seed;
  if (!cli_hash_words_apply (command, &words, &job.options))
    return CLI_USAGE;
  if (cli_hash_words_given (&words) && job.options.method != SEM_HASH_DDH)
    return cli_usage (command, _("--preset, --start, --lambda, --k1, --k2, --epochs and "
                                 "--early-stop are for the method ddh."));

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
              "Example: semblance-cli train --method ddh --bits 64"),
  .uses_blas = TRUE,
  .run = run_train,
};
