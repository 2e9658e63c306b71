/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-manifest.h"
#include "app/cli/evaluate/evaluate-output.h"
#include "engine/base/output.h"
#include "engine/evaluate/copies/rate.h"
#include "engine/evaluate/reports/plots.h"
#include "engine/evaluate/scenes/scene-plots.h"
#include "engine/kernels/cpu.h"

#include <string.h>

#include <glib/gi18n.h>

/* How many missing photos are named. */
#define NAMED 5

/* Checked first, because an evaluation can take hours. */
gboolean
evaluate_can_output (const EvaluateFiles *files, const char *rankings, const char *strips)
{
  const char *const paths[] = { files->json, files->csv, rankings, strips };
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (paths) && ok; i++)
    ok = !paths[i] || sem_output_check (paths[i], &error);
  if (ok && (!files->plots || sem_plots_make_folder (files->plots, &error)))
    return TRUE;
  cli_complain ("%s", error->message);
  return FALSE;
}

static gboolean
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (!path || sem_output_write (path, text, strlen (text), &error))
    return TRUE;
  cli_complain ("%s", error->message);
  return FALSE;
}

/* What the lists name and the folder does not have. */
static void
say_missing (const EvaluateJob *job)
{
  const GPtrArray *missing = job->truth->missing;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *sentence = NULL;

  if (missing->len == 0)
    return;
  for (guint i = 0; i < MIN (missing->len, NAMED); i++)
    {
      g_autofree char *name =
        g_filename_display_name (g_ptr_array_index ((GPtrArray *) missing, i));

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  if (missing->len > NAMED)
    g_string_append (names, ", …");
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%u photo of the lists is not there or cannot be read, "
                                           "and is left out with its labels: %s.",
                                           "%u photos of the lists are not there or cannot be "
                                           "read, and are left out with their labels: %s.",
                                           missing->len),
                              missing->len, names->str);
  cli_note (sentence);
}

/* What a table in text was made from. */
static void
print_origin (const EvaluateJob *job)
{
  g_print (_("\nversion %s, kernels %s, data %.16s; --json-file keeps what --from runs again\n"),
           SEM_VERSION, sem_k_set_name (sem_k_get_set ()), job->digest);
}

/* Beside the figures, what runs them again. */
static gboolean
write_result (const EvaluateFiles *files, const char *json)
{
  g_autofree char *path =
    files->plots ? g_build_filename (files->plots, "result.json", NULL) : NULL;

  return write_file (path, json);
}

static gboolean
output_classes (const EvaluateJob *job, const EvaluateFiles *files, gboolean as_json)
{
  g_autofree char *figures = sem_evaluation_to_json (job->evaluation);
  g_autofree char *json = evaluate_manifest_add (job, figures);
  g_autofree char *csv = sem_evaluation_to_csv (job->evaluation);
  g_autofree char *text = sem_evaluation_to_text (job->evaluation);
  g_autofree char *shortage = sem_evaluation_dup_shortage (job->evaluation);
  g_autoptr (GError) error = NULL;

  g_print (as_json ? "%s\n" : "%s", as_json ? json : text);
  if (!as_json)
    print_origin (job);
  if (shortage)
    cli_note (shortage);
  if (job->truth)
    say_missing (job);
  if (!write_file (files->json, json) || !write_file (files->csv, csv))
    return FALSE;
  if (files->plots
      && (!sem_plots_write (job->evaluation, files->plots, &error)
          || (job->growth
              && !sem_growth_write (job->growth, job->options.set, files->plots, &error))))
    {
      cli_complain ("%s", error->message);
      return FALSE;
    }
  return write_result (files, json)
         && (!files->before || evaluate_manifest_compare (files->before, json));
}

static gboolean
output_scenes (const EvaluateJob *job, const EvaluateFiles *files, gboolean as_json)
{
  g_autofree char *figures = sem_scene_result_to_json (job->scene_result);
  g_autofree char *json = evaluate_manifest_add (job, figures);
  g_autofree char *csv = sem_scene_result_to_csv (job->scene_result);
  g_autofree char *text = sem_scene_result_to_text (job->scene_result);
  g_autoptr (GError) error = NULL;

  g_print (as_json ? "%s\n" : "%s", as_json ? json : text);
  if (!as_json)
    print_origin (job);
  if (!write_file (files->json, json) || !write_file (files->csv, csv))
    return FALSE;
  if (files->plots && !sem_scene_plots_write (job->scene_result, files->plots, &error))
    {
      cli_complain ("%s", error->message);
      return FALSE;
    }
  return write_result (files, json)
         && (!files->before || evaluate_manifest_compare (files->before, json));
}

