/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-lists.h"
#include "engine/evaluate/benchmarks/truth-features.h"

#include <string.h>

#include <glib/gi18n.h>

static int
check_together (const CliCommand *command, const EvaluateTyped *typed, const EvaluateJob *job)
{
  const SemProtocol *protocol = job->options.protocol;

  if (protocol->lists == SEM_LISTS_NONE)
    {
      if (typed->database || typed->training)
        return cli_usage (command, _("--database and --training need --protocol list."));
      if (typed->whole_queries)
        return cli_usage (command, _("--whole-queries needs a protocol with boxes, such as "
                                     "oxford5k."));
      return CLI_DONE;
    }
  if ((typed->database || typed->training) && protocol->lists != SEM_LISTS_JOINED)
    return cli_usage (command, _("--database and --training need --protocol list."));
  if (typed->whole_queries && !sem_protocol_has_boxes (protocol))
    return cli_usage (command,
                      _("--whole-queries needs a protocol with boxes, such as oxford5k."));
  if (job->copies || job->look_alikes || job->likeness || typed->level != CLI_NO_NUMBER)
    return cli_usage (command,
                      _("--protocol %s cannot be combined with --copies, --claims, "
                        "--likeness or --level."),
                      protocol->name);
  if (evaluate_finetunes (&job->options) && sem_protocol_has_boxes (protocol))
    return cli_usage (command,
                      _("ddh-last-stage and ddh-all cannot be combined with --protocol "
                        "%s, whose queries are parts of photos."),
                      protocol->name);
  return CLI_DONE;
}

/* In the words of options that always take a number. */
static int
read_number (const CliCommand *command, const char *text, guint *number)
{
  g_autoptr (GError) error = NULL;
  gint64 value;

  if (g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &value, &error))
    {
      if (value < 1)
        return cli_usage (command, _("--queries takes a number, 1 or more."));
      *number = (guint) value;
      return CLI_DONE;
    }
  if (g_error_matches (error, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS))
    return cli_usage (command, _("--%s takes a number nearer to 0 than %s."), "queries", text);
  return cli_usage (command, _("--%s takes a whole number, which “%s” is not."), "queries", text);
}

gboolean
evaluate_lists_name_queries (const SemProtocol *protocol)
{
  return protocol->lists != SEM_LISTS_NONE && protocol->lists != SEM_LISTS_NUS_WIDE
         && protocol->lists != SEM_LISTS_MIRFLICKR;
}

int
evaluate_check_lists (const CliCommand *command,
                      const EvaluateTyped *typed,
                      EvaluateJob *job,
                      guint *n_queries)
{
  const SemProtocol *protocol = job->options.protocol;
  const gboolean is_file = protocol->lists == SEM_LISTS_JOINED;
  const int code = check_together (command, typed, job);

  *n_queries = 0;
  if (code != CLI_DONE)
    return code;
  job->lists = (SemTruthSource){
    .protocol = protocol,
    .queries = is_file ? typed->queries : NULL,
    .database = typed->database,
    .training = typed->training,
    .whole_queries = typed->whole_queries,
  };
  if (!typed->queries || is_file)
    return CLI_DONE;
  if (evaluate_lists_name_queries (protocol))
    return cli_usage (command,
                      _("--queries cannot be combined with --protocol %s, whose lists "
                        "name the queries."),
                      protocol->name);
  return read_number (command, typed->queries, n_queries);
}

int
evaluate_check_rankings (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  const gboolean wanted = typed->rankings || typed->strips;

  if (!wanted && typed->rankings_of)
    return cli_usage (command, _("--rankings-of needs --rankings or --strips."));
  if (!wanted)
    return CLI_DONE;
  if (job->copies || job->look_alikes || job->likeness || job->by_overlap)
    return cli_usage (command, _("--rankings and --strips cannot be combined with --copies, "
                                 "--claims, --likeness or --protocol scenes-overlap."));
  if (!sem_evaluation_find_row (&job->options, typed->rankings_of, &job->options.rankings_row))
    return cli_usage (command,
                      _("--rankings-of takes a row of the table, such as float, itq-64 or "
                        "itq-64-score."));
  job->rankings = typed->rankings;
  job->strips = typed->strips;
  return CLI_DONE;
}

