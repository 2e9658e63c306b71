/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time of opening, listing, loading and removing in libraries of 20,000 and 200,000 photos, and of
 * loading a million codes from the file into the index.
 *
 *   bench-store [--json=FILE]
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/index/hamming-index.h"
#include "engine/store/codes.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "engine/store/sweep.h"
#include "engine/store/store.h"
#include "tests/bench/report.h"
#include "tests/support/folder.h"

#define BACKBONE "bench"
#define DIM 256
#define FOLDER_PHOTOS 1000
#define ROWS 4096

static char *json_path;

static const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path,
                                          "Add results to the list in FILE", "FILE" },
                                        { NULL } };

static guint64
next_random (void)
{
  static guint64 state = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

/* Aborts the benchmark if a call failed. */
static void
need (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("%s", error ? error->message : "failed");
}

static void
add_photo (SemStore *store, gint64 folder, guint number)
{
  g_autofree char *path = g_strdup_printf ("/photos/%03u/%07u.jpg", number / FOLDER_PHOTOS, number);
  guint64 hash[SEM_STORE_HASH_SIZE / sizeof (guint64)];
  GError *error = NULL;
  SemStoreFile file = {
    .folder = folder,
    .path = path,
    .identity = { 1, number + 1, 1 << 20, number },
    .state = SEM_FILE_INDEXED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (hash); i++)
    hash[i] = next_random ();
  file.photo = sem_store_put_photo (store, (const guint8 *) hash, 4000, 3000, BACKBONE, &error);
  need (file.photo > 0 && sem_store_put_file (store, &file, &error), error);
}

/* @words: 64-bit words per code; @vectors: whether to add vectors of DIM numbers */
static void
add_codes (SemStore *store, guint n, guint words, gboolean vectors)
{
  g_autofree gint64 *ids = g_new (gint64, ROWS);
  g_autofree guint64 *codes = g_new (guint64, ROWS * words);
  g_autofree gint8 *block = g_malloc0 (ROWS * DIM);
  g_autoptr (GBytes) data = g_bytes_new_static ("none", 4);
  SemStoreModel model = { .method = (char *) "lsh",
                          .bits = words * 64,
                          .backbone = (char *) BACKBONE,
                          .photos = n,
                          .data = data };
  GError *error = NULL;

  need (sem_store_begin (store, &error) && sem_store_put_model (store, &model, &error)
          && sem_store_activate_model (store, model.id, &error),
        error);
  for (guint first = 0; first < n; first += ROWS)
    {
      guint rows = MIN (ROWS, n - first);
      const SemStoreCodes run = { ids, codes, block, rows, words, vectors ? DIM : 0 };

      for (guint i = 0; i < rows; i++)
        ids[i] = first + i + 1;
      for (guint i = 0; i < rows * words; i++)
        codes[i] = next_random ();
      need (sem_store_put_codes (store, model.id, &run, &error), error);
    }
  need (sem_store_commit (store, &error), error);
}

static void
fill (const char *path, guint n)
{
  GError *error = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, &error);
  gint64 folder = 0;

  need (store != NULL, error);
  for (guint i = 0; i < n; i++)
    {
      if (i % ROWS == 0)
        need (sem_store_begin (store, &error), error);
      /* The last thousand are in a second folder. */
      if (i == 0)
        folder = sem_store_add_folder (store, "/photos", &error);
      else if (i == n - FOLDER_PHOTOS)
        folder = sem_store_add_folder (store, "/other", &error);
      need (folder > 0, error);
      add_photo (store, folder, i);
      if (i % ROWS == ROWS - 1 || i == n - 1)
        need (sem_store_commit (store, &error), error);
    }
  add_codes (store, n, 4, TRUE);
  sem_store_close (store);
}

typedef struct
{
  SemHammingIndex *index;
} Load;

static gboolean
append (const gint64 *ids, const guint64 *codes, gsize n, gpointer data, GError **error)
{
  return sem_hamming_index_append (((Load *) data)->index, codes, ids, n, error);
}

static double
load_codes (SemStore *store, guint words)
{
  Load load = { sem_hamming_index_new (words * 64) };
  double start = wall_seconds ();
  GError *error = NULL;
  gint64 model = sem_store_get_active_model (store, &error);

  need (sem_store_read_codes (store, model, words, 0, append, &load, &error), error);
  start = wall_seconds () - start;
  sem_hamming_index_free (load.index);
  return start;
}

