/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/indexing/indexer.h"
#include "engine/store/store.h"

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n.h>

typedef struct
{
  SemIndexer *indexer;
  GArray *folders; /* NULL: all */
  SemIndexSummary summary;
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
      *text = g_strdup (_("Learning codes"));
      *fraction = progress.training;
    }
  else if (progress.stage == SEM_INDEX_INDEXING)
    {
      guint total = MAX (progress.total, progress.done);

      *text = g_strdup_printf (_("Indexing %u of %u files"), progress.done, total);
      *fraction = progress.counted && total ? (double) progress.done / total : -1;
    }
}

/* Opens the library for writing; a damaged one is kept aside and made anew, as the user asked for
 * an index of photos that are all still there. */
static SemStore *
open_store (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, &local);
  g_autofree char *aside = NULL, *name = NULL, *aside_name = NULL;

  if (store)
    return store;
  if (!g_error_matches (local, SEM_ERROR, SEM_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  aside = sem_store_set_aside (path, error);
  if (!aside)
    return NULL;
  name = g_filename_display_name (path);
  aside_name = g_filename_display_name (aside);
  cli_complain (_(
                  "the library “%s” was damaged. It is kept aside as “%s”, and a new one is made."),
                name, aside_name);
  return sem_store_open (path, SEM_STORE_WRITE, error);
}

static gint64
add_folder (SemStore *store, const char *argument, GError **error)
{
  char *path = realpath (argument, NULL);
  g_autofree char *name = g_filename_display_name (argument);
  gint64 id = 0;

  if (!path)
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("The folder “%s” cannot be opened: %s."), name, g_strerror (errno));
  else if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE,
                 _("“%s” is not a folder. Give the folder that holds it."), name);
  else if (sem_store_begin (store, error))
    {
      id = sem_store_add_folder (store, path, error);
      if (id && !sem_store_commit (store, error))
        id = 0;
      sem_store_rollback (store);
    }
  free (path);
  return id;
}

/* The rows of the folders on the command line; a bad one is reported and the others go on. */
static gboolean
add_folders (SemStore *store, int argc, char **argv, GArray *folders, gboolean *all_good)
{
  *all_good = TRUE;
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 id = add_folder (store, argv[i], &error);

      if (id)
        g_array_append_val (folders, id);
      else
        {
          cli_fail (error);
          *all_good = FALSE;
        }
    }
  return folders->len > 0;
}

/* Opens the library with the folders of the command line in it. Under the lock: who indexes at the
 * moment would not expect its folders to change. */
static SemStore *
prepare (const char *library,
         int argc,
         char **argv,
         GArray *folders,
         gboolean *all_good,
         GError **error)
{
  int lock = sem_store_lock (library, error);
  g_autoptr (SemStore) store = lock >= 0 ? open_store (library, error) : NULL;
  gboolean ok = store && (argc == 1 || add_folders (store, argc, argv, folders, all_good));

  sem_store_unlock (lock);
  return ok ? g_steal_pointer (&store) : NULL;
}

static void
print_summary (const SemIndexSummary *summary, const SemStoreCounts *counts)
{
  g_print (_("%u added, %u updated, %u unchanged, %u failed, %u gone; %u photos in the library "
             "(%.1f s)\n"),
           summary->added, summary->updated, summary->unchanged, summary->failed, summary->removed,
           counts->photos, summary->seconds);
  if (summary->failed)
    g_print (_("“semblance-cli status” says which failed and why.\n"));
  if (counts->photos == 0)
    g_print (_("There are no photos here. Semblance reads JPEG, PNG, GIF, TIFF, WebP, HEIF, AVIF "
               "and BMP files.\n"));
}

static void
print_json (const SemIndexSummary *summary, const SemStoreCounts *counts)
{
  const struct
  {
    const char *name;
    guint value;
  } numbers[] = {
    { "added", summary->added },         { "updated", summary->updated },
    { "unchanged", summary->unchanged }, { "failed", summary->failed },
    { "skipped", summary->skipped },     { "removed", summary->removed },
    { "photos", counts->photos },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      json_builder_set_member_name (builder, numbers[i].name);
      json_builder_add_int_value (builder, numbers[i].value);
    }
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, summary->seconds);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static int
run_index (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (SemStore) store = NULL;
  g_autoptr (SemIndexer) indexer = NULL;
  g_autoptr (GArray) folders = g_array_new (FALSE, FALSE, sizeof (gint64));
  SemStoreCounts counts = { 0 };
  IndexJob job = { 0 };
  gboolean all_good = TRUE;

  if (!cli_parse (command, NULL, &common, &argc, &argv))
    return CLI_USAGE;
  backbone = sem_backbone_new (NULL, &error);
  if (backbone)
    store = prepare (common.library, argc, argv, folders, &all_good, &error);
  if (!store)
    return error ? cli_fail (error) : CLI_FAILED;
  if (argc > 1)
    job.folders = folders;
  else
    {
      g_autoptr (GPtrArray) known = sem_store_list_folders (store, &error);

      if (!known)
        return cli_fail (error);
      if (known->len == 0)
        return cli_usage (command, _("the library has no folder yet: name one to index."));
    }

  indexer = sem_indexer_new (common.library, backbone, note_cb, NULL);
  job.indexer = indexer;
  if (!cli_run_job (index_job, index_progress, &job, &error))
    return cli_fail (error);
  if (!sem_store_count (store, &counts, &error))
    return cli_fail (error);
  if (common.json)
    print_json (&job.summary, &counts);
  else
    print_summary (&job.summary, &counts);
  return all_good ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_index_command = {
  .name = "index",
  .summary = N_("Find the photos of folders and learn codes from them"),
  .arguments = N_("[FOLDER…]"),
  .help = N_("Adds the folders to the library and brings it up to date: new and changed photos "
             "are read, deleted ones hidden, and codes are learned when the library is new or "
             "has doubled. Without FOLDER every folder of the library is looked at. Ctrl-C stops "
             "it; what was done is kept, and the next run goes on from there.\n\n"
             "Example: semblance-cli index ~/Pictures /media/disk/photos"),
  .uses_blas = TRUE,
  .run = run_index,
};
