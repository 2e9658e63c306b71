/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Indexing against decoding alone, tiny pictures against the network alone, and how its time grows
 * with the number of photos. README.md describes the method.
 *
 *   bench-index [--photos=N] [--rounds=N] [--long | --short] [--json=FILE]
 */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/decode/decoder.h"
#include "engine/decode/process-private.h"
#include "engine/decode/process.h"
#include "engine/indexing/indexer.h"
#include "engine/store/folders.h"
#include "engine/store/store.h"
#include "tests/bench/made-photo.h"
#include "tests/bench/report.h"
#include "tests/engine/nn/made-weights.h"
#include "tests/support/folder.h"

#define SIDE_X 4000
#define SIDE_Y 3000
#define SMALL_X 64
#define SMALL_Y 48
#define TINY 32
#define TINY_PHOTOS 2000

static int n_photos = 60;
static int n_rounds = 8;
static int small_x = SMALL_X, small_y = SMALL_Y;
static gboolean is_long;
static gboolean is_short;
static char *json_path;

static const GOptionEntry options[] = {
  { "photos", 'p', 0, G_OPTION_ARG_INT, &n_photos, "Index N photos of 12 megapixels (60)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (8)", "N" },
  { "long", 'l', 0, G_OPTION_ARG_NONE, &is_long, "Measure growth up to 10,000 small photos", NULL },
  { "short", 's', 0, G_OPTION_ARG_NONE, &is_short, "Skip tiny pictures and growth, for a profile",
    NULL },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

typedef struct
{
  double wall; /* seconds */
  double cpu;  /* of this process and of its decoders that have ended */
} Times;

static double
read_cpu (int who)
{
  struct rusage usage;

  getrusage (who, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + 1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static Times
read_times (void)
{
  return (Times){ wall_seconds (), read_cpu (RUSAGE_SELF) + read_cpu (RUSAGE_CHILDREN)
                                     + (double) sem_decode_process_get_unwaited_cpu () / 1e6 };
}

static void
keep_best (Times *best, const Times *start)
{
  Times end = read_times ();

  best->wall = MIN (best->wall, end.wall - start->wall);
  best->cpu = MIN (best->cpu, end.cpu - start->cpu);
}

/* Small photos differ in their pixels, large ones in the order of their rows. */
static gboolean
make_small_photo (const char *path, GRand *rand, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, small_x, small_y);
  gsize size = gdk_pixbuf_get_byte_length (pixbuf);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);

  for (gsize i = 0; i < size; i++)
    pixels[i] = (guint8) (i < 3 ? g_rand_int_range (rand, 0, 256)
                                : (pixels[i - 3] + g_rand_int_range (rand, -12, 13)));
  return made_photo_save (pixbuf, path, error);
}

/* (transfer full): the paths of @n new photos in @folder. */
static GPtrArray *
make_photos (const char *folder, GdkPixbuf *large, guint n, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);

  g_mkdir (folder, 0700);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05u.jpg", i);
      char *path = g_build_filename (folder, name, NULL);
      gboolean ok;

      g_ptr_array_add (paths, path);
      if (large)
        {
          g_autoptr (GdkPixbuf) photo = made_photo_turn (large, (int) (i * SIDE_Y / n));

          ok = made_photo_save (photo, path, error);
        }
      else
        ok = make_small_photo (path, rand, error);
      if (!ok)
        return NULL;
    }
  return g_steal_pointer (&paths);
}

/* Indexes into a new library in @folder, up to the last commit. */
static gboolean
index_photos (const char *folder,
              const char *photos,
              guint n,
              SemBackbone *backbone,
              Times *best,
              GError **error)
{
  static guint number;
  g_autofree char *name = g_strdup_printf ("library-%u", number++);
  g_autofree char *library = g_build_filename (folder, name, "library.db", NULL);
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_WRITE, error);
  g_autoptr (SemIndexer) indexer = sem_indexer_new (library, backbone, NULL, NULL);
  SemIndexSummary summary;
  Times start;

  if (!store || sem_store_add_folder (store, photos, error) < 0)
    return FALSE;
  g_clear_pointer (&store, sem_store_close);
  sem_indexer_set_trains (indexer, FALSE);
  start = read_times ();
  if (!sem_indexer_run (indexer, NULL, NULL, &summary, error))
    return FALSE;
  keep_best (best, &start);
  if (summary.added == n)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%u of %u photos were indexed", summary.added,
               n);
  return FALSE;
}

