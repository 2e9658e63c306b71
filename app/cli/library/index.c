/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/library/index-report.h"
#include "app/cli/library/patterns.h"
#include "app/cli/output/pace.h"
#include "engine/indexing/indexer.h"
#include "engine/store/folders.h"
#include "engine/store/mounts.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n.h>

/**
 * Folders:
 * @ids: (element-type gint64): ids of the folders on the command line
 * @forget: whether to remove their missing photos
 * @some_bad: whether an argument is not a folder
 * @quick: whether photos stay as they were made of reduced pictures
 * @exclude, @include: (nullable) (array zero-terminated=1): patterns for them
 * @verbose: whether to name the files that were passed over
 * @renewed: whether the library was damaged and is built again, from all its folders
 */
typedef struct
{
  GArray *ids;
  gboolean forget;
  gboolean some_bad;
  gboolean quick;
  char **exclude;
  char **include;
  gboolean verbose;
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

/* Returns: the folder without links, to be freed by free(); %NULL with @error set */
static char *
find_folder (const char *argument, GError **error)
{
  g_autofree char *plain = cli_get_path (argument);
  char *path = realpath (plain, NULL);
  g_autofree char *name = g_filename_display_name (argument);

  if (path && g_file_test (path, G_FILE_TEST_IS_DIR))
    return path;
  if (!path)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("The folder “%s” cannot be opened: %s."), name, g_strerror (errno));
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("“%s” is not a folder. Give the folder that contains it."), name);
  free (path);
  return NULL;
}

static gint64
add_folder (SemStore *store, const char *argument, const Folders *folders, GError **error)
{
  char *path = find_folder (argument, error);
  gint64 id = -1;

  if (path && sem_store_begin (store, error))
    {
      id = sem_store_add_folder (store, path, error);
      if (id > 0
          && (!cli_change_patterns (store, path, folders->exclude, folders->include, error)
              || !sem_store_commit (store, error)))
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
                                  : add_folder (store, argv[i], folders, &error);

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
         && cli_report_index (store, &job.summary, job.folders, common->json, folders->verbose,
                              error);
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

/* Finds out whether there is something to index, so that no library is made where there is not.
 * Returns: an exit status; CLI_USAGE where there is no folder to index */
static int
look_ahead (const CliCommon *common, int argc, char **argv, const Folders *folders, GError **error)
{
  gboolean found = FALSE;

  if (g_file_test (common->library, G_FILE_TEST_EXISTS))
    return CLI_DONE;
  if (argc == 1 || folders->forget)
    {
      if (cli_need_library (common, error))
        return CLI_DONE;
      if (argc > 1 || !g_error_matches (*error, SEM_ERROR, SEM_ERROR_NOT_FOUND))
        return CLI_FAILED;
      g_clear_error (error);
      return CLI_USAGE;
    }
  for (int i = 1; i < argc && !found; i++)
    {
      char *path = find_folder (argv[i], NULL);

      found = path != NULL;
      free (path);
    }
  for (int i = 1; i < argc && !found; i++)
    {
      g_autoptr (GError) local = NULL;

      free (find_folder (argv[i], &local));
      if (local)
        cli_fail_at (argv[i], local);
    }
  return found ? CLI_DONE : CLI_FAILED;
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
  int code;

  if (!cli_check_library (common, error))
    return CLI_FAILED;
  code = look_ahead (common, argc, argv, folders, error);
  if (code != CLI_DONE)
    return code;
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
    { "exclude", 0, 0, G_OPTION_ARG_STRING_ARRAY, &folders.exclude,
      N_("Leave out files and folders in FOLDER whose name matches PATTERN, from now on; may be "
         "repeated"),
      N_("PATTERN") },
    { "include", 0, 0, G_OPTION_ARG_STRING_ARRAY, &folders.include,
      N_("Take in files and folders in FOLDER whose name matches PATTERN, though they would be "
         "left out; may be repeated"),
      N_("PATTERN") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &folders.verbose,
      N_("Also name the files that were passed over, with the reasons"), NULL },
    { NULL }
  };

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (folders.forget && argc == 1)
    return cli_usage (command, _("give the folder whose missing photos to remove."));
  if ((folders.exclude || folders.include) && argc == 1)
    return cli_usage (command, _("give the folder whose files to leave out or take in."));
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
             "PATTERN is a name as shells match it, such as “*.gif” or “Previews/”: a slash at "
             "the end is for folders alone, one inside for a path below FOLDER. What was said "
             "last holds, and is kept. Left out anyway are “*~”, folders that contain a "
             "file “.nomedia”, and the thumbnails, previews and deleted files that storage "
             "devices and other photo programs keep: @eaDir, #recycle, lost+found, "
             "*.photoslibrary, *.lrdata and the like.\n"
             "\n"
             "Example: semblance-cli index ~/Pictures /media/disk/photos"),
  .uses_blas = TRUE,
  .run = run_index,
};
