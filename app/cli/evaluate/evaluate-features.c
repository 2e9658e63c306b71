/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-features.h"
#include "engine/evaluate/protocols/array-set.h"

#include <glib/gi18n.h>

static gboolean
needs_scenes (const SemEvaluateOptions *options)
{
  for (guint i = 0; i < options->n_methods; i++)
    if (options->methods[i] == SEM_HASH_BCDH)
      return TRUE;
  return FALSE;
}

int
evaluate_check_features (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  if (!typed->features)
    return typed->labels ? cli_usage (command, _("--labels needs --features.")) : CLI_DONE;
  if (job->copies || job->look_alikes || job->likeness || job->by_overlap || typed->distractors
      || typed->level != CLI_NO_NUMBER || typed->database || typed->training)
    return cli_usage (command, _("--features cannot be combined with --copies, --claims, "
                                 "--likeness, --distractors, --level, --database, --training or "
                                 "--protocol scenes-overlap."));
  if (!sem_array_set_allows (job->options.protocol))
    return cli_usage (command,
                      _("--features cannot be combined with --protocol %s, whose lists name "
                        "photos."),
                      job->options.protocol->name);
  if (job->options.protocol->lists == SEM_LISTS_JOINED && typed->queries)
    return cli_usage (command, _("With --features, the queries are an array of --labels."));
  if (evaluate_finetunes (&job->options) || needs_scenes (&job->options))
    return cli_usage (command, _("--features cannot be combined with bcdh, ddh-last-stage or "
                                 "ddh-all, which need the photos."));
  job->arrays = typed->features;
  job->array_labels = typed->labels ? typed->labels : typed->features;
  return CLI_DONE;
}

gboolean
evaluate_features_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  g_autoptr (SemArraySet) set = NULL;

  evaluate_job_step (_("Reading features"), job);
  set = sem_array_set_new (job->arrays, job->array_labels, job->options.protocol, error);
  if (!set)
    return FALSE;
  evaluate_job_report (0, job);
  job->d = set->d;
  job->truth = g_steal_pointer (&set->truth);
  job->options.truth = job->truth;
  return evaluate_measure (job, set->features, set->labels, (const char *const *) set->names->pdata,
                           set->n, &progress, error);
}
