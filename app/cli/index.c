/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/counts.h"
#include "app/cli/offline.h"
#include "app/cli/output/pace.h"
#include "engine/indexing/indexer.h"
#include "engine/store/quick/quick.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/mounts.h"
#include "engine/store/photos.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n.h>

/**
 * Folders:
 * @ids: (element-type gint64): ids of the folders on the command line
 * @forget: whether to remove their missing photos
 * @some_bad: whether an argument is not a folder
 * @quick: whether photos stay as they were made of reduced pictures
 * @renewed: whether the library was damaged and is built again, from all its folders
 */
typedef struct
{
  GArray *ids;
  gboolean forget;
  gboolean some_bad;
  gboolean quick;
  gboolean renewed;
} Folders;

typedef struct
{
  SemIndexer *indexer;
  GArray *folders; /* NULL: all */
  SemIndexSummary summary;
  CliPace pace;
} IndexJob;

static void
note_cb (const char *path, const char *sentence, gpointer user_data)
{
  cli_note (sentence);
}

static gboolean
index_job (gpointer data, GCancellable *cancellable, GError **error)
{
  IndexJob *job = data;

  return sem_indexer_run (job->indexer, job->folders, cancellable, &job->summary, error);
}

static void
index_progress (gpointer data, char **text, double *fraction)
{
  IndexJob *job = data;
  SemIndexProgress progress;

  sem_indexer_get_progress (job->indexer, &progress);
  if (progress.stage == SEM_INDEX_TRAINING)
    {
      *text = g_strdup (_("Training"));
      *fraction = progress.share;
    }
  else if (progress.stage == SEM_INDEX_METADATA)
    {
      *text = g_strdup (_("Reading dates and cameras"));
      *fraction = progress.share;
    }
  else if (progress.stage == SEM_INDEX_INNER)
    {
      *text = g_strdup (_("Looking for pictures inside photos"));
      *fraction = progress.share;
    }
  else if (progress.stage == SEM_INDEX_REFINING)
    {
      *text = g_strdup_printf (_("Refining %u of %u photos; all can be searched"),
                               progress.refined, progress.to_refine);
      *fraction = progress.share;
    }
  else if (progress.stage == SEM_INDEX_INDEXING)
    {
      guint total = MAX (progress.total, progress.done);
      g_autofree char *pace =
        progress.counted ? cli_pace_look (&job->pace, g_get_monotonic_time (), progress.done, total)
                         : NULL;

      *text = pace ? g_strdup_printf (_("Indexing %u of %u files, %s"), progress.done, total, pace)
                   : g_strdup_printf (_("Indexing %u of %u files"), progress.done, total);
      *fraction = progress.counted && total ? (double) progress.done / total : -1;
    }
}

/* Opens the library for writing. A damaged one is moved and replaced by a new one, since it can be
 * built again from the photos. */
static SemStore *
open_store (const char *path, Folders *folders, GError **error)
{
  g_autofree char *aside = NULL, *name = NULL, *aside_name = NULL;
  guint n_folders;
  SemStore *store = sem_store_open_or_renew (path, &aside, &n_folders, error);

  if (!aside)
    return store;
  folders->renewed = TRUE;
  name = g_filename_display_name (path);
  aside_name = g_filename_display_name (aside);
  cli_complain (n_folders
                  ? _("the library “%s” was damaged. It was moved to “%s”, and a new one with "
                      "the same folders is created.")
                  : _("the library “%s” was damaged. It was moved to “%s”, and a new one is "
                      "created."),
                name, aside_name);
  return store;
}

/* A folder inside one of the library is not added, and the outer one is updated as a whole. */
static void
tell_of_outer (SemStore *store, gint64 id, const char *path)
{
  g_autoptr (GPtrArray) folders = sem_store_list_folders (store, NULL);

  for (guint i = 0; folders && i < folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (folders, i);
      g_autofree char *name = g_filename_display_name (path);
      g_autofree char *outer = g_filename_display_name (folder->path);
      g_autofree char *sentence =
        g_strdup_printf (_("“%s” lies in “%s”, a folder of the library, which is updated as a "
                           "whole."),
                         name, outer);

      if (folder->id == id && g_strcmp0 (folder->path, path) != 0)
        cli_note (sentence);
    }
}

static gint64
add_folder (SemStore *store, const char *argument, GError **error)
{
  g_autofree char *plain = cli_get_path (argument);
  char *path = realpath (plain, NULL);
  g_autofree char *name = g_filename_display_name (argument);
  gint64 id = -1;

  if (!path)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("The folder “%s” cannot be opened: %s."), name, g_strerror (errno));
  else if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("“%s” is not a folder. Give the folder that contains it."), name);
  else if (sem_store_begin (store, error))
    {
      id = sem_store_add_folder (store, path, error);
      if (id > 0 && !sem_store_commit (store, error))
        id = -1;
      sem_store_rollback (store);
      if (id > 0)
        tell_of_outer (store, id, path);
    }
  free (path);
  return id;
}

