/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Indexing from disks that are far away, or slow: against decoding alone and against reading alone.
 * README.md describes the method. Starts itself again with a library preloaded that slows files
 * down.
 *
 *   bench-disks --shim=FILE [--photos=N] [--rounds=N] [--json=FILE]
 */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/decode/decoder.h"
#include "engine/indexing/indexer.h"
#include "engine/store/folders.h"
#include "engine/store/store.h"
#include "tests/bench/made-photo.h"
#include "tests/bench/report.h"
#include "tests/engine/nn/made-weights.h"
#include "tests/support/folder.h"

#define SIDE_X 4000
#define SIDE_Y 3000
#define READERS 16
#define OPEN "20"  /* milliseconds */
#define READ "5"   /* milliseconds */
#define RATE "200" /* megabytes a second */

static int n_photos = 40;
static int n_rounds = 4;
static char *shim, *json_path;

static const GOptionEntry options[] = {
  { "shim", 0, 0, G_OPTION_ARG_FILENAME, &shim, "The library that slows files down", "FILE" },
  { "photos", 'p', 0, G_OPTION_ARG_INT, &n_photos, "Index N photos of 12 megapixels (40)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (4)", "N" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

/* What the preloaded library does from now on. Only while there is one thread. */
static void
set_slowness (const char *photos, const char *opening, const char *reading, const char *rate)
{
  g_setenv ("SLOW_FOLDER", photos, TRUE);
  g_setenv ("SLOW_OPEN", opening, TRUE);
  g_setenv ("SLOW_READ", reading, TRUE);
  g_setenv ("SLOW_RATE", rate, TRUE);
}

/* (transfer full): paths. @size: (out): of all files, in bytes */
static GPtrArray *
make_photos (const char *folder, double *size, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GdkPixbuf) large = made_photo_paint (SIDE_X, SIDE_Y);

  g_mkdir (folder, 0700);
  *size = 0;
  for (int i = 0; i < n_photos; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05d.jpg", i);
      g_autoptr (GdkPixbuf) photo = made_photo_turn (large, i * SIDE_Y / n_photos);
      char *path = g_build_filename (folder, name, NULL);
      struct stat st;

      g_ptr_array_add (paths, path);
      if (!made_photo_save (photo, path, error) || stat (path, &st) != 0)
        return NULL;
      *size += (double) st.st_size;
    }
  return g_steal_pointer (&paths);
}

/* Reading and decoding alone ------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *paths;
  gboolean decodes;
  gint next; /* atomic */
  gint failed;
} Pass;

static gboolean
take_file (SemDecoder *decoder, const char *path)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  struct stat st;
  gboolean ok = fd >= 0 && fstat (fd, &st) == 0;

  if (ok && decoder)
    {
      g_autoptr (SemDecodedPhoto) photo = sem_decoder_decode (decoder, fd, path, NULL, NULL);

      ok = photo != NULL;
    }
  else if (ok)
    {
      g_autofree guint8 *bytes = g_malloc ((gsize) st.st_size);

      ok = pread (fd, bytes, (gsize) st.st_size, 0) == st.st_size;
    }
  if (fd >= 0)
    close (fd);
  return ok;
}

static gpointer
pass_thread (gpointer data)
{
  Pass *pass = data;
  SemDecoder *decoder = pass->decodes ? sem_decoder_new (NULL) : NULL;
  guint i;

  while ((i = (guint) g_atomic_int_add (&pass->next, 1)) < pass->paths->len)
    if (!take_file (decoder, g_ptr_array_index (pass->paths, i)))
      g_atomic_int_inc (&pass->failed);
  g_clear_pointer (&decoder, sem_decoder_free);
  return NULL;
}

/* Decodes with as many workers as indexing has, or reads with 16 threads. */
static gboolean
run_pass (GPtrArray *paths, gboolean decodes, double *best, GError **error)
{
  const guint n_threads = decodes ? g_get_num_processors () : READERS;
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  Pass pass = { .paths = paths, .decodes = decodes };
  const double start = wall_seconds ();

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("pass", pass_thread, &pass);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  *best = MIN (*best, wall_seconds () - start);
  if (pass.failed == 0)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%d photos could not be %s", pass.failed,
               decodes ? "decoded" : "read");
  return FALSE;
}

/* Indexing ------------------------------------------------------------------------------------- */