typedef struct
{
  GPtrArray *paths;
  gint next; /* atomic */
  gint failed;
} Decoding;

static gboolean
decode_file (SemDecoder *decoder, const char *path)
{
  g_autoptr (SemDecodedPhoto) photo = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return FALSE;
  photo = sem_decoder_decode (decoder, fd, path, NULL, NULL);
  close (fd);
  return photo != NULL;
}

static gpointer
decode_thread (gpointer data)
{
  Decoding *decoding = data;
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  guint i;

  while ((i = (guint) g_atomic_int_add (&decoding->next, 1)) < decoding->paths->len)
    if (!decode_file (decoder, g_ptr_array_index (decoding->paths, i)))
      g_atomic_int_inc (&decoding->failed);
  return NULL;
}

static gboolean
decode_photos (GPtrArray *paths, Times *best, GError **error)
{
  guint n_threads = g_get_num_processors ();
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  Decoding decoding = { .paths = paths };
  Times start = read_times ();

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("decode", decode_thread, &decoding);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  keep_best (best, &start);
  if (decoding.failed == 0)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%d photos could not be decoded",
               decoding.failed);
  return FALSE;
}

/* Decoding and indexing alternate, so that all files are in the page cache for both. */
static gboolean
compare_with_decoding (const char *folder, SemBackbone *backbone, GError **error)
{
  g_autofree char *photos = g_build_filename (folder, "large", NULL);
  g_autoptr (GdkPixbuf) large = made_photo_paint (SIDE_X, SIDE_Y);
  g_autoptr (GPtrArray) paths = make_photos (photos, large, (guint) n_photos, error);
  Times index = { INFINITY, INFINITY }, decode = { INFINITY, INFINITY };

  if (!paths)
    return FALSE;
  for (int i = 0; i < n_rounds; i++)
    if (!decode_photos (paths, &decode, error)
        || !index_photos (folder, photos, paths->len, backbone, &index, error))
      return FALSE;
  report_add ("decode-photos", n_photos / decode.wall, NAN, "photos/s", FALSE);
  report_add ("index-photos", n_photos / index.wall, NAN, "photos/s", FALSE);
  report_add ("decode-cpu", decode.cpu / n_photos * 1e3, NAN, "ms of CPU a photo", TRUE);
  report_add ("index-cpu", index.cpu / n_photos * 1e3, NAN, "ms of CPU a photo", TRUE);
  report_add ("index-vs-decode-cpu", decode.cpu / index.cpu, NAN, "of decoding's CPU", FALSE);
  report_add ("index-vs-decode", decode.wall / index.wall, 0.85, "share", FALSE);
  return TRUE;
}

/* Tiny pictures ------------------------------------------------------------------------------ */

typedef struct
{
  SemBackbone *backbone;
  gint left; /* atomic */
} Forward;

static gpointer
forward_thread (gpointer data)
{
  Forward *forward = data;
  SemBackboneWorkspace *workspace = sem_backbone_workspace_new (forward->backbone);
  g_autofree guint8 *rgb = g_malloc0 (SEM_DECODE_INPUT_SIZE);
  float feature[SEM_BACKBONE_DIM];

  while (g_atomic_int_add (&forward->left, -1) > 0)
    sem_backbone_forward (forward->backbone, workspace, rgb, feature);
  sem_backbone_workspace_free (workspace);
  return NULL;
}

static void
run_network (SemBackbone *backbone, Times *best)
{
  guint n_threads = g_get_num_processors ();
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  Forward forward = { backbone, TINY_PHOTOS };
  Times start = read_times ();

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("forward", forward_thread, &forward);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  keep_best (best, &start);
}

