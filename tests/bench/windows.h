/* windows.h - the parts of bench-windows
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <math.h>

#include "engine/base/work.h"
#include "engine/decode/decoder.h"
#include "engine/evaluate/copies/altered-maker.h"
#include "engine/index/sketch.h"
#include "engine/nn/pooling/backbone-map.h"
#include "engine/search/copies/content-rectangles.h"
#include "engine/search/copies/inner-pictures.h"
#include "tests/bench/report.h"

#define DIM SEM_BACKBONE_DIM
#define SIDE SEM_DECODE_SIDE
#define COLOUR_SIDE 896
#define MAX_WINDOWS 40
#define MAX_THREADS 4

/* Windows of a kind. */
typedef enum
{
  WHOLE,
  RECTANGLES,
  HALVES,
  THIRDS,
  BANDS,
  POOLED_HALVES_448,
  POOLED_HALVES_672,
  POOLED_THIRDS_672,
  POOLED_BANDS_448,
  N_GROUPS,
} Group;

/* One way to search the other way round: by which of the query's features, in which of the stored
 * picture's windows. */
typedef enum
{
  ASK_PLAIN,
  ASK_TILED_2,
  ASK_TILED_3,
  N_ASKS,
} Ask;

typedef enum
{
  STORED_WHOLE,
  STORED_HALVES,
  STORED_THIRDS,
  N_STORED,
} Stored;

typedef struct
{
  SemDecoder *decoder;
  SemBackboneWorkspace *workspace;
  SemBackboneMap *map; /* of 224 */
  SemBackboneMap *map_448;
  SemBackboneMap *map_672;
} Hands;

typedef struct
{
  SemBackbone *backbone;
  GAsyncQueue *hands;
  GPtrArray *paths; /* the queries come first */
  float *features;  /* shape (paths, DIM), centred and normalised */
  float mean[DIM];
  float *asks;         /* shape (queries, N_ASKS, DIM) */
  float *reverse;      /* shape (paths, queries, N_ASKS, N_STORED): likenesses */
  guint64 *dct;        /* of queries */
  guint8 *dct_reverse; /* shape (paths, queries) */
  guint n_asking;
  const SemAlteration **alterations;
  guint n_alterations;
  SemAlteredMaker *maker;
  guint8 *ranks;         /* shape (queries, alterations, sets): 0 first, 1 within ten, 2 not */
  guint8 *reverse_ranks; /* shape (queries, alterations, N_ASKS * N_STORED + 3) */
  double seconds[N_GROUPS];
  guint n_windows[N_GROUPS];
  double inner_seconds;
  guint n_inner;
  GMutex mutex;
} Job;

#define N_REVERSE (N_ASKS * N_STORED + 3)

SemDecodedPhoto *windows_decode (const Hands *hands, const char *path);

/* The other way round: what the photos of the queries ask by, what is found in one stored picture,
 * and how the altered pictures stand among all. */
void windows_ask_task (gsize task, gpointer data);
void windows_reverse_task (gsize task, gpointer data);
void windows_judge_reverse (Job *job,
                            gsize query,
                            guint alteration,
                            const SemDecodedPhoto *photo,
                            Hands *hands);

static inline void
centre (const float *mean, float *feature)
{
  double squares = 0;

  for (guint i = 0; i < DIM; i++)
    {
      feature[i] -= mean[i];
      squares += (double) feature[i] * feature[i];
    }
  for (guint i = 0; i < DIM; i++)
    feature[i] /= (float) sqrt (squares);
}

static inline float
dot (const float *a, const float *b)
{
  float sums[16] = { 0 }, sum = 0;

  for (guint i = 0; i < DIM; i += 16)
    for (guint j = 0; j < 16; j++)
      sums[j] += a[i + j] * b[i + j];
  for (guint j = 0; j < 16; j++)
    sum += sums[j];
  return sum;
}

static inline void
keep_best (float *best, float value)
{
  if (value > *best)
    *best = value;
}

static inline guint8
rank_of (guint n_better)
{
  return n_better == 0 ? 0 : n_better < 10 ? 1 : 2;
}
