/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/base/columns.h"
#include "engine/base/output.h"
#include "engine/inspect/inspect.h"
#include "engine/inspect/labels/labels.h"
#include "engine/inspect/metrics.h"
#include "engine/inspect/show/report.h"
#include "engine/inspect/verdict.h"
#include "engine/plot/figures.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

/* The report takes the rest of the time. */
#define MEASURED 0.8
/* And that with folders as classes, where it is wanted. */
#define UNLABELLED 0.5

typedef struct
{
  const char *library;
  gint64 model;
  gboolean wants_page;
  gboolean wants_labels;
  SemLabelsOf of;
  guint level;
  SemInspection *inspection;
  SemLabels *labels;
  char *page;
} Job;

/* With and without folders as classes. */
static gboolean
measure (Job *job, const SemProgress *progress, GError **error)
{
  SemProgressPart first, second;
  double end = job->wants_labels ? UNLABELLED : 1;

  job->inspection = sem_inspect_library (job->library, job->model,
                                         sem_progress_part_init (&first, progress, 0, end), error);
  if (job->inspection && job->wants_labels)
    job->labels = sem_labels_measure (job->library, job->of, job->level,
                                      sem_progress_part_init (&second, progress, end, 1), error);
  return job->inspection && (job->labels || !job->wants_labels);
}

static gboolean
run_job (gpointer data, const SemProgress *progress, GError **error)
{
  Job *job = data;
  SemProgressPart measuring, writing;
  double end = job->wants_page ? MEASURED : 1;

  if (!measure (job, sem_progress_part_init (&measuring, progress, 0, end), error))
    return FALSE;
  if (!job->wants_page)
    return TRUE;
  job->page = sem_inspect_make_page (job->library, job->model, job->inspection, job->labels,
                                     sem_progress_part_init (&writing, progress, end, 1), error);
  return job->page != NULL;
}

static void
print_metric (const SemInspection *inspection, SemInspectMetric metric)
{
  SemPlotUnit unit = sem_inspect_metric_get_unit (metric);
  double value = sem_inspect_metric_get (inspection, metric), low, high;
  double step = unit == SEM_PLOT_COUNT ? 1 : unit == SEM_PLOT_NUMBER ? 0.1 : 0.001;
  g_autofree char *number = NULL, *from = NULL, *to = NULL, *title = NULL;

  if (isnan (value))
    return;
  sem_inspect_metric_get_healthy (inspection, metric, &low, &high);
  number = sem_plot_format (unit, value, step, FALSE);
  from = sem_plot_format (unit, low, step, FALSE);
  to = sem_plot_format (unit, high, step, FALSE);
  title = sem_columns_pad (sem_inspect_metric_get_title (metric), 40);
  g_print ("%s %s  %8s  ", sem_inspect_metric_is_healthy (inspection, metric) ? " " : "!", title,
           number);
  g_print (_("healthy: %s to %s"), from, to);
  g_print ("\n");
}

static void
print_text (const SemInspection *inspection, const SemLabels *labels)
{
  g_autofree char *verdict = sem_inspect_dup_verdict (inspection);
  g_autofree char *tables = labels ? sem_labels_to_text (labels) : NULL;

  g_print ("%s\n\n", verdict);
  for (guint m = 0; m < SEM_INSPECT_N_METRICS; m++)
    print_metric (inspection, m);
  if (tables)
    g_print ("\n%s", tables);
}

static void
print_json (const SemInspection *inspection, const SemLabels *labels)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  sem_inspect_add_json (builder, inspection);
  if (labels)
    sem_labels_add_json (builder, labels);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static int
inspect (Job *job, const char *report, gboolean json)
{
  g_autoptr (GError) error = NULL;

  if (!cli_run_work (run_job, _("Measuring the quality"), job, &error)
      || (report && !sem_output_write (report, job->page, strlen (job->page), &error)))
    return cli_fail (error);
  if (json)
    print_json (job->inspection, job->labels);
  else
    print_text (job->inspection, job->labels);
  return CLI_DONE;
}

/* Returns: an exit status */
static int
check_labels (const CliCommand *command, gboolean methods, int level, Job *job)
{
  if (!job->wants_labels && (methods || level != CLI_NO_NUMBER))
    return cli_usage (command, _("--level and --with-methods need --labels."));
  if (level != CLI_NO_NUMBER && level < 0)
    return cli_usage (command, _("--level takes a number, 0 or more."));
  job->level = (guint) MAX (level, 0);
  job->of = methods ? SEM_LABELS_OF_METHODS : SEM_LABELS_OF_MODELS;
  return CLI_DONE;
}

static int
run_inspect (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *report = NULL;
  gint64 model = CLI_NO_NUMBER_64;
  gboolean methods = FALSE;
  int level = CLI_NO_NUMBER;
  Job job = { 0 };
  const GOptionEntry entries[] = {
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &report,
      N_("Write a page with plots and photos, which a browser shows"), N_("FILE") },
    { "model", 0, 0, G_OPTION_ARG_INT64, &model,
      N_("Inspect this model; by default the active one"), N_("NUMBER") },
    { "labels", 0, 0, G_OPTION_ARG_NONE, &job.wants_labels,
      N_("Also measure all models with folders as classes"), NULL },
    { "level", 0, 0, G_OPTION_ARG_INT, &level,
      N_(
        "With --labels, folders that are classes: 1 for those directly in a folder of the library, "
        "2 for those in them, and so on; 0 for those that photos lie in (by default)"),
      N_("N") },
    { "with-methods", 0, 0, G_OPTION_ARG_NONE, &methods,
      N_("With --labels, also measure methods, trained without the photos that are searched "
         "with"),
      NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  int status;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc > 1)
    return cli_usage (command, _("unexpected argument “%s”."), argv[1]);
  if (model != CLI_NO_NUMBER_64 && model < 1)
    return cli_usage (command, _("--model takes the number of a model."));
  status = check_labels (command, methods, level, &job);
  if (status != CLI_DONE)
    return status;
  job.library = common.library;
  job.model = model == CLI_NO_NUMBER_64 ? 0 : model;
  job.wants_page = report != NULL;
  status = inspect (&job, report, common.json);
  g_clear_pointer (&job.inspection, sem_inspection_unref);
  g_clear_pointer (&job.labels, sem_labels_unref);
  g_free (job.page);
  return status;
}

const CliCommand cli_inspect_command = {
  .name = "inspect",
  .summary = N_("Measure how well photos are found, without labels"),
  .arguments = "",
  .help =
    N_("Searches with a random sample of the photos, and with altered copies of some, and says "
       "what is wrong with the codes, if anything is. Each figure stands beside the range "
       "that is healthy; those outside are marked. What was measured is stored, and only "
       "new photos are looked at the next time.\n"
       "\n"
       "With --labels, each tenth photo of a folder searches for the others of its folder, by "
       "the features and by every model. \"evaluate --seeds 1\" gives the same figures.\n"
       "\n"
       "Example: semblance-cli inspect --report quality.html"),
  .uses_blas = TRUE,
  .run = run_inspect,
};
