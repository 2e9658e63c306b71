/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/hash-options.h"
#include "app/cli/output/pace.h"
#include "app/cli/train/train-imported.h"
#include "app/cli/train/train-report.h"
#include "engine/photos/backbones.h"
#include "engine/photos/describe.h"
#include "engine/learn/end-to-end.h"
#include "engine/learn/estimate.h"
#include "engine/learn/trainer.h"
#include "engine/nn/pooling.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

#include <glib/gi18n.h>

typedef struct
{
  SemTrainRequest request;
  SemTrainSummary summary;
  SemFinetuneDepth depth;
  gboolean augment;
  guint pooling_power; /* with fine-tuning: pooling.h */
  SemEndToEndSummary end_to_end;
  SemBackbone *backbone;
} TrainJob;

/* Photos that were indexed while another backbone was active have no feature of this one yet. */
static gboolean
describe (TrainJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (job->request.path, SEM_STORE_WRITE, error);
  const SemProgress progress = { .cancellable = cancellable };
  guint n_left_out;

  return store && sem_describe_photos (store, job->backbone, &n_left_out, &progress, error);
}

static gboolean
train_work (gpointer data, const SemProgress *progress, GError **error)
{
  TrainJob *job = data;

  job->request.progress = progress->func;
  job->request.progress_data = progress->user_data;
  return describe (job, progress->cancellable, error)
         && sem_train_library (&job->request, progress->cancellable, &job->summary, error);
}

/* Options that are not given are those of the active model. */
static gboolean
load_options (const char *library, SemHashOptions *options, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_READ, error);
  SemStoreModel active = { 0 };

  if (!store || !sem_store_get_active_row (store, &active, error))
    return FALSE;
  sem_train_choose_options (&active, options);
  sem_store_model_clear (&active);
  return TRUE;
}

static void
print_training (const CliCommon *common, const TrainJob *job)
{
  const SemTrainSummary *summary = &job->summary;
  const CliTrained trained = {
    .options = &job->request.options,
    .model = summary->model,
    .trained_on = summary->trained_on,
    .photos = summary->photos,
    .seconds = summary->seconds,
    .active = summary->active,
    .unchanged = summary->unchanged,
    .dropped = summary->dropped,
    .log = summary->log,
  };
  g_autofree char *sample = sem_train_summary_describe_sample (summary);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!common->json)
    {
      g_print (_("Trained a model of %u bits by %s on %u of %u photos (%.1f s)\n"),
               trained.options->n_bits, sem_hash_method_get_name (trained.options->method),
               trained.trained_on, trained.photos, trained.seconds);
      cli_print_trained (&trained);
      if (sample)
        g_print ("%s\n", sample);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_trained (builder, &trained);
  cli_json_add_boolean (builder, "unchanged", summary->unchanged);
  cli_json_add_boolean (builder, "resumed", summary->resumed);
  cli_json_add_outcome (builder, &trained);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* A program of the user's own stays the backbone; a network that was fine-tuned does not. */
static SemBackbone *
load_backbone (const char *library, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_READ, error);
  SemBackbone *backbone = NULL;
  SemStoreModel active = { 0 };

  if (store && sem_store_get_active_row (store, &active, error))
    backbone =
      sem_backbones_load (store, sem_program_is_id (active.backbone) ? active.backbone : NULL,
                          error);
  sem_store_model_clear (&active);
  return backbone;
}

static int
train (const CliCommon *common, TrainJob *job, GError **error)
{
  g_autoptr (SemBackbone) backbone = load_backbone (common->library, error);

  if (!backbone)
    return CLI_FAILED;
  job->request.path = common->library;
  job->backbone = backbone;
  job->request.backbone = sem_backbone_get_id (backbone);
  if (!cli_run_locked (train_work, _("Training"), common->library, job, error))
    return CLI_FAILED;
  if (job->summary.remark)
    cli_note (job->summary.remark);
  print_training (common, job);
  return CLI_DONE;
}