/* The folder of the library that is or contains the argument, which may be gone from the disk. */
static gint64
forget_folder (SemStore *store, const char *argument, GError **error)
{
  g_autofree char *plain = cli_get_path (argument);
  char *resolved = realpath (plain, NULL);
  g_autofree char *path = g_strdup (resolved ? resolved : plain);
  g_autofree char *name = g_filename_display_name (path);
  gint64 id;

  free (resolved);
  if (!sem_store_begin (store, error))
    return -1;
  id = sem_store_forget_missing (store, path, error);
  if (id > 0 && sem_store_commit (store, error))
    return id;
  sem_store_rollback (store);
  if (id == 0)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                 _("The library has no folder “%s”; “semblance-cli status” lists them."), name);
  return -1;
}

/* Finds the ids of the folders on the command line; an error in one does not stop the others. */
static gboolean
take_folders (SemStore *store, int argc, char **argv, Folders *folders)
{
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 id = folders->forget ? forget_folder (store, argv[i], &error)
                                  : add_folder (store, argv[i], &error);

      if (id > 0)
        g_array_append_val (folders->ids, id);
      else
        {
          cli_fail_at (argv[i], error);
          folders->some_bad = TRUE;
        }
    }
  return argc == 1 || folders->ids->len > 0;
}

/* Opens the library, and adds the folders of the command line to it. Under the lock, so that they
 * do not change while another process is indexing. */
static SemStore *
prepare (const char *library, int argc, char **argv, Folders *folders, GError **error)
{
  int lock = sem_store_lock (library, error);
  g_autoptr (SemStore) store = lock >= 0 ? open_store (library, folders, error) : NULL;
  gboolean ok = store && take_folders (store, argc, argv, folders);

  sem_store_unlock (lock);
  return ok ? g_steal_pointer (&store) : NULL;
}

static void
print_summary (const SemIndexSummary *summary, const SemStoreCounts *counts, gint64 n_quick)
{
  g_print (ngettext ("%u added, %u updated, %u unchanged, %u failed, %u removed; %u photo in the "
                     "library (%.1f s)\n",
                     "%u added, %u updated, %u unchanged, %u failed, %u removed; %u photos in the "
                     "library (%.1f s)\n",
                     counts->photos),
           summary->added, summary->updated, summary->unchanged, summary->failed, summary->removed,
           counts->photos, summary->seconds);
  cli_print_identical ("", counts);
  if (n_quick > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE,
                          "%u photo was indexed from the small picture in its file; "
                          "“semblance-cli index” goes on with the whole one.\n",
                          "%u photos were indexed from the small pictures in their files; "
                          "“semblance-cli index” goes on with the whole ones.\n",
                          (guint) n_quick),
             (guint) n_quick);
  if (summary->failed)
    g_print (_("“semblance-cli status” lists the files that failed, with the reasons.\n"));
  if (counts->photos == 0)
    g_print (
      _("There are no photos in the folders. Semblance reads JPEG, PNG, GIF, TIFF, WebP, HEIF, "
        "AVIF, BMP and JPEG XL files, and the previews in raw files.\n"));
}

static void
print_json (const SemIndexSummary *summary,
            const SemStoreCounts *counts,
            gint64 n_quick,
            const GPtrArray *offline)
{
  const struct
  {
    const char *name;
    guint value;
  } numbers[] = {
    { "added", summary->added },
    { "updated", summary->updated },
    { "unchanged", summary->unchanged },
    { "failed", summary->failed },
    { "skipped", summary->skipped },
    { "removed", summary->removed },
    { "photos", counts->photos },
    { "files", counts->files },
    { "identical", cli_count_identical (counts) },
    { "quick", (guint) n_quick },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      cli_json_add_int (builder, numbers[i].name, numbers[i].value);
    }
  cli_json_add_offline (builder, offline);
  cli_json_add_double (builder, "seconds", summary->seconds);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Says which model the program trained on its own and does not use without being asked. */
static void
print_offer (GPtrArray *models)
{
  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, model->id);

      if (model->stage == SEM_MODEL_OFFERED && model->origin == SEM_MODEL_AUTOMATIC)
        g_print (_("Model %s was trained on more photos, and finds fewer of each photo’s closest "
                   "matches than the one in use, which stays. To use it: semblance-cli models "
                   "--use %s\n"),
                 number, number);
    }
}

