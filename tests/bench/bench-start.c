/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time from opening a library of a million photos until it can be searched. README.md describes the
 * method.
 *
 *   bench-start [--photos=N] [--rounds=N] [--json=FILE]
 */

#include "config.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/hash/methods/hash-trainer.h"
#include "engine/search/searcher/searcher.h"
#include "engine/store/store.h"
#include "engine/store/codes.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"
#include "tests/bench/report.h"
#include "tests/engine/nn/made-weights.h"
#include "tests/support/folder.h"

#define N_BITS 64
#define N_TRAINED 64
/* Photos per transaction, as in the indexer. */
#define N_BATCH 100
/* Commits hundreds of batches at once, since a million photos take long. */
#define N_COMMIT 100

static int n_photos = 1000000;
static int n_rounds = 20;
static char *json_path;

static const GOptionEntry options[] = {
  { "photos", 'p', 0, G_OPTION_ARG_INT, &n_photos, "Make a library of N photos (1,000,000)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (20)", "N" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

/* (transfer full): a model with random directions: the quality of codes does not matter here. */
static GBytes *
make_model (GError **error)
{
  g_autofree float *features = g_new (float, N_TRAINED *SEM_BACKBONE_DIM);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (SemHashModel) model = NULL;
  SemHashOptions hash;

  for (guint i = 0; i < N_TRAINED * SEM_BACKBONE_DIM; i++)
    features[i] = (float) g_rand_double (rand);
  sem_hash_options_init (&hash);
  hash.method = SEM_HASH_LSH;
  hash.n_bits = N_BITS;
  model = sem_hash_train (&hash, features, N_TRAINED, SEM_BACKBONE_DIM, NULL, error);
  return model ? sem_hash_model_to_bytes (model) : NULL;
}

/* 0 on failure. */
static gint64
add_model (SemStore *store, const char *backbone, GError **error)
{
  SemStoreModel row = {
    .method = (char *) "lsh",
    .bits = N_BITS,
    .seed = 1,
    .backbone = (char *) backbone,
    .photos = (guint) n_photos,
    .trained_on = N_TRAINED,
    .data = make_model (error),
  };
  gboolean ok = row.data && sem_store_put_model (store, &row, error)
                && sem_store_activate_model (store, row.id, error);

  g_clear_pointer (&row.data, g_bytes_unref);
  return ok ? row.id : 0;
}

static gboolean
add_batch (SemStore *store, gint64 model, const char *backbone, guint n, GError **error)
{
  static guint64 number;
  gint64 ids[N_BATCH];
  guint64 codes[N_BATCH];
  gint8 vectors[N_BATCH * SEM_VECTOR_DIM] = { 0 };
  const SemStoreCodes rows = { ids, codes, vectors, n, N_BITS / 64, SEM_VECTOR_DIM };

  for (guint i = 0; i < n; i++)
    {
      guint8 hash[SEM_STORE_HASH_SIZE] = { 0 };
      guint64 counted = GUINT64_TO_BE (number + 1);

      number++;
      memcpy (hash, &counted, sizeof counted);
      codes[i] = number * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      ids[i] = sem_store_put_photo (store, hash, 4000, 3000, backbone, error);
      if (ids[i] < 0)
        return FALSE;
    }
  return sem_store_put_codes (store, model, &rows, error);
}

static gboolean
make_library (const char *path, const char *backbone, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (path, SEM_STORE_WRITE, error);
  gint64 model;
  guint n_batches = ((guint) n_photos + N_BATCH - 1) / N_BATCH;

  if (!store || !sem_store_begin (store, error))
    return FALSE;
  model = add_model (store, backbone, error);
  if (model == 0)
    return FALSE;
  for (guint i = 0; i < n_batches; i++)
    if (!add_batch (store, model, backbone, MIN (N_BATCH, (guint) n_photos - i * N_BATCH), error)
        || (i % N_COMMIT == N_COMMIT - 1
            && (!sem_store_commit (store, error) || !sem_store_begin (store, error))))
      return FALSE;
  return sem_store_commit (store, error);
}

/* Opens a library and loads its index, until it can be searched. */
static gboolean
load (const char *path, SemBackbone *backbone, double *seconds, GError **error)
{
  double start = wall_seconds ();
  g_autoptr (SemSearcher) searcher = sem_searcher_new (path, backbone);
  gboolean ok = sem_searcher_refresh (searcher, error);

  *seconds = wall_seconds () - start;
  return ok;
}

/* Share of the file's pages that are in memory; NAN if unknown. */
static double
read_share_in_memory (int fd, gsize size)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE), n = (size + page - 1) / page, n_in = 0;
  g_autofree guint8 *pages = g_malloc0 (n);
  void *map = mmap (NULL, size, PROT_READ, MAP_SHARED, fd, 0);
  gboolean told;

  if (map == MAP_FAILED)
    return NAN;
  told = mincore (map, size, pages) == 0;
  munmap (map, size);
  for (gsize i = 0; i < n; i++)
    n_in += pages[i] & 1;
  return told ? (double) n_in / (double) n : NAN;
}

/* Syncs the file and asks the kernel to drop its pages: this needs no privileges, and files of
 * other programs stay in memory. */
static gboolean
forget_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  struct stat st;
  gboolean gone;

  if (fd < 0)
    return TRUE;
  gone = fsync (fd) == 0 && fstat (fd, &st) == 0
         && (st.st_size == 0
             || (posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED) == 0
                 && read_share_in_memory (fd, (gsize) st.st_size) < 0.05));
  close (fd);
  return gone;
}

static gboolean
forget_library (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gboolean gone = dir != NULL;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      gone &= forget_file (file);
    }
  return gone;
}

static gboolean
measure (const char *path, SemBackbone *backbone, GError **error)
{
  double warm = INFINITY, seconds;
  gboolean gone = forget_library (path);

  if (!load (path, backbone, &seconds, error))
    return FALSE;
  if (gone)
    report_add ("start-1m-cold", seconds * 1e3, NAN, "ms", TRUE);
  else
    printf ("start-1m-cold: not measured, the kernel keeps the files in memory\n");
  for (int i = 0; i < n_rounds; i++)
    {
      if (!load (path, backbone, &seconds, error))
        return FALSE;
      warm = MIN (warm, seconds);
    }
  report_add ("start-1m", warm * 1e3, 100, "ms", TRUE);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *weights = NULL;
  g_autofree char *library = NULL;
  char *folder;
  gboolean ok;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-start: %s\n", error->message);
      return 2;
    }
  n_photos = MAX (n_photos, 1);
  n_rounds = MAX (n_rounds, 1);
  folder = test_folder_new ();
  weights = g_build_filename (folder, "weights.safetensors", NULL);
  library = g_build_filename (folder, "library", "library.db", NULL);
  write_made_weights (weights, 1);
  backbone = sem_backbone_new (weights, &error);
  ok = backbone && make_library (library, sem_backbone_get_id (backbone), &error)
       && measure (library, backbone, &error) && report_write (json_path, &error);
  if (!ok)
    fprintf (stderr, "bench-start: %s\n", error->message);
  test_folder_remove (folder);
  g_free (json_path);
  return ok ? 0 : 1;
}
