/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory and time of a training in a library of half a million photos. README.md describes the
 * method.
 *
 *   bench-train [--photos=N] [--method=NAME] [--json=FILE]
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/learn/trainer.h"
#include "engine/nn/backbone.h"
#include "engine/store/companions.h"
#include "engine/store/photos.h"
#include "engine/store/store.h"
#include "tests/bench/report.h"
#include "tests/support/folder.h"

#define BACKBONE "made-up"
#define N_COMMIT 5000
/* For the loaded rows, the method's copies of them, a batch to encode, and SQLite's caches. */
#define GOAL_MEGABYTES 1024

static int n_photos = 500000;
static char *method;
static char *json_path;

static const GOptionEntry options[] = {
  { "photos", 'p', 0, G_OPTION_ARG_INT, &n_photos, "Make a library of N photos (500,000)", "N" },
  { "method", 'm', 0, G_OPTION_ARG_STRING, &method, "Train with this method (gs-itq)", "NAME" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

/* Half-precision numbers from 1 to 2, in 64 groups that differ in a tenth of their values. */
static gboolean
add_photo (SemStore *store, GRand *rand, guint number, GError **error)
{
  guint16 feature[SEM_BACKBONE_DIM];
  guint8 hash[SEM_STORE_HASH_SIZE];

  for (guint i = 0; i < sizeof hash; i += 4)
    {
      guint32 word = g_rand_int (rand);
      memcpy (hash + i, &word, sizeof word);
    }
  for (guint i = 0; i < SEM_BACKBONE_DIM; i += 2)
    {
      guint32 word = g_rand_int (rand);
      guint16 shift = (i * 31 + number * 17) % 64 < 6 ? 0x400 : 0;

      feature[i] = (guint16) (0x3c00 + shift + (word & 0x3ff));
      feature[i + 1] = (guint16) (0x3c00 + shift + (word >> 16 & 0x3ff));
    }
  return sem_store_put_photo (store, hash, 4000, 3000, BACKBONE, error) > 0
         && sem_store_put_feature (store, hash, BACKBONE, feature, SEM_BACKBONE_DIM, error);
}

static gboolean
make_library (const char *path, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  if (!store || !sem_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < (guint) n_photos; i++)
    if (!add_photo (store, rand, i, error)
        || (i % N_COMMIT == N_COMMIT - 1
            && (!sem_store_commit (store, error) || !sem_store_begin (store, error))))
      return FALSE;
  return sem_store_commit (store, error);
}

/* In a child process, whose memory does not count. */
static gboolean
make_library_apart (const char *path)
{
  pid_t child = fork ();
  int status = 1;

  if (child == 0)
    {
      g_autoptr (GError) error = NULL;

      if (!make_library (path, &error))
        {
          fprintf (stderr, "bench-train: %s\n", error->message);
          _exit (1);
        }
      _exit (0);
    }
  return child > 0 && waitpid (child, &status, 0) == child && status == 0;
}

static double
peak_megabytes (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

static gboolean
train (const char *path, guint64 seed, const char *name, GError **error)
{
  SemTrainRequest request = { .path = path, .backbone = BACKBONE, .end = SEM_TRAIN_OFFER };
  SemTrainSummary summary = { 0 };
  g_autofree char *sample = NULL;
  gboolean ok;

  sem_hash_options_init (&request.options);
  request.options.seed = seed;
  if (method && !sem_hash_method_from_name (method, &request.options.method))
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "there is no method “%s”", method);
      return FALSE;
    }
  ok = sem_train_library (&request, NULL, &summary, error);
  sample = ok ? sem_train_summary_describe_sample (&summary) : NULL;
  if (sample)
    printf ("%s\n", sample);
  if (ok)
    report_add (name, summary.seconds, NAN, "s", TRUE);
  sem_train_summary_clear (&summary);
  return ok;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  char *folder = NULL;
  g_autofree char *path = NULL;
  gboolean ok = FALSE;

  g_option_context_add_main_entries (context, options, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && n_photos > 0)
    {
      folder = test_folder_new ();
      path = g_build_filename (folder, "library.db", NULL);
      ok = make_library_apart (path) && train (path, 1, "train-first-seconds", &error)
           && train (path, 2, "train-compared-seconds", &error);
      test_folder_remove (folder);
    }
  if (ok)
    {
      report_add ("train-peak-megabytes", peak_megabytes (), GOAL_MEGABYTES, "MB", TRUE);
      ok = report_write (json_path, &error);
    }
  if (error)
    fprintf (stderr, "bench-train: %s\n", error->message);
  return ok ? 0 : 1;
}
