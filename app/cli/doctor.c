/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "engine/doctor/doctor.h"
#include "engine/store/store.h"

#include <glib/gi18n.h>

/* @done: (element-type utf8): what was mended, a sentence each */
typedef struct
{
  const char *library;
  gboolean paths;
  gboolean json;
  SemDoctorReport *report;
  GPtrArray *done;
  gboolean index;
} Visit;

static gboolean
examine (gpointer data, const SemProgress *progress, GError **error)
{
  Visit *visit = data;

  g_clear_pointer (&visit->report, sem_doctor_report_free);
  visit->report = sem_doctor_examine (visit->library, visit->paths, progress, error);
  return visit->report != NULL;
}

/* Lines are kept until the progress bar is gone. */
static void
say_cb (const char *line, gpointer user_data)
{
  Visit *visit = user_data;

  g_ptr_array_add (visit->done, g_strdup (line));
}

static gboolean
mend (gpointer data, const SemProgress *progress, GError **error)
{
  Visit *visit = data;
  const SemDoctorMending mending = { .renew = TRUE, .say = say_cb, .user_data = visit };

  return sem_doctor_mend (visit->library, visit->report, &mending, progress, &visit->index, error);
}

static void
print_done (const Visit *visit)
{
  if (visit->json)
    return;
  for (guint i = 0; i < visit->done->len; i++)
    g_print (_("Repaired: %s\n"), (const char *) visit->done->pdata[i]);
  if (visit->done->len)
    g_print ("\n");
}

static gboolean
fix_once (Visit *visit, GError **error)
{
  return cli_run_locked (mend, _("Repairing the library"), visit->library, visit, error)
         && (!visit->index || cli_index_all (visit->library, error))
         && cli_run_work (examine, _("Checking the library"), visit, error);
}

/* Mends, completes that by indexing, and looks again. What is missing in new files shows only then,
 * so that there may be a second round. What was done is said even where the rest fails. */
static gboolean
fix (Visit *visit, GError **error)
{
  gboolean ok = TRUE;

  if (sem_doctor_report_is_mendable (visit->report))
    ok = fix_once (visit, error);
  if (ok && !sem_doctor_report_is_healthy (visit->report)
      && sem_doctor_report_is_mendable (visit->report))
    ok = fix_once (visit, error);
  print_done (visit);
  return ok;
}

static void
add_finding (JsonBuilder *builder, const SemDoctorFinding *finding)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "check", finding->check);
  cli_json_add_string (builder, "status", sem_finding_level_get_name (finding->level));
  cli_json_add_string (builder, "text", finding->text);
  cli_json_add_int (builder, "count", finding->count);
  cli_json_add_boolean (builder, "repairable", finding->repair != SEM_REPAIR_NOTHING);
  json_builder_set_member_name (builder, "details");
  json_builder_begin_array (builder);
  for (guint i = 0; i < finding->details->len; i++)
    json_builder_add_string_value (builder, finding->details->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (const Visit *visit)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (visit->paths)
    cli_json_add_path (builder, "library", visit->library);
  cli_json_add_boolean (builder, "healthy", sem_doctor_report_is_healthy (visit->report));
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < visit->report->findings->len; i++)
    add_finding (builder, visit->report->findings->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "repaired");
  json_builder_begin_array (builder);
  for (guint i = 0; i < visit->done->len; i++)
    json_builder_add_string_value (builder, visit->done->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "engine");
  json_builder_begin_object (builder);
  for (guint i = 0; i < visit->report->facts->len; i++)
    {
      const SemDoctorFact *fact = visit->report->facts->pdata[i];

      cli_json_add_string (builder, fact->key, fact->value);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_text (const Visit *visit, gboolean fixed)
{
  g_autofree char *text = sem_doctor_report_to_text (visit->report);

  if (visit->paths)
    {
      g_autofree char *name = cli_name (visit->library);

      g_print (_("Library:  %s\n"), name);
    }
  g_print ("%s", text);
  if (!fixed && !sem_doctor_report_is_healthy (visit->report)
      && sem_doctor_report_is_mendable (visit->report))
    g_print (_("\n“semblance-cli doctor --fix” repairs what can be repaired. It deletes no photo, "
               "no folder and no model.\n"));
}

static int
visit_library (Visit *visit, gboolean wants_fix)
{
  g_autoptr (GError) error = NULL;

  if (!cli_run_work (examine, _("Checking the library"), visit, &error)
      || (wants_fix && !fix (visit, &error)))
    return cli_fail (error);
  if (visit->json)
    print_json (visit);
  else
    print_text (visit, wants_fix);
  return sem_doctor_report_is_healthy (visit->report) ? CLI_DONE : CLI_FAILED;
}

static int
run_doctor (const CliCommand *command, int argc, char **argv)
{
  gboolean wants_fix = FALSE;
  Visit visit = { 0 };
  const GOptionEntry entries[] = {
    { "fix", 0, 0, G_OPTION_ARG_NONE, &wants_fix,
      N_("Repair what can be repaired, say what was done, and try quarantined files again"),
      NULL },
    { "paths", 0, 0, G_OPTION_ARG_NONE, &visit.paths,
      N_("Name files and folders; without this the report can be shown to anyone"), NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  int code;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc > 1)
    return cli_usage (command, _("unexpected argument “%s”."), argv[1]);
  if (wants_fix && !cli_check_library (&common, &error))
    return cli_fail_at (common.library, error);
  visit.library = common.library;
  visit.json = common.json;
  visit.done = g_ptr_array_new_with_free_func (g_free);
  code = visit_library (&visit, wants_fix);
  g_clear_pointer (&visit.report, sem_doctor_report_free);
  g_ptr_array_unref (visit.done);
  return code;
}

const CliCommand cli_doctor_command = {
  .name = "doctor",
  .summary = N_("Check the library, and repair it"),
  .arguments = "",
  .help = N_("Prints one page that can be attached to a bug report: whether the databases are "
             "sound, whether anything in them belongs to nothing, whether codes match their "
             "features (on a sample), which files could not be indexed and why, which folders are "
             "offline, free space, the sandbox, and the versions of what is used.\n"
             "\n"
             "With --fix a damaged database is renamed and a new one is built from the photos, "
             "codes that do not match are computed again, and quarantined files are tried again. "
             "No photo, folder or model is deleted, and photos are not changed.\n"
             "\n"
             "The exit status is 0 where nothing is wrong, or everything was repaired, and 1 "
             "otherwise. Files that cannot be read and folders that are offline are noted, and "
             "are not wrong."),
  .uses_blas = TRUE,
  .run = run_doctor,
};