static gboolean
report (SemStore *store, const IndexJob *job, gboolean json, GError **error)
{
  g_autoptr (GPtrArray) offline = cli_list_offline (store, job->folders, error);
  g_autoptr (GPtrArray) models = offline ? sem_store_list_models (store, error) : NULL;
  const gint64 n_quick = models ? sem_store_count_quick (store, error) : -1;
  SemStoreCounts counts;

  if (n_quick < 0 || !sem_store_count (store, &counts, error))
    return FALSE;
  if (json)
    print_json (&job->summary, &counts, n_quick, offline);
  else
    {
      print_summary (&job->summary, &counts, n_quick);
      print_offer (models);
      cli_print_offline (offline);
    }
  return TRUE;
}

/* FALSE if the library has no folders, or with @error set. */
static gboolean
has_folders (SemStore *store, GError **error)
{
  g_autoptr (GPtrArray) known = sem_store_list_folders (store, error);

  return known && known->len > 0;
}

static gboolean
index_folders (const CliCommon *common,
               SemStore *store,
               SemBackbone *backbone,
               const Folders *folders,
               GError **error)
{
  g_autoptr (SemIndexer) indexer = sem_indexer_new (common->library, backbone, note_cb, NULL);
  gboolean all = folders->renewed || folders->ids->len == 0;
  IndexJob job = { .indexer = indexer, .folders = all ? NULL : folders->ids };

  sem_indexer_set_refines (indexer, !folders->quick);
  return cli_run_job (index_job, index_progress, &job, error)
         && report (store, &job, common->json, error);
}

gboolean
cli_index_all (const char *library, GError **error)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, error);
  g_autoptr (SemIndexer) indexer =
    backbone ? sem_indexer_new (library, backbone, note_cb, NULL) : NULL;
  IndexJob job = { .indexer = indexer };

  return indexer && cli_run_job (index_job, index_progress, &job, error);
}

/* Returns: the exit status; CLI_USAGE where there is no folder to index */
static int
index_once (const CliCommon *common,
            int argc,
            char **argv,
            SemBackbone *backbone,
            Folders *folders,
            GError **error)
{
  g_autoptr (SemStore) store = NULL;

  if (!cli_check_library (common, error))
    return CLI_FAILED;
  store = prepare (common->library, argc, argv, folders, error);
  if (!store)
    return CLI_FAILED;
  if (argc == 1 && !has_folders (store, error))
    return *error ? CLI_FAILED : CLI_USAGE;
  return index_folders (common, store, backbone, folders, error) && !folders->some_bad ? CLI_DONE
                                                                                       : CLI_FAILED;
}

static int
run_index (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Folders folders = { .ids = ids };
  int code;
  const GOptionEntry entries[] = {
    { "forget-missing", 0, 0, G_OPTION_ARG_NONE, &folders.forget,
      N_("Remove the missing photos of FOLDER from the library, even if all are "
         "missing"),
      NULL },
    { "quick", 0, 0, G_OPTION_ARG_NONE, &folders.quick,
      N_("Stop when all photos can be searched: HEIF and AVIF photos by the small pictures in "
         "their files"),
      NULL },
    { NULL }
  };

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (folders.forget && argc == 1)
    return cli_usage (command, _("give the folder whose missing photos to remove."));
  backbone = sem_backbone_new (NULL, &error);
  if (!backbone)
    return cli_fail (error);
  code = index_once (&common, argc, argv, backbone, &folders, &error);
  /* Where damage is found on the way, opening the library again renews it. */
  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_DAMAGED))
    {
      g_clear_error (&error);
      g_array_set_size (ids, 0);
      folders.some_bad = FALSE;
      code = index_once (&common, argc, argv, backbone, &folders, &error);
    }
  if (error)
    return cli_fail (error);
  return code == CLI_USAGE
           ? cli_usage (command, _("the library has no folder yet. Give a folder to index."))
           : code;
}

const CliCommand cli_index_command = {
  .name = "index",
  .summary = N_("Index the photos of folders"),
  .arguments = N_("[FOLDER…]"),
  .help = N_("Adds the folders to the library and updates it: new and changed "
             "photos are indexed, deleted ones are hidden, and a model is trained "
             "when the library is new or has doubled in size. Without FOLDER, all "
             "folders of the library are updated. Ctrl-C stops indexing; finished "
             "work is kept, and the next run continues from there.\n"
             "\n"
             "HEIF and AVIF photos take long to decode. They are first indexed from the small "
             "pictures that most of them hold, so that they can be searched soon, and "
             "then from the whole ones; --quick leaves that to the next run.\n"
             "\n"
             "If none of the photos of a folder are found, the folder is offline, "
             "since its disk may not be connected, and its photos are kept. To "
             "remove photos that were deleted, use --forget-missing FOLDER.\n"
             "\n"
             "Example: semblance-cli index ~/Pictures /media/disk/photos"),
  .uses_blas = TRUE,
  .run = run_index,
};
