/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-job.h"
#include "engine/base/output.h"
#include "engine/evaluate/benchmarks/cifar.h"
#include "engine/evaluate/trials/cell.h"
#include "engine/nn/pooling.h"
#include "engine/store/companions.h"
#include "engine/store/folders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

static void
note_cb (const char *path, const char *sentence, gpointer user_data)
{
  cli_note (sentence);
}

void
evaluate_job_report (double fraction, gpointer data)
{
  EvaluateJob *job = data;

  g_mutex_lock (&job->mutex);
  job->fraction = fraction;
  g_mutex_unlock (&job->mutex);
}

void
evaluate_job_step (const char *sentence, gpointer data)
{
  EvaluateJob *job = data;

  g_mutex_lock (&job->mutex);
  g_free (job->sentence);
  job->sentence = g_strdup (sentence);
  g_mutex_unlock (&job->mutex);
}

char *
evaluate_resolve_folder (const char *path)
{
  char *real = realpath (path, NULL);
  char *folder;

  if (!real)
    {
      int code = errno;
      g_autofree char *name = g_filename_display_name (path);
      g_autoptr (GError) error =
        g_error_new (SEM_ERROR, SEM_ERROR_UNREADABLE, _("The folder “%s” cannot be opened: %s."),
                     name, g_strerror (code));

      cli_fail_at (path, error);
      return NULL;
    }
  folder = g_strdup (real);
  free (real);
  return folder;
}

char *
evaluate_dup_cells_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "semblance", "evaluate", "cells", NULL);
}

/* Libraries are kept, because computing features takes long: one for each evaluated folder, or for
 * each set of folders that --copies searches together. */
char *
evaluate_dup_library_path (const EvaluateJob *job, const char *const *folders)
{
  const gboolean own = job->pooling_power != SEM_POOLING_GEM
                       && (!job->backbone || !sem_backbone_is_program (job->backbone));
  g_autofree char *folder = g_strjoinv ("\n", (GStrv) folders);
  g_autofree char *all =
    own ? g_strdup (folder) : g_strconcat (folder, "\n", sem_backbone_get_id (job->backbone), NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
  g_autofree char *name = g_strdup_printf ("%.16s.db", digest);

  return g_build_filename (g_get_user_cache_dir (), "semblance", "evaluate", name, NULL);
}

static gboolean
add_folders (const char *library, const char *const *folders, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_WRITE, error);

  if (!store || !sem_store_begin (store, error))
    return FALSE;
  for (guint i = 0; folders[i]; i++)
    if (sem_store_add_folder (store, folders[i], error) <= 0)
      return FALSE;
  return sem_store_commit (store, error);
}

gboolean
evaluate_index (EvaluateJob *job,
                const char *library,
                const char *const *folders,
                GCancellable *cancellable,
                GError **error)
{
  SemIndexSummary summary;
  SemIndexer *indexer;
  gboolean ok;

  if (!add_folders (library, folders, error))
    return FALSE;
  indexer = sem_indexer_new (library, job->backbone, note_cb, NULL);
  sem_indexer_set_trains (indexer, job->copies || job->look_alikes || job->by_overlap);
  g_mutex_lock (&job->mutex);
  job->indexer = indexer;
  g_mutex_unlock (&job->mutex);
  ok = sem_indexer_run (indexer, NULL, cancellable, &summary, error);
  g_mutex_lock (&job->mutex);
  job->indexer = NULL;
  g_mutex_unlock (&job->mutex);
  sem_indexer_free (indexer);
  return ok;
}

SemLabelledSet *
evaluate_load_folder (EvaluateJob *job,
                      const char *folder,
                      GCancellable *cancellable,
                      GError **error)
{
  const char *folders[] = { folder, NULL };
  g_autofree char *library = evaluate_dup_library_path (job, folders);
  /* A kind of thing is one, wherever its photos lie. */
  const SemLabelling labelling = {
    .naming = job->likeness ? SEM_CLASS_FOLDER_NAME : job->options.protocol->naming,
    .level = job->level,
  };
  g_autoptr (SemStore) store = NULL;

  if (!evaluate_index (job, library, folders, cancellable, error))
    return NULL;
  store = sem_store_open (library, SEM_STORE_READ, error);
  return store
           ? sem_labelled_set_load (store, sem_backbone_get_id (job->backbone), &labelling, error)
           : NULL;
}

