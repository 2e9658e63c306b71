/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/model-report.h"
#include "engine/learn/models.h"
#include "engine/nn/backbone.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *library;
  const char *backbone;
  gint64 id;
  GMutex mutex;
  double fraction;
} UseJob;

static const char *
get_state_name (const SemStoreModel *model, gint64 active)
{
  if (model->id == active)
    return "active";
  switch (model->stage)
    {
    case SEM_MODEL_OFFERED:
      return "offered";
    case SEM_MODEL_READY:
      return "kept";
    case SEM_MODEL_UNFINISHED:
    default:
      return "unfinished";
    }
}

static const char *
describe_state (const SemStoreModel *model, gint64 active)
{
  if (model->id == active)
    return _("active");
  switch (model->stage)
    {
    case SEM_MODEL_OFFERED:
      return _("offered");
    case SEM_MODEL_READY:
      return _("previous");
    case SEM_MODEL_UNFINISHED:
    default:
      return _("unfinished");
    }
}

static void
print_json (GPtrArray *models, gint64 active)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);
      g_autoptr (SemTrainingLog) log = cli_read_log (model);

      json_builder_begin_object (builder);
      cli_json_add_int (builder, "id", model->id);
      cli_json_add_string (builder, "state", get_state_name (model, active));
      cli_json_add_model (builder, model);
      cli_json_add_log (builder, log);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_text (GPtrArray *models, gint64 active)
{
  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);
      g_autoptr (SemTrainingLog) log = cli_read_log (model);
      const SemCodeComparison *comparison = log ? sem_training_log_get_comparison (log) : NULL;
      /* Apart: a format macro inside a message cuts it in two for translators. */
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, model->id);
      g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, model->seed);

      g_print (_("%s: %u bits by %s, seed %s, trained on %u photos (%s)\n"), id, model->bits,
               model->method, seed, model->trained_on, describe_state (model, active));
      if (model->id != active && model->stage == SEM_MODEL_OFFERED && comparison)
        {
          g_autofree char *sentence = sem_code_comparison_describe (comparison);

          g_print ("   %s\n", sentence);
        }
    }
  if (models->len == 0)
    g_print (_("There are no models yet. “semblance-cli index” trains one on the "
               "photos of your folders.\n"));
}

static gboolean
list_models (const CliCommon *common, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, error);
  g_autoptr (GPtrArray) models = store ? sem_store_list_models (store, error) : NULL;
  gint64 active = models ? sem_store_get_active_model (store, error) : -1;

  if (active < 0)
    return FALSE;
  if (common->json)
    print_json (models, active);
  else
    print_text (models, active);
  return TRUE;
}

static void
use_progress (double fraction, gpointer data)
{
  UseJob *job = data;

  g_mutex_lock (&job->mutex);
  job->fraction = fraction;
  g_mutex_unlock (&job->mutex);
}

static void
show_progress (gpointer data, char **text, double *fraction)
{
  UseJob *job = data;

  *text = g_strdup (_("Updating the codes"));
  g_mutex_lock (&job->mutex);
  *fraction = job->fraction;
  g_mutex_unlock (&job->mutex);
}

static gboolean
use_job (gpointer data, GCancellable *cancellable, GError **error)
{
  UseJob *job = data;
  const SemProgress progress = { use_progress, job, cancellable };
  int lock = sem_store_lock (job->library, error);
  gboolean ok;

  if (lock < 0)
    return FALSE;
  ok = sem_models_use (job->library, job->backbone, job->id, &progress, error);
  sem_store_unlock (lock);
  return ok;
}

static gboolean
use_model (const CliCommon *common, gint64 id, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);
  UseJob job = { .library = common->library, .id = id };
  gboolean ok;

  if (!backbone)
    return FALSE;
  job.backbone = sem_backbone_get_id (backbone);
  g_mutex_init (&job.mutex);
  ok = cli_run_job (use_job, show_progress, &job, error);
  g_mutex_clear (&job.mutex);
  return ok;
}

static gboolean
drop_model (const CliCommon *common, gint64 id, GError **error)
{
  int lock = sem_store_lock (common->library, error);
  gboolean ok = lock >= 0 && sem_models_drop (common->library, id, error);

  sem_store_unlock (lock);
  return ok;
}

static gboolean
library_is_there (const CliCommon *common, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, error);

  return store != NULL;
}

static int
run_models (const CliCommand *command, int argc, char **argv)
{
  gint64 use = 0, drop = 0;
  const GOptionEntry entries[] = {
    { "use", 'u', 0, G_OPTION_ARG_INT64, &use, N_("Make this the active model"), N_("NUMBER") },
    { "drop", 'd', 0, G_OPTION_ARG_INT64, &drop, N_("Remove this model"), N_("NUMBER") },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc > 1)
    return cli_usage (command, _("unexpected argument “%s”."), argv[1]);
  if (use < 0 || drop < 0 || (use && use == drop))
    return cli_usage (command, _("--use and --drop take the numbers of two different models."));
  if (!library_is_there (&common, &error) || (use && !use_model (&common, use, &error))
      || (drop && !drop_model (&common, drop, &error)) || !list_models (&common, &error))
    return cli_fail (error);
  return CLI_DONE;
}

const CliCommand cli_models_command = {
  .name = "models",
  .summary = N_("List the models, and choose the active one"),
  .arguments = "",
  .help = N_("Lists the active model, the models that training offers you to "
             "choose, and the previous one. The next training, whether you start it "
             "or indexing does, removes all but the active model.\n"
             "\n"
             "Example: semblance-cli models --use 4"),
  .run = run_models,
};
