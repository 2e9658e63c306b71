/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A search for copies among 500,000 photos, until the first list, and the proof of the first ten;
 * and by themselves those parts of it whose time grows with the windows of the query or the photos
 * of the library: cutting rectangles, the network, and the scan. README.md describes the method.
 *
 *   bench-copies [--rounds=N] [--photos=N] [--folder=FOLDER] [--json=FILE]
 */

#include <math.h>

#include "engine/base/work.h"
#include "engine/nn/pooling/backbone-map.h"
#include "engine/index/hamming-index.h"
#include "engine/search/copies/copy-windows.h"
#include "engine/search/search.h"
#include "tests/bench/copies-library.h"
#include "tests/bench/report.h"
#include "tests/support/folder.h"

#define N_BITS 256
#define N_WORDS (N_BITS / 64)
/* As engine/search/copies asks: of the whole query, and of each window. */
#define N_WHOLE 10
#define WHOLE_K 1000
#define WINDOW_K 50
#define N_WINDOWS SEM_COPY_MAX_WINDOWS
#define SIDE 896
#define TILE 224
/* Milliseconds until the first list, and for the proof of ten. */
#define LIST_GOAL 400
#define PROOF_GOAL 2000
/* Hits that the window asks for, and those that are looked at closely. */
#define N_HITS 100
#define N_CLOSE 60

static int n_rounds = 5;
static int n_photos = 500000;
static char *kept_folder;
static char *json_path;

static const GOptionEntry options[] = {
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (5)", "N" },
  { "photos", 'p', 0, G_OPTION_ARG_INT, &n_photos, "Search among N photos (500,000)", "N" },
  { "folder", 'f', 0, G_OPTION_ARG_FILENAME, &kept_folder,
    "Keep the library in FOLDER, and use the one that is there", "FOLDER" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

static guint64
next_random (guint64 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static SemHammingIndex *
make_index (guint64 *state)
{
  g_autofree guint64 *codes = g_new (guint64, (gsize) n_photos * N_WORDS);
  g_autofree gint64 *ids = g_new (gint64, (gsize) n_photos);
  SemHammingIndex *index = sem_hamming_index_new (N_BITS);

  for (gsize i = 0; i < (gsize) n_photos * N_WORDS; i++)
    codes[i] = next_random (state);
  for (gsize i = 0; i < (gsize) n_photos; i++)
    ids[i] = (gint64) i + 1;
  if (!sem_hamming_index_append (index, codes, ids, (gsize) n_photos, NULL))
    g_error ("codes were not accepted");
  return index;
}

static void
scan (SemHammingIndex *index, const guint64 *codes, guint n, guint k)
{
  const SemHammingQuery query = { .codes = codes, .n_codes = n, .k = k, .max_distance = G_MAXUINT };
  GArray *hits[N_WHOLE + N_WINDOWS];

  if (!sem_hamming_index_search_batch (index, &query, hits, NULL))
    g_error ("the scan failed");
  for (guint i = 0; i < n; i++)
    g_array_unref (hits[i]);
}

static double
measure_scan (void)
{
  guint64 state = G_GUINT64_CONSTANT (0x2545f4914f6cdd1d);
  g_autoptr (SemHammingIndex) index = make_index (&state);
  guint64 codes[(N_WHOLE + N_WINDOWS) * N_WORDS];
  double best = INFINITY;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    codes[i] = next_random (&state);
  for (int i = 0; i < n_rounds; i++)
    {
      const double start = wall_seconds ();

      scan (index, codes, N_WHOLE, WHOLE_K);
      scan (index, codes + N_WHOLE * N_WORDS, N_WINDOWS, WINDOW_K);
      best = MIN (best, wall_seconds () - start);
    }
  return best * 1000;
}

typedef struct
{
  SemBackbone *backbone;
  SemBackboneMap *map;
  GAsyncQueue *workspaces;
  const guint8 *input;
} Passes;

static void
pass_task (gsize task, gpointer data)
{
  Passes *passes = data;
  SemBackboneWorkspace *workspace = g_async_queue_pop (passes->workspaces);
  float feature[SEM_BACKBONE_DIM];

  if (task == 0)
    sem_backbone_map_forward (passes->map, passes->input);
  else
    sem_backbone_forward (passes->backbone, workspace, passes->input, feature);
  g_async_queue_push (passes->workspaces, workspace);
}

/* NAN without weights. */
static double
measure_network (const guint8 *pixels)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, NULL);
  Passes passes = { backbone, NULL, g_async_queue_new (), pixels };
  double best = INFINITY;
  SemWork work;

  if (backbone)
    passes.map = sem_backbone_map_new (backbone, SEM_COPY_MAP_CELLS * SEM_BACKBONE_CELL);
  sem_work_init (&work, 0, NULL);
  for (guint i = 0; backbone && i < work.n_threads; i++)
    g_async_queue_push (passes.workspaces, sem_backbone_workspace_new (backbone));
  for (int i = 0; backbone && i < n_rounds; i++)
    {
      const double start = wall_seconds ();

      if (!sem_work_parallel (&work, 1 + N_WHOLE + SEM_MAX_CONTENT_RECTANGLES, pass_task, &passes))
        g_error ("the passes were cancelled");
      best = MIN (best, wall_seconds () - start);
    }
  for (guint i = 0; backbone && i < work.n_threads; i++)
    sem_backbone_workspace_free (g_async_queue_pop (passes.workspaces));
  g_async_queue_unref (passes.workspaces);
  g_clear_pointer (&passes.map, sem_backbone_map_free);
  return backbone ? best * 1000 : NAN;
}

/* Of sixteen tiles of noise. */
static double
measure_rectangles (const guint8 *pixels)
{
  const SemRgbImage picture = { pixels, SIDE, SIDE, SIDE * 3 };
  SemContentRectangle windows[SEM_COPY_MAX_WINDOWS];
  double best = INFINITY;
  guint n_rectangles;

  for (int i = 0; i < n_rounds; i++)
    {
      const double start = wall_seconds ();

      if (sem_copy_windows_list (&picture, windows, &n_rectangles) == 0)
        g_error ("there is no window");
      best = MIN (best, wall_seconds () - start);
    }
  return best * 1000;
}

static SemSearchAnswer *
ask (SemSearcher *searcher, const char *query, SemSearchRequest **request, GError **error)
{
  *request = sem_search_request_new (SEM_SEARCH_COPIES, N_HITS);
  sem_search_request_add_file (*request, query);
  return sem_search (searcher, *request, error);
}

/* What comes first of the made photos has a thumbnail to be looked at, as all have in a library. */
static gboolean
add_thumbnails (const char *library, const SemSearchAnswer *answer, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = COPIES_N_REAL; i < MIN (answer->n_hits, N_CLOSE); i++)
    g_array_append_val (ids, answer->hits[i].photo);
  return copies_library_add_thumbnails (library, ids, error);
}

