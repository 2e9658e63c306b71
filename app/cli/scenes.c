/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/scenes.h"
#include "engine/scenes/scenes.h"
#include "engine/store/backbones.h"
#include "engine/store/scenes.h"

#include <glib/gi18n.h>

#define MAX_FOLDS 100

typedef struct
{
  const char *library;
  SemBackbone *backbone;
  SemSceneOptions options;
  SemSceneWatch watch;
  gboolean quiet;
  JsonBuilder *builder;
  guint groups, scenes, photos;
  guint folds;
  gint64 seed;
  GMutex mutex;
  guint number, n_groups;
  double fraction;
} ScenesJob;

static void
step_cb (guint number, guint n_groups, double fraction, gpointer data)
{
  ScenesJob *job = data;

  g_mutex_lock (&job->mutex);
  job->number = number;
  job->n_groups = n_groups;
  job->fraction = fraction;
  g_mutex_unlock (&job->mutex);
}

static void
scenes_progress (gpointer data, char **text, double *fraction)
{
  ScenesJob *job = data;

  g_mutex_lock (&job->mutex);
  if (job->n_groups > 0)
    *text = g_strdup_printf (_("Reconstructing group %u of %u"), job->number, job->n_groups);
  else
    *text = g_strdup (_("Looking for photos of the same scene"));
  *fraction = job->fraction;
  g_mutex_unlock (&job->mutex);
}

static const char *
outcome_name (SemSceneOutcome outcome)
{
  static const char *const names[] = {
    [SEM_SCENES_FOUND] = "found",
    [SEM_SCENES_NONE] = "none",
    [SEM_SCENES_OUT_OF_TIME] = "out-of-time",
    [SEM_SCENES_FULL] = "out-of-space",
    [SEM_SCENES_FAILED] = "failed",
  };

  return names[outcome];
}

static void
add_report (JsonBuilder *builder, const SemSceneReport *report)
{
  json_builder_begin_object (builder);
  cli_json_add_path (builder, "folder", report->name);
  cli_json_add_string (builder, "outcome", outcome_name (report->outcome));
  cli_json_add_int (builder, "photos", report->photos);
  cli_json_add_int (builder, "scenes", report->scenes);
  cli_json_add_int (builder, "registered", report->registered);
  cli_json_add_int (builder, "points", report->points);
  cli_json_add_double (builder, "seconds", report->seconds);
  if (report->reason)
    {
      cli_json_add_string (builder, "reason", report->reason);
    }
  json_builder_end_object (builder);
}

static void
report_cb (const SemSceneReport *report, gpointer data)
{
  ScenesJob *job = data;
  g_autofree char *name = g_filename_display_name (report->name);
  g_autofree char *text = NULL;

  job->groups++;
  job->scenes += report->scenes;
  job->photos += report->registered;
  add_report (job->builder, report);
  if (report->reason)
    text = g_strdup_printf (_("Group %u of %u (%s, %u photos): %s"), report->number,
                            report->n_groups, name, report->photos, report->reason);
  else
    text =
      g_strdup_printf (_("Group %u of %u (%s): %u of %u photos registered, scenes: %u, points: "
                         "%u, %.0f s"),
                       report->number, report->n_groups, name, report->registered, report->photos,
                       report->scenes, report->points, report->seconds);
  cli_note (text);
}

static gboolean
scenes_job (gpointer data, GCancellable *cancellable, GError **error)
{
  ScenesJob *job = data;

  job->watch.cancellable = cancellable;
  return sem_scenes_discover (job->library, job->backbone, &job->options, &job->watch, error);
}

static gboolean
do_fold (ScenesJob *job, SemStore *store, const GArray *photos, guint fold, GError **error)
{
  const gint64 *ids = (const gint64 *) (void *) photos->data;
  g_autofree guint8 *left_out = g_new0 (guint8, MAX (photos->len, 1));
  g_autoptr (SemScenes) whole = sem_scenes_load (store, ids, photos->len, error);
  g_autoptr (SemScenes) part = NULL;

  if (!whole)
    return FALSE;
  sem_scenes_fold (whole, job->folds, fold, (guint64) job->seed, left_out);
  part = sem_scenes_without (store, ids, photos->len, left_out, &job->options, &job->watch, error);
  if (part)
    cli_scenes_print_fold (job->builder, part, ids, left_out);
  return part != NULL;
}

static gboolean
folds_job (gpointer data, GCancellable *cancellable, GError **error)
{
  ScenesJob *job = data;
  g_autoptr (SemStore) store = sem_store_open (job->library, SEM_STORE_READ, error);
  g_autoptr (GArray) photos = NULL;

  if (!store)
    return FALSE;
  photos = sem_store_list_training (store, sem_backbone_get_id (job->backbone), error);
  if (!photos)
    return FALSE;
  job->watch.cancellable = cancellable;
  for (guint i = 0; i < job->folds; i++)
    if (!do_fold (job, store, photos, i, error))
      return FALSE;
  return TRUE;
}

