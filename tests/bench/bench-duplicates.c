/* How long finding duplicates takes in a large library of photos that were never files.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Usage: bench-duplicates [--photos N] [--every N] [--library FILE] [--json FILE]
 *
 * With --library the library is made there and stays, to be looked at in the window.
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "engine/duplicates/duplicates.h"
#include "engine/hash/methods/hash-trainer.h"
#include "engine/index/sketch.h"
#include "engine/nn/backbone.h"
#include "engine/store/codes.h"
#include "engine/store/companions.h"
#include "engine/store/details/metadata.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/models.h"
#include "tests/bench/report.h"
#include "tests/support/folder.h"

#define N_PHOTOS 500000
#define N_MORE 1000
#define BITS 256
#define WORDS (BITS / 64)
#define N_TRAINED 64
#define COMMIT_EVERY 20000
/* One photo in so many is a copy of an earlier one, and so many times rarer are identical files. */
#define COPY_EVERY 100
#define SAME_EVERY 5
/* What is compared by codes is copied to another code by changing so many bits. */
#define CODE_BITS 20

typedef struct
{
  SemStore *store;
  gint64 model;
  gint64 folder;
  GRand *rand;
  GArray *copied; /* guint64: hashes of photos that have a sketch */
  guint n;
  guint every;
} Making;

static G_NORETURN void
fail (const GError *error)
{
  g_printerr ("%s\n", error ? error->message : "failed");
  exit (1);
}

#define need(call)                                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (!(call))                                                                                   \
      fail (error);                                                                                \
  }                                                                                                \
  G_STMT_END

static guint64
draw (GRand *rand)
{
  return (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
}

/* Random directions: how good codes are does not matter here. */
static void
make_model (Making *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree float *features = g_new (float, N_TRAINED *SEM_BACKBONE_DIM);
  g_autoptr (SemHashModel) hash = NULL;
  g_autoptr (GBytes) data = NULL;
  SemHashOptions options;
  SemStoreModel row = { .method = (char *) "lsh",
                        .bits = BITS,
                        .seed = 1,
                        .backbone = (char *) "made",
                        .photos = 1,
                        .trained_on = N_TRAINED };

  for (guint i = 0; i < N_TRAINED * SEM_BACKBONE_DIM; i++)
    features[i] = (float) g_rand_double (self->rand);
  sem_hash_options_init (&options);
  options.method = SEM_HASH_LSH;
  options.n_bits = BITS;
  hash = sem_hash_train (&options, features, N_TRAINED, SEM_BACKBONE_DIM, NULL, &error);
  need (hash);
  row.data = data = sem_hash_model_to_bytes (hash);
  need (sem_store_put_model (self->store, &row, &error)
        && sem_store_activate_model (self->store, row.id, &error));
  self->model = row.id;
}

static void
put_file (Making *self, gint64 photo, const char *kind)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
    g_strdup_printf ("/made/%03u/IMG_%06u%s.jpg", self->n / 1000, self->n, kind);
  SemStoreFile file = { .folder = self->folder,
                        .path = path,
                        .identity = { .size = 1000000 + self->n, .mtime = self->n },
                        .state = SEM_FILE_INDEXED,
                        .photo = photo };

  need (sem_store_put_file (self->store, &file, &error));
}

/* A sketch that goes with a hash, so that those of copies agree. */
static void
fill_sketch (guint64 seed, guint8 *sketch)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) (seed ^ seed >> 32));

  for (guint i = 0; i < SEM_SKETCH_SIZE; i++)
    sketch[i] = (guint8) g_rand_int_range (rand, 0, 256);
}

static void
put_picture (Making *self, gint64 id, const guint8 *content)
{
  g_autoptr (GError) error = NULL;
  guint8 sketch[SEM_SKETCH_SIZE];
  guint64 seed = draw (self->rand), dct = seed;

  if (self->n % self->every == 0 && self->copied->len > 0)
    {
      seed = g_array_index (self->copied, guint64,
                            g_rand_int_range (self->rand, 0, (int) self->copied->len));
      dct = seed ^ G_GUINT64_CONSTANT (0x8000200000100) << g_rand_int_range (self->rand, 0, 8);
    }
  else if (self->n % self->every == 1)
    g_array_append_val (self->copied, seed);
  fill_sketch (seed, sketch);
  need (sem_store_put_sketch (self->store, id, content, sketch,
                              self->n % self->every <= 1 ? SEM_SKETCH_SIZE : 1, &dct, &error));
}