gboolean
evaluate_add_distractors (EvaluateJob *job,
                          SemLabelledSet *set,
                          GCancellable *cancellable,
                          GError **error)
{
  for (guint i = 0; job->distractors && job->distractors[i]; i++)
    {
      g_autoptr (SemLabelledSet) other =
        evaluate_load_folder (job, job->distractors[i], cancellable, error);

      if (!other)
        return FALSE;
      sem_labelled_set_add_distractors (set, other);
    }
  return TRUE;
}

/* (transfer container): paths from the folder on, where they are below it. */
static const char **
shorten (const char *folder, const char *const *paths, gsize n)
{
  const char **names = g_new (const char *, n + 1);
  const gsize length = strlen (folder);

  for (gsize i = 0; i < n; i++)
    names[i] = g_str_has_prefix (paths[i], folder) && paths[i][length] == '/'
                 ? paths[i] + length + 1
                 : paths[i];
  return names;
}

void
evaluate_digest (EvaluateJob *job, const float *features, const guint32 *labels, gsize n)
{
  g_autofree char *set = sem_cell_digest_set (features, labels, n, job->d);
  g_autofree char *relevant = job->truth ? sem_truth_dup_digest (job->truth) : NULL;
  g_autofree char *both = g_strconcat (set, relevant, NULL);

  g_free (job->digest);
  job->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
}

/* A SemHitPictureFunc. A photo without a thumbnail is shown by its name. */
typedef struct
{
  const EvaluateJob *job;
  SemStore *store;
} Pictures;

static GBytes *
get_picture (guint32 row, gpointer data)
{
  const Pictures *pictures = data;
  GBytes *jpeg = NULL;

  if (pictures->store && row < pictures->job->n_photos)
    sem_store_get_thumbnail (pictures->store, pictures->job->photos[row], &jpeg, NULL);
  return jpeg;
}

static gboolean
write_strips (const EvaluateJob *job,
              SemHitStrips *strips,
              const char *const *names,
              GError **error)
{
  Pictures pictures = { job, NULL };
  const SemEvaluationRow *row = sem_evaluation_get_row (job->evaluation, job->options.rankings_row);
  g_autofree char *title = g_strdup_printf ("%s · %s · %s · %u", job->options.set,
                                            job->options.protocol->name, row->method, row->n_bits);
  g_autoptr (SemStore) store = NULL;
  g_autofree char *html = NULL;

  if (job->library && !(store = sem_store_open (job->library, SEM_STORE_READ, error)))
    return FALSE;
  pictures.store = store;
  html = sem_hit_strips_to_html (strips, title, names, get_picture, &pictures);
  return sem_output_write (job->strips, html, strlen (html), error);
}

gboolean
evaluate_measure (EvaluateJob *job,
                  const float *features,
                  const guint32 *labels,
                  const char *const *paths,
                  gsize n,
                  const SemProgress *progress,
                  GError **error)
{
  g_autofree const char **names = shorten (job->folder, paths, n);
  g_autoptr (SemRankings) rankings = NULL;
  g_autoptr (SemHitStrips) strips = job->strips ? sem_hit_strips_new () : NULL;
  const gboolean self_counts = job->options.protocol->lists == SEM_LISTS_UKBENCH;

  if (job->rankings)
    {
      rankings = sem_rankings_new (job->rankings, names, self_counts, error);
      if (!rankings)
        return FALSE;
    }
  evaluate_digest (job, features, labels, n);
  job->options.rankings = rankings;
  job->options.strips = strips;
  job->options.step_func = evaluate_job_step;
  job->options.step_data = job;
  job->evaluation = sem_evaluate (&job->options, features, labels, n, job->d, progress, error);
  job->options.rankings = NULL;
  job->options.strips = NULL;
  return job->evaluation != NULL && (!rankings || sem_rankings_finish (rankings, error))
         && (!strips || write_strips (job, strips, names, error))
         && (!job->options.with_epochs
             || (job->growth =
                   sem_growth_measure (&job->options, job->evaluation, features, n, job->d,
                                       sem_progress_get_cancellable (progress), error)));
}