/* Lists that are wrong are said before hours of indexing. */
static gboolean
check_lists_alone (const SemTruthSource *lists, GError **error)
{
  SemTruthSource alone = *lists;
  g_autoptr (SemTruth) truth = NULL;

  alone.finder = NULL;
  truth = sem_truth_read (&alone, error);
  return truth != NULL;
}

static float *
load (EvaluateJob *job, SemStore *store, const SemProgress *progress, GError **error)
{
  g_autoptr (SemPhotoFinder) finder =
    sem_photo_finder_load (store, sem_backbone_get_id (job->backbone), job->folder, error);

  if (!finder)
    return NULL;
  job->lists.finder = finder;
  job->truth = sem_truth_read (&job->lists, error);
  job->lists.finder = NULL;
  return job->truth ? sem_truth_load_features (job->truth, store, job->backbone, progress, error)
                    : NULL;
}

/* Photos that no list names are relevant to no query. What is learned from stays the same. */
static void
add_to_gallery (SemTruth *truth, const SemLabelledSet *set)
{
  if (truth->training->len == 0)
    g_array_append_vals (truth->training, truth->database->data, truth->database->len);
  for (gsize i = 0; i < set->n; i++)
    {
      const char *path = g_ptr_array_index (set->paths, i);
      const guint32 number = sem_truth_add (truth, path, NULL);
      SemTruthRow *row = sem_truth_get_row (truth, number);

      row->path = g_strdup (path);
      row->group = SEM_NO_CLASS;
      g_array_append_val (truth->database, number);
    }
}

/* @features: (inout): of all rows */
static gboolean
add_distractors (EvaluateJob *job, float **features, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; job->distractors && job->distractors[i]; i++)
    {
      const gsize n = job->truth->rows->len;
      g_autoptr (SemLabelledSet) set =
        evaluate_load_folder (job, job->distractors[i], cancellable, error);
      float *all;

      if (!set)
        return FALSE;
      all = g_try_renew (float, *features, (n + set->n) * SEM_BACKBONE_DIM);
      if (!all)
        {
          g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
                       _("There is not enough memory to evaluate %u photos at once."),
                       (guint) (n + set->n));
          return FALSE;
        }
      memcpy (all + n * SEM_BACKBONE_DIM, set->features,
              set->n * SEM_BACKBONE_DIM * sizeof (float));
      *features = all;
      add_to_gallery (job->truth, set);
    }
  return TRUE;
}

static gboolean
evaluate (EvaluateJob *job,
          const char *library,
          const float *features,
          const SemProgress *progress,
          GError **error)
{
  const guint n = job->truth->rows->len;
  g_autofree char *folder = g_path_get_dirname (library);
  g_autofree gint64 *photos = g_new (gint64, n + 1);
  g_autofree const char **paths = g_new (const char *, n + 1);
  gboolean ok;
  SemFinetuneTrial tuning = {
    .library = library, .folder = folder, .backbone = job->backbone, .photos = photos, .n = n
  };

  for (guint i = 0; i < n; i++)
    {
      photos[i] = sem_truth_get_row (job->truth, i)->photo;
      paths[i] = sem_truth_get_row (job->truth, i)->path;
    }
  job->options.truth = job->truth;
  job->options.tuning = &tuning;
  job->library = library;
  job->photos = photos;
  job->n_photos = n;
  ok = evaluate_measure (job, features, NULL, paths, n, progress, error);
  job->options.tuning = NULL;
  job->photos = NULL;
  job->n_photos = 0;
  return ok;
}

gboolean
evaluate_lists_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const char *folders[] = { job->folder, NULL };
  g_autofree char *library = evaluate_dup_library_path (job, folders);
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  g_autoptr (SemStore) store = NULL;
  g_autofree float *features = NULL;

  job->lists.folder = job->folder;
  if (!check_lists_alone (&job->lists, error)
      || !evaluate_index (job, library, folders, cancellable, error))
    return FALSE;
  store = sem_store_open (library, SEM_STORE_READ, error);
  if (!store)
    return FALSE;
  evaluate_job_step (_("Reading features"), job);
  features = load (job, store, &progress, error);
  evaluate_job_report (-1, job);
  if (!features || !add_distractors (job, &features, cancellable, error))
    return FALSE;
  evaluate_job_report (0, job);
  return evaluate (job, library, features, &progress, error);
}