/* Into a new library in @folder, up to the last commit. */
static gboolean
index_photos (const char *folder,
              const char *photos,
              SemBackbone *backbone,
              double *best,
              GError **error)
{
  static guint number;
  g_autofree char *name = g_strdup_printf ("library-%u", number++);
  g_autofree char *library = g_build_filename (folder, name, "library.db", NULL);
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_WRITE, error);
  g_autoptr (SemIndexer) indexer = sem_indexer_new (library, backbone, NULL, NULL);
  SemIndexSummary summary;
  double start;

  if (!store || sem_store_add_folder (store, photos, error) < 0)
    return FALSE;
  g_clear_pointer (&store, sem_store_close);
  sem_indexer_set_trains (indexer, FALSE);
  start = wall_seconds ();
  if (!sem_indexer_run (indexer, NULL, NULL, &summary, error))
    return FALSE;
  *best = MIN (*best, wall_seconds () - start);
  if (summary.added == (guint) n_photos)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%u photos were indexed", summary.added);
  return FALSE;
}

/* Seconds for all photos. */
typedef struct
{
  double decode;
  double near;
  double far_read;
  double far_index;
  double slow_read;
  double slow_index;
} Times;

static gboolean
run_round (const char *folder,
           const char *photos,
           GPtrArray *paths,
           SemBackbone *backbone,
           Times *best,
           GError **error)
{
  set_slowness (photos, "0", "0", "0");
  if (!run_pass (paths, TRUE, &best->decode, error)
      || !index_photos (folder, photos, backbone, &best->near, error))
    return FALSE;
  set_slowness (photos, OPEN, READ, "0");
  if (!run_pass (paths, FALSE, &best->far_read, error)
      || !index_photos (folder, photos, backbone, &best->far_index, error))
    return FALSE;
  set_slowness (photos, "0", "0", RATE);
  return run_pass (paths, FALSE, &best->slow_read, error)
         && index_photos (folder, photos, backbone, &best->slow_index, error);
}

static void
report (const Times *best, double size)
{
  printf ("%d photos of %.1f MB\n", n_photos, size / n_photos / 1e6);
  report_add ("disks-decode", n_photos / best->decode, NAN, "photos/s", FALSE);
  report_add ("disks-near", n_photos / best->near, NAN, "photos/s", FALSE);
  report_add ("disks-far-read", n_photos / best->far_read, NAN, "photos/s", FALSE);
  report_add ("disks-far-index", n_photos / best->far_index, NAN, "photos/s", FALSE);
  report_add ("disks-slow-read", n_photos / best->slow_read, NAN, "photos/s", FALSE);
  report_add ("disks-slow-index", n_photos / best->slow_index, NAN, "photos/s", FALSE);
  report_add ("index-far-vs-near", best->near / best->far_index, NAN, "share", FALSE);
  report_add ("index-latency", MAX (best->decode, best->far_read) / best->far_index, 0.85, "share",
              FALSE);
  report_add ("index-rate", MAX (best->decode, best->slow_read) / best->slow_index, 0.9, "share",
              FALSE);
}

static gboolean
run (const char *folder, GError **error)
{
  g_autofree char *photos = g_build_filename (folder, "photos", NULL);
  g_autofree char *weights = g_build_filename (folder, "weights.safetensors", NULL);
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GPtrArray) paths = NULL;
  Times best = { INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY };
  double size;

  write_made_weights (weights, 1);
  backbone = sem_backbone_new (weights, error);
  paths = backbone ? make_photos (photos, &size, error) : NULL;
  if (!paths)
    return FALSE;
  for (int i = 0; i < n_rounds; i++)
    if (!run_round (folder, photos, paths, backbone, &best, error))
      return FALSE;
  report (&best, size);
  return report_write (json_path, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autoptr (GError) error = NULL;
  char *folder;
  gboolean ok;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || !shim)
    {
      fprintf (stderr, "bench-disks: %s\n", error ? error->message : "--shim is missing");
      return 2;
    }
  if (!g_getenv ("SLOW_FOLDER"))
    {
      g_setenv ("LD_PRELOAD", shim, TRUE);
      g_setenv ("SLOW_FOLDER", "/nowhere", TRUE);
      execv ("/proc/self/exe", arguments);
      fprintf (stderr, "bench-disks: it cannot be started again\n");
      return 1;
    }
  n_photos = CLAMP (n_photos, 2, SIDE_Y);
  n_rounds = MAX (n_rounds, 1);
  folder = test_folder_new ();
  ok = run (folder, &error);
  if (!ok)
    fprintf (stderr, "bench-disks: %s\n", error->message);
  test_folder_remove (folder);
  g_free (json_path);
  g_free (shim);
  return ok ? 0 : 1;
}