static int
find_scenes (const CliCommon *common, ScenesJob *job, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!backbone || !cli_need_library (common, error))
    return CLI_FAILED;
  job->library = common->library;
  job->backbone = backbone;
  job->builder = builder;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, job->folds ? "folds" : "groups");
  json_builder_begin_array (builder);
  if (!cli_run_job (job->folds ? folds_job : scenes_job, scenes_progress, job, error))
    return CLI_FAILED;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (common->json || job->folds)
    cli_json_print (builder);
  else if (job->groups == 0)
    g_print (_("There are no new photos that may show the same scene.\n"));
  else
    g_print (_("Scenes found: %u, photos in them: %u, groups tried: %u\n"), job->scenes,
             job->photos, job->groups);
  return CLI_DONE;
}

typedef struct
{
  gboolean list;
  int minutes;
  int folds;
  gint64 seed;
} Arguments;

/* Returns: CLI_DONE if they are valid */
static int
check_arguments (const CliCommand *command, const Arguments *arguments, int argc, char **argv)
{
  if (argc > 2)
    return cli_usage (command, _("unexpected argument “%s”."), argv[2]);
  if (arguments->minutes < 1 || arguments->minutes > 100000)
    return cli_usage (command, _("--limit-minutes takes a number from 1 to 100000."));
  if (arguments->folds != CLI_NO_NUMBER && (arguments->folds < 2 || arguments->folds > MAX_FOLDS))
    return cli_usage (command, _("--folds takes a number from 2 to %d."), MAX_FOLDS);
  if (arguments->seed < 0)
    return cli_usage (command, _("--seed takes a number, 0 or more."));
  return CLI_DONE;
}

static int
run_scenes (const CliCommand *command, int argc, char **argv)
{
  ScenesJob job = { .watch = { step_cb, report_cb, &job } };
  Arguments arguments = { FALSE, SEM_SCENE_MINUTES, CLI_NO_NUMBER, 1 };
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &arguments.list, N_("List the known scenes"), NULL },
    { "by-folder", 0, 0, G_OPTION_ARG_NONE, &job.options.by_folder,
      N_("Treat each folder as one group"), NULL },
    { "limit-minutes", 0, 0, G_OPTION_ARG_INT, &arguments.minutes,
      N_("Stop reconstructing a group after N minutes (60 by default)"), N_("N") },
    { "again", 0, 0, G_OPTION_ARG_NONE, &job.options.again,
      N_("Try the groups again that failed or took too long, and with --by-folder those whose "
         "scenes cannot be drawn"),
      NULL },
    { "keep", 0, 0, G_OPTION_ARG_NONE, &job.options.keep,
      N_("Keep COLMAP's databases, for --folds"), NULL },
    { "folds", 0, 0, G_OPTION_ARG_INT, &arguments.folds,
      N_("Reconstruct the scenes N times, each time without another Nth of "
         "their photos, and print which photos share points"),
      N_("N") },
    { "seed", 's', 0, G_OPTION_ARG_INT64, &arguments.seed, N_("Seed of the folds (1 by default)"),
      N_("SEED") },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *under = NULL;
  int code;

  sem_scene_options_init (&job.options);
  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  code = check_arguments (command, &arguments, argc, argv);
  if (code != CLI_DONE)
    return code;
  under = argc > 1 ? g_canonicalize_filename (argv[1], NULL) : NULL;
  job.options.under = under;
  job.options.minutes = (guint) arguments.minutes;
  job.folds = (guint) MAX (arguments.folds, 0);
  job.seed = arguments.seed;
  g_mutex_init (&job.mutex);
  code = arguments.list ? cli_scenes_list (&common, &error) : find_scenes (&common, &job, &error);
  g_mutex_clear (&job.mutex);
  return error ? cli_fail (error) : code;
}

const CliCommand cli_scenes_command = {
  .name = "scenes",
  .summary = N_("Find scenes that several photos show"),
  .arguments = N_("[FOLDER]"),
  .help = N_("Groups photos that may show the same scene by their codes, and "
             "reconstructs each group in 3D with COLMAP (package “colmap”; takes "
             "minutes to hours). Which photos share 3D points is stored in the "
             "library; the method “bcdh” is trained on it. Finished groups are not "
             "reconstructed again. With FOLDER, only the photos in it are used.\n"
             "\n"
             "Example: semblance-cli scenes ~/Pictures/Rome"),
  .run = run_scenes,
};