/* The binary batches of CIFAR-10 are made photos in the cache, which are evaluated instead. */
static gboolean
unpack_batches (EvaluateJob *job, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  g_autofree char *batches = sem_cifar_find (job->folder);
  const char *folders[] = { batches, NULL };
  g_autofree char *library = NULL;
  g_autofree char *parent = NULL;
  g_autofree char *photos = NULL;

  if (!batches || !g_str_has_prefix (job->options.protocol->name, "cifar10-"))
    return TRUE;
  library = evaluate_dup_library_path (job, folders);
  parent = g_path_get_dirname (library);
  photos = g_strconcat (library, ".photos", NULL);
  g_mkdir_with_parents (parent, 0700);
  evaluate_job_step (_("Unpacking the batches"), job);
  if (!sem_cifar_unpack (batches, photos, &progress, error))
    return FALSE;
  evaluate_job_report (-1, job);
  g_free (job->folder);
  job->folder = g_steal_pointer (&photos);
  return TRUE;
}

gboolean
evaluate_classes_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  SemFinetuneTrial tuning = { .backbone = job->backbone };
  g_autoptr (SemLabelledSet) set = NULL;
  g_autofree char *library = NULL;
  g_autofree char *folder = NULL;

  if (!unpack_batches (job, cancellable, error)
      || !(set = evaluate_load_folder (job, job->folder, cancellable, error)))
    return FALSE;
  /* Distractors have libraries of their own. */
  job->n_photos = set->n;
  if (!evaluate_add_distractors (job, set, cancellable, error))
    return FALSE;
  library = evaluate_dup_library_path (job, (const char *const[]){ job->folder, NULL });
  folder = g_path_get_dirname (library);
  tuning.library = library;
  tuning.folder = folder;
  tuning.photos = set->ids;
  tuning.n = set->n;
  job->options.tuning = &tuning;
  job->library = library;
  job->photos = set->ids;
  evaluate_job_report (0, job);
  return evaluate_measure (job, set->features, set->labels, (const char *const *) set->paths->pdata,
                           set->n, &progress, error);
}

gboolean
evaluate_likeness_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const SemReference *reference = sem_reference_get ();
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  g_autoptr (SemLabelledSet) set = NULL;

  if (!g_str_equal (sem_backbone_get_id (job->backbone), reference->backbone))
    {
      g_set_error_literal (error, SEM_ERROR, SEM_ERROR_FAILED,
                           _("Likeness is measured for the published weights only. Unset "
                             "SEMBLANCE_WEIGHTS."));
      return FALSE;
    }
  set = evaluate_load_folder (job, job->folder, cancellable, error);
  if (!set || !evaluate_add_distractors (job, set, cancellable, error))
    return FALSE;
  evaluate_job_report (0, job);
  evaluate_job_step (_("Searching small libraries"), job);
  job->likeness_result = sem_likeness_evaluate (set, reference, job->seed, &progress, error);
  return job->likeness_result != NULL;
}

/* (transfer container): the folder, the distractors, and @more; NULL-terminated */
static GPtrArray *
list_folders (const EvaluateJob *job, const char *more)
{
  GPtrArray *folders = g_ptr_array_new ();

  g_ptr_array_add (folders, job->folder);
  for (guint i = 0; job->distractors && job->distractors[i]; i++)
    g_ptr_array_add (folders, job->distractors[i]);
  if (more)
    g_ptr_array_add (folders, (char *) more);
  g_ptr_array_add (folders, NULL);
  return folders;
}

/* Returns: (transfer full): the library of all folders, indexed; NULL with @error set */
static char *
index_together (EvaluateJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) folders = list_folders (job, NULL);
  g_autofree char *library = evaluate_dup_library_path (job, (const char *const *) folders->pdata);

  if (!evaluate_index (job, library, (const char *const *) folders->pdata, cancellable, error))
    return NULL;
  evaluate_job_report (0, job);
  return g_steal_pointer (&library);
}

