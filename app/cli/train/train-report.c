/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/train/train-report.h"

#include "app/cli/model-report.h"

#include <glib/gi18n.h>

void
cli_json_add_trained (JsonBuilder *builder, const CliTrained *trained)
{
  const SemHashOptions *options = trained->options;

  cli_json_add_int (builder, "id", trained->model);
  cli_json_add_string (builder, "method", sem_hash_method_get_name (options->method));
  cli_json_add_int (builder, "bits", options->n_bits);
  cli_json_add_int (builder, "seed", (gint64) options->seed);
  cli_json_add_int (builder, "trained_on", trained->trained_on);
  cli_json_add_int (builder, "photos", trained->photos);
}

void
cli_json_add_outcome (JsonBuilder *builder, const CliTrained *trained)
{
  cli_json_add_double (builder, "seconds", trained->seconds);
  cli_json_add_boolean (builder, "active", trained->active);
  cli_json_add_string (builder, "dropped", trained->dropped ? trained->dropped : "");
  cli_json_add_log (builder, trained->log);
}

void
cli_print_trained (const CliTrained *trained)
{
  const SemCodeComparison *comparison = sem_training_log_get_comparison (trained->log);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, trained->model);

  if (comparison)
    {
      g_autofree char *sentence = sem_code_comparison_describe (comparison);

      g_print ("%s\n", sentence);
    }
  if (trained->unchanged)
    g_print (_("The model was kept: photos, method, length and seed are those that it was trained "
               "with. Another --method or other --bits may give better codes.\n"));
  else if (!trained->active)
    g_print (_("The old model stays active. To use the new one: semblance-cli models --use %s\n"),
             number);
  else if (comparison)
    g_print (_("The new model is active now. The old one is kept; “semblance-cli "
               "models” lists both.\n"));
  if (trained->dropped)
    g_print ("%s\n", trained->dropped);
}