static void
put_photos (Making *self, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *ids = g_new (gint64, n);
  g_autofree guint64 *codes = g_new (guint64, (gsize) n * WORDS);
  const SemStoreCodes rows = { ids, codes, (const gint8 *) codes, n, WORDS, 1 };

  need (sem_store_begin (self->store, &error));
  for (guint i = 0; i < n; i++)
    {
      const guint64 number = GUINT64_TO_BE (++self->n);
      guint8 content[SEM_STORE_HASH_SIZE] = { 0 };
      const SemMetadata metadata = { .state = SEM_METADATA_READ,
                                     .date = SEM_METADATA_DATE_TAKEN,
                                     .taken =
                                       1500000000 + 40 * (gint64) (self->n / 4) + self->n % 4 };

      memcpy (content, &number, sizeof number);
      ids[i] = sem_store_put_photo (self->store, content, 4000, 3000, "made", &error);
      need (ids[i] > 0);
      put_file (self, ids[i], "");
      if (self->n % (SAME_EVERY * self->every) == 0)
        put_file (self, ids[i], "-copy");
      put_picture (self, ids[i], content);
      if (self->n % self->every > 1)
        need (sem_store_put_metadata (self->store, ids[i], &metadata, NULL, &error));
      for (guint w = 0; w < WORDS; w++)
        codes[i * WORDS + w] = draw (self->rand);
      if (i > 0 && self->n % self->every == self->every / 2)
        for (guint w = 0; w < WORDS; w++)
          codes[i * WORDS + w] = codes[(i - 1) * WORDS + w] ^ (w == 0 ? (1u << CODE_BITS) - 1 : 0);
    }
  need (sem_store_put_codes (self->store, self->model, &rows, &error)
        && sem_store_commit (self->store, &error));
}

/* Times -----------------------------------------------------------------------------------------*/

typedef struct
{
  double began;
  double computed; /* seconds of CPU at that time */
  double first;    /* seconds until there were groups; 0 before that */
  double first_computed;
} Watch;

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
early_cb (SemDuplicates *duplicates, gpointer user_data)
{
  Watch *watch = user_data;

  if (duplicates->groups->len == 0 || watch->first > 0)
    return;
  watch->first = wall_seconds () - watch->began;
  watch->first_computed = cpu_seconds () - watch->computed;
}

static double
measure (const char *path, const char *what, double *first)
{
  g_autoptr (GError) error = NULL;
  Watch watch = { .began = wall_seconds (), .computed = cpu_seconds () };
  const SemDuplicatesPlan plan = { .early = early_cb, .user_data = &watch };
  g_autoptr (SemDuplicates) found = sem_duplicates_search (path, &plan, NULL, &error);
  struct rusage usage;

  need (found);
  getrusage (RUSAGE_SELF, &usage);
  if (first)
    *first = watch.first;
  g_print ("# %s: %u groups, %u pairs to prove, peak memory %ld MB\n"
           "# %s: %.1f s of CPU, of which %.1f s until the first groups\n",
           what, found->groups->len, found->open->len, usage.ru_maxrss / 1024, what,
           cpu_seconds () - watch.computed, watch.first_computed);
  return wall_seconds () - watch.began;
}

int
main (int argc, char **argv)
{
  int n = N_PHOTOS, every = COPY_EVERY;
  g_autofree char *json_path = NULL, *kept = NULL;
  const GOptionEntry options[] = {
    { "photos", 0, 0, G_OPTION_ARG_INT, &n, "photos of the library", "N" },
    { "every", 0, 0, G_OPTION_ARG_INT, &every, "one photo in so many is a copy", "N" },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &kept, "make this library, and keep it", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "also write the figures", "FILE" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *folder = test_folder_new (), *path = NULL;
  g_autoptr (GError) error = NULL;
  Making making = { .rand = g_rand_new_with_seed (1) };
  double first, all;

  g_option_context_add_main_entries (context, options, NULL);
  need (g_option_context_parse (context, &argc, &argv, &error) && n > 0 && every > 3);
  making.every = (guint) every;
  path =
    kept ? g_canonicalize_filename (kept, NULL) : g_build_filename (folder, "library.db", NULL);
  making.copied = g_array_new (FALSE, FALSE, sizeof (guint64));
  making.store = sem_store_open (path, SEM_STORE_WRITE, &error);
  need (making.store && sem_store_begin (making.store, &error));
  making.folder = sem_store_add_folder (making.store, "/made", &error);
  need (making.folder > 0);
  make_model (&making);
  need (sem_store_commit (making.store, &error));
  for (int i = 0; i < n; i += COMMIT_EVERY)
    put_photos (&making, (guint) MIN (COMMIT_EVERY, n - i));
  all = measure (path, "all", &first);
  report_add ("duplicates-first", first, n == N_PHOTOS ? 5 : NAN, "s", TRUE);
  report_add ("duplicates-candidates", all, n == N_PHOTOS ? 600 : NAN, "s", TRUE);
  put_photos (&making, N_MORE);
  all = measure (path, "1,000 more", NULL);
  report_add ("duplicates-1000-more", all, n == N_PHOTOS ? 10 : NAN, "s", TRUE);
  sem_store_close (making.store);
  g_rand_free (making.rand);
  g_array_unref (making.copied);
  test_folder_remove (g_steal_pointer (&folder));
  need (report_write (json_path, &error));
  return 0;
}
