/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/train/train-imported.h"

#include "app/cli/train/train-report.h"
#include "engine/learn/imported/imported-model.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *library;
  const char *name;
  const SemHashOptions *options;
  SemImportedTraining training;
} Train;

static gboolean
train_work (gpointer data, const SemProgress *progress, GError **error)
{
  Train *job = data;

  return sem_imported_train (job->library, job->name, job->options, &job->training, progress,
                             error);
}

static void
print_training (const Train *job, gboolean as_json)
{
  const CliTrained trained = {
    .options = job->options,
    .model = job->training.model,
    .trained_on = job->training.trained_on,
    .photos = job->training.photos,
  };
  g_autoptr (JsonBuilder) builder = NULL;

  if (!as_json)
    {
      g_print (_("Trained a model of %u bits by %s on the features “%s” of %u of %u photos\n"),
               job->options->n_bits, sem_hash_method_get_name (job->options->method), job->name,
               job->training.trained_on, job->training.photos);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_trained (builder, &trained);
  cli_json_add_string (builder, "features", job->name);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

int
cli_train_imported (const CliCommon *common, const char *name, const SemHashOptions *options)
{
  Train job = { .library = common->library, .name = name, .options = options };
  g_autoptr (GError) error = NULL;
  int code = CLI_DONE;

  if (cli_run_locked (train_work, _("Training"), common->library, &job, &error))
    {
      if (job.training.remark)
        cli_note (job.training.remark);
      print_training (&job, common->json);
    }
  else
    code = cli_fail (error);
  g_free (job.training.remark);
  return code;
}
