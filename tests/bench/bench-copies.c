/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a search for copies whose time grows with the windows of the query or the photos of
 * the library: cutting rectangles, the network, and the scan. README.md describes the method.
 *
 *   bench-copies [--rounds=N] [--json=FILE]
 */

#include <math.h>

#include "engine/base/work.h"
#include "engine/nn/backbone.h"
#include "engine/index/hamming-index.h"
#include "engine/search/copies/copy-windows.h"
#include "tests/bench/report.h"

#define N_PHOTOS 500000
#define N_BITS 256
#define N_WORDS (N_BITS / 64)
/* As engine/search/copies asks: of the whole query, and of each window. */
#define N_WHOLE 10
#define WHOLE_K 1000
#define WINDOW_K 50
#define N_WINDOWS SEM_COPY_MAX_WINDOWS
#define SIDE 896
#define TILE 224
/* Milliseconds until the first list: the goal of all parts together. */
#define GOAL 400

static int n_rounds = 5;
static char *json_path;

static const GOptionEntry options[] = {
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (5)", "N" },
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
  g_autofree guint64 *codes = g_new (guint64, (gsize) N_PHOTOS * N_WORDS);
  g_autofree gint64 *ids = g_new (gint64, N_PHOTOS);
  SemHammingIndex *index = sem_hamming_index_new (N_BITS);

  for (gsize i = 0; i < (gsize) N_PHOTOS * N_WORDS; i++)
    codes[i] = next_random (state);
  for (gsize i = 0; i < N_PHOTOS; i++)
    ids[i] = (gint64) i + 1;
  if (!sem_hamming_index_append (index, codes, ids, N_PHOTOS, NULL))
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
  GAsyncQueue *workspaces;
  const guint8 *input;
} Passes;

static void
pass_task (gsize task, gpointer data)
{
  Passes *passes = data;
  SemBackboneWorkspace *workspace = g_async_queue_pop (passes->workspaces);
  float feature[SEM_BACKBONE_DIM];

  sem_backbone_forward (passes->backbone, workspace, passes->input, feature);
  g_async_queue_push (passes->workspaces, workspace);
}

/* NAN without weights. */
static double
measure_network (const guint8 *pixels)
{
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, NULL);
  Passes passes = { backbone, g_async_queue_new (), pixels };
  double best = INFINITY;
  SemWork work;

  sem_work_init (&work, 0, NULL);
  for (guint i = 0; backbone && i < work.n_threads; i++)
    g_async_queue_push (passes.workspaces, sem_backbone_workspace_new (backbone));
  for (int i = 0; backbone && i < n_rounds; i++)
    {
      const double start = wall_seconds ();

      if (!sem_work_parallel (&work, N_WHOLE + N_WINDOWS, pass_task, &passes))
        g_error ("the passes were cancelled");
      best = MIN (best, wall_seconds () - start);
    }
  for (guint i = 0; backbone && i < work.n_threads; i++)
    sem_backbone_workspace_free (g_async_queue_pop (passes.workspaces));
  g_async_queue_unref (passes.workspaces);
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
  report_add ("copies: network, every window", network, NAN, "ms", TRUE);
  report_add ("copies: scan of 500,000 codes, every window", scanned, NAN, "ms", TRUE);
  report_add ("copies: all of these", rectangles + network + scanned, GOAL, "ms", TRUE);
  if (!report_write (json_path, &error))
    g_error ("%s", error->message);
  return 0;
}