typedef struct
{
  double list;  /* seconds */
  double proof; /* seconds */
  guint n_proven;
} Times;

static gboolean
measure_answer (SemSearcher *searcher, const char *query, Times *best, GError **error)
{
  SemSearchRequest *request;
  g_autoptr (SemSearchAnswer) first = ask (searcher, query, &request, error);
  g_autoptr (SemSearchAnswer) proven =
    first ? sem_search_prove (searcher, request, first, error) : NULL;

  sem_search_request_free (request);
  if (!proven)
    return FALSE;
  best->list = MIN (best->list, first->seconds);
  best->proof = MIN (best->proof, proven->proof_seconds);
  best->n_proven = 0;
  for (guint i = 0; i < proven->n_hits; i++)
    best->n_proven += proven->hits[i].kind != SEM_COPY_ALIKE;
  return TRUE;
}

/* The first search loads the codes, and is not counted. */
static gboolean
measure_library (const char *folder, SemBackbone *backbone, Times *best, GError **error)
{
  g_autofree char *library = NULL, *query = NULL;
  g_autoptr (SemSearcher) searcher = NULL;
  g_autoptr (SemSearchAnswer) answer = NULL;
  SemSearchRequest *request;

  if (!copies_library_make (folder, (guint) n_photos, backbone, &library, &query, error))
    return FALSE;
  searcher = sem_searcher_new (library, backbone);
  answer = ask (searcher, query, &request, error);
  sem_search_request_free (request);
  if (!answer || !add_thumbnails (library, answer, error))
    return FALSE;
  for (int i = 0; i < n_rounds; i++)
    if (!measure_answer (searcher, query, best, error))
      return FALSE;
  return TRUE;
}

static void
report_library (void)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, NULL);
  Times best = { INFINITY, INFINITY, 0 };
  char *folder;
  g_autoptr (GError) error = NULL;

  if (!backbone)
    return;
  folder = kept_folder ? g_strdup (kept_folder) : test_folder_new ();
  if (!measure_library (folder, backbone, &best, &error))
    g_error ("%s", error->message);
  if (kept_folder)
    g_free (folder);
  else
    test_folder_remove (folder);
  report_add ("copies: first list", best.list * 1000, LIST_GOAL, "ms", TRUE);
  report_add ("copies: proof of ten of 12 Mpx", best.proof * 1000, PROOF_GOAL, "ms", TRUE);
  report_add ("copies: of these, proven", best.n_proven, NAN, "photos", TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 3);
  guint64 state = 1;
  g_autoptr (GError) error = NULL;
  double rectangles, network, scanned;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  for (gsize i = 0; i < SIDE * SIDE * 3; i++)
    pixels[i] =
      (guint8) (next_random (&state) % 64 + 48 * ((i / 3 % SIDE / TILE + i / 3 / SIDE / TILE) % 4));
  rectangles = measure_rectangles (pixels);
  network = measure_network (pixels);
  scanned = measure_scan ();
  report_add ("copies: rectangles of 16 tiles", rectangles, NAN, "ms", TRUE);
  report_add ("copies: network, most rectangles", network, NAN, "ms", TRUE);
  report_add ("copies: scan of 500,000 codes, every window", scanned, NAN, "ms", TRUE);
  report_library ();
  if (!report_write (json_path, &error))
    g_error ("%s", error->message);
  return 0;
}
