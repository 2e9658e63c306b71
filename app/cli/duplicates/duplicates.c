/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "app/cli/output/output.h"
#include "engine/base/columns.h"
#include "engine/duplicates/duplicates.h"

#include <string.h>

#include <glib/gi18n.h>

typedef struct
{
  const char *library;
  SemDuplicatesPlan plan;
  gboolean pairs;
  SemDuplicates *duplicates;
} Job;

static gboolean
run_job (gpointer data, const SemProgress *progress, GError **error)
{
  Job *job = data;

  job->duplicates = sem_duplicates_search (job->library, &job->plan, progress, error);
  return job->duplicates != NULL;
}

static const SemDuplicateFile *
get_file (const SemDuplicateGroup *group, guint i)
{
  return &g_array_index (group->files, SemDuplicateFile, i);
}

/* JSON ------------------------------------------------------------------------------------------*/

static void
add_file (JsonBuilder *builder, const SemDuplicateFile *file)
{
  json_builder_begin_object (builder);
  cli_json_add_path (builder, "path", file->path);
  cli_json_add_double (builder, "likeness", file->likeness);
  cli_json_add_boolean (builder, "suggested", file->suggested);
  cli_json_add_int (builder, "width", file->width);
  cli_json_add_int (builder, "height", file->height);
  cli_json_add_int (builder, "size", file->size);
  json_builder_end_object (builder);
}

static void
add_group (JsonBuilder *builder, const SemDuplicateGroup *group)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "kind", sem_duplicate_group_get_name (group));
  cli_json_add_boolean (builder, "proven", group->proven);
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < SEM_DUPLICATE_N_REASONS; i++)
    if (group->reasons & 1u << i)
      json_builder_add_string_value (builder, sem_duplicate_reason_get_name (i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "photos");
  json_builder_begin_array (builder);
  for (guint i = 0; i < group->files->len; i++)
    add_file (builder, get_file (group, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (const SemDuplicates *duplicates)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_array (builder);
  for (guint i = 0; i < duplicates->groups->len; i++)
    add_group (builder, duplicates->groups->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Text ------------------------------------------------------------------------------------------*/

static const char *
get_title (const SemDuplicateGroup *group)
{
  switch (group->kind)
    {
    case SEM_DUPLICATES_IDENTICAL:
      return _("Identical files");
    case SEM_DUPLICATES_BURST:
      return _("Burst");
    case SEM_DUPLICATES_PAIR:
      return _("Raw file and picture");
    case SEM_DUPLICATES_COPIES:
    default:
      return group->proven ? _("Copies") : _("Maybe copies");
    }
}

static void
print_group (const SemDuplicateGroup *group)
{
  g_autofree char *reasons = sem_duplicate_dup_reasons (group->reasons);

  g_print ("%s\n", get_title (group));
  for (guint i = 0; i < group->files->len; i++)
    {
      const SemDuplicateFile *file = get_file (group, i);
      g_autofree char *name = cli_name (file->path);
      g_autofree char *format = g_format_size ((guint64) file->size);
      g_autofree char *size = sem_columns_pad (format, -9);
      g_autofree char *sides = g_strdup_printf ("%u × %u", file->width, file->height);
      g_autofree char *pixels = sem_columns_pad (sides, -11);

      g_print ("  %s %4d %%  %s  %s  %s", file->suggested ? "*" : " ",
               (int) (file->likeness * 100 + .5), pixels, size, name);
      if (file->suggested && *reasons)
        g_print (" (%s)", reasons);
      g_print ("\n");
    }
  g_print ("\n");
}

static void
print_summary (guint n_groups, gint64 excess, guint n_hidden)
{
  g_autofree char *size = g_format_size ((guint64) excess);

  if (n_groups == 0)
    g_print (_("There are no duplicates in the library.\n"));
  else
    g_print (ngettext ("%u group; the files that are not marked with * in identical files and "
                       "copies take %s.\n",
                       "%u groups; the files that are not marked with * in identical files and "
                       "copies take %s.\n",
                       n_groups),
             n_groups, size);
  if (n_hidden > 0)
    g_print (ngettext ("%u pair of a raw file and its picture is not shown; --pairs shows it.\n",
                       "%u pairs of a raw file and its picture are not shown; --pairs shows "
                       "them.\n",
                       n_hidden),
             n_hidden);
}

static void
print_text (const Job *job)
{
  gint64 excess = 0;
  guint n_groups = 0, n_hidden = 0;

  for (guint i = 0; i < job->duplicates->groups->len; i++)
    {
      const SemDuplicateGroup *group = job->duplicates->groups->pdata[i];

      if (group->kind == SEM_DUPLICATES_PAIR && !job->pairs)
        {
          n_hidden++;
          continue;
        }
      print_group (group);
      excess += sem_duplicate_group_get_excess (group);
      n_groups++;
    }
  print_summary (n_groups, excess, n_hidden);
}

/* The command -----------------------------------------------------------------------------------*/

static gboolean
parse_share (const char *text, double *share)
{
  char *end;

  *share = g_ascii_strtod (text, &end);
  /* That also knows "inf", "nan" and hexadecimal numbers. */
  return *end == '\0' && end != text && strspn (text, "0123456789.") == strlen (text) && *share >= 0
         && *share <= 1;
}

static int
list_duplicates (Job *job, gboolean json)
{
  g_autoptr (GError) error = NULL;

  if (!cli_run_work (run_job, _("Comparing the photos"), job, &error))
    return cli_fail (error);
  if (json)
    print_json (job->duplicates);
  else
    print_text (job);
  sem_duplicates_unref (job->duplicates);
  return CLI_DONE;
}

static int
run_duplicates (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *least = NULL;
  gboolean no_proof = FALSE;
  Job job = { 0 };
  const GOptionEntry entries[] = {
    { "min-likeness", 0, 0, G_OPTION_ARG_STRING, &least,
      N_("Leave out photos with a likeness below L, from 0 to 1, to the first of their group"),
      N_("L") },
    { "no-proof", 0, 0, G_OPTION_ARG_NONE, &no_proof,
      N_("Answer before candidates are proven; those that are not are called “maybe”"), NULL },
    { "pairs", 0, 0, G_OPTION_ARG_NONE, &job.pairs,
      N_("Show pairs of a raw file and the picture that the camera made of it as well"), NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc > 1)
    return cli_usage (command, _("unexpected argument “%s”."), argv[1]);
  if (least && !parse_share (least, &job.plan.min_likeness))
    return cli_usage (command, _("--min-likeness takes a number from 0 to 1."));
  job.library = common.library;
  job.plan.prove = !no_proof;
  return list_duplicates (&job, common.json);
}

const CliCommand cli_duplicates_command = {
  .name = "duplicates",
  .summary = N_("List photos that are there more than once"),
  .arguments = "",
  .help = N_("Lists groups of identical files, of copies (resized, cropped, turned, recolored), "
             "and of photos that were taken right after each other. In identical files and "
             "proven copies one photo is suggested to be kept, marked with *, with the reason, "
             "unless one of the files is not there. Links to a file are not listed beside it. "
             "Files are only listed: nothing is deleted or moved.\n"
             "\n"
             "Only photos that are new since the last time are compared, with all others; what "
             "was found and proven is kept in the library. Ctrl-C stops, and the next run goes "
             "on.\n"
             "\n"
             "Example: semblance-cli duplicates --json"),
  .uses_blas = TRUE,
  .run = run_duplicates,
};