enum
{
  OPEN,
  LIST,
  LOAD,
  VIEW,
  MISSING,
  HIDDEN,
  REMOVE,
  SWEEP,
  N_STEPS,
};

static const char *const step_names[N_STEPS] = {
  "open",
  "list photos",
  "load codes (256 bits)",
  "count and list folders",
  "mark 1,000 missing",
  "update hidden",
  "remove a folder of 1,000",
  "sweep it",
};

/* Operations that write are measured once, those that only read several times. */
static void
measure (const char *path, guint n, double *seconds)
{
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();
  g_autofree guint8 *seen = g_malloc (n + 1);
  GError *error = NULL;
  SemStore *store = NULL;
  double now;
  guint n_missing;

  for (guint i = 0; i < N_STEPS; i++)
    seconds[i] = INFINITY;
#define STEP(which, code)                                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    now = wall_seconds ();                                                                         \
    code;                                                                                          \
    seconds[which] = MIN (seconds[which], wall_seconds () - now);                                  \
  }                                                                                                \
  G_STMT_END

  for (guint round = 0; round < 5; round++)
    {
      SemStoreCounts counts;

      sem_store_close (store);
      STEP (OPEN, store = sem_store_open (path, SEM_STORE_WRITE, &error));
      need (store != NULL, error);
      STEP (LIST, g_array_unref (sem_store_list_photos (store, 0, &error)));
      STEP (LOAD, load_codes (store, 4));
      STEP (VIEW, (sem_store_count (store, &counts, &error),
                   g_ptr_array_unref (sem_store_list_folders (store, &error))));
    }
  memset (seen, 1, n + 1);
  memset (seen + 1, 0, FOLDER_PHOTOS);
  need (sem_store_begin (store, &error), error);
  STEP (MISSING,
        need (sem_store_mark_missing (store, 1, seen, n + 1, keep, &n_missing, &error), error));
  STEP (HIDDEN, need (sem_store_update_hidden (store, &error), error));
  need (sem_store_commit (store, &error), error);
  need (sem_store_begin (store, &error), error);
  STEP (REMOVE, need (sem_store_remove_folder (store, "/other", &error), error));
  need (sem_store_commit (store, &error), error);
  STEP (SWEEP, need (sem_store_sweep (store, &error), error));
  sem_store_close (store);
#undef STEP
}

static void
measure_growth (const char *folder)
{
  static const guint sizes[] = { 20000, 200000 };
  double seconds[G_N_ELEMENTS (sizes)][N_STEPS];

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.db", folder, sizes[i]);

      fill (path, sizes[i]);
      measure (path, sizes[i], seconds[i]);
    }
  printf ("%-28s %12s %12s %8s\n", "ms", "20,000", "200,000", "times");
  for (guint j = 0; j < N_STEPS; j++)
    printf ("%-28s %12.2f %12.2f %8.1f\n", step_names[j], seconds[0][j] * 1e3, seconds[1][j] * 1e3,
            seconds[1][j] / seconds[0][j]);
}

static double
measure_million (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "million.db", NULL);
  GError *error = NULL;
  SemStore *store = sem_store_open (path, SEM_STORE_WRITE, &error);
  double best = INFINITY;

  need (store != NULL, error);
  add_codes (store, 1000000, 1, FALSE);
  sem_store_close (store);
  for (guint round = 0; round < 10; round++)
    {
      double start = wall_seconds ();

      store = sem_store_open (path, SEM_STORE_READ, &error);
      need (store != NULL, error);
      load_codes (store, 1);
      best = MIN (best, wall_seconds () - start);
      sem_store_close (store);
    }
  return best;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  char *folder;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("bench-store: %s\n", error->message);
      return 2;
    }
  folder = test_folder_new ();
  measure_growth (folder);
  report_add ("store-start-1m", measure_million (folder) * 1e3, 100, "ms", TRUE);
  test_folder_remove (folder);
  if (!report_write (json_path, &error))
    {
      g_printerr ("bench-store: %s\n", error->message);
      return 1;
    }
  return 0;
}