static void
add_shares (JsonBuilder *builder, const char *name, const double *shares)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (guint i = 0; i < SEM_ALTERED_N_ORDERS; i++)
    cli_json_add_double (builder, sem_altered_order_get_name (i), shares[i]);
  json_builder_end_object (builder);
}

static void
add_altered_row (JsonBuilder *builder, const SemAlteredRow *row)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "transform", row->id);
  add_shares (builder, "first", row->first);
  add_shares (builder, "first_10", row->first_ten);
  add_shares (builder, "each_first", row->each_first);
  add_shares (builder, "all_10", row->all_ten);
  cli_json_add_double (builder, "labelled", row->labelled);
  cli_json_add_double (builder, "right", row->right);
  cli_json_add_int (builder, "wrong", row->n_wrong);
  cli_json_add_int (builder, "hits", row->n_hits);
  add_shares (builder, "seconds", row->seconds);
  cli_json_add_double (builder, "proof_seconds", row->proof_seconds);
  json_builder_end_object (builder);
}

static void
print_copies_json (const EvaluateJob *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "set", job->options.set);
  cli_json_add_int (builder, "seed", (gint64) job->seed);
  cli_json_add_int (builder, "photos", job->n_asked);
  cli_json_add_boolean (builder, "reverse", job->reverse);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->altered->len; i++)
    add_altered_row (builder, &g_array_index (job->altered, SemAlteredRow, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
add_claim_row (JsonBuilder *builder, const SemClaimRow *row)
{
  json_builder_begin_object (builder);
  cli_json_add_path (builder, "kind", row->kind);
  cli_json_add_int (builder, "queries", row->n_queries);
  cli_json_add_int (builder, "queries_wrong", row->n_queries_wrong);
  cli_json_add_int (builder, "hits", row->n_hits);
  cli_json_add_int (builder, "wrong", row->n_wrong);
  cli_json_add_double (builder, "upper_95", sem_rate_upper (row->n_wrong, row->n_hits));
  cli_json_add_double (builder, "seconds", row->seconds);
  cli_json_add_double (builder, "proof_seconds", row->proof_seconds);
  json_builder_end_object (builder);
}

static void
print_claims_json (const EvaluateJob *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "set", job->options.set);
  cli_json_add_int (builder, "seed", (gint64) job->seed);
  cli_json_add_int (builder, "hits_of_a_query", SEM_CLAIMS_HITS);
  json_builder_set_member_name (builder, "kinds");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->claims->rows->len; i++)
    add_claim_row (builder, &g_array_index (job->claims->rows, SemClaimRow, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "wrong");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->claims->wrong->len; i++)
    {
      const SemClaim *claim = &g_array_index (job->claims->wrong, SemClaim, i);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "query", claim->query);
      cli_json_add_path (builder, "hit", claim->hit);
      cli_json_add_string (builder, "kind", sem_copy_kind_get_name (claim->kind));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static gboolean
output_claims (const EvaluateJob *job, gboolean as_json)
{
  g_autofree char *text = sem_claims_to_text (job->claims, job->seed);

  if (as_json)
    print_claims_json (job);
  else
    g_print ("%s", text);
  return TRUE;
}

static gboolean
output_likeness (const EvaluateJob *job, gboolean as_json)
{
  g_autofree char *json = sem_likeness_result_to_json (job->likeness_result, job->options.set);
  g_autofree char *text = sem_likeness_result_to_text (job->likeness_result);

  g_print (as_json ? "%s\n" : "%s", as_json ? json : text);
  return TRUE;
}

gboolean
evaluate_output (const EvaluateJob *job, const EvaluateFiles *files, gboolean as_json)
{
  g_autofree char *text = NULL;

  if (job->likeness)
    return output_likeness (job, as_json);
  if (job->by_overlap)
    return output_scenes (job, files, as_json);
  if (job->look_alikes)
    return output_claims (job, as_json);
  if (!job->copies)
    return output_classes (job, files, as_json);
  if (as_json)
    print_copies_json (job);
  else
    {
      text = sem_altered_to_text (job->altered, job->n_asked, job->seed);
      g_print ("%s", text);
    }
  return TRUE;
}
