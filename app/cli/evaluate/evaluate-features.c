/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-features.h"
#include "app/cli/evaluate/evaluate-lists.h"
#include "engine/evaluate/array-set.h"
#include "engine/learn/imported/imported-model.h"
#include "engine/nn/pooling.h"
#include "engine/store/backbones.h"
#include "engine/store/photos.h"

#include <glib/gi18n.h>

static gboolean
needs_scenes (const SemEvaluateOptions *options)
{
  for (guint i = 0; i < options->n_methods; i++)
    if (options->methods[i] == SEM_HASH_BCDH)
      return TRUE;
  return FALSE;
}

/* A file that is there, or has a name that files have, is one. */
static gboolean
is_file (const char *features)
{
  return !sem_imported_name_is_valid (features) || g_str_has_suffix (features, ".npz")
         || g_str_has_suffix (features, ".npy") || g_file_test (features, G_FILE_TEST_EXISTS);
}

static int
check_name (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  if (is_file (typed->features))
    return typed->library
             ? cli_usage (command, _("--library is for imported features; this is a file."))
             : CLI_DONE;
  if (typed->labels || job->options.protocol->lists != SEM_LISTS_NONE)
    return cli_usage (command, _("imported features have folders as classes, so --features NAME "
                                 "cannot be combined with --labels or lists."));
  job->imported_of =
    typed->library ? g_canonicalize_filename (typed->library, NULL) : sem_store_default_path ();
  return CLI_DONE;
}

/* How our own network describes photos. */
static int
check_looks (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  if (g_strcmp0 (typed->pooling, "gem") == 0)
    job->pooling_power = SEM_POOLING_GEM;
  else if (g_strcmp0 (typed->pooling, "mean") == 0)
    job->pooling_power = SEM_POOLING_MEAN;
  else if (typed->pooling)
    return cli_usage (command, _("--pooling takes mean or gem."));
  if (typed->pooling
      && (typed->features || typed->backbone || job->copies || job->look_alikes || job->likeness))
    return cli_usage (command, _("--pooling cannot be combined with --features, --backbone, "
                                 "--copies, --claims or --likeness."));
  if (!typed->multi_scale)
    return CLI_DONE;
  if (!evaluate_lists_name_queries (job->options.protocol))
    return cli_usage (command, _("--multi-scale needs a protocol whose lists name the queries, "
                                 "such as holidays or oxford5k."));
  if (typed->features || typed->backbone || evaluate_finetunes (&job->options))
    return cli_usage (command,
                      _("--multi-scale cannot be combined with --features, --backbone, or "
                        "methods that fine-tune the network."));
  job->lists.scaled_queries = TRUE;
  return CLI_DONE;
}

int
evaluate_check_backbone (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  if (typed->backbone
      && (typed->features || job->copies || job->look_alikes || job->likeness || job->by_overlap
          || evaluate_finetunes (&job->options)))
    return cli_usage (command,
                      _("--backbone cannot be combined with --features, --copies, "
                        "--claims, --likeness, --protocol scenes-overlap, or methods that "
                        "fine-tune the network."));
  return check_looks (command, typed, job);
}

int
evaluate_check_features (const CliCommand *command, const EvaluateTyped *typed, EvaluateJob *job)
{
  if (!typed->features)
    return typed->labels || typed->library
             ? cli_usage (command, _("--labels and --library need --features."))
             : CLI_DONE;
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
  return check_name (command, typed, job);
}

/* The class of a photo is its folder, or the name of it. Returns: (transfer full): absolute paths
 */
static GPtrArray *
read_classes (const EvaluateJob *job,
              SemStore *store,
              const GArray *ids,
              guint32 *labels,
              GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      SemStorePhoto photo = { 0 };
      char *folder;

      if (!sem_store_get_photo (store, g_array_index (ids, gint64, i), &photo, error))
        return NULL;
      g_ptr_array_add (paths, g_strdup (photo.path ? photo.path : ""));
      sem_store_photo_clear (&photo);
      folder = g_path_get_dirname (g_ptr_array_index (paths, i));
      if (job->options.protocol->naming == SEM_CLASS_FOLDER_NAME)
        {
          char *name = g_path_get_basename (folder);

          g_free (folder);
          folder = name;
        }
      if (!g_hash_table_contains (numbers, folder))
        g_hash_table_insert (numbers, g_strdup (folder),
                             GUINT_TO_POINTER (g_hash_table_size (numbers)));
      labels[i] = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, folder));
      g_free (folder);
    }
  return g_steal_pointer (&paths);
}

/* Imported features, by content as photos are. */
static gboolean
run_imported (EvaluateJob *job, const SemProgress *progress, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (job->imported_of, SEM_STORE_READ, error);
  g_autoptr (SemImported) imported = store ? sem_imported_find (store, job->arrays, error) : NULL;
  g_autoptr (GArray) ids =
    imported ? sem_store_list_training (store, imported->backbone, error) : NULL;
  g_autofree float *features = ids ? sem_imported_load (store, imported, ids, NULL, error) : NULL;
  g_autofree guint32 *labels = features ? g_new (guint32, ids->len + 1) : NULL;
  g_autoptr (GPtrArray) paths = labels ? read_classes (job, store, ids, labels, error) : NULL;
  gboolean ok;

  if (!paths)
    return FALSE;
  job->d = imported->d;
  job->library = job->imported_of;
  job->photos = (const gint64 *) (void *) ids->data;
  job->n_photos = ids->len;
  evaluate_job_report (0, job);
  ok = evaluate_measure (job, features, labels, (const char *const *) paths->pdata, ids->len,
                         progress, error);
  job->photos = NULL;
  job->n_photos = 0;
  return ok;
}

gboolean
evaluate_features_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  g_autoptr (SemArraySet) set = NULL;

  evaluate_job_step (_("Reading features"), job);
  if (job->imported_of)
    return run_imported (job, &progress, error);
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
