/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Indexing phones' pictures: from the reduced pictures in them against decoding them in full, and
 * decoding them in full against libheif alone. README.md describes the method.
 *
 *   bench-heic [--photos=N] [--rounds=N] [--json=FILE]
 */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <libheif/heif.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/decode/decoder.h"
#include "engine/indexing/indexer.h"
#include "engine/store/quick/quick.h"
#include "engine/store/folders.h"
#include "tests/bench/made-photo.h"
#include "tests/bench/report.h"
#include "tests/engine/nn/made-weights.h"
#include "tests/support/folder.h"
#include "tests/support/heif-files.h"

#define SIDE_X 4000
#define SIDE_Y 3000

static int n_photos = 24;
static int n_rounds = 2;
static char *json_path;

static const GOptionEntry options[] = {
  { "photos", 'p', 0, G_OPTION_ARG_INT, &n_photos, "Index N photos of 12 megapixels (24)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (2)", "N" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

/* Files of one picture, which differ in a box that is to be passed over. */
static GPtrArray *
make_photos (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GdkPixbuf) picture = made_photo_paint (SIDE_X, SIDE_Y);
  g_autoptr (GBytes) file = test_heif_write_reduced (picture, 320, 240);
  gsize size;
  const guint8 *data;

  if (!file)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "libheif cannot write HEIF files here");
      return NULL;
    }
  data = g_bytes_get_data (file, &size);
  g_mkdir (folder, 0700);
  for (guint i = 0; i < (guint) n_photos; i++)
    {
      guint8 box[] = { 0, 0, 0, 12, 'f', 'r', 'e', 'e', 0, 0, (guint8) (i >> 8), (guint8) i };
      g_autofree guint8 *copy = g_malloc (size + sizeof box);
      g_autofree char *name = g_strdup_printf ("%05u.heic", i);
      char *path = g_build_filename (folder, name, NULL);

      g_ptr_array_add (paths, path);
      memcpy (copy, data, size);
      memcpy (copy + size, box, sizeof box);
      if (!g_file_set_contents (path, (const char *) copy, (gssize) (size + sizeof box), error))
        return NULL;
    }
  return g_steal_pointer (&paths);
}

/* Decoding ------------------------------------------------------------------------------------- */

typedef gboolean (*DecodeFunc) (const char *path, SemDecoder *decoder);

typedef struct
{
  GPtrArray *paths;
  DecodeFunc func;
  gint next; /* atomic */
  gint failed;
} Decoding;

static gboolean
decode_in_worker (const char *path, SemDecoder *decoder)
{
  g_autoptr (SemDecodedPhoto) photo = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return FALSE;
  photo = sem_decoder_decode (decoder, fd, path, NULL, NULL);
  close (fd);
  return photo != NULL;
}

/* As GdkPixbuf's loader asks for it, and nothing else. */
static gboolean
decode_alone (const char *path, SemDecoder *decoder)
{
  struct heif_context *context = heif_context_alloc ();
  struct heif_image_handle *handle = NULL;
  struct heif_image *image = NULL;
  const gboolean ok =
    heif_context_read_from_file (context, path, NULL).code == heif_error_Ok
    && heif_context_get_primary_image_handle (context, &handle).code == heif_error_Ok
    && heif_decode_image (handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL)
           .code
         == heif_error_Ok;

  if (image)
    heif_image_release (image);
  if (handle)
    heif_image_handle_release (handle);
  heif_context_free (context);
  return ok;
}

static gpointer
decode_thread (gpointer data)
{
  Decoding *decoding = data;
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  guint i;

  while ((i = (guint) g_atomic_int_add (&decoding->next, 1)) < decoding->paths->len)
    if (!decoding->func (g_ptr_array_index (decoding->paths, i), decoder))
      g_atomic_int_inc (&decoding->failed);
  return NULL;
}

static gboolean
decode_photos (GPtrArray *paths, DecodeFunc func, double *best, GError **error)
{
  guint n_threads = g_get_num_processors ();
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  Decoding decoding = { .paths = paths, .func = func };
  const double start = wall_seconds ();

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("decode", decode_thread, &decoding);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  *best = MIN (*best, wall_seconds () - start);
  if (decoding.failed == 0)
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%d photos could not be decoded",
               decoding.failed);
  return FALSE;
}

/* Indexing ------------------------------------------------------------------------------------- */

typedef struct
{
  double quick;
  double full;
} Times;

static gboolean
expect_quick (const char *library, gint64 expected, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_READ, error);
  const gint64 n = store ? sem_store_count_quick (store, error) : -1;

  if (n < 0 || n == expected)
    return n >= 0;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, "%d photos are quick, and not %d", (int) n,
               (int) expected);
  return FALSE;
}

/* Both passes, into a new library. */
static gboolean
index_photos (const char *folder,
              const char *photos,
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
  double start;

  if (!store || sem_store_add_folder (store, photos, error) < 0)
    return FALSE;
  g_clear_pointer (&store, sem_store_close);
  sem_indexer_set_trains (indexer, FALSE);
  sem_indexer_set_refines (indexer, FALSE);
  start = wall_seconds ();
  if (!sem_indexer_run (indexer, NULL, NULL, &summary, error))
    return FALSE;
  best->quick = MIN (best->quick, wall_seconds () - start);
  if (!expect_quick (library, n_photos, error))
    return FALSE;
  start = wall_seconds ();
  if (!sem_indexer_refine (indexer, NULL, &summary, error))
    return FALSE;
  best->full = MIN (best->full, wall_seconds () - start);
  return expect_quick (library, 0, error);
}

static gboolean
measure (const char *folder, SemBackbone *backbone, GError **error)
{
  g_autofree char *photos = g_build_filename (folder, "photos", NULL);
  g_autoptr (GPtrArray) paths = make_photos (photos, error);
  double alone = INFINITY, decode = INFINITY;
  Times index = { INFINITY, INFINITY };

  if (!paths)
    return FALSE;
  for (int i = 0; i < n_rounds; i++)
    if (!decode_photos (paths, decode_alone, &alone, error)
        || !decode_photos (paths, decode_in_worker, &decode, error)
        || !index_photos (folder, photos, backbone, &index, error))
      return FALSE;
  report_add ("heic-alone", n_photos / alone, NAN, "photos/s", FALSE);
  report_add ("heic-decode", n_photos / decode, NAN, "photos/s", FALSE);
  report_add ("heic-quick", n_photos / index.quick, NAN, "photos/s", FALSE);
  report_add ("heic-full", n_photos / index.full, NAN, "photos/s", FALSE);
  report_add ("index-heic-quick", decode / index.quick, 20, "x full decoding", FALSE);
  report_add ("index-heic-full", alone / index.full, .85, "share of libheif", FALSE);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (SemBackbone) backbone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *weights = NULL;
  char *folder;
  gboolean ok;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-heic: %s\n", error->message);
      return 2;
    }
  n_photos = CLAMP (n_photos, 2, 60000);
  n_rounds = MAX (n_rounds, 1);
  folder = test_folder_new ();
  weights = g_build_filename (folder, "weights.safetensors", NULL);
  write_made_weights (weights, 1);
  backbone = sem_backbone_new (weights, &error);
  ok = backbone && measure (folder, backbone, &error) && report_write (json_path, &error);
  if (!ok)
    fprintf (stderr, "bench-heic: %s\n", error->message);
  test_folder_remove (folder);
  g_free (json_path);
  return ok ? 0 : 1;
}
