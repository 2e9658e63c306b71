/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tests/bench/windows.h"

#include <string.h>

/* @n by @n times the picture. */
static void
tile (const guint8 *input, guint n, guint8 *tiled)
{
  const SemRgbImage image = { input, SIDE, SIDE, SIDE * 3 };
  const guint side = SIDE / n;
  g_autofree guint8 *small = g_malloc ((gsize) side * side * 3);

  sem_resize_rgb (SEM_RESIZE_SHARP, &image, small, side, side);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      memcpy (tiled + ((gsize) y * SIDE + x) * 3,
              small + ((gsize) (y % side) * side + x % side) * 3, 3);
}

void
windows_ask_task (gsize task, gpointer data)
{
  Job *job = data;
  Hands *hands = g_async_queue_pop (job->hands);
  g_autoptr (SemDecodedPhoto) photo = windows_decode (hands, job->paths->pdata[task]);
  g_autofree guint8 *tiled = g_malloc (SEM_DECODE_INPUT_SIZE);
  guint8 sketch[SEM_SKETCH_SIZE];

  sem_sketch_make (photo->input, SIDE, sketch);
  if (!sem_sketch_dct_hash (sketch, &job->dct[task]))
    job->dct[task] = 0;
  for (guint i = 0; i < N_ASKS; i++)
    {
      float *feature = job->asks + (task * N_ASKS + i) * DIM;

      tile (photo->input, i + 1, tiled);
      sem_backbone_forward (job->backbone, hands->workspace, i ? tiled : photo->input, feature);
      centre (job->mean, feature);
    }
  g_async_queue_push (job->hands, hands);
}

/* What the windows of a stored picture say to all asks. @likeness: shape (queries, N_ASKS,
 * N_STORED)
 */
static void
look_reverse (const Job *job, Hands *hands, const guint8 *input, float *likeness)
{
  static const guint sizes[N_STORED] = { 7, 4, 3 };

  for (guint i = 0; i < job->n_asking * N_ASKS * N_STORED; i++)
    likeness[i] = -1;
  sem_backbone_map_forward (hands->map, input);
  for (guint s = 0; s < N_STORED; s++)
    for (guint y = 0; y + sizes[s] <= 7; y++)
      for (guint x = 0; x + sizes[s] <= 7; x++)
        {
          float feature[DIM];

          sem_backbone_map_pool (hands->map, x, y, sizes[s], sizes[s], feature);
          centre (job->mean, feature);
          for (guint q = 0; q < job->n_asking * N_ASKS; q++)
            keep_best (&likeness[q * N_STORED + s], dot (feature, job->asks + (gsize) q * DIM));
        }
}

/* The least distance of a rectangle's hash. */
static void
look_dct (const Job *job, const SemRgbImage *picture, gboolean plain, guint8 *distances)
{
  SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
  const guint n = plain ? sem_content_rectangles_find_plain (picture, found)
                        : sem_content_rectangles_find (picture, found);

  memset (distances, 64, job->n_asking);
  for (guint i = 0; i < n; i++)
    {
      const SemRgbImage part = { picture->pixels + found[i].y * picture->stride + found[i].x * 3,
                                 found[i].width, found[i].height, picture->stride };
      guint8 input[64 * 64 * 3], sketch[SEM_SKETCH_SIZE];
      guint64 dct;

      sem_resize_rgb (SEM_RESIZE_SMOOTH, &part, input, 64, 64);
      sem_sketch_make (input, 64, sketch);
      if (!sem_sketch_dct_hash (sketch, &dct))
        continue;
      for (guint q = 0; q < job->n_asking; q++)
        distances[q] = MIN (distances[q], (guint8) __builtin_popcountll (dct ^ job->dct[q]));
    }
}

/* What a stored photo costs. */
static void
measure_inner (Job *job, const guint8 *input)
{
  SemInnerPicture pictures[SEM_MAX_INNER_PICTURES];
  const double start = thread_seconds ();
  const guint n = sem_inner_pictures_find (input, pictures);
  const double seconds = thread_seconds () - start;

  g_mutex_lock (&job->mutex);
  job->inner_seconds += seconds;
  job->n_inner += n;
  g_mutex_unlock (&job->mutex);
}

void
windows_reverse_task (gsize task, gpointer data)
{
  Job *job = data;
  Hands *hands = g_async_queue_pop (job->hands);
  g_autoptr (SemDecodedPhoto) photo = windows_decode (hands, job->paths->pdata[task]);
  const SemRgbImage picture = { photo->input, SIDE, SIDE, SIDE * 3 };

  measure_inner (job, photo->input);
  look_reverse (job, hands, photo->input, job->reverse + task * job->n_asking * N_ASKS * N_STORED);
  look_dct (job, &picture, FALSE, job->dct_reverse + task * job->n_asking);
  g_async_queue_push (job->hands, hands);
}

static void
judge (Job *job,
       gsize query,
       guint alteration,
       const float *likeness,
       const guint8 *by_edges,
       const guint8 *by_plain,
       const guint8 *by_large)
{
  guint8 *ranks = job->reverse_ranks + (query * job->n_alterations + alteration) * N_REVERSE;
  const guint8 *distances[] = { by_edges, by_plain, by_large };

  for (guint k = 0; k < N_ASKS * N_STORED; k++)
    {
      const float own = likeness[query * N_ASKS * N_STORED + k];
      guint n_better = 0;

      for (guint p = 0; p < job->paths->len; p++)
        n_better +=
          p != query
          && job->reverse[((gsize) p * job->n_asking + query) * N_ASKS * N_STORED + k] > own;
      ranks[k] = rank_of (n_better);
    }
  for (guint d = 0; d < 3; d++)
    {
      guint n_better = 0;

      for (guint p = 0; p < job->paths->len; p++)
        n_better +=
          p != query && job->dct_reverse[(gsize) p * job->n_asking + query] <= distances[d][query];
      ranks[N_ASKS * N_STORED + d] = distances[d][query] > 20 ? 2 : rank_of (n_better);
    }
}

void
windows_judge_reverse (Job *job,
                       gsize query,
                       guint alteration,
                       const SemDecodedPhoto *photo,
                       Hands *hands)
{
  g_autofree float *likeness = g_new (float, job->n_asking *N_ASKS *N_STORED);
  g_autofree guint8 *by_edges = g_malloc (job->n_asking), *by_plain = g_malloc (job->n_asking);
  g_autofree guint8 *by_large = g_malloc (job->n_asking);
  const SemRgbImage input = { photo->input, SIDE, SIDE, SIDE * 3 };
  const SemRgbImage large = { g_bytes_get_data (photo->colour, NULL), photo->colour_width,
                              photo->colour_height, (gsize) photo->colour_width * 3 };

  look_reverse (job, hands, photo->input, likeness);
  look_dct (job, &input, FALSE, by_edges);
  look_dct (job, &input, TRUE, by_plain);
  look_dct (job, &large, FALSE, by_large);
  judge (job, query, alteration, likeness, by_edges, by_plain, by_large);
}