/* Pictures of the size that data sets have, where nothing but the network should cost time. */
static gboolean
compare_with_network (const char *folder, SemBackbone *backbone, GError **error)
{
  g_autofree char *photos = g_build_filename (folder, "tiny", NULL);
  g_autoptr (GPtrArray) paths = NULL;
  Times index = { INFINITY, INFINITY }, network = { INFINITY, INFINITY };

  small_x = small_y = TINY;
  paths = make_photos (photos, NULL, TINY_PHOTOS, error);
  small_x = SMALL_X;
  small_y = SMALL_Y;
  if (!paths)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      run_network (backbone, &network);
      if (!index_photos (folder, photos, paths->len, backbone, &index, error))
        return FALSE;
    }
  report_add ("small-photos", TINY_PHOTOS / index.wall, NAN, "photos/s", FALSE);
  report_add ("index-small-cpu", network.cpu / index.cpu, NAN, "of the network's CPU", FALSE);
  report_add ("index-small", network.wall / index.wall, 0.8, "share of the network", FALSE);
  return TRUE;
}

/* The slope of the least-squares line through (log N, log seconds). */
static double
fit_exponent (const double *sizes, const double *seconds, guint n)
{
  double x = 0, y = 0, xx = 0, xy = 0;

  for (guint i = 0; i < n; i++)
    {
      x += log (sizes[i]) / n;
      y += log (seconds[i]) / n;
    }
  for (guint i = 0; i < n; i++)
    {
      xx += (log (sizes[i]) - x) * (log (sizes[i]) - x);
      xy += (log (sizes[i]) - x) * (log (seconds[i]) - y);
    }
  return xy / xx;
}

static gboolean
measure_growth (const char *folder, SemBackbone *backbone, GError **error)
{
  static const double sizes[] = { 1000, 3000, 10000 };
  guint n_sizes = is_long ? 3 : 2;
  double wall[G_N_ELEMENTS (sizes)], cpu[G_N_ELEMENTS (sizes)];

  for (guint i = 0; i < n_sizes; i++)
    {
      guint n = (guint) sizes[i];
      g_autofree char *name = g_strdup_printf ("small-%u", n);
      g_autofree char *photos = g_build_filename (folder, name, NULL);
      g_autoptr (GPtrArray) paths = make_photos (photos, NULL, n, error);
      Times best = { INFINITY, INFINITY };

      if (!paths)
        return FALSE;
      for (guint round = 0; round < (i == 0 ? 2 : 1); round++)
        if (!index_photos (folder, photos, n, backbone, &best, error))
          return FALSE;
      wall[i] = best.wall;
      cpu[i] = best.cpu;
      printf ("%u photos of %d x %d: %.2f s, %.2f s of CPU\n", n, SMALL_X, SMALL_Y, best.wall,
              best.cpu);
    }
  report_add ("growth-index-wall", fit_exponent (sizes, wall, n_sizes), NAN, "exponent", TRUE);
  report_add ("growth-index", fit_exponent (sizes, cpu, n_sizes), 1.1, "exponent of CPU time",
              TRUE);
  return TRUE;
}

static SemBackbone *
make_backbone (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "weights.safetensors", NULL);

  write_made_weights (path, 1);
  return sem_backbone_new (path, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GError) error = NULL;
  char *folder;
  gboolean ok;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-index: %s\n", error->message);
      return 2;
    }
  n_photos = CLAMP (n_photos, 2, SIDE_Y);
  n_rounds = MAX (n_rounds, 1);
  folder = test_folder_new ();
  backbone = make_backbone (folder, &error);
  ok = backbone && compare_with_decoding (folder, backbone, &error)
       && (is_short || compare_with_network (folder, backbone, &error))
       && (is_short || measure_growth (folder, backbone, &error))
       && report_write (json_path, &error);
  if (!ok)
    fprintf (stderr, "bench-index: %s\n", error->message);
  test_folder_remove (folder);
  g_free (json_path);
  return ok ? 0 : 1;
}
