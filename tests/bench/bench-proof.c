/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a proof costs, part by part, on one thread: each picture of a folder is laid over the ones
 * that follow it by name. Prints a hash of all proofs as well, which a change that only makes them
 * faster leaves as it is.
 *
 *   bench-proof [--each=N] FOLDER…
 */

#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/decode/decoder.h"
#include "engine/proof/proof.h"
#include "tests/bench/report.h"

static int n_each = 10;

static const GOptionEntry options[] = { { "each", 'e', 0, G_OPTION_ARG_INT, &n_each,
                                          "Compare each picture with N others (10)", "N" },
                                        { NULL } };

/* The two are what a picture costs in either role. */
typedef struct
{
  SemProofPicture *query;
  SemProofPicture *stored;
} Roles;

typedef struct
{
  double decode; /* by the clock: it is another process that computes */
  double query;
  double stored;
  double compare;
  guint n_pictures;
  guint n_pairs;
  guint n_proven;
} Costs;

static void
roles_free (gpointer data)
{
  Roles *roles = data;

  sem_proof_picture_unref (roles->query);
  sem_proof_picture_unref (roles->stored);
  g_free (roles);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_photos (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static SemProofPicture *
describe (SemProofRole role, const SemDecodedPhoto *photo, double *seconds)
{
  const double start = thread_seconds ();
  SemProofPicture *picture =
    sem_proof_picture_new (role, photo->colour, photo->colour_width, photo->colour_height,
                           photo->width, photo->height);

  *seconds += thread_seconds () - start;
  return picture;
}

/* What cannot be decoded is left out. */
static void
add_picture (SemDecoder *decoder, const char *path, GPtrArray *pictures, Costs *costs)
{
  const SemDecodeView view = { .colour_side = SEM_PROOF_SIDE };
  const double start = wall_seconds ();
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (SemDecodedPhoto) photo = NULL;
  Roles *roles;

  if (fd < 0)
    return;
  photo = sem_decoder_decode_view (decoder, fd, path, &view, NULL, NULL);
  close (fd);
  if (!photo)
    return;
  costs->decode += wall_seconds () - start;
  costs->n_pictures++;
  roles = g_new (Roles, 1);
  roles->query = describe (SEM_PROOF_QUERY, photo, &costs->query);
  roles->stored = describe (SEM_PROOF_STORED, photo, &costs->stored);
  g_ptr_array_add (pictures, roles);
}

static void
add_area (GChecksum *sum, const SemProofArea *area)
{
  const double values[] = { area->x, area->y, area->width, area->height };

  g_checksum_update (sum, (const guchar *) values, sizeof values);
}

static void
add_proof (GChecksum *sum, const SemProof *proof)
{
  const guint32 counts[] = { proof->kind, proof->n_matches, proof->n_blocks };
  const double values[] = { proof->agreement, proof->turn };

  g_checksum_update (sum, (const guchar *) counts, sizeof counts);
  g_checksum_update (sum, (const guchar *) values, sizeof values);
  add_area (sum, &proof->region);
  add_area (sum, &proof->part);
}

static void
compare_all (const GPtrArray *pictures, GChecksum *sum, Costs *costs)
{
  for (guint i = 0; i < pictures->len; i++)
    for (guint j = 1; j <= (guint) n_each && j < pictures->len; j++)
      {
        const Roles *query = g_ptr_array_index (pictures, i);
        const Roles *stored = g_ptr_array_index (pictures, (i + j) % pictures->len);
        const double start = thread_seconds ();
        SemProof proof;

        sem_proof_compare (query->query, stored->stored, &proof);
        costs->compare += thread_seconds () - start;
        costs->n_pairs++;
        costs->n_proven += proof.kind != SEM_PROOF_NONE;
        add_proof (sum, &proof);
      }
}

static void
measure (const char *folder)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GPtrArray) paths = list_photos (folder);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (roles_free);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *name = g_path_get_basename (folder);
  Costs costs = { 0 };

  for (guint i = 0; i < paths->len; i++)
    add_picture (decoder, g_ptr_array_index (paths, i), pictures, &costs);
  compare_all (pictures, sum, &costs);
  if (costs.n_pairs)
    printf ("%-14s %8u %8.1f %8.1f %8.1f %8u %8.1f %8u  %.12s\n", name, costs.n_pictures,
            costs.decode * 1000 / costs.n_pictures, costs.query * 1000 / costs.n_pictures,
            costs.stored * 1000 / costs.n_pictures, costs.n_pairs,
            costs.compare * 1000 / costs.n_pairs, costs.n_proven, g_checksum_get_string (sum));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER…");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 2 || n_each < 1)
    {
      fprintf (stderr, "bench-proof: %s\n", error ? error->message : "name a folder of pictures");
      return 2;
    }
  printf ("%-14s %8s %8s %8s %8s %8s %8s %8s  %s\n", "milliseconds", "pictures", "decode", "query",
          "stored", "pairs", "compare", "proven", "proofs");
  for (int i = 1; i < argc; i++)
    measure (argv[i]);
  return 0;
}