static gboolean
write_pictures (EvaluateJob *job,
                const char *library,
                const char *folder,
                GCancellable *cancellable,
                GError **error)
{
  const SemProgress progress = { evaluate_job_report, job, cancellable };

  evaluate_job_step (_("Writing altered copies"), job);
  if (!sem_altered_write (library, sem_backbone_get_id (job->backbone), &job->altering, folder,
                          &progress, error))
    return FALSE;
  evaluate_job_report (0, job);
  return TRUE;
}

/* The folder of pictures of --reverse, for what is altered and how. */
static char *
dup_pictures_folder (const EvaluateJob *job, const char *library)
{
  g_autofree char *only = job->only ? g_strjoinv (";", job->only) : NULL;
  g_autofree char *what = g_strdup_printf ("%u %" G_GUINT64_FORMAT " %s", job->altering.n_queries,
                                           job->altering.seed, only ? only : "");
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, what, -1);
  g_autofree char *name = g_strdup_printf ("%s.%.8s.pictures", library, digest);

  return g_steal_pointer (&name);
}

/* The gallery is indexed first, so that nothing is learned from the altered pictures. */
static gboolean
reverse (EvaluateJob *job, const char *pictures, GCancellable *cancellable, GError **error)
{
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  g_autoptr (GPtrArray) gallery = list_folders (job, NULL);
  g_autoptr (GPtrArray) all = list_folders (job, pictures);
  const char *const *folders = (const char *const *) gallery->pdata;
  g_autofree char *library = evaluate_dup_library_path (job, (const char *const *) all->pdata);
  const SemAlteredPlaces places = { library, folders, pictures };

  evaluate_job_report (-1, job);
  if (!evaluate_index (job, library, folders, cancellable, error)
      || !evaluate_index (job, library, (const char *const *) all->pdata, cancellable, error))
    return FALSE;
  evaluate_job_report (0, job);
  evaluate_job_step (_("Searching for altered copies"), job);
  job->altered = sem_altered_evaluate_reverse (&places, job->backbone, &job->altering,
                                               &job->n_asked, &progress, error);
  return job->altered != NULL;
}

gboolean
evaluate_copies_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  g_autofree char *library = index_together (job, cancellable, error);
  g_autofree char *pictures =
    library && job->reverse ? dup_pictures_folder (job, library) : g_strdup (job->pictures);

  if (!library || (pictures && !write_pictures (job, library, pictures, cancellable, error)))
    return FALSE;
  if (job->reverse)
    return reverse (job, pictures, cancellable, error);
  evaluate_job_step (_("Searching for altered copies"), job);
  job->altered =
    sem_altered_evaluate (library, job->backbone, &job->altering, &job->n_asked, &progress, error);
  return job->altered != NULL;
}

gboolean
evaluate_claims_run (gpointer data, GCancellable *cancellable, GError **error)
{
  EvaluateJob *job = data;
  const SemProgress progress = { evaluate_job_report, job, cancellable };
  const SemClaimsOptions options = { job->folder, job->kind, job->n_asking, job->seed };
  g_autofree char *library = index_together (job, cancellable, error);

  if (!library)
    return FALSE;
  evaluate_job_step (_("Searching with look-alikes"), job);
  job->claims = sem_claims_evaluate (library, job->backbone, &options, &progress, error);
  return job->claims != NULL;
}

void
evaluate_job_progress (gpointer data, char **text, double *fraction)
{
  EvaluateJob *job = data;
  SemIndexProgress progress = { 0 };

  g_mutex_lock (&job->mutex);
  *fraction = job->fraction;
  if (*fraction >= 0)
    *text = g_strdup (job->sentence ? job->sentence : _("Evaluating"));
  else if (job->indexer)
    sem_indexer_get_progress (job->indexer, &progress);
  g_mutex_unlock (&job->mutex);
  if (*fraction >= 0)
    return;
  *text = g_strdup_printf (_("Computing features of %u of %u files"), progress.done,
                           MAX (progress.total, progress.done));
  if (progress.counted && progress.total)
    *fraction = (double) progress.done / progress.total;
}