static gboolean
end_to_end_work (gpointer data, const SemProgress *progress, GError **error)
{
  TrainJob *job = data;
  SemEndToEndRequest request = {
    .path = job->request.path,
    .options = job->request.options,
    .depth = job->depth,
    .augment = job->augment,
    .pooling_power = job->pooling_power,
    .end = job->request.end,
    .progress = progress->func,
    .progress_data = progress->user_data,
  };

  return sem_end_to_end_library (&request, progress->cancellable, &job->end_to_end, error);
}

static void
print_end_to_end (const CliCommon *common, const TrainJob *job)
{
  const SemEndToEndSummary *summary = &job->end_to_end;
  const CliTrained trained = {
    .options = &job->request.options,
    .model = summary->model,
    .trained_on = summary->trained_on,
    .photos = summary->photos,
    .seconds = summary->seconds,
    .active = summary->active,
    .dropped = summary->dropped,
    .log = summary->log,
  };
  g_autoptr (JsonBuilder) builder = NULL;

  if (!common->json)
    {
      g_print (_("Trained a model of %u bits by %s, and fine-tuned the network, on %u "
                 "of %u photos (%.1f s)\n"),
               trained.options->n_bits, sem_hash_method_get_name (trained.options->method),
               trained.trained_on, trained.photos, trained.seconds);
      cli_print_trained (&trained);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_trained (builder, &trained);
  cli_json_add_string (builder, "finetune", sem_finetune_depth_get_name (job->depth));
  cli_json_add_string (builder, "backbone", summary->backbone);
  cli_json_add_int (builder, "unreadable", summary->unreadable);
  cli_json_add_int (builder, "resumed", summary->resumed);
  cli_json_add_outcome (builder, &trained);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Said before it starts, since it may take hours. */
static gboolean
announce (const TrainJob *job, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (job->request.path, SEM_STORE_READ, error);
  g_autofree char *duration = NULL;
  g_autofree char *sentence = NULL;
  SemStoreCounts counts;

  if (!store || !sem_store_count (store, &counts, error))
    return FALSE;
  duration = cli_describe_seconds (
    sem_estimate_training (&job->request.options, job->depth, job->augment, counts.photos, 0));
  /* Translators: a duration, such as "3 h". */
  sentence = g_strdup_printf (_("This takes about %s. It can be stopped, and continues from the "
                                "last checkpoint when the same command is given again."),
                              duration);
  cli_note (sentence);
  return TRUE;
}

static int
train_end_to_end (const CliCommon *common, TrainJob *job, GError **error)
{
  job->request.path = common->library;
  if (!announce (job, error))
    return CLI_FAILED;
  /* It locks the library by itself, at the end. */
  if (!cli_run_work (end_to_end_work, _("Training"), job, error))
    return CLI_FAILED;
  if (job->end_to_end.remark)
    cli_note (job->end_to_end.remark);
  print_end_to_end (common, job);
  return CLI_DONE;
}

static gboolean
trains_in_epochs (SemHashMethod method)
{
  return method == SEM_HASH_DDH || method == SEM_HASH_CIBHASH || method == SEM_HASH_BCDH;
}

/* The options, as typed; CLI_NO_NUMBER or NULL if not given. */
typedef struct
{
  char *method;
  int bits;
  gint64 seed;
  CliHashWords words;
  gboolean use;
  gboolean keep_current;
  char *depth;
  char *pooling;
  char *features;
} Typed;

static void
typed_clear (Typed *typed)
{
  g_free (typed->method);
  g_free (typed->depth);
  g_free (typed->pooling);
  g_free (typed->features);
  cli_hash_words_clear (&typed->words);
}

/* Changes the options of the active model to those given. Returns: an exit status */
static int
check_options (const CliCommand *command, const Typed *typed, SemHashOptions *options)
{
  SemHashMethod before = options->method;

  if (typed->method && !sem_hash_method_from_name (typed->method, &options->method))
    {
      g_autofree char *names = sem_hash_method_list_names ();

      return cli_usage (command, _("there is no method “%s”. The methods are: %s."), typed->method,
                        names);
    }
  /* The options of one method do not apply to another. */
  if (options->method != before)
    sem_hash_options_open (options);
  if (typed->bits != CLI_NO_NUMBER)
    options->n_bits = typed->bits;
  if (typed->seed != CLI_NO_NUMBER_64)
    options->seed = typed->seed;
  if (!cli_hash_words_apply (command, &typed->words, options))
    return CLI_USAGE;
  if (cli_hash_words_given (&typed->words) && options->method != SEM_HASH_DDH)
    return cli_usage (command, _("--start, --lambda, --k1, --k2 and --early-stop are for the "
                                 "method ddh."));
  if (typed->words.preset && options->method != SEM_HASH_DDH && options->method != SEM_HASH_BCDH)
    return cli_usage (command, _("--preset is for the methods ddh and bcdh."));
  if (typed->words.distance && options->method != SEM_HASH_BCDH)
    return cli_usage (command, _("--pair-distance is for the method bcdh."));
  if (typed->words.epochs != CLI_NO_NUMBER && !trains_in_epochs (options->method))
    return cli_usage (command, _("--epochs is for the methods ddh, cibhash and bcdh."));
  return CLI_DONE;
}

/* What imported features can be combined with. Returns: an exit status */
static int
check_features (const CliCommand *command, const Typed *typed, const SemHashOptions *options)
{
  if (options->method == SEM_HASH_BCDH)
    return cli_usage (command, _("bcdh learns from scenes; choose another --method for "
                                 "--features."));
  if (typed->depth || typed->pooling || typed->use || typed->keep_current)
    return cli_usage (command, _("--features cannot be combined with --finetune, --pooling, --use "
                                 "or --keep-current."));
  return CLI_DONE;
}

/* Sets the options of fine-tuning. The authors of DDH and BCDH train the whole network. Returns: an
 * exit status */
static int
check_network (const CliCommand *command, const Typed *typed, TrainJob *job)
{
  if (typed->depth && !sem_finetune_depth_from_name (typed->depth, &job->depth))
    return cli_usage (command, _("--finetune takes none, last-stage or all."));
  if (!typed->depth && g_strcmp0 (typed->words.preset, "paper") == 0)
    job->depth = SEM_FINETUNE_ALL;
  if (job->depth != SEM_FINETUNE_NONE && !sem_finetune_can (job->request.options.method))
    return cli_usage (command, _("--finetune is for the methods ddh and bcdh."));
  if (job->augment && job->depth == SEM_FINETUNE_NONE)
    return cli_usage (command, _("--augment needs --finetune."));
  if (g_strcmp0 (typed->pooling, "gem") == 0)
    job->pooling_power = SEM_POOLING_GEM;
  else if (typed->pooling && !g_str_equal (typed->pooling, "mean"))
    return cli_usage (command, _("--pooling takes mean or gem."));
  if (typed->pooling && job->depth == SEM_FINETUNE_NONE)
    return cli_usage (command, _("--pooling needs --finetune."));
  return CLI_DONE;
}

static int
train_as_typed (const CliCommand *command,
                const Typed *typed,
                const CliCommon *common,
                TrainJob *job)
{
  g_autoptr (GError) error = NULL;
  int code;

  if (typed->bits != CLI_NO_NUMBER && (typed->bits < 0 || !sem_hash_bits_valid (typed->bits)))
    return cli_usage (command, _("--bits takes 16, 32, 64, 128, 256 or 512."));
  if (typed->use && typed->keep_current)
    return cli_usage (command, _("--use and --keep-current exclude each other."));
  if (typed->seed != CLI_NO_NUMBER_64 && typed->seed < 0)
    return cli_usage (command, _("--seed takes a number, 0 or more."));
  if (!load_options (common->library, &job->request.options, &error))
    return cli_fail (error);
  code = check_options (command, typed, &job->request.options);
  if (code == CLI_DONE)
    code = typed->features ? check_features (command, typed, &job->request.options)
                           : check_network (command, typed, job);
  if (code != CLI_DONE)
    return code;
  if (typed->features)
    return cli_train_imported (common, typed->features, &job->request.options);
  job->request.end = typed->keep_current ? SEM_TRAIN_OFFER : SEM_TRAIN_USE;
  code = job->depth != SEM_FINETUNE_NONE ? train_end_to_end (common, job, &error)
                                         : train (common, job, &error);
  return error ? cli_fail (error) : code;
}

static int
run_train (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *names = sem_hash_method_list_names ();
  g_autofree char *choice = g_strdup_printf (_("Hash method: %s"), names);
  Typed typed = {
    .bits = CLI_NO_NUMBER,
    .seed = CLI_NO_NUMBER_64,
    .words = CLI_HASH_WORDS_NONE,
  };
  TrainJob job = { .pooling_power = SEM_POOLING_MEAN };
  const GOptionEntry entries[] = {
    { "method", 'm', 0, G_OPTION_ARG_STRING, &typed.method, choice, N_("METHOD") },
    { "bits", 'b', 0, G_OPTION_ARG_INT, &typed.bits,
      N_("Code length: 16, 32, 64, 128, 256 or 512"), N_("BITS") },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &typed.seed, N_("Seed of the random numbers"),
      N_("SEED") },
    CLI_HASH_ENTRIES (typed.words),
    { "keep-current", 0, 0, G_OPTION_ARG_NONE, &typed.keep_current,
      N_("Keep the active model, and offer the new one"), NULL },
    { "use", 'u', 0, G_OPTION_ARG_NONE, &typed.use, N_("Use the new model, which is the default"),
      NULL },
    { "finetune", 0, 0, G_OPTION_ARG_STRING, &typed.depth,
      N_("Part of the network to fine-tune: none, last-stage or all"), N_("DEPTH") },
    { "features", 0, 0, G_OPTION_ARG_STRING, &typed.features,
      N_("Train on imported features, see “semblance-cli import --help”; the active model stays"),
      N_("NAME") },
    { "pooling", 0, 0, G_OPTION_ARG_STRING, &typed.pooling,
      N_("Pooling of the network's last feature map, with --finetune: mean or "
         "gem"),
      N_("NAME") },
    { "augment", 0, 0, G_OPTION_ARG_NONE, &job.augment,
      N_("Also fine-tune on cropped, mirrored, lighter and darker views of the "
         "photos"),
      NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  int code = CLI_USAGE;

  if (cli_parse (command, entries, &common, &argc, &argv))
    code = argc > 1 ? cli_usage (command, _("unexpected argument “%s”."), argv[1])
                    : train_as_typed (command, &typed, &common, &job);
  sem_train_summary_clear (&job.summary);
  sem_end_to_end_summary_clear (&job.end_to_end);
  typed_clear (&typed);
  return code;
}

const CliCommand cli_train_command = {
  .name = "train",
  .summary = N_("Train a model on the photos"),
  .arguments = "",
  .help = N_("Trains a hash function on the photos of the library and encodes all "
             "photos with it; the old model stays active until the new codes are "
             "ready. Options that are not given stay as they were; a new library "
             "starts with gs-itq, 256 bits and seed 1.\n"
             "\n"
             "The new model is compared with the old one on a sample of the photos, "
             "and becomes the active one; with --keep-current it is only offered. The "
             "old one stays in the library: see “semblance-cli models”.\n"
             "\n"
             "With --finetune, the network is trained as well. This decodes the "
             "photos again and takes long; it can be stopped, and continues from "
             "the last checkpoint. Training without --finetune returns to the "
             "network that comes with the program.\n"
             "\n"
             "--preset paper trains ddh as its authors do, the whole network in 100 "
             "passes, and needs hours; with --finetune none only the last layer is "
             "trained. The default settings of ddh and bcdh are Semblance’s own.\n"
             "\n"
             "Example: semblance-cli train --method ddh --bits 64"),
  .uses_blas = TRUE,
  .run = run_train,
};
